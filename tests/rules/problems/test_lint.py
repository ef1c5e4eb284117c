"""Dates before which closings crowd."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from huiyin.process.campaigns.rules.life import Life
from huiyin.process.rectification.rules.lint import Looked, bursts, checks

DUE = date(2014, 6, 30)
LIFE = Life.model_validate({"source": "x", "lint": {"last_days": 3, "burst_least": 10, "burst_share": 0.5}})


def before(days: int) -> date:
    return DUE - timedelta(days=days)


def test_half_in_the_last_three_days_is_a_burst() -> None:
    (found,) = bursts([(DUE, before(0), 2), (DUE, before(2), 3), (DUE, before(20), 5)], LIFE)
    assert (found.due, found.since, found.last, found.closed) == (DUE, before(2), 5, 10)


def test_less_is_none_and_so_are_few() -> None:
    assert bursts([(DUE, before(2), 4), (DUE, before(3), 6)], LIFE) == []
    assert bursts([(DUE, before(0), 9)], LIFE) == []


def test_what_came_late_counts_for_no_date() -> None:
    assert bursts([(DUE, before(-1), 50), (DUE, before(0), 4), (DUE, before(9), 5)], LIFE) == []


@given(st.dictionaries(st.integers(-30, 60), st.integers(1, 30), max_size=8))
def test_a_burst_is_a_part_of_what_kept_the_date(by_day: dict[int, int]) -> None:
    rows = [(DUE, before(day), n) for day, n in by_day.items()]
    kept = sum(n for day, n in by_day.items() if day >= 0)
    for one in bursts(rows, LIFE):
        assert one.closed == kept
        assert kept / 2 <= one.last <= kept


def test_every_check_says_what_counts_in_both_languages() -> None:
    told = checks(LIFE)
    assert [check.looked for check in told] == list(Looked)
    assert all(
        check.name.zh and check.name.en and check.definition.zh and check.definition.en for check in told
    )
    assert "3 天" in next(check for check in told if check.looked is Looked.BURST).definition.zh
