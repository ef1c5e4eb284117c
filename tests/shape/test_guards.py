"""Every guarded table still has its triggers after the last migration: SQLite drops them when it rebuilds a table."""

import pytest
from django.core.checks import Tags, run_checks
from django.db import connection

pytestmark = pytest.mark.django_db

APPEND_ONLY = ["audit_record", "opinions_tombstone", "campaigns_paperversion", "meetings_correction"]
APPEND_ONLY += ["talks_objection", "talks_talkpoint", "talks_pointseal"]
APPEND_ONLY += ["channels_contactopening", "rectification_step", "rectification_upheld"]
APPEND_ONLY += [
    "supervision_planlook",
    "supervision_stagedecision",
    "supervision_gateverdict",
    "supervision_returnpoint",
]
APPEND_ONLY += ["supervision_factskept", "supervision_lookback", "supervision_lookbackreturn"]
APPEND_ONLY += ["lifemeetings_wordstombstone"]
APPEND_ONLY += ["selfchecks_version", "selfchecks_reviewtombstone", "reminders_reminderpoint"]
APPEND_ONLY += [
    f"letters_{name}" for name in ("findinganswer", "answerproof", "answerlook", "lettercorrection")
]
APPEND_ONLY += ["effects_effectrun", "effects_effect", "effects_effectpart"]
APPEND_ONLY += [
    f"samples_{name}"
    for name in (
        "sample",
        "samplepopulation",
        "sampledraw",
        "sampleitem",
        "samplevisit",
        "samplestatement",
        "sampleresult",
        "seedreveal",
    )
]
APPEND_ONLY += ["effects_listeninground", "effects_roundunit"]
APPEND_ONLY += [
    f"inspections_{name}"
    for name in ("visitinspector", "visitchange", "logcorrection", "revisit", "ladderanswer", "watch")
]
CLOSED_WITH = [
    "inspections_logpoint",
    "ballots_ballot",
    "ballots_tally",
    "letters_finding",
    "lifemeetings_seat",
    "meetings_agendaentry",
    "meetings_passage",
    "meetings_attendance",
]
GUARDED = [
    *APPEND_ONLY,
    *CLOSED_WITH,
    "opinions_opinion",
    "ballots_vote",
    "answers_message",
    "sealed_sealedmatter",
    "sealed_sealedmessage",
    "sealed_sealedstep",
    "answers_answered",
    "channels_filemark",
    "channels_paperbatch",
    "files_storedfile",
    "files_attachment",
    "campaigns_circular",
    "campaigns_circularstop",
    "campaigns_paper",
    "letters_findingtie",
    "letters_letter",
    "lifemeetings_lifemeeting",
    "lifemeetings_signing",
    "lifemeetings_meetingjudgement",
    "lifemeetings_reholdorder",
    "selfchecks_review",
    "lifemeetings_turn",
    "lifemeetings_criticism",
    "lifemeetings_criticismanswer",
    "lifemeetings_wordscorrection",
    "meetings_meeting",
    "talks_talk",
    "talks_sharedpoint",
    "publicity_publicmatter",
    "reminders_reminder",
    "recurrences_decided",
    "orgs_recusal",
    "inspections_visit",
    "inspections_logentry",
    "inspections_ladder",
    "inspections_ladderpaper",
]


def triggers(table: str) -> set[str]:
    names = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgrelid = %s::regclass",
    }
    with connection.cursor() as cursor:
        cursor.execute(names[connection.vendor], [table])
        return {name.removeprefix(f"{table}_") for (name,) in cursor.fetchall()}


@pytest.mark.parametrize("table", GUARDED)
def test_the_guards_stand(table: str) -> None:
    wanted = {
        "sqlite": {"no_update", "no_delete", "no_replace"},
        "postgresql": {"no_change", "no_truncate"}
        if table in APPEND_ONLY
        else {"no_update", "no_delete", "no_truncate"},
    }[connection.vendor]
    assert triggers(table) == wanted | ({"no_insert"} if table in CLOSED_WITH else set())


def test_what_a_model_demands_both_engines_hold() -> None:
    """What one engine can't do would be a warning at every command that is typed, and a rule that isn't there."""
    assert run_checks(tags=[Tags.models, Tags.database], databases=["default"]) == []


def test_what_was_given_is_held() -> None:
    """It may go, with the matter that is sealed off, and never change."""
    assert triggers("answers_answer") == {"no_update"}
