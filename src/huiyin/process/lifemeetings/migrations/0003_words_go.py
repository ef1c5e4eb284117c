import django.db.models.deletion
from django.db import migrations, models

from huiyin.platform.audit.guards import append_only, by_engine, closed_with, frozen_but

TABLES = ("lifemeeting", "seat", "turn", "criticism", "criticismanswer", "wordscorrection", "signing")
CLOSED = {"lifemeeting": ("update", "delete"), "seat": ("update", "delete", "insert")}
STANDING = {"turn", "criticism"}
OVER = (
    "EXISTS (SELECT 1 FROM lifemeetings_lifemeeting m WHERE m.id = {row}.meeting_id "
    "AND m.state IN ('reporting', 'archived', 'cancelled', 'reheld'))"
)
ENDED = "{row}.state IN ('archived', 'reheld')"
KEPT = ['"by"', '"at"', '"key"', "number", "digest"]
GOING = (
    "EXISTS (SELECT 1 FROM lifemeetings_wordstombstone t WHERE t.{of}_id = OLD.id "
    "AND (t.lawful OR OLD.retain_until < {{today}}))"
)
# What was answered to a criticism, and what was corrected in either, goes with the criticism or the turn.
OF_CRITICISM = (
    "EXISTS (SELECT 1 FROM lifemeetings_wordstombstone t JOIN lifemeetings_criticism c ON c.id = t.criticism_id "
    "WHERE c.id = {of} AND (t.lawful OR c.retain_until < {{today}}))"
)
OF_TURN = (
    "EXISTS (SELECT 1 FROM lifemeetings_wordstombstone t JOIN lifemeetings_turn u ON u.id = t.turn_id "
    "WHERE u.id = OLD.turn_id AND (t.lawful OR u.retain_until < {today}))"
)
OF_ANSWER = "(SELECT a.criticism_id FROM lifemeetings_criticismanswer a WHERE a.id = OLD.answer_id)"


def _sqlite_drops() -> list[str]:
    ends = ("update", "delete", "replace", "insert")
    return [f"DROP TRIGGER IF EXISTS lifemeetings_{table}_no_{end}" for table in TABLES for end in ends]


def _postgres_drops() -> list[str]:
    found = []
    for table in TABLES:
        name = f"lifemeetings_{table}"
        ends = ["update", "delete"] if table in STANDING or table in CLOSED else ["change"]
        ends += ["truncate", "insert"] if table == "seat" else ["truncate"]
        found += [f"DROP TRIGGER {name}_no_{end} ON {name}" for end in ends]
        found += [f"DROP FUNCTION {name}_{act}()" for act in CLOSED.get(table, ())]
    return found


def _sealed(model: str) -> list[migrations.AddField]:
    return [
        migrations.AddField(
            model, "number", models.PositiveIntegerField("在记录中的次序", default=0, db_default=0)
        ),
        migrations.AddField(
            model, "salt", models.CharField("盐", max_length=32, blank=True, default="", db_default="")
        ),
        migrations.AddField(
            model, "digest", models.CharField("摘要值", max_length=64, blank=True, default="", db_default="")
        ),
    ]


class Migration(migrations.Migration):
    dependencies = [("lifemeetings", "0002_guards"), ("audit", "0002_guards")]
    operations = [
        by_engine(_sqlite_drops(), _postgres_drops()),
        migrations.AddField(
            "lifemeeting", "said", models.PositiveIntegerField("记了几条", default=0, db_default=0)
        ),
        migrations.AddField(
            "signing", "said", models.PositiveIntegerField("看到第几条", default=0, db_default=0)
        ),
        *_sealed("turn"),
        *_sealed("criticism"),
        *_sealed("criticismanswer"),
        *_sealed("wordscorrection"),
        migrations.AddField("turn", "retain_until", models.DateField("保存到", null=True)),
        migrations.AddField("criticism", "retain_until", models.DateField("保存到", null=True)),
        migrations.AddField(
            "wordscorrection", "strikes", models.BooleanField("误录", default=False, db_default=False)
        ),
        migrations.RemoveConstraint("turn", "lifemeetings_turn_says_something"),
        migrations.RemoveConstraint("criticism", "lifemeetings_criticism_says_something"),
        migrations.RemoveConstraint("wordscorrection", "lifemeetings_correction_has_a_reason"),
        migrations.AddConstraint(
            "turn",
            models.CheckConstraint(
                condition=~models.Q(words="") | models.Q(salt=""), name="lifemeetings_turn_says_something"
            ),
        ),
        migrations.AddConstraint(
            "criticism",
            models.CheckConstraint(
                condition=~models.Q(words="") | models.Q(salt=""),
                name="lifemeetings_criticism_says_something",
            ),
        ),
        migrations.AddConstraint(
            "wordscorrection",
            models.CheckConstraint(
                condition=~models.Q(reason="") | models.Q(salt=""),
                name="lifemeetings_correction_has_a_reason",
            ),
        ),
        migrations.CreateModel(
            name="WordsTombstone",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("lawful", models.BooleanField(verbose_name="依法删除")),
                ("ground", models.CharField(max_length=400, verbose_name="依据")),
                ("by", models.CharField(max_length=80, verbose_name="删除人")),
                ("on", models.DateField(verbose_name="删除日期")),
                (
                    "criticism",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="lifemeetings.criticism",
                    ),
                ),
                (
                    "turn",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="lifemeetings.turn",
                    ),
                ),
            ],
            options={
                "verbose_name": "会上原话的删除标记",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(criticism=None, turn__isnull=False)
                        | models.Q(criticism__isnull=False, turn=None),
                        name="lifemeetings_tombstone_of_one",
                    )
                ],
            },
        ),
        append_only("lifemeetings_wordstombstone", keys=["id", "turn_id", "criticism_id"]),
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
                "report",
                "why",
            ],
            closed=ENDED,
            grows=True,
        ),
        closed_with(
            "lifemeetings_seat",
            facts=["meeting_id", "kind", "account_id", "office", "head", "position", "presence", "reason"],
            closed=OVER,
        ),
        append_only("lifemeetings_signing"),
        frozen_but(
            "lifemeetings_turn",
            words=["words", "salt"],
            facts=["meeting_id", "point", "seat_id", "retain_until", *KEPT],
            keys=["id", 'meeting_id, "key"'],
            way_out=f"NEW.words = '' AND NEW.salt = '' AND {GOING.format(of='turn')}",
        ),
        frozen_but(
            "lifemeetings_criticism",
            words=["words", "fact", "salt"],
            facts=["meeting_id", "point", "from_seat_id", "to_seat_id", "wind", "retain_until", *KEPT],
            keys=["id", 'meeting_id, "key"'],
            way_out=f"NEW.words = '' AND NEW.fact = '' AND NEW.salt = '' AND {GOING.format(of='criticism')}",
        ),
        frozen_but(
            "lifemeetings_criticismanswer",
            words=["words", "salt"],
            facts=["criticism_id", *KEPT],
            keys=["id", "criticism_id", '"key"'],
            way_out=f"NEW.words = '' AND NEW.salt = '' AND {OF_CRITICISM.format(of='OLD.criticism_id')}",
        ),
        frozen_but(
            "lifemeetings_wordscorrection",
            words=["text", "reason", "salt"],
            facts=[
                "meeting_id",
                "turn_id",
                "criticism_id",
                "answer_id",
                "strikes",
                "number",
                "digest",
                '"by"',
                '"on"',
            ],
            keys=["id"],
            way_out=(
                "NEW.text = '' AND NEW.reason = '' AND NEW.salt = '' AND "
                f"({OF_TURN} OR {OF_CRITICISM.format(of='OLD.criticism_id')} OR {OF_CRITICISM.format(of=OF_ANSWER)})"
            ),
        ),
    ]
