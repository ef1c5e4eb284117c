from django.db import migrations

from huiyin.platform.audit.guards import append_only, fixed_columns


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0003_circulars_and_papers"), ("audit", "0002_guards")]
    operations = [
        fixed_columns(
            "campaigns_circular",
            ["campaign_id", "kind", "number", "title", "text", "file_id", "author", "issued_by_id", "issued_on", "event",
             "ack_days", "replaces_id"],
            keys=["id"],
        ),
        fixed_columns(
            "campaigns_circularstop",
            ["added_text", "passed_on_at"],
            keys=["id", "circular_id, participation_id"],
            once="OLD.passed_on_at IS NOT NULL",
        ),
        fixed_columns(
            "campaigns_paper",
            ["campaign_id", "unit_id", "kind", "number", "title", "body", "facts", "version", "drafted_by", "drafted_on",
             "signed_by", "signed_on", "supersedes_id"],
            keys=["id"],
            once="OLD.signed_on IS NOT NULL",
        ),
        append_only("campaigns_paperversion", keys=["id", "paper_id, version"]),
    ]
