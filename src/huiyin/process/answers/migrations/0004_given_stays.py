from django.db import migrations

from huiyin.platform.audit.guards import append_only, fixed_columns


class Migration(migrations.Migration):
    dependencies = [("answers", "0003_office_side"), ("audit", "0002_guards")]
    operations = [
        fixed_columns(
            "answers_answer",
            ["campaign_id", "body", "state", "drafted_by", "drafted_on", "decided_by", "decided_on", "why", "version",
             "settles", "follows_id"],
            keys=["id", "follows_id"],
            # Where a returned one quotes words whose time is over, its own go with them.
            once="(OLD.state = 'given' OR (OLD.state = 'returned' AND NEW.body <> ''))",
        ),
        append_only("answers_answered", keys=["id", "answer_id, opinion_id"]),
    ]  # fmt: skip
