"""Whether conditions over facts can hold at all: a gate that nothing can pass is a fault of its template.

Conditions are brought into alternatives of plain comparisons (`not` is pushed inwards); an alternative can hold when, for
each fact, some value of the fact's type meets all that is asked of it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product

from huiyin.process.campaigns.rules.gates import Condition, Kind, Op

_MOST_ALTERNATIVES = 2_000  # beyond that nobody wrote it by hand, and it is let pass
_OPPOSITE: Mapping[Op, Op] = {"eq": "ne", "ne": "eq", "lt": "ge", "ge": "lt", "gt": "le", "le": "gt"}


@dataclass(frozen=True, slots=True)
class Asked:
    """A plain comparison."""

    fact: str
    op: Op
    value: bool | int | float | str


Alternative = tuple[Asked, ...]


def can_hold(conditions: Iterable[Condition], kinds: Mapping[str, Kind]) -> bool:
    """Whether all `conditions` can hold at once; `kinds` are the facts' types, an unknown fact asks nothing."""
    parts = [list(_alternatives(condition, negated=False)) for condition in conditions]
    combined = product(*parts)
    looked = 0
    for alternative in islice(combined, _MOST_ALTERNATIVES):
        looked += 1
        if _meetable([asked for part in alternative for asked in part], kinds):
            return True
    return looked == _MOST_ALTERNATIVES


def _alternatives(condition: Condition, *, negated: bool) -> list[Alternative]:
    if condition.not_ is not None:
        return _alternatives(condition.not_, negated=not negated)
    if condition.fact is not None and condition.op is not None and condition.value is not None:
        op = _OPPOSITE[condition.op] if negated else condition.op
        return [(Asked(condition.fact, op, condition.value),)]
    inner = [_alternatives(part, negated=negated) for part in condition.all or condition.any or ()]
    together = (condition.all is not None) != negated
    if not together:
        return [alternative for part in inner for alternative in part]
    joined = islice(product(*inner), _MOST_ALTERNATIVES)
    return [tuple(asked for part in parts for asked in part) for parts in joined]


def _meetable(asked: Sequence[Asked], kinds: Mapping[str, Kind]) -> bool:
    facts = {one.fact for one in asked}
    return all(
        _some_value(kinds[fact], [one for one in asked if one.fact == fact])
        for fact in facts
        if fact in kinds
    )


def _some_value(kind: Kind, asked: Sequence[Asked]) -> bool:
    """Whether a value of this kind meets all: the ends of the kind, and each value asked for with what lies beside it."""
    return any(all(_meets(value, one) for one in asked) for value in _candidates(kind, asked))


def _candidates(kind: Kind, asked: Sequence[Asked]) -> list[bool | int | float | str]:
    if kind == "bool":
        return [False, True]
    if kind in ("text", "date"):
        texts = sorted({one.value for one in asked if isinstance(one.value, str)})
        # before all of them, each, between each two, after all of them
        return ["", *texts, *(text + "\x00" for text in texts), "\U0010ffff"]
    numbers = sorted({float(one.value) for one in asked if not isinstance(one.value, str)})
    low, high = (0.0, 1.0) if kind == "share" else (0.0, float("inf"))
    if kind == "int":
        beside = [near for number in numbers for near in (number // 1 - 1, number // 1, number // 1 + 1)]
        return [value for value in (0.0, *beside) if low <= value < high]
    between = [
        (a + b) / 2
        for a, b in zip([low, *numbers], [*numbers, min(high, (numbers or [0.0])[-1] + 2)], strict=True)
    ]
    return [
        value
        for value in (low, *numbers, *between, min(high, (numbers or [0.0])[-1] + 1))
        if low <= value <= high
    ]


def _meets(value: bool | int | float | str, asked: Asked) -> bool:  # noqa: FBT001 - any value of a fact
    return compare(value, asked.op, asked.value)


def compare(left: bool | int | float | str, op: Op, right: bool | int | float | str) -> bool:  # noqa: FBT001
    """`left op right`; False where the two can't be compared."""
    if isinstance(left, str) != isinstance(right, str):
        return False
    if op == "eq":
        return left == right
    if op == "ne":
        return left != right
    less, equal = left < right, left == right  # type: ignore[operator]
    return {"lt": less, "le": less or equal, "gt": not less and not equal, "ge": not less}[op]
