"""Each way of finding fires where it should and is silent where it shouldn't."""

from datetime import date, timedelta

from huiyin.process.formalism.rules.checks import Bounds, Looked, checks
from huiyin.process.formalism.rules.finding import (
    Sent,
    alike,
    asked_twice,
    crowded,
    hurried,
    named,
    same_words,
)

BOUNDS = Bounds()
DAY = date(2014, 5, 23)


def sent(pk: int, days: int, *fields: str, due: tuple[int | None, ...] = (None,)) -> Sent:
    """Asked of units 1, 2, …; `due`: in how many days of each."""
    dates = {unit: None if n is None else DAY + timedelta(days=n) for unit, n in enumerate(due, start=1)}
    return Sent(pk, f"任务{pk}", DAY + timedelta(days=days), fields, dates)


def test_the_same_fields_within_days_are_asked_twice() -> None:
    one, other = sent(1, 0, "班级数", "学生 数", "教师数"), sent(2, 10, "学生数", "班级数")
    (found,) = asked_twice([other, one], BOUNDS)
    assert (found.one, found.other, found.fields) == (one, other, ("班级数", "学生 数"))


def test_what_is_asked_later_or_of_something_else_is_not() -> None:
    one = sent(1, 0, "班级数", "学生数")
    for other in (
        sent(2, 15, "班级数", "学生数"),
        sent(2, 3, "食堂供货商"),
        sent(2, 3),
        sent(2, 3, "班级数"),
    ):
        assert asked_twice([one, other], BOUNDS) == []
    assert asked_twice([sent(1, 0, "甲", "乙", "丙", "丁"), sent(2, 1, "甲", "己", "庚", "辛")], BOUNDS) == []


def test_the_same_question_of_another_period_is_not_twice_and_of_the_same_one_is() -> None:
    """By when each unit has to answer: sent on one day for two periods is once each, sent weeks apart for one day is twice."""
    fields = ("班级数", "学生数")
    early, late = sent(1, 0, *fields, due=(10, 10)), sent(2, 0, *fields, due=(70, 24))
    (found,) = asked_twice([early, late], BOUNDS)
    assert found.units == (2,)
    assert asked_twice([early, sent(2, 0, *fields, due=(70, 25))], BOUNDS) == []
    (found,) = asked_twice([early, sent(2, 60, *fields, due=(12, 90))], BOUNDS)
    assert found.units == (1,)
    # Of a unit that has only one of them, nothing.
    assert asked_twice([sent(1, 0, *fields, due=(10,)), Sent(2, "", DAY, fields, {2: DAY})], BOUNDS) == []


def test_most_just_before_their_own_dates_is_a_hurry() -> None:
    """Each by its own date, many or one; what is early, and what is late, is none."""
    dates = [DAY + timedelta(days=7 * week) for week in range(5)]
    rows = [(due, due - timedelta(days=n)) for due in dates for n in (0, 2)]
    found = hurried(rows, BOUNDS)
    assert found is not None
    assert (found.n, found.all) == (10, 10)
    assert found.before == tuple((due, 2) for due in dates)
    assert hurried(rows[:9], BOUNDS) is None
    assert hurried([(due, due - timedelta(days=3)) for due, _ in rows], BOUNDS) is None
    assert hurried([(due, due + timedelta(days=1)) for due, _ in rows], BOUNDS) is None
    early = [(due, due - timedelta(days=9)) for due, _ in rows]
    assert hurried([*rows, *early], BOUNDS) is not None
    assert hurried([*rows, *early, *early[:1]], BOUNDS) is None


def test_most_on_one_day_is_a_crowd() -> None:
    found = crowded([DAY] * 6 + [DAY + timedelta(days=n) for n in range(1, 6)], BOUNDS)
    assert found is not None
    assert (found.day, found.n, found.all) == (DAY, 6, 11)


def test_few_or_spread_are_no_crowd() -> None:
    assert crowded([DAY] * 9, BOUNDS) is None
    assert crowded([DAY + timedelta(days=n // 4) for n in range(12)], BOUNDS) is None


def test_the_same_words_in_several_units() -> None:
    rows = [(1, "已经组织学习，提高了认识。"), (2, "已经组织学习，提高了认识"), (1, "已经组织学习提高了认识")]
    (found,) = same_words(rows, 2)
    assert (found.text, found.units) == ("已经组织学习，提高了认识。", (1, 2))


def test_short_words_and_those_of_one_unit_are_not_told_of() -> None:
    assert same_words([(1, "已整改。"), (2, "已整改。")], 2) == []
    assert same_words([(1, "已经组织学习，提高了认识。")] * 5, 2) == []
    assert same_words([(1, "已经组织学习，提高了认识。"), (2, "已经改了食堂的菜单和时间。")], 2) == []


def shared(n: int, *texts: int) -> list[tuple[int, int]]:
    return [(key, text) for key in range(n) for text in texts]


def test_texts_that_share_most_of_the_shorter_one_are_alike() -> None:
    (found,) = alike(shared(8, 1, 2), {1: 10, 2: 30}, {1: "a", 2: "b"}, BOUNDS)
    assert (found.one, found.other, found.share) == (1, 2, 0.8)


def test_own_texts_short_ones_and_what_everybody_has_are_not() -> None:
    assert alike(shared(8, 1, 2), {1: 10, 2: 30}, {1: "a", 2: "a"}, BOUNDS) == []
    assert alike(shared(4, 1, 2), {1: 10, 2: 30}, {1: "a", 2: "b"}, BOUNDS) == []
    assert alike(shared(5, 1, 2), {1: 5, 2: 5}, {1: "a", 2: "b"}, BOUNDS) == []
    many = tuple(range(1, 9))
    assert alike(shared(8, *many), dict.fromkeys(many, 8), {one: one for one in many}, BOUNDS) == []


def test_bounds_come_from_the_template_and_stand_in_the_definitions() -> None:
    bounds = Bounds.of({"formal_ask_days": 7, "ask_budget": 60})
    assert (bounds.ask_days, bounds.talks_a_day) == (7, 8)
    found = {one.looked: one for one in checks(bounds, 60)}
    assert set(found) == set(Looked)
    assert "7 天" in found[Looked.ASKED_TWICE].definition.zh
    assert "60 栏" in found[Looked.BURDEN].definition.zh
    assert Looked.BURDEN not in {one.looked for one in checks(bounds, None)}
    for one in found.values():
        assert all((one.name.zh, one.name.en, one.definition.zh, one.definition.en, one.mends.zh))


def test_many_names_are_cut() -> None:
    names = {number: f"第{number}中学" for number in range(1, 9)}
    assert named(range(1, 3), names) == "第1中学、第2中学"
    assert named(range(1, 9), names).endswith("第6中学等 8 个")
