"""What an operator writes down for somebody who spoke, as plain values: one by one, at a forum, out of a box."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from huiyin.kit.errors import BadInput
from huiyin.process.channels.rules.given import Given

MOST_POINTS = 60
MOST_HEADS = 9999
LONGEST_LINE = 100
LONGEST_LEADERS = 200
LONGEST_REFERENCE = 80


class Way(StrEnum):
    """How words came to whoever wrote them down."""

    VISIT = "visit"
    PHONE = "phone"
    FORWARDED = "forwarded"
    FORUM = "forum"
    BOX = "box"
    PAPER = "paper"


WAY_NAMES = {
    Way.VISIT: "来访",
    Way.PHONE: "来电",
    Way.FORWARDED: "别处转来",
    Way.FORUM: "座谈会",
    Way.BOX: "意见箱",
    Way.PAPER: "纸质表",
}

ONE_BY_ONE = (Way.VISIT, Way.PHONE, Way.FORWARDED)
IN_PERSON = frozenset({Way.VISIT, Way.PHONE})
"""Whoever speaks is there, and can be given a receipt."""


@dataclass(frozen=True)
class Point:
    """One opinion, verbatim; `giver_kind` is a code of the template, "" unknown."""

    text: str
    giver_kind: str = ""


@dataclass(frozen=True)
class Note:
    """One opinion that came by itself. `raised_on` is the day on which it was said; `reference` the other side's own number of it."""

    way: Way
    point: Point
    channel: str
    raised_on: date | None
    about: int | None = None
    reference: str = ""
    contact: str = ""

    def needs_sense(self, today: date) -> date:
        """The day on which it was said. BadInput for what can't be kept."""
        if self.way not in ONE_BY_ONE:
            raise BadInput("请选择怎么来的。", "Choose how it came.")
        Given(self.point.text, contact=self.contact).needs_words()
        if len(self.reference) > LONGEST_REFERENCE:
            raise BadInput(
                f"对方编号最多 {LONGEST_REFERENCE} 字。",
                f"Their reference takes {LONGEST_REFERENCE} characters at most.",
            )
        if self.way is Way.FORWARDED and not self.reference.strip():
            raise BadInput(
                "请写转来的单位和它的编号，日后好对上。", "Say who passed it on, and their number of it."
            )
        return past_day(self.raised_on, today, "提出日期", "day on which it was said")


@dataclass(frozen=True)
class Forum:
    """A forum as it was held. `there` maps kinds of giver to heads; leaders are told by post, never by name."""

    held_on: date | None
    place: str
    convenor: str
    there: Mapping[str, int]
    points: tuple[Point, ...]
    leaders_there: str = ""
    leaders_away: str = ""
    about: int | None = None

    @property
    def heads(self) -> int:
        return sum(self.there.values())

    def needs_sense(self, today: date) -> date:
        """The day of it. BadInput for what can't be kept."""
        if any(not 0 <= heads <= MOST_HEADS for heads in self.there.values()) or not self.heads:
            raise BadInput("请写各有多少人到会。", "Say how many of each kind were there.")
        if not self.convenor.strip():
            raise BadInput("请写召集人（职务）。", "Say who convened it (the post).")
        if not self.points:
            raise BadInput("请至少记一条意见。", "Write down one point at least.")
        if len(self.points) > MOST_POINTS:
            raise BadInput(
                f"一次至多记 {MOST_POINTS} 条，其余的另记一次。", f"{MOST_POINTS} points at once at most."
            )
        for point in self.points:
            Given(point.text).needs_words()
        needs_short(LONGEST_LINE, self.place, self.convenor)
        needs_short(LONGEST_LEADERS, self.leaders_there, self.leaders_away)
        return past_day(self.held_on, today, "座谈日期", "day of the forum")


@dataclass(frozen=True)
class Box:
    """An opinion box as it was opened by two: how many notes lay in it, how many of them were blank or couldn't be read."""

    opened_on: date | None
    place: str
    first: str
    second: str
    notes: int
    blank: int = 0
    about: int | None = None

    def needs_sense(self, today: date) -> date:
        """The day of it. BadInput for what can't be kept."""
        first, second = self.first.strip(), self.second.strip()
        if not first or not second or first == second:
            raise BadInput(
                "意见箱要两个人一起开，请写明两个人（职务）。",
                "A box is opened by two: say which two (their posts).",
            )
        if not 0 <= self.blank <= self.notes <= MOST_HEADS:
            raise BadInput(
                "请写箱里有几张，其中空白或看不清的几张（不多于总数）。",
                "Say how many notes there were, and how many of these were blank or unreadable.",
            )
        if not self.place.strip():
            raise BadInput("请写意见箱在哪里。", "Say where the box hangs.")
        needs_short(LONGEST_LINE, self.place, first, second)
        return past_day(self.opened_on, today, "开箱日期", "day of opening")


def past_day(day: date | None, today: date, zh: str, en: str) -> date:
    """The day, which must be given and lie behind; `zh` and `en` name it."""
    if day is None:
        raise BadInput(f"请写{zh}。", f"Give the {en}.")
    if day > today:
        raise BadInput(f"{zh}不能在今天之后。", f"The {en} can't lie ahead.")
    return day


def needs_short(longest: int, *lines: str) -> None:
    """BadInput for a line that is longer."""
    if any(len(line) > longest for line in lines):
        raise BadInput(f"这一栏最多 {longest} 字。", f"This field takes {longest} characters at most.")
