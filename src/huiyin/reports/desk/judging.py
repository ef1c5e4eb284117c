"""Gates that wait to be judged again, and sheets of looks that were sent back when nothing more is asked of units. Counted in the desk's one query."""

from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Right, Role
from huiyin.process.campaigns.models import Campaign
from huiyin.process.campaigns.queries import template_of
from huiyin.process.supervision.models import Lookback, LookbackReturn
from huiyin.process.supervision.queries import ready_again
from huiyin.process.supervision.rules.verdicts import judge_of
from huiyin.reports.desk.todos import Kind, Place

JUDGING_LINES: Mapping[Kind, tuple[str, str, Place]] = {
    Kind.GATE_AGAIN: (
        "处|关口退回后改好了，等您再下结论",
        "gate(s) were returned and are put right: judge them again",
        Place("gates", query="again=yes"),
    ),
    Kind.LOOKS_BACK: (
        "张|回头看的表被退回，等重写",
        "sheet(s) of looks were sent back: write them anew",
        Place("looks"),
    ),
}
"""Kind → Chinese (measure word|rest), English, where it is done."""


def waiting_judging(
    actors: Sequence[Actor], campaign: Campaign, own: Sequence[str]
) -> Iterator[tuple[Kind, QuerySet[Any, Any]]]:
    """Returns of which everything is done, for who gives that verdict; of one's own units, sheets sent back after the end."""
    theirs = [which for actor in actors if (which := _judged_by(actor, campaign)) is not None]
    if theirs:
        yield Kind.GATE_AGAIN, ready_again(campaign).filter(reduce(or_, theirs))
    if own and campaign.closed_on is not None:
        later = Lookback.objects.filter(
            participation=OuterRef("lookback__participation"),
            sheet=OuterRef("lookback__sheet"),
            round__gt=OuterRef("lookback__round"),
        )
        back = LookbackReturn.objects.filter(
            lookback__participation__campaign=campaign, lookback__participation__unit__path__in=own, ask=None
        )
        yield Kind.LOOKS_BACK, back.filter(~Exists(later))


def _judged_by(actor: Actor, campaign: Campaign) -> Q | None:
    """The verdicts on gates that are this capacity's to give: from above, never of one's own unit."""
    if not actor.may(Right.GATE_JUDGE, actor.scope):
        return None
    root, gates = campaign.root.path, template_of(campaign).gates
    below = [gate.code for gate in gates if judge_of(gate, of_root=False) is actor.role]
    of_root = [gate.code for gate in gates if judge_of(gate, of_root=True) is actor.role]
    units = Unit.objects.in_scopes((actor.ground,)).exclude(path__in=actor.own)
    if actor.role is not Role.SUPERVISION:
        units = units.exclude(path=actor.scope)
    found = Q(gate__in=below, participation__unit__in=units.exclude(path=root).values("pk"))
    if root.startswith(actor.scope) and root not in actor.own:
        found |= Q(gate__in=of_root, participation__unit__path=root)
    return found
