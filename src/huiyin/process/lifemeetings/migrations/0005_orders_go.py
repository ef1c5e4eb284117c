from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

from huiyin.platform.audit.guards import append_only, by_engine, frozen_but

# What looks into the table of tombstones: SQLite can't build that anew while a trigger elsewhere names it.
_FIRST = import_module("huiyin.process.lifemeetings.migrations.0003_words_go").Migration.operations[-4:]
_SECOND = import_module("huiyin.process.lifemeetings.migrations.0004_more_words_go").Migration.operations[-3:]
LOOKING = ("turn", "criticism", "criticismanswer", "wordscorrection", "lifemeeting", "signing", "meetingjudgement")
OF = ("turn", "criticism", "signing", "judgement", "meeting", "order")
GOING = (
    "EXISTS (SELECT 1 FROM lifemeetings_wordstombstone t WHERE t.order_id = OLD.id "
    "AND (t.lawful OR OLD.retain_until < {today}))"
)


def _sqlite_drops() -> list[str]:
    ends = ("update", "delete", "replace")
    own = [f"DROP TRIGGER IF EXISTS lifemeetings_{t}_no_{end}" for t in ("wordstombstone", "reholdorder") for end in ends]
    return [*own, *(f"DROP TRIGGER lifemeetings_{table}_no_update" for table in LOOKING)]


def _postgres_drops() -> list[str]:
    names = ("lifemeetings_wordstombstone", "lifemeetings_reholdorder")
    return [f"DROP TRIGGER {name}_no_{end} ON {name}" for name in names for end in ("change", "truncate")]


def _of_one() -> models.Q:
    return models.Q(
        *(models.Q(*((f"{other}__isnull", other != one) for other in sorted(OF))) for one in OF), _connector="OR"
    )


# What was ordered before goes when the words of opinions would that came in on that day.
_SQLITE_TIME = (
    "UPDATE lifemeetings_reholdorder SET retain_until = (SELECT date(lifemeetings_reholdorder.\"on\", '+' || "
    "(x.value ->> '$.value') || ' days') FROM lifemeetings_lifemeeting m "
    "JOIN campaigns_participation p ON p.id = m.participation_id JOIN campaigns_campaign c ON c.id = p.campaign_id, "
    "json_each(c.template, '$.parameters') x "
    "WHERE x.value ->> '$.code' = 'retention_days' AND m.id = lifemeetings_reholdorder.meeting_id)"
)
_POSTGRES_TIME = (
    'UPDATE lifemeetings_reholdorder SET retain_until = (SELECT lifemeetings_reholdorder."on" + (x ->> \'value\')::int '
    "FROM lifemeetings_lifemeeting m "
    "JOIN campaigns_participation p ON p.id = m.participation_id JOIN campaigns_campaign c ON c.id = p.campaign_id, "
    "jsonb_array_elements(c.template::jsonb -> 'parameters') x "
    "WHERE x ->> 'code' = 'retention_days' AND m.id = lifemeetings_reholdorder.meeting_id)"
)


class Migration(migrations.Migration):
    dependencies = [("lifemeetings", "0004_more_words_go"), ("campaigns", "0002_plans")]

    operations = [
        by_engine(_sqlite_drops(), _postgres_drops()),
        migrations.RemoveConstraint("wordstombstone", "lifemeetings_tombstone_of_one"),
        migrations.AddField(
            "reholdorder", "salt", models.CharField("盐", max_length=32, blank=True, default="", db_default="")
        ),
        migrations.AddField(
            "reholdorder",
            "digest",
            models.CharField("摘要值", max_length=64, blank=True, default="", db_default=""),
        ),
        migrations.AddField("reholdorder", "retain_until", models.DateField("保存到", null=True)),
        migrations.AddField(
            "wordstombstone",
            "order",
            models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="lifemeetings.reholdorder",
            ),
        ),
        migrations.AddConstraint(
            "wordstombstone",
            models.CheckConstraint(condition=_of_one(), name="lifemeetings_tombstone_of_one"),
        ),
        by_engine([_SQLITE_TIME], [_POSTGRES_TIME]),
        by_engine([held.sqlite[0] for held in (*_FIRST, *_SECOND)], []),
        append_only("lifemeetings_wordstombstone", keys=["id", *(f"{one}_id" for one in OF)]),
        frozen_but(
            "lifemeetings_reholdorder",
            words=["text", "salt"],
            facts=["meeting_id", "ground", "digest", "retain_until", '"by"', "role", '"on"'],
            keys=["id", "meeting_id"],
            way_out=f"NEW.text = '' AND NEW.salt = '' AND {GOING}",
        ),
    ]
