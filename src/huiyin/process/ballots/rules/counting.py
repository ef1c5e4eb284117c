"""Counting a secret vote: plain values in, figures out.

Given back = valid + abstained + blank + spoiled, all of them counted (SPEC rule 14); a share is the summed levels ÷ the valid marks of an
item, with what is summed printed beside it. Groups of fewer than FEWEST ballots are merged, so that nobody's mark can be told.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from huiyin.analysis.intervals import wilson

FEWEST = 5
"""Fewer givers than this are never shown by themselves (SPEC rule 5)."""

FEWEST_FOR_A_SHARE = 10
"""No rate is shown of fewer (SPEC rule 14)."""

OTHERS = "others"
"""The group into which small groups are merged."""

ABSTAINED = "abstained"
_BETWEEN = ";"


@dataclass(frozen=True)
class Form:
    """What a vote asks, frozen: codes with their Chinese names; `summed` levels make the share, `line` is what it must reach."""

    title: str
    items: tuple[tuple[str, str], ...]
    levels: tuple[tuple[str, str], ...]
    groups: tuple[tuple[str, str], ...]
    summed: tuple[str, ...]
    line: float | None = None
    again: int = 30

    def as_json(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "items": [list(pair) for pair in self.items],
            "levels": [list(pair) for pair in self.levels],
            "groups": [list(pair) for pair in self.groups],
            "summed": list(self.summed),
            "line": self.line,
            "again": self.again,
        }

    @classmethod
    def of_json(cls, data: Mapping[str, Any]) -> "Form":
        pairs = {name: tuple((code, zh) for code, zh in data[name]) for name in ("items", "levels", "groups")}
        return cls(
            data["title"], **pairs, summed=tuple(data["summed"]), line=data["line"], again=data["again"]
        )

    @property
    def item_codes(self) -> tuple[str, ...]:
        return tuple(code for code, _ in self.items)

    @property
    def level_codes(self) -> tuple[str, ...]:
        return tuple(code for code, _ in self.levels)

    @property
    def group_codes(self) -> tuple[str, ...]:
        return tuple(code for code, _ in self.groups)


def marks_text(form: Form, marks: Mapping[str, str], *, abstains: bool = False) -> str:
    """A ballot as it is kept: `item=level` in the order of the form, unmarked items left out. ValueError for unknown codes."""
    if abstains:
        return ABSTAINED
    if not set(marks) <= set(form.item_codes) or not set(marks.values()) <= {*form.level_codes, ""}:
        raise ValueError("no such item or level")
    return _BETWEEN.join(f"{item}={marks[item]}" for item in form.item_codes if marks.get(item))


@dataclass
class Figures:
    """What a group gave back: how many were given out and came back, and for each item how many marked each level."""

    out: int = 0
    valid: int = 0
    abstained: int = 0
    blank: int = 0
    spoiled: int = 0
    marks: dict[str, dict[str, int]] = field(default_factory=dict)

    @property
    def back(self) -> int:
        return self.valid + self.abstained + self.blank + self.spoiled

    def add(self, other: "Figures") -> None:
        self.out += other.out
        self.valid += other.valid
        self.abstained += other.abstained
        self.blank += other.blank
        self.spoiled += other.spoiled
        for item, levels in other.marks.items():
            mine = self.marks.setdefault(item, {})
            for level, count in levels.items():
                mine[level] = mine.get(level, 0) + count

    def as_json(self) -> dict[str, Any]:
        return {
            "out": self.out,
            "back": self.back,
            "valid": self.valid,
            "abstained": self.abstained,
            "blank": self.blank,
            "spoiled": self.spoiled,
            "marks": self.marks,
        }

    @classmethod
    def of_json(cls, data: Mapping[str, Any]) -> "Figures":
        counts = {name: data[name] for name in ("out", "valid", "abstained", "blank", "spoiled")}
        return cls(**counts, marks={item: dict(levels) for item, levels in data["marks"].items()})


def count_ballots(form: Form, ballots: Iterable[str], out: int) -> Figures:
    """The figures of one group's ballots (marks_text), of `out` codes given out. O(ballots)."""
    found = Figures(out=out, marks={item: dict.fromkeys(form.level_codes, 0) for item in form.item_codes})
    for marks, times in Counter(ballots).items():
        if marks == ABSTAINED:
            found.abstained += times
        elif not marks:
            found.blank += times
        else:
            found.valid += times
            for mark in marks.split(_BETWEEN):
                item, _, level = mark.partition("=")
                found.marks[item][level] += times
    return found


@dataclass(frozen=True)
class Share:
    """What share of the marks are of the summed levels: `hits` of `of`, by `givers` ballots; None as a number below FEWEST_FOR_A_SHARE
    of these."""

    hits: int
    of: int
    givers: int

    @property
    def value(self) -> float | None:
        return self.hits / self.of if self.givers >= FEWEST_FOR_A_SHARE and self.of else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """95 %, by Wilson, over ballots: the marks of one ballot are one person's and count once."""
        value = self.value
        return None if value is None else wilson(round(value * self.givers), self.givers)


def share_of(form: Form, figures: Figures, item: str | None = None) -> Share:
    """The share of an item, or of all items together (None)."""
    chosen = form.item_codes if item is None else (item,)
    marks = [figures.marks.get(code, {}) for code in chosen]
    hits = sum(levels.get(level, 0) for levels in marks for level in form.summed)
    of = sum(sum(levels.values()) for levels in marks)
    return Share(hits, of, figures.valid if item is None else of)


def below_the_line(form: Form, figures: Figures) -> bool:
    """Whether the vote must be held again: the share of all items together misses the line. Too few ballots decide nothing."""
    value = share_of(form, figures).value
    return form.line is not None and value is not None and value < form.line


def total_of(groups: Mapping[str, Figures]) -> Figures:
    """All groups together."""
    total = Figures()
    for figures in groups.values():
        total.add(figures)
    return total


def shown_groups(groups: Mapping[str, Figures]) -> dict[str, Figures]:
    """The groups as they may be shown: those that gave back fewer than FEWEST merged as OTHERS, together with the next smallest
    where they are still too few; none, where even all together are."""
    shown: dict[str, Figures] = {}
    others = Figures()
    small = 0
    for code, figures in sorted(groups.items(), key=lambda pair: pair[1].back):
        if figures.back < FEWEST or 0 < others.back < FEWEST:
            others.add(figures)
            small += 1
        else:
            shown[code] = figures
    if small and others.back >= FEWEST:
        shown[OTHERS] = others
    elif small and shown:
        smallest = min(shown, key=lambda code: shown[code].back)
        others.add(shown.pop(smallest))
        shown[OTHERS] = others
    return {code: shown[code] for code in (*groups, OTHERS) if code in shown}


def sound_tally(form: Form, figures: Figures) -> str:
    """What doesn't add up in a teller's count, as a Chinese sentence; "" when all does."""
    if min(figures.out, figures.valid, figures.abstained, figures.blank, figures.spoiled) < 0:
        return "票数不能是负数。"
    if figures.back > figures.out:
        return f"收回 {figures.back} 张，比发出的 {figures.out} 张还多。"
    for item, name in form.items:
        levels = figures.marks.get(item, {})
        if any(count < 0 for count in levels.values()):
            return "票数不能是负数。"
        if sum(levels.values()) > figures.valid:
            return f"“{name}”各等次合计 {sum(levels.values())}，比有效票 {figures.valid} 还多。"
    return ""
