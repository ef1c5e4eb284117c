from datetime import date

import pytest

from huiyin.process.campaigns.rules.burden import Load, Spread, spread, week_load
from huiyin.process.campaigns.rules.plans import AskOrigin
from huiyin.process.campaigns.rules.weeks import weeks_between


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ([], Spread(0, 0, 0, 0, 0)),
        ([7], Spread(1, 7, 7, 7, 7)),
        ([3, 1, 2, 0], Spread(4, 0, 1, 2, 3)),
        ([0] * 9 + [50], Spread(10, 0, 0, 0, 50)),
    ],
)
def test_a_spread_is_made_of_values_that_units_have(values: list[int], found: Spread) -> None:
    assert spread(values) == found


def test_a_week_adds_up_by_origin() -> None:
    week = week_load(
        [(AskOrigin.OFFICE, Load(1, 4)), (AskOrigin.TEMPLATE, Load(2, 0)), (AskOrigin.OFFICE, Load(1, 1))]
    )
    assert week.total == Load(4, 5)
    assert list(week.by_origin.items()) == [(AskOrigin.TEMPLATE, Load(2, 0)), (AskOrigin.OFFICE, Load(2, 5))]


def test_a_week_goes_from_monday_to_sunday() -> None:
    assert list(weeks_between(date(2014, 5, 25), date(2014, 6, 2))) == [
        date(2014, 5, 19),
        date(2014, 5, 26),
        date(2014, 6, 2),
    ]
