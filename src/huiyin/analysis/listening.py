"""What was heard of a matter and beside it, before its closing and after: the table of one matter, and of several together.

A matter's own table is that of analysis.effects. Several matters, closed on days of their own and in units that are listened to at
different times, are one table by direct standardisation: nothing is counted twice, and where nothing changed the odds ratio is 1
(docs/statistics.md says why).
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from huiyin.analysis.effects import Counts, Heard, episodes

OURS = "\0ours"
"""What an opinion of the matter itself is of."""

MANY = 5
"""So many episodes by a channel on one side and none on the other: it was opened or closed between the two."""


@dataclass(frozen=True, slots=True)
class Sides:
    """The first opinions of the episodes before a closing and after it, and how many opinions wait for somebody to confirm them."""

    before: Sequence[Heard]
    after: Sequence[Heard]
    waiting: int = 0

    @property
    def counts(self) -> Counts:
        mine, later = _ours(self.before), _ours(self.after)
        return Counts(mine, len(self.before) - mine, later, len(self.after) - later)

    @property
    def channels(self) -> dict[str, tuple[int, int]]:
        """Channel → episodes before and after, whatever they are of."""
        before, after = (Counter(one.channel for one in side) for side in (self.before, self.after))
        return {code: (before[code], after[code]) for code in sorted(before.keys() | after.keys())}


def two_sides(heard: Iterable[Heard], mine: Collection[int], aside: Collection[int], closing: date) -> Sides:
    """The episodes up to the closing's day and after it; an episode is the matter's if one of its opinions is.

    Near duplicates are one within a side: a letter sent again after the closing was said again. It counts once somebody has confirmed
    it, as do those `aside` (suggested, not looked at yet): until then neither for the matter nor for others. O(n log n).
    """
    said = list(heard)
    early = {one.copy_of for one in said if one.on <= closing and one.opinion in mine}
    late = {one.copy_of for one in said if one.on > closing and one.opinion in mine}
    before: list[Heard] = []
    after: list[Heard] = []
    waiting = 0
    for one in said:
        if one.on <= closing:
            before.append(_as_ours(one) if one.opinion in mine or one.copy_of in early else one)
        elif one.opinion in mine or one.copy_of in late:
            after.append(_as_ours(one))
        elif one.opinion in aside or one.copy_of in early:
            waiting += 1
        else:
            after.append(one)
    return Sides(episodes(before), episodes(after), waiting)


@dataclass(frozen=True, slots=True)
class Spread:
    """How unevenly a matter comes up over the weeks, by what each week's listening lets expect: a sum of squares and its freedom."""

    squares: float = 0.0
    freedom: int = 0

    def __add__(self, other: "Spread") -> "Spread":
        return Spread(self.squares + other.squares, self.freedom + other.freedom)

    @property
    def dispersion(self) -> float:
        """1 is chance; 1.0 where there is nothing to tell it by."""
        return self.squares / self.freedom if self.freedom > 0 else 1.0


def spread(before: Sequence[Heard], since: date) -> Spread:
    """Of the weeks up to the closing: (x - ns)² / ns(1 - s) over the weeks with n episodes, x of them the matter's, s its share (Pearson).

    Neither a fix that works nor weeks in which nobody was asked make it large, as they do the plain variance of weekly numbers; and
    nothing that is said after the closing can make it smaller.
    """
    heard: Counter[int] = Counter((one.on - since).days // 7 for one in before)
    mine: Counter[int] = Counter((one.on - since).days // 7 for one in before if one.matter == OURS)
    share = sum(mine.values()) / len(before) if before else 0.0
    if not 0 < share < 1 or len(heard) < 2:
        return Spread()
    squares = sum((mine[week] - n * share) ** 2 / (n * share * (1 - share)) for week, n in heard.items())
    return Spread(squares, len(heard) - 1)


@dataclass(frozen=True, slots=True)
class Part:
    """Several closed matters of one unit together: their episodes on their own sides; episodes of others, and which share of
    these came after, each matter asking from its own closing on and weighing by its own episodes."""

    before: int
    after: int
    others: int
    after_share: float
    spread: Spread = field(default_factory=Spread)

    @property
    def own(self) -> int:
        return self.before + self.after


def part_of(
    heard: Sequence[Heard],
    matters: Mapping[int, tuple[Collection[int], date]],
    aside: Collection[int],
    since: date,
) -> Part:
    """The part of a unit: matter → its opinions and its closing's day. An opinion of several matters counts once, with one after whose
    closing it was said if there is such. O(matters x n log n)."""
    owner = _owners(heard, matters)
    everything = {opinion for opinions, _ in matters.values() for opinion in opinions}
    before = after = 0
    others = came_after = 0.0
    total = Spread()
    for matter, (opinions, closing) in matters.items():
        mine = {opinion for opinion in opinions if owner.get(opinion) == matter}
        rest = everything - mine
        sides = two_sides((one for one in heard if one.opinion not in rest), mine, aside, closing)
        counts = sides.counts
        own, beside = counts.before + counts.after, counts.before_others + counts.after_others
        before, after = before + counts.before, after + counts.after
        total += spread(sides.before, since)
        others += own * beside
        came_after += own * counts.after_others / beside if beside else 0.0
    own = before + after
    return Part(
        before, after, round(others / own) if own else 0, min(1.0, came_after / own) if own else 0.0, total
    )


def together(parts: Iterable[Part]) -> Counts:
    """One table of several parts: the others' share after the closings as the parts' own episodes weigh them, and as many others as tell
    it as surely (Kish's effective number). A part without others says nothing. Of one part it is that part's own table."""
    known = [part for part in parts if part.own and part.others]
    own = sum(part.own for part in known)
    if not own:
        return Counts(0, 0, 0, 0)
    share = sum(part.own * part.after_share for part in known) / own
    others = int(own**2 / sum(part.own**2 / part.others for part in known) + 1e-9)
    later = round(others * share)
    return Counts(
        sum(part.before for part in known), others - later, sum(part.after for part in known), later
    )


def breaks(channels: Mapping[str, tuple[int, int]]) -> dict[str, bool]:
    """The channels that were opened (True) or closed (False) between before and after."""
    changed = {code: after >= MANY for code, (before, after) in channels.items() if not before or not after}
    return {code: opened for code, opened in changed.items() if max(channels[code]) >= MANY}


def _owners(heard: Iterable[Heard], matters: Mapping[int, tuple[Collection[int], date]]) -> dict[int, int]:
    said_on = {one.opinion: one.on for one in heard}
    found: dict[int, int] = {}
    for late in (False, True):
        for matter in sorted(matters, reverse=True):
            opinions, closing = matters[matter]
            found |= {
                opinion: matter
                for opinion in opinions
                if opinion in said_on and (said_on[opinion] > closing) is late
            }
    return found


def _as_ours(one: Heard) -> Heard:
    return Heard(one.opinion, one.on, one.copy_of, OURS, one.channel, one.origin)


def _ours(side: Iterable[Heard]) -> int:
    return sum(one.matter == OURS for one in side)
