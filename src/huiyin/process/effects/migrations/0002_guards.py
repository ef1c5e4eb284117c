from django.db import migrations

from huiyin.platform.audit.guards import append_only


class Migration(migrations.Migration):
    dependencies = [("effects", "0001_initial"), ("audit", "0002_guards")]
    operations = [
        append_only("effects_effectrun", ["id", "campaign_id, number"]),
        append_only("effects_effect", ["id", "run_id, kind, subject"]),
        append_only("effects_effectpart"),
    ]
