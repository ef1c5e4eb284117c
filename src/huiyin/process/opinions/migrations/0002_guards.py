from django.db import migrations

from huiyin.platform.audit.guards import append_only, frozen_text


class Migration(migrations.Migration):
    dependencies = [("opinions", "0001_initial"), ("audit", "0002_guards")]
    operations = [
        frozen_text(
            "opinions_opinion",
            ["title", "body", "salt", "digest"],
            tombstones="opinions_tombstone",
            sql_cleared="NEW.title IS NULL AND NEW.body IS NULL AND NEW.salt IS NULL AND NEW.digest = OLD.digest",
        ),
        append_only("opinions_tombstone"),
    ]
