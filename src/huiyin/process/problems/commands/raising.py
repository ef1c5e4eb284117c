"""A problem is raised."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from huiyin.kit.errors import Conflict, Refused
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Right, Role
from huiyin.process.campaigns.models import Campaign
from huiyin.process.campaigns.queries import template_of
from huiyin.process.opinions.models import Group, Opinion, Placement
from huiyin.process.opinions.rules.disposition import Disposition
from huiyin.process.opinions.rules.reach import raw_reaches
from huiyin.process.problems.commands.creating import NewProblem, create_problem
from huiyin.process.problems.commands.linking import put_behind
from huiyin.process.problems.commands.summaries import may_say_checked
from huiyin.process.problems.commands.wording import Wording, check_wording
from huiyin.process.problems.models import Problem
from huiyin.process.problems.rules import BY_INSPECTORS, OWN


@transaction.atomic
def raise_problem(
    campaign: Campaign,
    wording: Wording,
    *,
    opinions: Collection[int] = (),
    group: Group | None = None,
    owner: Unit | None = None,
    by: Actor,
    at: datetime,
) -> Problem:
    """Raise a problem by hand, from opinions, or from a group.

    `by` must be the one to work on every one of `opinions` (SPEC rule 4). Of a group, those members are taken that `by` works
    on and that wait: what stands behind a problem, was settled, repeated, withdrawn or isn't ours stays where it is, and so does
    what isn't `by`'s to see. The record counts them; where none is left, Refused.
    Its number is the next of the year, without a gap. A group is raised once: the second try is a Conflict that names the first.
    `wording.checked` needs the right to read the words about the owner; a problem that a unit found itself, without anybody's
    opinion behind it, is in its own words and counts as checked.
    """
    by.needs(Right.PROBLEM_RAISE, owner.path if owner else campaign.root.path)
    check_wording(campaign, wording)
    if wording.source == BY_INSPECTORS and by.role not in {Role.SUPERVISION, Role.OFFICE}:
        template = template_of(campaign)
        source = {row.code: row.zh for row in template.sources}[BY_INSPECTORS]
        raise Refused(
            f"“{source}”只能由{template.term('supervision_group').zh}或活动办登记。",
            "What the inspectors found is entered by them or by the office.",
        )
    checked = may_say_checked(campaign, wording, owner, by) or (
        wording.source == OWN and not opinions and group is None
    )
    take_turn()
    if group is not None:
        _not_yet_raised(group)
        opinions = {*opinions, *_members(group, by)}
    new = NewProblem(wording, group=group, owner=owner, checked=checked)
    problem = create_problem(campaign, new, by=by, at=at)
    put_behind(problem, opinions, by=by)
    facts = {
        "opinions": len(set(opinions)),
        "source": wording.source,
        "group": group.number if group else None,
    }
    record(act="problem.raised", subject=f"problem:{problem.number}", by=by.code, at=at, facts=facts)
    return problem


def _members(group: Group, by: Actor) -> set[int]:
    """The members that a problem may be raised of."""
    reaches = raw_reaches((by,), Right.OPINION_TRIAGE, group.campaign.root.path)
    mine = Opinion.objects.within(reaches).filter(disposition=Disposition.WAITING)
    placed = Placement.objects.filter(group=group).values("opinion_id")
    found = set(mine.filter(pk__in=placed).values_list("pk", flat=True))
    if not found:
        raise Refused(
            f"第 {group.number} 组没有可以立为问题的意见：它们已列入问题、已办结、撤回，或不由您办理。",
            f"No opinion of group {group.number} can be raised: they stand behind a problem, are settled, withdrawn or not yours.",
        )
    return found


def _not_yet_raised(group: Group) -> None:
    known = Problem.objects.filter(group=group).first()
    if known is not None:
        raise Conflict(
            f"第 {group.number} 组已经立为问题 {known.number}。",
            f"Group {group.number} was already raised as problem {known.number}.",
        )
