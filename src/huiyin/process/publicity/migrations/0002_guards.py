from django.db import migrations

from huiyin.platform.audit.guards import closed_with


class Migration(migrations.Migration):
    dependencies = [("publicity", "0001_initial"), ("audit", "0002_guards")]
    operations = [
        closed_with(
            "publicity_publicmatter",
            facts=[
                "campaign_id",
                "number",
                "edition",
                "problem_id",
                "unit_id",
                "topic",
                "title",
                "words",
                "answer",
                "version",
                "drafted_by",
                "drafted_on",
                "decided_by",
                "decided_on",
                "returned_why",
                "givers",
                "nobody_known",
            ],
            closed="{row}.decided_on IS NOT NULL",
            grows=True,
        )
    ]
