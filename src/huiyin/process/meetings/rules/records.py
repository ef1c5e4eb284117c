"""What a meeting's record is made of: its states, the kinds of passage, and what it lacks before it can be closed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from huiyin.process.campaigns.rules.meetings import Holds, MeetingKind

LONGEST: Mapping[str, int] = {
    "title": 120,
    "place": 100,
    "chair": 100,
    "speaker": 100,
    "heading": 120,
    "text": 6000,
    "who": 100,
    "reason": 200,
}
"""The most characters of each text of a record."""

MOST_PASSAGES = 60
MOST_POINTS = 60
"""The most agenda points of a meeting, those of its kind among them."""


class MeetingState(StrEnum):
    """A draft may be edited; what was held is a record, corrected by overlays alone."""

    DRAFT = "draft"
    HELD = "held"


MEETING_STATES: Mapping[MeetingState, str] = {MeetingState.DRAFT: "草稿", MeetingState.HELD: "已定稿"}


class PassageKind(StrEnum):
    """What a passage of a speech is; `text` may stand anywhere."""

    TEXT = "text"
    REVIEW = "review"
    DEMAND = "demand"
    PRAISE = "praise"
    FINDING = "finding"


PASSAGE_KINDS: Mapping[PassageKind, str] = {
    PassageKind.TEXT: "讲话",
    PassageKind.REVIEW: "总结",
    PassageKind.DEMAND: "要求",
    PassageKind.PRAISE: "肯定",
    PassageKind.FINDING: "指出的问题",
}

_KIND_OF: Mapping[Holds, PassageKind] = {
    "text": PassageKind.TEXT,
    "review": PassageKind.REVIEW,
    "demands": PassageKind.DEMAND,
    "praise": PassageKind.PRAISE,
    "findings": PassageKind.FINDING,
}


@dataclass(frozen=True, slots=True)
class Said:
    """A passage as it is typed: its kind, the heading that it was given (demands mostly), the words."""

    kind: PassageKind
    text: str
    heading: str = ""

    @property
    def empty(self) -> bool:
        return not self.text.strip() and not self.heading.strip()


def kinds_of_point(kind: MeetingKind | None, point: str) -> tuple[PassageKind, ...]:
    """What the record of an agenda point may hold, in the template's order; text always, and every kind for a point of one's own."""
    known = {one.code: one for one in kind.agenda} if kind else {}
    if point not in known:
        return tuple(PassageKind)
    held = [_KIND_OF[holds] for holds in known[point].holds]
    return tuple(dict.fromkeys([*held, PassageKind.TEXT]))


def is_guest(kind: MeetingKind | None, point: str) -> bool:
    """Whether a point's speaker is taken to come from above until somebody says otherwise: who points out findings does."""
    return kind is not None and any(one.code == point and "findings" in one.holds for one in kind.agenda)


def numbers(kinds: Sequence[PassageKind]) -> list[int]:
    """The number of each passage of one speech: demands and findings are counted for themselves, others are 0. O(n)."""
    counts = {PassageKind.DEMAND: 0, PassageKind.FINDING: 0}
    found = []
    for kind in kinds:
        if kind in counts:
            counts[kind] += 1
        found.append(counts.get(kind, 0))
    return found


def unfilled(entries: Iterable[tuple[str, int]]) -> list[str]:
    """The titles of agenda points of which nothing is written down yet; (title, passages) in."""
    return [title for title, passages in entries if passages == 0]
