from django.db import migrations

from huiyin.platform.audit.guards import append_only, frozen_text


class Migration(migrations.Migration):
    dependencies = [("opinions", "0001_initial"), ("audit", "0002_guards")]
    operations = [
        frozen_text(
            "opinions_opinion",
            words=["title", "body", "salt", "unit_as_written", "about_as_written"],
            facts=[
                "digest",
                "raised_on",
                "entered_on",
                "channel",
                "channel_as_written",
                "giver_kind",
                "giver_as_written",
                "source_id",
                "source_key",
                "intake_id",
                "row_no",
            ],
            keys=["id", "campaign_id, source_key"],
            tombstones="opinions_tombstone",
            cleared="NEW.title IS NULL AND NEW.body IS NULL AND NEW.salt IS NULL",
        ),
        append_only("opinions_tombstone", keys=["id", "opinion_id"]),
    ]
