"""Which pairs must talk, by the roster of a unit (DOMAIN 2.5 and the arithmetic of section 6), and what a change of it changes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from huiyin.process.campaigns.rules.talks import Side, TalkKind
from huiyin.process.talks.rules.states import DONE, OPEN, TalkState


@dataclass(frozen=True)
class Roster:
    """Who talks in a unit, as numbers of accounts. `charges`: a team member and the head of a department in their charge.

    Nobody is head and member at once; an acting head and the head on leave are both heads.
    """

    heads: tuple[int, ...] = ()
    members: tuple[int, ...] = ()
    charges: tuple[tuple[int, int], ...] = ()
    inspectors: tuple[int, ...] = ()

    @property
    def team(self) -> tuple[int, ...]:
        return self.heads + self.members


@dataclass(frozen=True)
class Pair:
    """Two who must talk. `one` stands on the first side of the kind: the head, the member in charge, the inspector."""

    kind: str
    one: int
    other: int

    @property
    def key(self) -> str:
        return pair_key(self.one, self.other)


@dataclass(frozen=True)
class Laid:
    """A required talk of one round that is there already."""

    pk: int
    pair: Pair
    state: TalkState


@dataclass(frozen=True)
class Changes:
    """What laying out does: pairs to be made, dropped talks that are required again, open ones that are required no more."""

    make: tuple[Pair, ...] = ()
    again: tuple[int, ...] = ()
    drop: tuple[int, ...] = ()

    @property
    def any(self) -> bool:
        return bool(self.make or self.again or self.drop)


def pair_key(one: int, other: int) -> str:
    """The same text whoever of the two stands first."""
    return f"{min(one, other)}-{max(one, other)}"


def required_pairs(roster: Roster, kinds: Sequence[TalkKind], laid: Iterable[Laid] = ()) -> tuple[Pair, ...]:
    """The pairs of one round, nobody with themselves and no two persons twice: in two kinds at once they talk once.

    Each of the team talks with one of the inspectors: with whom they did already or are about to (`laid`), else in turns.
    """
    codes = {kind.between: kind.code for kind in kinds}
    found: dict[str, Pair] = {}
    for sides, one, other in (*_within(roster), *_charged(roster), *_inspected(roster, codes, tuple(laid))):
        code = codes.get(sides)
        if code is not None and one != other:
            found.setdefault(pair_key(one, other), Pair(code, one, other))
    return tuple(found.values())


_Sided = tuple[tuple[Side, Side], int, int]


def _within(roster: Roster) -> Iterator[_Sided]:
    for one, other in combinations(roster.team, 2):
        side = Side.HEAD if one in roster.heads else Side.MEMBER
        yield (side, Side.MEMBER), one, other


def _charged(roster: Roster) -> Iterator[_Sided]:
    for one, other in roster.charges:
        if one in roster.team:
            yield (Side.MEMBER, Side.DEPARTMENT), one, other


def _inspected(
    roster: Roster, codes: Mapping[tuple[Side, Side], str], laid: Sequence[Laid]
) -> Iterator[_Sided]:
    sides = (Side.INSPECTOR, Side.MEMBER)
    inspectors = [one for one in roster.inspectors if one not in roster.team]
    with_whom: dict[int, int] = {}
    for talk in laid:
        member, done = talk.pair.other, talk.state in DONE
        open_still = talk.state in OPEN and talk.pair.one in inspectors and member not in with_whom
        if talk.pair.kind == codes.get(sides) and (done or open_still):
            with_whom[member] = talk.pair.one
    for place, member in enumerate(roster.team):
        if member in with_whom:
            yield sides, with_whom[member], member
        elif inspectors:
            yield sides, inspectors[place % len(inspectors)], member


def changes(required: Iterable[Pair], laid: Iterable[Laid]) -> Changes:
    """What makes `laid` what is `required`. What was held stays, whether or not it is still required."""
    wanted = {pair.key: pair for pair in required}
    there = {talk.pair.key: talk for talk in laid}
    return Changes(
        make=tuple(pair for key, pair in wanted.items() if key not in there),
        again=tuple(
            talk.pk for key, talk in there.items() if key in wanted and talk.state is TalkState.DROPPED
        ),
        drop=tuple(talk.pk for key, talk in there.items() if key not in wanted and talk.state in OPEN),
    )


def confirmed_of(required: Sequence[Pair], laid: Iterable[Laid]) -> tuple[int, int]:
    """(how many of the required pairs are confirmed by both, how many there are)."""
    confirmed = {talk.pair.key for talk in laid if talk.state is TalkState.CONFIRMED}
    return sum(pair.key in confirmed for pair in required), len(required)
