"""From rules and events to dates: what is counted, where it rolls, and what can't be told."""

from datetime import date
from typing import Any

import pytest

from huiyin.platform.calendar.rules import WorkCalendar, shipped
from huiyin.process.campaigns.rules import Template
from huiyin.process.campaigns.rules.dating import Dated, Schedule, Situation, items_for, schedule, tier_of
from tests.rules.campaigns.plans import item, named, template, when

FIRST = date(2014, 5, 16)


def dated(made: Template, tier: str = "", kind: str = "学校", **given: date) -> Schedule:
    return schedule(made, shipped(), Situation(tier, kind, tuple(sorted({"first": FIRST, **given}.items()))))


def only(due: dict[str, Any], **parts: Any) -> Dated:
    """When the one item is due."""
    made = template(events=[named("first")], plan=[item("one", due)], **parts)
    return dated(made).spans[0].due


@pytest.mark.parametrize(
    ("rule", "day"),
    [
        (when("first"), date(2014, 5, 16)),
        (when("first", 7), date(2014, 5, 23)),
        (when("first", 5, "working"), date(2014, 5, 23)),
        (when("first", -12, "calendar"), date(2014, 5, 4)),  # a Sunday that was worked
        (when("first", -12, "calendar", "previous"), date(2014, 5, 4)),
        (when("first", -13, "calendar", "next"), date(2014, 5, 4)),  # from Saturday 3 May, off
        (when("first", 17, "calendar", "next"), date(2014, 6, 3)),  # 2 June was off
        (when("first", 17, "calendar", "previous"), date(2014, 5, 30)),
        (when("first", 17, "calendar", "none"), date(2014, 6, 2)),
        (when("first", 11, "working"), date(2014, 6, 3)),
        (when("first", 30, "calendar", "next"), date(2014, 6, 16)),  # Sunday 15 June
    ],
)
def test_counting_and_rolling(rule: dict[str, Any], day: date) -> None:
    assert only(rule).day == day


def test_a_date_tells_from_which_event_and_rule_it_came() -> None:
    trail = only(when("first", 17, "calendar", "next")).trail
    assert [(step.day.isoformat(), step.why) for step in trail] == [
        ("2014-05-16", "given"),
        ("2014-06-02", "counted"),
        ("2014-06-03", "day_off"),
    ]
    assert trail[1].when is not None
    assert trail[1].when.offset == 17


def test_an_event_without_a_date_takes_its_default_distance_and_says_so() -> None:
    made = template(
        events=[named("second", after=when("first", 45)), named("first")],
        plan=[item("one", when("second", -7, roll="previous"))],
    )
    assert (dated(made).events["second"].day, dated(made).events["second"].trail[-1].why) == (
        date(2014, 6, 30),
        "default",
    )
    assert dated(made).spans[0].due.day == date(2014, 6, 23)
    moved = dated(made, second=date(2014, 7, 3))
    assert moved.events["second"].trail[-1].why == "given"
    assert moved.spans[0].due.day == date(2014, 6, 26)


PAUSES = [
    named("exam", since="06-07", until="06-09", kinds=["高中"]),
    named("summer", since="07-05", until="08-17", tiers=["schools"]),
]
TIERS = [named("bureau", root=True), named("offices", kinds=["处室"]), named("schools")]


def tiered() -> Template:
    after = when("first", 45)
    later = {tier: when("first", 59, roll="next") for tier in ("offices", "schools")}
    return template(
        tiers=TIERS,
        pauses=PAUSES,
        events=[named("first"), named("meeting", after=after, tiers=later)],
        plan=[
            item("hold", when("meeting", 11, roll="previous"), start=when("meeting")),
            item("read", when("first", 24, roll="next")),
        ],
    )


@pytest.mark.parametrize(
    ("kind", "root", "tier", "meeting", "hold", "read"),
    [
        ("局", True, "bureau", date(2014, 6, 30), date(2014, 7, 11), date(2014, 6, 9)),
        ("处室", False, "offices", date(2014, 7, 14), date(2014, 7, 25), date(2014, 6, 9)),
        ("小学", False, "schools", date(2014, 8, 18), date(2014, 8, 29), date(2014, 6, 9)),
        ("高中", False, "schools", date(2014, 8, 18), date(2014, 8, 29), date(2014, 6, 10)),
    ],
)
def test_tiers_follow_each_other_and_exams_and_holidays_are_left_alone(
    kind: str,
    root: bool,  # noqa: FBT001
    tier: str,
    meeting: date,
    hold: date,
    read: date,
) -> None:
    made = tiered()
    assert tier_of(made, kind, root=root) == tier
    found = dated(made, tier, kind)
    assert found.events["meeting"].day == meeting
    assert {span.item.code: span.due.day for span in found.spans} == {"hold": hold, "read": read}
    assert found.spans[0].start is not None
    assert found.spans[0].start.day == meeting


def test_a_year_whose_calendar_is_missing_is_named_and_never_guessed() -> None:
    made = template(
        events=[named("first"), named("later", after=when("first", 300))],
        plan=[
            item("counted", when("later", 2, "working")),
            item("rolled", when("later", 2, "calendar", "next")),
            item("plain", when("later", 2, "calendar")),
        ],
    )
    found = schedule(made, WorkCalendar({}, frozenset({2014})), Situation("", "", (("first", FIRST),)))
    by_code = {span.item.code: span.due for span in found.spans}
    assert by_code["plain"].day == date(2015, 3, 14)
    assert (by_code["counted"].day, by_code["counted"].missing) == (None, 2015)
    assert (by_code["rolled"].day, by_code["rolled"].missing) == (None, 2015)
    assert found.missing_years() == {2015}


def test_an_item_is_for_its_tiers_kinds_and_those_of_its_step() -> None:
    made = template(
        tiers=TIERS,
        stages=[named("s", steps=[named("step", who="x", what="y", kinds=["高中"])])],
        events=[named("first")],
        plan=[
            item("all", when("first")),
            item("offices", when("first"), tiers=["offices"]),
            item("step", when("first"), step="step"),
        ],
    )
    assert [one.code for one in items_for(made, "schools", "高中")] == ["all", "step"]
    assert [one.code for one in items_for(made, "offices", "处室")] == ["all", "offices"]
    assert [one.code for one in items_for(made, "schools", "小学")] == ["all"]
