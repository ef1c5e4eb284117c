"""A unit's problems by where they stand, each with what comes next, for its own head, clerk and team members."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F

from huiyin.platform.orgs.rules.rights import Role
from huiyin.process.campaigns.models import Campaign
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.rules.life import LifeAct, Phase
from huiyin.process.problems.models import Problem, ProblemQuerySet
from huiyin.process.rectification.models import Passing
from huiyin.process.rectification.queries.acts import ANSWERS_ABOVE, lead_act
from huiyin.process.rectification.rules.words import PassedUp

MOST_CARDS = 12
MOST_MINE = 5
LATELY = timedelta(days=30)

COLUMNS: Mapping[str, tuple[Phase, ...]] = {
    "before": ("before",),
    "open": ("open", "above"),
    "awaiting": ("done", "awaiting"),
    "closed": ("closed",),
}
"""Name of a column → the phases of the states in it; of what is closed, only what was lately."""


@dataclass(frozen=True)
class Card:
    """A problem, what comes next, and whether this reader takes it; `act` is None once it's closed. `above`: the level above answers."""

    problem: Problem
    act: LifeAct | None
    mine: bool
    above: bool = False


@dataclass(frozen=True)
class Column:
    """At most MOST_CARDS problems that stand there, the nearest date first; `more`: there are others."""

    name: str
    cards: tuple[Card, ...]
    more: bool


@dataclass(frozen=True)
class Board:
    """`mine`: what waits for this very reader, the nearest date first, MOST_MINE at most."""

    mine: tuple[Card, ...]
    columns: tuple[Column, ...]


def board_of(
    campaign: Campaign, visible: ProblemQuerySet, owners: Collection[int], roles: Collection[Role], on: date
) -> Board:
    """The board of somebody with these `roles` in the units `owners` (ids). 6 queries; what an act still lacks is on the problem's page.

    What a unit below passed up to one of them waits for the reader, too.
    """
    life = template_of(campaign).life
    owned = visible.standing().filter(owner__in=owners).select_related("owner")
    columns = []
    for name, phases in COLUMNS.items():
        found = owned.filter(state__in=life.states_in(phases))
        if name == "closed":
            found = found.filter(closed_on__gt=on - LATELY).order_by(
                "-closed_on", "year", "serial", "occurrence"
            )
        else:
            found = _by_date(found)
        rows = list(found[: MOST_CARDS + 1])
        cards = tuple(_card(campaign, problem, roles) for problem in rows[:MOST_CARDS])
        columns.append(Column(name, cards, len(rows) > MOST_CARDS))
    own = {state for act in life.acts if _takes(act, roles) for state in act.starts}
    waiting = _by_date(owned.filter(state__in=own, closed_on=None))[: 4 * MOST_MINE]
    mine = [card for problem in waiting for card in [_card(campaign, problem, roles)] if card.mine]
    up = Passing.objects.filter(answer=PassedUp.WAITING, above__in=owners).order_by().values("problem")
    from_below = _by_date(visible.standing().filter(pk__in=up).select_related("owner"))[:MOST_MINE]
    asked = (_card(campaign, problem, roles, asked=True) for problem in from_below)
    mine += [card for card in asked if card.mine]
    mine.sort(key=lambda card: card.problem.due_on or date.max)
    return Board(tuple(mine[:MOST_MINE]), tuple(columns))


def _by_date(problems: ProblemQuerySet) -> ProblemQuerySet:
    return problems.order_by(F("due_on").asc(nulls_last=True), "year", "serial", "occurrence")


def _card(campaign: Campaign, problem: Problem, roles: Collection[Role], *, asked: bool = False) -> Card:
    """`asked`: one of the reader's units is the level above that answers."""
    problem.campaign = campaign
    act = lead_act(problem)
    above = act is not None and act.code in ANSWERS_ABOVE
    return Card(problem, act, act is not None and above == asked and _takes(act, roles), above)


def _takes(act: LifeAct, roles: Collection[Role]) -> bool:
    """Whether somebody of the owner's own takes it; what another must do never is."""
    return not act.by_another and bool(set(act.roles) & set(roles))
