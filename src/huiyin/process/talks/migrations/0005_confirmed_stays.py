from django.db import migrations

from huiyin.platform.audit.guards import by_engine, frozen_but

PARTIES = ["participation_id", "round", "kind", "required", "pair", "one_id", "other_id", "made_on"]
STANDING = ["state", "planned_on", "part", "place", "held_on", "one_on", "other_on"]


class Migration(migrations.Migration):
    dependencies = [("talks", "0004_point_guards"), ("audit", "0002_guards")]
    operations = [
        by_engine(
            [f"DROP TRIGGER talks_talk_no_{name}" for name in ("update", "delete", "replace")],
            [f"DROP TRIGGER talks_talk_no_{name} ON talks_talk" for name in ("update", "delete", "truncate")],
        ),
        # As before, between whom a talk is never changes; and what both have confirmed stays as it was, whoever writes.
        frozen_but(
            "talks_talk", words=STANDING, facts=PARTIES, keys=["id"], way_out="OLD.state <> 'confirmed'"
        ),
    ]
