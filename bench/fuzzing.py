"""How the fuzz of the analysis is put together: cases, the clock for single texts, and what holds of many answers.

A case names the functions and classes that it calls; `uncovered` are the public ones of huiyin.analysis that none names. Of a class its
methods are meant; one that has none (a row of plain values) needs no case.
"""
# ruff: noqa: S101 - what must hold is asserted

import inspect
import pkgutil
import random
import time
from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any, ParamSpec, TypeVar

import numpy as np

from huiyin import analysis

P = ParamSpec("P")
R = TypeVar("R")
Span = tuple[int, int]

ONE_TEXT = 0.05
"""Seconds of CPU that may go into one opinion (of one function; a small machine is meant)."""


class Given:
    """Chance, and a clock for what works on a single text."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.took: dict[str, float] = {}
        self.slow: list[str] = []

    def one(self, function: Callable[P, R], *args: P.args, **named: P.kwargs) -> R:
        """What the function says of one text: the same when asked again, and in time."""
        name = f"{function.__module__.rpartition('.')[2]}.{function.__qualname__}"
        answer, took = _clocked(function, *args, **named)
        again, second = _clocked(function, *args, **named)
        assert equal(answer, again), f"{name} answers otherwise when asked again"
        took = min(took, second)
        for _ in range(2 if took > ONE_TEXT else 0):
            took = min(took, _clocked(function, *args, **named)[1])
        self.took[name] = max(took, self.took.get(name, 0.0))
        if took > ONE_TEXT:
            self.slow.append(f"{name} took more than {ONE_TEXT} s of CPU for one text")
        return answer


Case = Callable[[Given], None]
CASES: dict[str, Case] = {}
_covered: set[str] = set()


def case(*called: object) -> Callable[[Case], Case]:
    """A case of what it calls: functions, classes."""

    def keep(function: Case) -> Case:
        CASES[function.__name__] = function
        _covered.update(f"{one.__module__}.{one.__qualname__}" for one in called)  # type: ignore[attr-defined]
        return function

    return keep


def leave_out(*uncalled: object) -> None:
    """What no case can call, for a reason that stands where this is said."""
    _covered.update(f"{one.__module__}.{one.__qualname__}" for one in uncalled)  # type: ignore[attr-defined]


def uncovered() -> list[str]:
    found = []
    for module in pkgutil.iter_modules(analysis.__path__, f"{analysis.__name__}."):
        for name, thing in vars(import_module(module.name)).items():
            named = f"{module.name}.{name}"
            is_function = inspect.isfunction(thing) or (inspect.isclass(thing) and _does(thing))
            own = getattr(thing, "__module__", None) == module.name
            if own and is_function and not name.startswith("_") and named not in _covered:
                found.append(named)
    return found


def _does(thing: type) -> bool:
    kinds = (classmethod, staticmethod)
    public = ((name, one) for name, one in vars(thing).items() if not name.startswith("_"))
    return any(inspect.isfunction(one) or isinstance(one, kinds) for _, one in public)


def _clocked(function: Callable[P, R], *args: P.args, **named: P.kwargs) -> tuple[R, float]:
    begun = time.process_time()
    answer = function(*args, **named)
    return answer, time.process_time() - begun


def equal(one: Any, other: Any) -> bool:
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and np.array_equal(one, other, equal_nan=one.dtype.kind == "f")
    if hasattr(one, "indptr"):
        return one.shape == other.shape and (one != other).nnz == 0
    if isinstance(one, tuple | list):
        return len(one) == len(other) and all(map(equal, one, other))
    return bool(one == other)


def spans_inside(spans: Iterable[Span], text: str, *, parted: bool = False) -> None:
    """Each span holds a character of the text; `parted`: ascending, and none over another."""
    reach = 0
    for start, end in spans:
        assert 0 <= start < end <= len(text), (start, end, len(text))
        assert not parted or start >= reach, (start, reach)
        reach = end


def groups_hold(found: np.ndarray, rows: int) -> None:
    """Each row is in one group, and a group is named by its lowest row."""
    assert found.shape == (rows,)
    assert ((found >= 0) & (found <= np.arange(rows))).all()
    assert (found[found] == found).all()
