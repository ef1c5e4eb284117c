"""What a row of the supervision log says (督导日志, DOMAIN 2.9), and the digest that the second inspector confirms."""

import hashlib
import json
from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date

from huiyin.kit.errors import BadInput

LONGEST_LEARNED, LONGEST_POINT, LONGEST_TOLD, MOST_POINTS = 4000, 1000, 200, 20


@dataclass(frozen=True)
class Found:
    """A problem found: its words, and its leaf where one is chosen."""

    text: str
    focus: str = ""


@dataclass(frozen=True)
class Demanded:
    """A demand on the unit, and until when."""

    text: str
    due_on: date | None


@dataclass(frozen=True)
class Entered:
    """A row as it is entered: when, by which ways, what was learned, found and demanded, and whom it was told."""

    day: date
    ways: tuple[str, ...]
    learned: str
    told: str = ""
    found: tuple[Found, ...] = ()
    demanded: tuple[Demanded, ...] = ()


def digest_of(entered: Entered) -> str:
    """SHA-256 of all that a row says, by which who confirms says what they saw."""
    text = json.dumps(asdict(entered), ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def check_entered(entered: Entered, ways: Collection[str], today: date) -> None:
    """BadInput where nothing was learned, a way isn't the template's, a demand has no day ahead, or something is too long."""
    if entered.day > today:
        raise BadInput("日期还没有到。", "That day is still to come.")
    if not entered.ways or not set(entered.ways) <= set(ways):
        raise BadInput("请选择方式。", "Choose how it was looked at.")
    if not entered.learned.strip():
        raise BadInput("请写了解到的情况。", "Write what was learned.")
    if len(entered.learned) > LONGEST_LEARNED or len(entered.told) > LONGEST_TOLD:
        raise BadInput(
            f"了解到的情况最多 {LONGEST_LEARNED} 字，反馈对象最多 {LONGEST_TOLD} 字。",
            f"At most {LONGEST_LEARNED} characters of what was learned, {LONGEST_TOLD} of whom it was told.",
        )
    points = [*(one.text for one in entered.found), *(one.text for one in entered.demanded)]
    if len(points) > MOST_POINTS or any(not text.strip() or len(text) > LONGEST_POINT for text in points):
        raise BadInput(
            f"每条写 1 至 {LONGEST_POINT} 字，一共最多 {MOST_POINTS} 条。",
            f"Each point has 1 to {LONGEST_POINT} characters; {MOST_POINTS} points at most.",
        )
    if any(one.due_on is None or one.due_on < entered.day for one in entered.demanded):
        raise BadInput(
            "每条要求写明完成日期，不早于走访当天。", "Give each demand its last day, not before the visit."
        )
