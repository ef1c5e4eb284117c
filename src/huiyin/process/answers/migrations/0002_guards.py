from django.db import migrations

from huiyin.platform.audit.guards import frozen_text


class Migration(migrations.Migration):
    dependencies = [("answers", "0001_initial"), ("audit", "0002_guards"), ("opinions", "0002_guards")]
    operations = [
        frozen_text(
            "answers_message",
            words=["body", "salt"],
            facts=["matter", "campaign_id", "kind", "digest", '"on"', '"by"'],
            keys=["id"],
            tombstones="opinions_tombstone",
            cleared="NEW.body IS NULL AND NEW.salt IS NULL",
            owner="matter",
            retention=False,
        ),
    ]
