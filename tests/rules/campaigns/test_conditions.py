"""Conditions hold, fail or can't be told; and those that never hold are found out."""

from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.process.campaigns.rules.gates import Condition, Kind, Op
from huiyin.process.campaigns.rules.judging import Known, outcome
from huiyin.process.campaigns.rules.possible import can_hold

KINDS: dict[str, Kind] = {
    "a.share": "share",
    "a.int": "int",
    "a.bool": "bool",
    "a.text": "text",
    "a.days": "days",
}


def of(**parts: Any) -> Condition:
    return Condition.model_validate(parts)


def plain(fact: str, op: str, value: Any) -> Condition:
    return of(fact=fact, op=op, value=value)


@pytest.mark.parametrize(
    ("known", "holds", "either", "neither"),
    [
        (None, "unknown", "unknown", "unknown"),
        (4, "fails", "unknown", "holds"),
        (5, "holds", "holds", "fails"),
    ],
)
def test_an_unknown_fact_settles_nothing_by_itself(
    known: int | None, holds: str, either: str, neither: str
) -> None:
    facts = {} if known is None else {"a.int": Known(known)}
    five = {"fact": "a.int", "op": "ge", "value": 5}
    other = {"fact": "a.share", "op": "ge", "value": 0.5}
    assert outcome(of(**five), facts) == holds
    assert outcome(of(any=[five, other]), facts) == either
    assert outcome(of(**{"not": five}), facts) == neither


@pytest.mark.parametrize(
    ("conditions", "possible"),
    [
        ([plain("a.share", "ge", 0.9), plain("a.share", "lt", 0.95)], True),
        ([plain("a.share", "gt", 1.0)], False),
        ([plain("a.share", "lt", 0)], False),
        ([plain("a.share", "ge", 0.9), plain("a.share", "lt", 0.9)], False),
        ([plain("a.int", "gt", 2), plain("a.int", "lt", 3)], False),
        ([plain("a.days", "gt", 2), plain("a.days", "lt", 3)], True),
        ([plain("a.bool", "eq", True), plain("a.bool", "ne", True)], False),
        ([plain("a.text", "eq", "x"), plain("a.text", "eq", "y")], False),
        ([plain("a.text", "gt", "x"), plain("a.text", "ne", "y")], True),
        ([of(any=[{"fact": "a.share", "op": "gt", "value": 1}, {"fact": "a.int", "op": "ge", "value": 1}])], True),
        ([of(**{"not": {"fact": "a.int", "op": "ge", "value": 0}})], False),
        ([of(all=[{"fact": "a.int", "op": "eq", "value": 1}, {"not": {"fact": "a.int", "op": "ne", "value": 2}}])], False),
        ([plain("b.unheard_of", "gt", 9)], True),
    ],
)  # fmt: skip
def test_what_can_never_hold_is_found_out(conditions: list[Condition], possible: bool) -> None:  # noqa: FBT001
    assert can_hold(conditions, KINDS) is possible


_VALUES = {
    "a.share": st.sampled_from([0.0, 0.3, 0.5, 1.0]),
    "a.int": st.integers(0, 3),
    "a.bool": st.booleans(),
}
_PLAIN = st.one_of(
    *(
        st.fixed_dictionaries({"fact": st.just(fact), "op": st.sampled_from(get_args(Op)), "value": values})
        for fact, values in _VALUES.items()
    )
)
_ANY = st.recursive(
    _PLAIN,
    lambda inner: st.one_of(
        st.fixed_dictionaries({"not": inner}),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"all": parts}),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"any": parts}),
    ),
    max_leaves=5,
)


@given(st.lists(_ANY, min_size=1, max_size=3), st.fixed_dictionaries(_VALUES))
def test_what_some_facts_meet_is_never_called_impossible(
    conditions: list[dict[str, Any]], values: dict[str, Any]
) -> None:
    made = [of(**condition) for condition in conditions]
    facts = {name: Known(value) for name, value in values.items()}
    if all(outcome(condition, facts) == "holds" for condition in made):
        assert can_hold(made, KINDS)
