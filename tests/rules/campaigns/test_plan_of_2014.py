"""The plan that a city's notice of 16 May 2014 became, date by date (DOMAIN 1.8), and the limits behind it (DOMAIN 1.6)."""

from datetime import date

import pytest

from huiyin.platform.calendar.rules import shipped
from huiyin.process.campaigns.rules import library_folder, load_template
from huiyin.process.campaigns.rules.dating import Schedule, Situation, schedule, tier_of
from huiyin.process.campaigns.rules.schedule import When

TEMPLATE = load_template(library_folder("mass-line-2014"))
ITEMS = {item.code: item for item in TEMPLATE.plan}


def plan(kind: str, *, root: bool = False) -> Schedule:
    tier = tier_of(TEMPLATE, kind, root=root)
    return schedule(TEMPLATE, shipped(), Situation(tier, kind, (("city_meeting", date(2014, 5, 16)),)))


BUREAU, UNIT, SENIOR, JUNIOR = (
    plan("机关", root=True),
    plan("直属单位"),
    plan("高中"),
    plan("初中"),
)


def span(found: Schedule, code: str) -> tuple[str, str]:
    """From when until when, as MM-DD; the beginning is empty where an item has none."""
    (one,) = (span for span in found.spans if span.item.code == code)
    assert one.due.day is not None
    start = f"{one.start.day:%m-%d}" if one.start is not None and one.start.day is not None else ""
    return start, f"{one.due.day:%m-%d}"


@pytest.mark.parametrize(
    ("event", "bureau", "unit", "school"),
    [
        ("mobilisation", "03-17", "03-17", "03-17"),
        ("push_meeting", "05-23", "05-23", "05-23"),
        ("opinion_round_end", "06-10", "06-10", "06-10"),
        ("team_meeting", "06-30", "07-14", "08-18"),
        ("rectify_start", "09-01", "09-01", "09-01"),
        ("satisfaction_vote", "10-16", "10-16", "10-16"),
        ("summing_up", "10-16", "10-28", "10-28"),
        ("final_lookback", "12-15", "12-15", "12-15"),
    ],
)
def test_events_hang_on_the_citys_meeting(event: str, bureau: str, unit: str, school: str) -> None:
    days = [found.events[event].day for found in (BUREAU, UNIT, SENIOR)]
    assert [f"{day:%m-%d}" for day in days if day is not None] == [bureau, unit, school]


@pytest.mark.parametrize(
    ("code", "start", "due"),
    [
        ("enlarged_meeting", "05-17", "05-19"),
        ("office_meeting", "05-17", "05-21"),
        ("leading_meeting", "05-17", "05-22"),
        ("method", "", "05-22"),
        ("work_plan", "", "05-22"),
        ("push_held", "", "05-23"),
        ("lookback_listen_reported", "", "05-28"),
        ("findings_tracked", "", "05-28"),
        ("second_round", "05-26", "06-10"),
        ("second_fed_back", "", "06-13"),
        ("consultation", "", "06-13"),
        ("claimed", "", "06-13"),
        ("talks", "06-09", "06-24"),
        ("first_draft", "", "06-16"),
        ("topic_told", "", "06-20"),
        ("final_draft", "", "06-23"),
        ("plan_reported", "", "06-23"),
        ("reviewed", "06-24", "06-27"),
        ("plan_approved", "06-24", "06-27"),
        ("meeting_held", "", "06-30"),
        ("internal_notice", "", "07-14"),
        ("meeting_reported", "", "07-15"),
        ("rectification_plan", "", "07-15"),
        ("lookback_examine", "07-01", "08-29"),
        ("branch_meetings", "07-01", "08-29"),
        ("members_appraised", "07-01", "08-29"),
        ("special_plan", "09-01", "09-30"),
        ("rules_plan", "09-01", "09-30"),
        ("plan_published", "", "09-15"),
        ("voters_told", "", "10-15"),
        ("vote_held", "10-16", "10-28"),
        ("summing_up_held", "10-16", "10-16"),
        ("final_report", "", "12-31"),
    ],
)
def test_the_bureaus_plan(code: str, start: str, due: str) -> None:
    assert span(BUREAU, code) == (start, due)


def test_units_and_schools_follow_half_a_month_later_within_a_round() -> None:
    assert span(UNIT, "meeting_held_in_round") == ("07-14", "07-25")
    assert span(SENIOR, "meeting_held_in_round") == ("08-18", "08-29")
    assert span(UNIT, "first_draft") == ("", "06-30")
    assert span(UNIT, "summing_up_held") == ("10-16", "10-28")


def test_schools_get_ready_before_the_break_and_are_asked_for_nothing_within_it() -> None:
    for code in ("talks_schools", "final_draft_schools", "reviewed_schools", "topic_told", "plan_approved"):
        assert span(SENIOR, code)[1] <= "07-04"
    for found in (SENIOR, JUNIOR, plan("小学"), plan("幼儿园")):
        dues = [f"{one.due.day:%m-%d}" for one in found.spans if one.due.day is not None]
        assert [day for day in dues if "07-05" <= day <= "08-17"] == []


def test_exams_are_left_alone() -> None:
    assert span(SENIOR, "talks_schools")[0] == "06-10"  # 7–9 June
    assert span(JUNIOR, "talks_schools")[0] == "06-09"
    assert span(SENIOR, "reminder_talks")[1] == "06-17"
    assert span(JUNIOR, "reminder_talks")[1] == "06-19"  # 16–18 June


def test_nothing_begins_after_it_is_due_and_every_date_of_the_year_is_known() -> None:
    for found in (BUREAU, UNIT, SENIOR, JUNIOR, plan("幼儿园"), plan("机关处室")):
        assert found.missing_years() == frozenset()
        for one in found.spans:
            if one.start is not None and one.start.day is not None and one.due.day is not None:
                assert one.start.day <= one.due.day, one.item.code
        assert 60 <= len(found.spans) <= 85


@pytest.mark.parametrize(
    ("code", "event", "offset", "days"),
    [
        ("verbatim_feedback", "opinion_collected", 3, "working"),
        ("wrong_unit_returned", "returned_to_sender", 7, "working"),
        ("topic_told", "team_meeting", -10, "calendar"),
        ("plan_reported", "team_meeting", -7, "calendar"),
        ("first_draft", "team_meeting", -15, "calendar"),
        ("final_draft", "team_meeting", -5, "working"),
        ("internal_notice", "team_meeting", 14, "calendar"),
        ("meeting_reported", "team_meeting", 15, "calendar"),
        ("rectification_plan", "team_meeting", 15, "calendar"),
        ("voters_told", "satisfaction_vote", -1, "calendar"),
        ("closed_rechecked", "problem_closed", 30, "calendar"),
        ("visit_announced", "supervision_visit", -30, "calendar"),
    ],
)
def test_limits(code: str, event: str, offset: int, days: str) -> None:
    due = ITEMS[code].due
    assert (due.event, due.offset, due.days) == (event, offset, days)


def test_a_minimum_notice_never_shrinks_and_a_term_never_ends_on_a_day_off() -> None:
    before = {
        code: ITEMS[code].due.roll
        for code in ("topic_told", "plan_reported", "voters_told", "visit_announced")
    }
    assert set(before.values()) == {"previous"}
    assert {ITEMS[code].due.roll for code in ("internal_notice", "meeting_reported")} == {"next"}


def test_every_key_work_is_served() -> None:
    works = {work.code for work in TEMPLATE.lists["key_works"].codes}
    assert {item.key_work for item in TEMPLATE.plan if item.key_work} == works


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("meeting_quorum", 0.6666),
        ("satisfaction_line", 0.9),
        ("talk_rounds", 1),
        ("inspection_months", 6),
        ("inspection_months_most", 12),
        ("reminder_days", 7),
        ("digest_days", 15),
        ("sample_confidence", 0.95),
        ("ask_budget", 60),
    ],
)
def test_numbers_that_are_no_dates(code: str, value: float) -> None:
    assert TEMPLATE.parameter(code) == value


def test_stages_have_windows_and_who_decides() -> None:
    assert [stage.decided_by for stage in TEMPLATE.stages] == ["office", "supervision", "leader"]
    assert all(isinstance(when, When) for stage in TEMPLATE.stages for when in (stage.starts, stage.ends))
    windows = {code: tuple(edge and edge.day for edge in window) for code, window in BUREAU.stages.items()}
    assert windows == {
        "listen": (date(2014, 3, 17), date(2014, 5, 28)),
        "examine": (date(2014, 5, 16), date(2014, 8, 29)),
        "rectify": (date(2014, 9, 1), date(2014, 12, 31)),
    }
