"""A unit's talks on one page: who with whom in each round, what is missing, what there was beside."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from huiyin.platform.accounts.models import Account
from huiyin.process.campaigns.models import Participation
from huiyin.process.talks.models import Absence, Charge, Talk
from huiyin.process.talks.queries.standing import UnitTalks, units_talks
from huiyin.process.talks.rules.pairs import Pair, pair_key
from huiyin.process.talks.rules.states import DONE, TalkState


@dataclass(frozen=True)
class Mark:
    """How a pair stands in a round. `state` is None where the talk isn't laid out; `talk` is then None, too. `day`: held on, else planned on."""

    number: int
    pair: Pair
    talk: Talk | None
    state: TalkState | None
    day: date | None


@dataclass(frozen=True)
class Board:
    """The pairs of a unit. `marks`: pair key → one for each round in which it is required; `past`: held, and required no more.

    `others` are talks beside the required ones. `names`: number of an account → the account.
    """

    talks: UnitTalks
    marks: Mapping[str, tuple[Mark, ...]]
    past: tuple[Talk, ...]
    others: tuple[Talk, ...]
    names: Mapping[int, Account]
    absences: tuple[Absence, ...]

    def between(self, one: int, other: int) -> tuple[Mark, ...]:
        """The marks of two."""
        return self.marks.get(pair_key(one, other), ())

    @property
    def gaps(self) -> list[Mark]:
        """What isn't confirmed by both, by round."""
        found = [mark for marks in self.marks.values() for mark in marks]
        return sorted(
            (mark for mark in found if mark.state is not TalkState.CONFIRMED), key=lambda mark: mark.number
        )


def board(participation: Participation, on: date) -> Board:
    """The board of one unit on a day. 7 queries, whatever the number of people and rounds."""
    found = units_talks([participation], on)[participation.pk]
    rows = list(Talk.objects.filter(participation=participation).order_by("pk"))
    by_pair = {(row.round, row.pair): row for row in rows if row.required}
    marks: dict[str, list[Mark]] = defaultdict(list)
    for one in found.rounds:
        for pair in one.required:
            marks[pair.key].append(_mark(one.number, pair, by_pair.get((one.number, pair.key))))
    absences = Absence.objects.filter(participation=participation, until__gte=on).order_by("since", "pk")
    return Board(
        talks=found,
        marks={key: tuple(each) for key, each in marks.items()},
        past=tuple(row for row in rows if row.required and row.pair not in marks and row.state in DONE),
        others=tuple(row for row in rows if not row.required),
        names=_names(found, rows),
        absences=tuple(absences.select_related("account")),
    )


def charges_of(participation: Participation, on: date) -> list[Charge]:
    """Who is in charge of what on a day or later. One query."""
    rows = Charge.objects.filter(participation=participation).exclude(until__lt=on)
    return list(rows.select_related("member", "unit", "head").order_by("member", "pk"))


def _mark(number: int, pair: Pair, talk: Talk | None) -> Mark:
    state = TalkState(talk.state) if talk is not None else None
    if talk is None or state is TalkState.DROPPED:
        return Mark(number, pair, None, None, None)
    return Mark(number, pair, talk, state, talk.held_on or talk.planned_on)


def _names(found: UnitTalks, rows: list[Talk]) -> dict[int, Account]:
    who = found.roster
    wanted = {*who.team, *who.inspectors, *(head for _, head in who.charges)}
    wanted |= {side for row in rows for side in (row.one_id, row.other_id)}
    return Account.objects.in_bulk(wanted)
