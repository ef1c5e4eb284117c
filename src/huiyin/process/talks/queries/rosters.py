"""Who talks in a unit on a day: its team, the heads of departments in their charge, the inspectors over it."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from huiyin.platform.orgs.models import open_on
from huiyin.platform.orgs.queries import TeamSeat, inspectors_of, teams
from huiyin.process.campaigns.models import Participation
from huiyin.process.talks.models import Charge
from huiyin.process.talks.rules.pairs import Roster


def rosters(participations: Sequence[Participation], on: date) -> dict[int, Roster]:
    """By participation, of one campaign. 3 queries, however many units. `participation.unit` is read with the rows."""
    pks = [part.pk for part in participations]
    charges = list(Charge.objects.filter(open_on(on), participation__in=pks).order_by("pk"))
    units = {part.unit_id for part in participations}
    seats = teams(units | {one.unit_id for one in charges if one.unit_id is not None}, on)
    inspectors = _inspectors(participations, on)
    charged: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for charge in charges:
        head = charge.head_id if charge.unit_id is None else _acting(seats[charge.unit_id])
        if head is not None:
            charged[charge.participation_id].append((charge.member_id, head))
    return {
        part.pk: Roster(
            heads=tuple(seat.account.pk for seat in seats[part.unit_id] if seat.head),
            members=tuple(seat.account.pk for seat in seats[part.unit_id] if not seat.head),
            charges=tuple(charged[part.pk]),
            inspectors=inspectors[part.pk],
        )
        for part in participations
    }


def _acting(team: Sequence[TeamSeat]) -> int | None:
    """Who leads a department that day: who acts for the head where somebody does."""
    heads = [seat.account.pk for seat in team if seat.head]
    return heads[-1] if heads else None


def _inspectors(participations: Sequence[Participation], on: date) -> dict[int, tuple[int, ...]]:
    """Who inspects each unit: the holders of that role at it or above, but for who is recused from it. One query."""
    if not participations:
        return {}
    paths = [part.unit.path for part in participations]
    found = inspectors_of(paths, participations[0].campaign.code, on)
    return {part.pk: found[part.unit.path] for part in participations}
