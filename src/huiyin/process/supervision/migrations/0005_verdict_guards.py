from django.db import migrations

from huiyin.platform.audit.guards import append_only


class Migration(migrations.Migration):
    dependencies = [("supervision", "0004_verdicts_and_lookbacks"), ("audit", "0002_guards")]
    operations = [
        append_only("supervision_gateverdict", keys=["id", "participation_id, gate, round"]),
        append_only("supervision_returnpoint", keys=["id", "verdict_id, number"]),
        append_only("supervision_factskept", keys=["id", "participation_id, \"on\""]),
        append_only("supervision_lookback", keys=["id", "participation_id, sheet, round"]),
        append_only("supervision_lookbackreturn", keys=["id", "lookback_id"]),
        append_only("supervision_stagedecision", keys=["id", "unit_stage_id"]),
    ]
