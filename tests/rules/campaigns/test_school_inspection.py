"""What an inspection of schools finds, and the limits within which a school answers and may object (DOMAIN 1.6 and 7.3)."""

from datetime import date

import pytest

from huiyin.analysis.labels import Lexicon, suggest
from huiyin.platform.calendar.rules import shipped
from huiyin.process.campaigns.rules import library_folder, load_template
from huiyin.process.campaigns.rules.dating import Situation, schedule

TEMPLATE = load_template(library_folder("school-inspection"))
ITEMS = {item.code: item for item in TEMPLATE.plan}


@pytest.mark.parametrize(
    ("code", "event", "offset"),
    [
        ("review_request", "conclusion_received", 15),
        ("review_answered", "review_asked", 30),
        ("second_review_request", "review_told", 15),
        ("second_review_decided", "second_review_asked", 20),
    ],
)
def test_the_clocks_of_a_review(code: str, event: str, offset: int) -> None:
    due = ITEMS[code].due
    assert (due.event, due.offset, due.days, due.roll) == (event, offset, "calendar", "next")
    assert code not in {item.code for item in TEMPLATE.planned()}, "a review is only asked for"


def test_from_the_letter_to_the_re_check() -> None:
    found = schedule(TEMPLATE, shipped(), Situation("", "初中", (("delivered", date(2026, 3, 16)),)))
    due = {one.item.code: one.due.day for one in found.spans}
    assert due["visit_notice"] == date(2026, 1, 30)  # a month before 2 March, a Saturday
    assert due["report"] == date(2026, 4, 15)  # 30 days
    assert due["rechecked"] == date(2026, 6, 29)
    assert found.missing_years() == frozenset()


def test_a_limit_of_law_is_not_longer_in_the_holidays() -> None:
    assert TEMPLATE.pauses == ()
    found = schedule(TEMPLATE, shipped(), Situation("", "初中", (("delivered", date(2026, 7, 1)),)))
    assert {one.due.day for one in found.spans if one.item.code == "report"} == {date(2026, 7, 31)}


def test_it_is_no_campaign_of_the_party() -> None:
    said = TEMPLATE.model_dump_json(exclude={"focus", "topics", "signs"})  # there, people speak
    assert not [word for word in ("四风", "党", "民主生活会", "对照检查", "批评") if word in said]
    assert TEMPLATE.term("inspector").zh == "督学"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("学校乱收费，强制买资料", "E1"),
        ("消防通道堆满杂物，灭火器过期", "B2"),
        ("班里有人被欺负，老师没人管", "B4"),
        ("为了迎检停课，补材料补到半夜", "G2"),
        ("学校缺老师，一人教多科", "D1"),
    ],
)
def test_words_of_the_focus_find_what_people_say(text: str, code: str) -> None:
    assert code in [found.code for found in suggest(text, Lexicon(TEMPLATE.focus_lexicon()))]
