from django.db import migrations

from huiyin.platform.audit.guards import closed_with, fixed_columns

COUNTED = "EXISTS (SELECT 1 FROM ballots_vote v WHERE v.id = {row}.vote_id AND v.state <> 'announced')"


class Migration(migrations.Migration):
    dependencies = [("ballots", "0001_initial"), ("audit", "0002_guards")]
    operations = [
        # What is asked is fixed when it is announced, the result when it is counted.
        fixed_columns(
            "ballots_vote",
            ["campaign_id", "unit_id", "number", "kind", "form", "announced_on", "opens_on", "closes_on", "again_of_id"],
            keys=["id", "campaign_id, number"],
        ),
        closed_with("ballots_ballot", facts=["vote_id", '"group"', "marks"], closed=COUNTED),
        closed_with("ballots_tally", facts=["vote_id", '"group"', "figures"], closed=COUNTED),
    ]
