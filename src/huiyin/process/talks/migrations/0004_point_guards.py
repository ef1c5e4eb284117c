from django.db import migrations

from huiyin.platform.audit.guards import append_only, frozen_but

TAKEN_BACK = "OLD.taken_back_on IS NULL AND NEW.taken_back_on IS NOT NULL AND NEW.text = ''"


class Migration(migrations.Migration):
    dependencies = [("talks", "0003_points"), ("audit", "0002_guards")]
    operations = [
        append_only("talks_talkpoint"),
        append_only("talks_pointseal"),
        frozen_but(
            "talks_sharedpoint",
            words=["text"],
            facts=["point_id", "for_team", "for_inspectors", '"on"'],
            keys=["id", "point_id"],
            way_out=TAKEN_BACK,
        ),
    ]
