from django.db import migrations

from huiyin.platform.audit.guards import append_only, closed_with

HELD = "EXISTS (SELECT 1 FROM meetings_meeting m WHERE m.id = {row}.meeting_id AND m.state = 'held')"
ENTRY_HELD = (
    "EXISTS (SELECT 1 FROM meetings_agendaentry e JOIN meetings_meeting m ON m.id = e.meeting_id "
    "WHERE e.id = {row}.entry_id AND m.state = 'held')"
)


class Migration(migrations.Migration):
    dependencies = [("meetings", "0001_initial"), ("audit", "0002_guards")]
    operations = [
        closed_with(
            "meetings_meeting",
            facts=[
                "campaign_id",
                "host_id",
                "kind",
                "stage",
                "title",
                "held_on",
                "place",
                "chair",
                "recorder",
                "state",
                "closed_on",
            ],
            closed="{row}.state = 'held'",
            grows=True,
        ),
        closed_with(
            "meetings_agendaentry",
            facts=["meeting_id", "position", "point", "title", "speaker", "guest"],
            closed=HELD,
        ),
        closed_with(
            "meetings_passage",
            facts=["entry_id", "position", "kind", "number", "heading", "text"],
            closed=ENTRY_HELD,
        ),
        closed_with(
            "meetings_attendance",
            facts=["meeting_id", "position", "who", "participation_id", "due", "present"],
            closed=HELD,
        ),
        append_only("meetings_correction"),
    ]
