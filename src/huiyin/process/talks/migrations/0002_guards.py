from django.db import migrations

from huiyin.platform.audit.guards import append_only, fixed_columns


class Migration(migrations.Migration):
    dependencies = [("talks", "0001_initial"), ("audit", "0002_guards")]
    operations = [
        # Between whom a talk is never changes, and no talk is taken away: one that is required no more is dropped.
        fixed_columns(
            "talks_talk",
            ["participation_id", "round", "kind", "required", "pair", "one_id", "other_id", "made_on"],
            keys=["id"],
        ),
        append_only("talks_objection"),
    ]
