"""Filters from an address: what is known is read, what is forged is refused with the filter's name."""

from dataclasses import fields
from datetime import date

import pytest

from huiyin.kit.errors import BadInput
from huiyin.process.opinions.rules import wanted as rules
from huiyin.process.opinions.rules.wanted import Wanted, focus_leaves, needs_known, read_wanted
from tests.world import TEMPLATE


def test_every_filter_has_a_name_for_people() -> None:
    assert rules._NAMES.keys() == {field.name for field in fields(Wanted)}


def test_an_address_is_read() -> None:
    typed = {"text": " 食堂 ", "unit": "7", "since": "2014-05-01", "group": "", "page": "3"}
    assert read_wanted(typed) == Wanted(text="食堂", unit=7, since=date(2014, 5, 1))


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("unit", "-1"),
        ("unit", "七"),
        ("unit", "²"),
        ("unit", "1e3"),
        ("unit", "9" * 40),
        ("group", "1; DROP TABLE"),
        ("since", "2014-02-30"),
        ("until", "昨天"),
    ],
)
def test_what_is_no_number_and_no_day_is_refused(name: str, written: str) -> None:
    with pytest.raises(BadInput, match=rules._NAMES[name]):
        read_wanted({name: written})


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(disposition="gone"),
        Wanted(channel="\ud800"),
        Wanted(giver="' OR 1=1"),
        Wanted(focus="Z9"),
        Wanted(topic="F1"),
        Wanted(concern="E01"),
        Wanted(specific="maybe"),
        Wanted(triaged="1"),
        Wanted(unit=2**63),
        Wanted(group=-1),
    ],
)
def test_an_unknown_code_is_refused(wanted: Wanted) -> None:
    with pytest.raises(BadInput, match="筛选条件"):
        needs_known(wanted, TEMPLATE)


def test_known_codes_pass() -> None:
    needs_known(Wanted(), TEMPLATE)
    needs_known(
        Wanted(disposition="waiting", channel="box", giver="parent", focus="F", topic="E01", specific="no"),
        TEMPLATE,
    )


def test_a_group_stands_for_its_leaves() -> None:
    assert focus_leaves("X1", TEMPLATE) == ("X1",)
    assert focus_leaves("X", TEMPLATE) == ("X1", "X2", "X3", "X4")
    assert focus_leaves("", TEMPLATE) == ()
