from django.db import migrations

from huiyin.platform.audit.guards import append_only


class Migration(migrations.Migration):
    dependencies = [("effects", "0003_rounds"), ("audit", "0002_guards")]
    operations = [
        append_only("effects_listeninground", ["id", "campaign_id, number", "ask_id"]),
        append_only("effects_roundunit", ["id", "round_id, unit_id"]),
    ]
