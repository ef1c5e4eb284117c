from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

from huiyin.platform.audit.guards import append_only, by_engine, closed_with, frozen_but

TABLES = ("lifemeeting", "signing", "meetingjudgement", "wordstombstone")
ENDED = "{row}.state IN ('archived', 'reheld')"
GOING = (
    "EXISTS (SELECT 1 FROM lifemeetings_wordstombstone t WHERE t.{of}_id = OLD.id "
    "AND (t.lawful OR OLD.{until} < {{today}}))"
)

# What looks into the table of tombstones: SQLite can't build that anew while a trigger elsewhere names it.
LOOKING = ("turn", "criticism", "criticismanswer", "wordscorrection")
BEFORE = import_module("huiyin.process.lifemeetings.migrations.0003_words_go").Migration.operations[-4:]


def _sqlite_drops() -> list[str]:
    ends = ("update", "delete", "replace")
    laid = [f"DROP TRIGGER IF EXISTS lifemeetings_{table}_no_{end}" for table in TABLES for end in ends]
    return [*laid, *(f"DROP TRIGGER lifemeetings_{table}_no_update" for table in LOOKING)]


def _postgres_drops() -> list[str]:
    found = []
    for table in TABLES:
        name = f"lifemeetings_{table}"
        ends = ("update", "delete", "truncate") if table == "lifemeeting" else ("change", "truncate")
        found += [f"DROP TRIGGER {name}_no_{end} ON {name}" for end in ends]
    return [*found, *(f"DROP FUNCTION lifemeetings_lifemeeting_{act}()" for act in ("update", "delete"))]


def _backfilled() -> list[str]:
    """What was kept before goes with the words of its meeting that go last; what had none of these keeps no time."""
    last = (
        "SELECT MAX(r.retain_until) FROM (SELECT meeting_id, retain_until FROM lifemeetings_turn "
        "UNION ALL SELECT meeting_id, retain_until FROM lifemeetings_criticism) r WHERE r.meeting_id = "
    )
    return [
        f"UPDATE lifemeetings_signing SET retain_until = ({last}lifemeetings_signing.meeting_id) WHERE remark <> ''",  # noqa: S608 - names of our own
        f"UPDATE lifemeetings_meetingjudgement SET retain_until = ({last}lifemeetings_meetingjudgement.meeting_id)",  # noqa: S608 - names of our own
        f"UPDATE lifemeetings_lifemeeting SET report_until = ({last}lifemeetings_lifemeeting.id) WHERE report <> ''",  # noqa: S608 - names of our own
    ]


class Migration(migrations.Migration):
    dependencies = [
        ("lifemeetings", "0003_words_go"),
    ]

    operations = [
        by_engine(_sqlite_drops(), _postgres_drops()),
        migrations.RemoveConstraint(
            model_name="wordstombstone",
            name="lifemeetings_tombstone_of_one",
        ),
        migrations.AddField(
            model_name="lifemeeting",
            name="report_until",
            field=models.DateField(null=True, verbose_name="报告正文保存到"),
        ),
        migrations.AddField(
            model_name="meetingjudgement",
            name="digest",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=64, verbose_name="摘要值"
            ),
        ),
        migrations.AddField(
            model_name="meetingjudgement",
            name="retain_until",
            field=models.DateField(null=True, verbose_name="保存到"),
        ),
        migrations.AddField(
            model_name="meetingjudgement",
            name="salt",
            field=models.CharField(blank=True, db_default="", default="", max_length=32, verbose_name="盐"),
        ),
        migrations.AddField(
            model_name="signing",
            name="remark_digest",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=64, verbose_name="意见摘要值"
            ),
        ),
        migrations.AddField(
            model_name="signing",
            name="retain_until",
            field=models.DateField(null=True, verbose_name="保存到"),
        ),
        migrations.AddField(
            model_name="signing",
            name="salt",
            field=models.CharField(blank=True, db_default="", default="", max_length=32, verbose_name="盐"),
        ),
        migrations.AddField(
            model_name="wordstombstone",
            name="judgement",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="lifemeetings.meetingjudgement",
            ),
        ),
        migrations.AddField(
            model_name="wordstombstone",
            name="meeting",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="lifemeetings.lifemeeting",
            ),
        ),
        migrations.AddField(
            model_name="wordstombstone",
            name="reason",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=400, verbose_name="事由"
            ),
        ),
        migrations.AddField(
            model_name="wordstombstone",
            name="signing",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="lifemeetings.signing",
            ),
        ),
        migrations.AddConstraint(
            model_name="wordstombstone",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("criticism__isnull", True),
                        ("judgement__isnull", True),
                        ("meeting__isnull", True),
                        ("signing__isnull", True),
                        ("turn__isnull", False),
                    ),
                    models.Q(
                        ("criticism__isnull", False),
                        ("judgement__isnull", True),
                        ("meeting__isnull", True),
                        ("signing__isnull", True),
                        ("turn__isnull", True),
                    ),
                    models.Q(
                        ("criticism__isnull", True),
                        ("judgement__isnull", True),
                        ("meeting__isnull", True),
                        ("signing__isnull", False),
                        ("turn__isnull", True),
                    ),
                    models.Q(
                        ("criticism__isnull", True),
                        ("judgement__isnull", False),
                        ("meeting__isnull", True),
                        ("signing__isnull", True),
                        ("turn__isnull", True),
                    ),
                    models.Q(
                        ("criticism__isnull", True),
                        ("judgement__isnull", True),
                        ("meeting__isnull", False),
                        ("signing__isnull", True),
                        ("turn__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="lifemeetings_tombstone_of_one",
            ),
        ),
        by_engine(_backfilled(), _backfilled()),
        by_engine([held.sqlite[0] for held in BEFORE], []),
        append_only(
            "lifemeetings_wordstombstone",
            keys=["id", "turn_id", "criticism_id", "signing_id", "judgement_id", "meeting_id"],
        ),
        closed_with(
            "lifemeetings_lifemeeting",
            facts=[
                "participation_id",
                "number",
                "again_of_id",
                "plan",
                "planned_on",
                "place",
                "held_on",
                "noticed_on",
                "reported_on",
                "reported_by",
                "reported_digest",
                "report_until",
                "why",
            ],
            closed=ENDED,
            grows=True,
            words=["report"],
            way_out=f"NEW.report = '' AND {GOING.format(of='meeting', until='report_until')}",
        ),
        frozen_but(
            "lifemeetings_signing",
            words=["remark", "salt"],
            facts=[
                "meeting_id",
                "seat_id",
                "digest",
                "said",
                "remark_digest",
                "retain_until",
                '"by"',
                '"on"',
            ],
            keys=["id", "meeting_id, seat_id, digest"],
            way_out=f"NEW.remark = '' AND NEW.salt = '' AND {GOING.format(of='signing', until='retain_until')}",
        ),
        frozen_but(
            "lifemeetings_meetingjudgement",
            words=["text", "salt"],
            facts=["meeting_id", "verdict", "digest", "retain_until", '"by"', '"on"'],
            keys=["id"],
            way_out=f"NEW.text = '' AND NEW.salt = '' AND {GOING.format(of='judgement', until='retain_until')}",
        ),
    ]
