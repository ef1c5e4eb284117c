"""What rules, conditions and dates say in words."""

from datetime import date
from typing import Any

import pytest

from huiyin.platform.calendar.rules import shipped
from huiyin.process.campaigns.rules.dating import Situation, schedule
from huiyin.process.campaigns.rules.gates import Condition, Fact
from huiyin.process.campaigns.rules.schedule import When
from huiyin.process.campaigns.rules.wording import (
    basis_in_words,
    condition_in_words,
    event_in_words,
    names_in,
    pause_in_words,
    trail_in_words,
    when_in_words,
    window_in_words,
)
from tests.rules.campaigns.plans import item, named, template, when

MADE = template(
    events=[
        named("first", zh="推进会", en="push meeting"),
        named(
            "meeting",
            zh="民主生活会",
            en="the meeting",
            after=when("first", 11, "working"),
            tiers={"schools": when("first", 60, roll="next")},
        ),
        named("visit", occasional=True),
    ],
    tiers=[named("bureau", root=True), named("schools", zh="学校", en="schools")],
    pauses=[
        named(
            "summer", zh="暑假", en="summer", since="07-05", until="08-17", tiers=["schools"], kinds=["高中"]
        )
    ],
    stages=[named("one", starts=when("first"), ends=when("meeting", -1), steps=[])],
    plan=[
        item("told", when("meeting", -10, roll="previous")),
        item("far", when("first", 300, "working")),
    ],
)
NAMES = names_in(MADE)
CALM = names_in(template(events=[named("first", zh="推进会", en="push meeting")], plan=[]))


@pytest.mark.parametrize(
    ("rule", "zh"),
    [
        (when("first"), "“推进会”当天"),
        (when("first", roll="next"), "“推进会”当天；遇休息日顺延到下一工作日"),
        (when("first", -10, roll="previous"), "“推进会”前 10 个日历日；遇休息日提前到上一工作日"),
        (when("first", 5, "working"), "“推进会”后 5 个工作日"),
        (when("first", 5, "working", "next"), "“推进会”后 5 个工作日"),  # no pause: it is worked anyway
        (when("gone", 1), "“gone”后 1 个日历日"),
        (when("“回头看”"), "“‘回头看’”当天"),
    ],
)
def test_when(rule: dict[str, Any], zh: str) -> None:
    assert when_in_words(When.model_construct(**rule), CALM).zh == zh


def test_when_there_are_pauses() -> None:
    rolls, worked = when("first", 5, roll="next"), when("first", 5, "working", "next")
    assert when_in_words(When.model_validate(rolls), NAMES).zh.endswith("遇休息日或停办期顺延到下一工作日")
    assert when_in_words(When.model_validate(worked), NAMES).zh.endswith("；遇停办期顺延到下一工作日")
    assert when_in_words(When.model_validate(worked), NAMES).en == (
        "5 working days after “push meeting”; from a pause on to the next working day"
    )


def test_events_windows_and_pauses() -> None:
    first, meeting, visit = (event_in_words(event, NAMES).zh for event in MADE.events)
    assert first.startswith("启动活动时给定")
    assert meeting == (
        "没有给定日期时，取“推进会”后 11 个工作日。学校：“推进会”后 60 个日历日；遇休息日或停办期顺延到下一工作日"
    )
    assert visit.startswith("随时发生")
    assert window_in_words(MADE.stages[0], NAMES).zh == "起：“推进会”当天。止：“民主生活会”前 1 个日历日"
    assert pause_in_words(MADE.pauses[0], NAMES).zh == "每年 7 月 5 日至 8 月 17 日；学校中的高中"


FACTS = {
    name: Fact.model_validate(
        {"name": name, "type": kind, "zh": zh, "definition": zh, "room": "campaigns", "source": "试"}
    )
    for name, kind, zh in [
        ("opinions.focus_rate", "share", "聚焦率"),
        ("meeting.quorum_share", "share", "到会比例"),
        ("plan.overdue", "int", "超期计划项"),
        ("meeting.held", "bool", "会已召开"),
        ("problems.total", "int", "问题数"),
    ]
}


@pytest.mark.parametrize(
    ("condition", "zh"),
    [
        ({"fact": "opinions.focus_rate", "op": "ge", "value": 0.5}, "“聚焦率”不少于 50%"),
        ({"fact": "meeting.quorum_share", "op": "ge", "value": 0.6667}, "“到会比例”不少于 66.67%"),
        ({"fact": "plan.overdue", "op": "eq", "value": 0}, "“超期计划项”等于 0"),
        ({"fact": "meeting.held", "op": "ne", "value": False}, "“会已召开”：是"),
        ({"fact": "no.fact", "op": "lt", "value": "2014-05-16"}, "“no.fact”早于 2014-05-16"),
        (
            {
                "any": [
                    {"fact": "plan.overdue", "op": "eq", "value": 0},
                    {"not": {"fact": "problems.total", "op": "gt", "value": 3}},
                ]
            },
            "满足其一（“超期计划项”等于 0；不是（“问题数”多于 3））",
        ),
    ],
)
def test_conditions(condition: dict[str, Any], zh: str) -> None:
    assert condition_in_words(Condition.model_validate(condition), FACTS).zh == zh


def test_a_date_tells_how_it_came_to_be() -> None:
    made = schedule(MADE, shipped(), Situation("schools", "高中", (("first", date(2014, 5, 16)),)))
    told = trail_in_words(made.spans[0].due, NAMES)
    assert [(step.day.isoformat(), step.zh) for step in told] == [
        ("2014-05-16", "“推进会”的日期，已给定"),
        ("2014-07-15", "“民主生活会”没有给定日期，按模板取“推进会”后 60 个日历日"),
        ("2014-08-18", "遇“暑假”停办顺延"),
        ("2014-08-08", "“民主生活会”前 10 个日历日"),
        ("2014-07-04", "遇“暑假”停办提前"),
    ]
    assert basis_in_words(made.events["first"], NAMES, of="first").zh == "“推进会”的日期，已给定 2014-05-16"


def test_a_date_that_cant_be_told_says_why() -> None:
    made = schedule(MADE, shipped(), Situation("bureau", "", (("first", date(2014, 5, 16)),)))
    assert basis_in_words(made.spans[1].due, NAMES).zh.endswith("2015 年的年历未录入，算不出日期")
    undated = schedule(MADE, shipped(), Situation("bureau", "", ()))
    assert basis_in_words(undated.spans[0].due, NAMES).en == "the event that it hangs on has no date yet"
