"""What is required of a unit, what is there, and what is missing."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from huiyin.process.campaigns.models import Participation
from huiyin.process.campaigns.queries import template_of
from huiyin.process.talks.models import Talk
from huiyin.process.talks.queries.rosters import rosters
from huiyin.process.talks.rules.pairs import (
    Changes,
    Laid,
    Pair,
    Roster,
    changes,
    confirmed_of,
    required_pairs,
)
from huiyin.process.talks.rules.states import TalkState


@dataclass(frozen=True)
class Round:
    """One round of a unit: its number, the pairs that the roster of the day requires, the required talks that are there."""

    number: int
    required: tuple[Pair, ...]
    laid: tuple[Laid, ...]

    @property
    def changes(self) -> Changes:
        return changes(self.required, self.laid)

    @property
    def confirmed(self) -> int:
        return confirmed_of(self.required, self.laid)[0]


@dataclass(frozen=True)
class UnitTalks:
    """A unit's roster and its rounds."""

    roster: Roster
    rounds: tuple[Round, ...]

    @property
    def confirmed(self) -> int:
        return sum(one.confirmed for one in self.rounds)

    @property
    def required(self) -> int:
        return sum(len(one.required) for one in self.rounds)

    @property
    def missing(self) -> int:
        """How many talks laying out would make, take up again, or drop."""
        found = [one.changes for one in self.rounds]
        return sum(len(one.make) + len(one.again) + len(one.drop) for one in found)


def units_talks(participations: Sequence[Participation], on: date) -> dict[int, UnitTalks]:
    """By participation, of one campaign. 4 queries, however many units."""
    if not participations:
        return {}
    template = template_of(participations[0].campaign)
    kinds, numbers = template.talks.kinds, range(1, template.talk_rounds() + 1)
    who = rosters(participations, on)
    laid = _laid([part.pk for part in participations])
    return {
        part.pk: UnitTalks(
            who[part.pk],
            tuple(
                Round(
                    number,
                    required_pairs(who[part.pk], kinds, laid[part.pk, number]),
                    tuple(laid[part.pk, number]),
                )
                for number in numbers
            ),
        )
        for part in participations
    }


def _laid(pks: Sequence[int]) -> dict[tuple[int, int], list[Laid]]:
    found: dict[tuple[int, int], list[Laid]] = defaultdict(list)
    rows = Talk.objects.filter(participation__in=pks, required=True).order_by("pk")
    for pk, part, number, kind, one, other, state in rows.values_list(
        "pk", "participation", "round", "kind", "one", "other", "state"
    ):
        found[part, number].append(Laid(pk, Pair(kind, one, other), TalkState(state)))
    return found
