"""早打算: what will be missed at the present pace, and the sentence that says why."""

from datetime import date, timedelta

from huiyin.process.campaigns.rules.forecast import Cause, Item, forecasts

ON = date(2014, 6, 2)
SINCE = date(2014, 5, 1)


def day(offset: int) -> date:
    return ON + timedelta(days=offset)


def item(
    pk: int,
    due: int | None,
    *,
    begins: int | None = -40,
    done: int | None = None,
    step: str = "",
    touched: bool = True,
) -> Item:
    return Item(
        pk=pk,
        title=f"第{pk}项",
        step=step,
        position=pk,
        begins=None if begins is None else day(begins),
        due_on=None if due is None else day(due),
        done_on=None if done is None else day(done),
        touched=touched,
    )


def causes(*items: Item) -> dict[int, Cause]:
    return {one.item: one.cause for one in forecasts(items, ON, since=SINCE)}


def test_nothing_is_said_of_what_is_reported_on_in_time() -> None:
    assert causes(item(1, 5), item(2, None, touched=False), item(3, -3, touched=False)) == {}


def test_an_item_is_held_up_when_less_than_half_of_the_planned_time_is_left() -> None:
    before = item(1, -6, step="a")
    assert causes(before, item(2, 5, step="a")) == {2: Cause.HELD_UP}
    assert causes(before, item(2, 6, step="a"), item(3, 5, step="b"), item(4, 5)) == {}
    (told,) = forecasts([before, item(2, 5, step="a")], ON, since=SINCE)
    assert told.why.zh == "同一步骤的“第1项”已逾期 6 天，还没有办结；两项之间原定 11 天，只剩 5 天。"
    assert "6 day(s) late" in told.why.en


def test_an_item_is_untouched_when_half_of_its_days_are_over() -> None:
    assert causes(item(1, 11, begins=-9, touched=False)) == {}  # 10 of 21
    assert causes(item(1, 9, begins=-9, touched=False)) == {1: Cause.UNTOUCHED}
    assert causes(item(1, 2, begins=-3, touched=False)) == {}  # six days in all: too short to say anything
    assert causes(item(1, 31, begins=-40, touched=False)) == {}  # beyond the horizon
    (told,) = forecasts([item(1, 9, begins=-9, touched=False)], ON, since=SINCE)
    assert told.why.zh == "从 5 月 24 日起共 19 天，已过 10 天，还没有填报进展。"


def test_without_a_start_an_items_time_begins_behind_the_last_date_before_it_in_its_step() -> None:
    alone = item(2, 9, begins=None, touched=False, step="a")
    assert causes(alone, item(1, -10, done=-10, step="b")) == {}
    assert causes(alone, item(1, -10, done=-10, step="a")) == {2: Cause.UNTOUCHED}
    assert causes(alone, item(1, -8, done=-9, step="a"), item(3, -30, done=-30, step="a")) == {}


def test_pace_speaks_only_of_a_unit_that_is_late_and_finished_something() -> None:
    done = [item(10 + each, -each, done=-each) for each in (1, 8, 15)]
    left = [item(1, -1), item(2, 5), item(3, 30)]
    assert causes(*done, *left) == {2: Cause.PACE}  # 3 in 28 days: the second open one takes until day 19
    told = forecasts([*done, *left], ON, since=SINCE)[0]
    assert told.why.zh == "近 28 天办结 3 项；它前面还有 1 项没有办结，照这样要到 6 月 21 日。"
    both = forecasts([*done, *left, item(4, 6)], ON, since=SINCE)
    assert [one.item for one in both] == [2]  # said once, of the first
    assert both[0].why.zh.endswith("照这样要到 6 月 21 日；今后 30 天内到期的，还有 2 项也会误期。")
    assert causes(*done[1:], *left) == {}
    assert causes(*done, *left[1:]) == {}
    assert {one.item for one in forecasts([*done, *left], ON, since=day(-13))} == set()
