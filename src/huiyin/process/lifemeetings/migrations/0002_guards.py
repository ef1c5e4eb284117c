from django.db import migrations

from huiyin.platform.audit.guards import append_only, closed_with, fixed_columns

OVER = (
    "EXISTS (SELECT 1 FROM lifemeetings_lifemeeting m WHERE m.id = {row}.meeting_id "
    "AND m.state IN ('reporting', 'archived', 'cancelled', 'reheld'))"
)
WORDS = ["meeting_id", "point", "words", '"key"', '"by"', '"at"']
ENDED = "{row}.state IN ('archived', 'reheld')"


class Migration(migrations.Migration):
    dependencies = [("lifemeetings", "0001_initial"), ("audit", "0002_guards")]
    operations = [
        # A meeting that is archived or ordered to be held again stays as it was.
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
        # What was said is fixed with its first keeping; only what became of a criticism is written beside it.
        fixed_columns("lifemeetings_turn", [*WORDS, "seat_id"], keys=["id", 'meeting_id, "key"']),
        fixed_columns(
            "lifemeetings_criticism",
            [*WORDS, "from_seat_id", "to_seat_id", "wind", "fact"],
            keys=["id", 'meeting_id, "key"'],
        ),
        append_only("lifemeetings_criticismanswer", keys=["id", "criticism_id"]),
        append_only("lifemeetings_wordscorrection"),
        append_only("lifemeetings_signing"),
        append_only("lifemeetings_meetingjudgement"),
        append_only("lifemeetings_reholdorder", keys=["id", "meeting_id"]),
    ]
