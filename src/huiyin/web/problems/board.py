"""My unit's board: its problems by where they stand, and on top what is mine next. Not to be dragged: acts have their own pages."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import ROLE_NAMES, Right, Role
from huiyin.process.problems.access import visible_problems
from huiyin.process.rectification.queries import Card, board_of
from huiyin.web.frame.language import pick
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.todos import late_word
from huiyin.web.frame.visit import Visit
from huiyin.web.problems.seeking import own_paths
from huiyin.web.problems.states import Standing, standings
from huiyin.web.problems.tabs import tabs

_COLUMNS: dict[str, tuple[Promise, str]] = {
    "before": (gettext_lazy("没开始"), "phase=before"),
    "open": (gettext_lazy("整改中"), "phase=open"),
    "awaiting": (gettext_lazy("改完了，等验收"), "phase=awaiting"),
    "closed": (gettext_lazy("近 30 天销号"), "phase=closed"),
}


@dataclass(frozen=True)
class Drawn:
    """A card: how it stands, what comes next in words for this reader, and by how much it is late."""

    card: Card
    standing: Standing | None
    next: str
    late: str


@page(Right.PROBLEM_READ, "GET")
def board(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The board of the visitor's own units; who has none is led to the ledger."""
    paths = own_paths(visit)
    ledger = reverse("ledger", args=[visit.running.code])
    units = list(Unit.objects.filter(path__in=paths)) if paths else []
    context: dict[str, Any] = {"tabs": tabs(visit, "problem_board"), "units": units, "ledger": ledger}
    if units:
        roles = {actor.role for actor in visit.actors if actor.scope in paths}
        found = board_of(
            visit.running,
            visible_problems(visit.actors, visit.running),
            [unit.pk for unit in units],
            roles,
            visit.today,
        )
        shown = standings(visit.running)
        context |= {
            "mine": [_drawn(card, shown, visit) for card in found.mine],
            "columns": [
                {
                    "word": _COLUMNS[column.name][0],
                    "cards": [_drawn(card, shown, visit) for card in column.cards],
                    "more": f"{ledger}?mine=yes&{_COLUMNS[column.name][1]}" if column.more else "",
                }
                for column in found.columns
            ],
            "several": len(units) > 1,
        }
    return show(request, visit, "problems/board", context)


def _drawn(card: Card, shown: dict[str, Standing], visit: Visit) -> Drawn:
    problem = card.problem
    late = (visit.today - problem.due_on).days if problem.due_on and problem.closed_on is None else 0
    return Drawn(card, shown.get(problem.state), _next(card), late_word(late) if late > 0 else "")


def _next(card: Card) -> str:
    """下一步：认领 for who takes it, else whom it waits for: 等主要负责人认领."""
    if card.act is None:
        return ""
    act = pick(card.act.zh, card.act.en)
    if card.mine:
        return _("下一步：%(act)s") % {"act": act}
    if card.above:
        return _("等上级答复")
    roles = [_(ROLE_NAMES[role]) for role in card.act.roles if role is not Role.LEADER] or [
        _(ROLE_NAMES[role]) for role in card.act.roles
    ]
    return _("等%(who)s：%(act)s") % {"who": pick("、", ", ").join(roles), "act": act}
