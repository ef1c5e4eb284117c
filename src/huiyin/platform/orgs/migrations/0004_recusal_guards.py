from django.db import migrations

from huiyin.platform.audit.guards import fixed_columns

FIXED = ["account_id", "unit_id", "since", "kind", "reason", "declared_by"]


class Migration(migrations.Migration):
    dependencies = [("orgs", "0003_recusal"), ("audit", "0002_guards")]
    operations = [
        fixed_columns("orgs_recusal", FIXED, keys=["id"]),
    ]
