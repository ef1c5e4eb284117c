"""What a slip may say, and to whom it goes: pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from huiyin.kit.errors import Refused

LONGEST_POINT, LONGEST_OPENING, MOST_POINTS = 1000, 1000, 20
LONGEST_TITLE = 60


@dataclass(frozen=True)
class Pointed:
    """A thing to point out: its words, and its leaf where one is chosen."""

    text: str
    focus: str = ""


def title_of(text: str) -> str:
    """The first sentence of a point, as a problem's title.

    >>> title_of("会议多，一周七次。请精简。")
    '会议多，一周七次'
    """
    first = text.strip().split("。")[0].split("\n")[0].strip()
    return first if len(first) <= LONGEST_TITLE else f"{first[: LONGEST_TITLE - 1]}…"


def needs_words(points: Sequence[Pointed], opening: str) -> None:
    """Refused for a slip without a point, or with one that is too long."""
    if not points or not all(one.text.strip() for one in points):
        raise Refused("请至少写一条要点到的问题。", "Write one thing at least to point out.")
    if len(points) > MOST_POINTS:
        raise Refused(f"一张提醒单最多 {MOST_POINTS} 条。", f"A slip has {MOST_POINTS} points at most.")
    if len(opening) > LONGEST_OPENING or any(len(one.text) > LONGEST_POINT for one in points):
        raise Refused(f"每条最多 {LONGEST_POINT} 字。", f"At most {LONGEST_POINT} characters each.")
