"""The words of a paper: its levels, its length, what is still to be written, the facts that it was made of."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal

LONGEST_TITLE = 200
LONGEST_BODY = 20_000

TO_WRITE = "【待写："
"""Begins a place of a draft that a person has to fill; a paper with one can't be signed."""

Level = Literal[0, 1, 2]

_FIRST = re.compile(r"[一二三四五六七八九十]{1,3}、")
_SECOND = re.compile(r"（[一二三四五六七八九十]{1,3}）")
_LONGEST_HEADING = 40


@dataclass(frozen=True, slots=True)
class FrozenFact:
    """A figure as it stood on the day of a draft. `value` is as it was shown; `n` what a share stands on; `givers` how many people
    said it, where people did."""

    code: str
    zh: str
    value: str
    on: date
    n: int | None = None
    givers: int | None = None

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "on": self.on.isoformat()}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "FrozenFact":
        return cls(**{**kept, "on": date.fromisoformat(kept["on"])})


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a paper: 1 for a heading 一、, 2 for （一）, 0 for a paragraph. The text is as written, number included."""

    level: Level
    text: str


def lines_of(body: str) -> tuple[Line, ...]:
    """The lines that aren't empty. A numbered line is a heading while it is short and ends without a full stop."""
    return tuple(Line(_level(text), text) for line in body.splitlines() if (text := line.strip()))


def _level(text: str) -> Level:
    if len(text) > _LONGEST_HEADING or text.endswith(("。", "；", "：")):
        return 0
    if _FIRST.match(text):
        return 1
    return 2 if _SECOND.match(text) else 0


def length(body: str) -> int:
    """Characters without blanks, as Word counts them for Chinese."""
    return len("".join(body.split()))


def unwritten(body: str) -> int:
    """How many places of the draft are still to be filled."""
    return body.count(TO_WRITE)
