"""Every change to the ledger, one door each."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import Conflict, NotAllowed, Refused
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.campaigns.models import Campaign
from huiyin.process.campaigns.queries import template_of
from huiyin.process.opinions.commands import mark_linked
from huiyin.process.opinions.models import Group, Opinion, Placement
from huiyin.process.problems.models import Link, Problem
from huiyin.process.problems.rules import problem_number, serial_of


@dataclass(frozen=True)
class Wording:
    """What a person says of a problem. Codes are those of the campaign's template; "" is not said yet."""

    title: str
    source: str
    manifestation: str = ""
    focus: str = ""
    topic: str = ""
    cause: str = ""
    horizon: str = ""


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
    """Raise a problem by hand, from opinions, or from a group (all its members stand behind it).

    Its number is the next of the year, without a gap. A group is raised once: the second try is a Conflict that names the first.
    """
    by.needs(Right.PROBLEM_RAISE, owner.path if owner else campaign.root.path)
    _check(campaign, wording)
    take_turn()
    if group is not None:
        _not_yet_raised(group)
        opinions = {*opinions, *Placement.objects.filter(group=group).values_list("opinion_id", flat=True)}
    problem = _create(campaign, wording, group=group, owner=owner, by=by, at=at)
    _link(problem, opinions, by=by)
    facts = {"opinions": len(opinions), "source": wording.source, "group": group.number if group else None}
    record(act="problem.raised", subject=f"problem:{problem.number}", by=by.code, at=at, facts=facts)
    return problem


def _check(campaign: Campaign, wording: Wording) -> None:
    template = template_of(campaign)
    if not wording.title.strip():
        raise Refused("请写明问题是什么。", "Say what the problem is.")
    lists: list[tuple[str, str, Collection[str], bool]] = [
        ("问题来源", wording.source, [row.code for row in template.sources], True),
        ("问题类别", wording.focus, template.focus_codes(), False),
        ("教育专题", wording.topic, template.topic_codes(), False),
        ("产生原因", wording.cause, [row.code for row in template.causes], False),
        ("时限类型", wording.horizon, [row.code for row in template.horizons], False),
    ]
    for heading, code, codes, needed in lists:
        if code not in codes and (code or needed):
            known = "、".join(sorted(codes))
            raise Refused(
                f"“{heading}”没有“{code}”这一项。可填：{known}。",
                f"'{code}' is no code of {heading}. Known: {known}.",
            )


def _not_yet_raised(group: Group) -> None:
    known = Problem.objects.filter(group=group).first()
    if known is not None:
        raise Conflict(
            f"第 {group.number} 组已经立为问题 {known.number}。",
            f"Group {group.number} was already raised as problem {known.number}.",
        )


def _create(
    campaign: Campaign, wording: Wording, *, group: Group | None, owner: Unit | None, by: Actor, at: datetime
) -> Problem:
    day = day_in_china(at)
    numbers = (
        Problem.objects.of(campaign)
        .filter(number__startswith=f"{day.year}-")
        .values_list("number", flat=True)
    )
    serial = max(map(serial_of, numbers), default=0) + 1
    return Problem.objects.create(
        campaign=campaign,
        number=problem_number(day, serial),
        title=wording.title.strip(),
        manifestation=wording.manifestation,
        owner=owner,
        source=wording.source,
        focus=wording.focus,
        topic=wording.topic,
        cause=wording.cause,
        horizon=wording.horizon,
        group=group,
        raised_by=by.code,
        raised_on=day,
    )


def _link(problem: Problem, opinions: Collection[int], *, by: Actor) -> None:
    _about_own_units(opinions, by)
    there = Opinion.objects.of(problem.campaign).filter(pk__in=opinions).count()
    if there != len(set(opinions)):
        raise Refused(
            "所选意见中有不属于本活动的，或已不存在。", "Some of the opinions aren't of this campaign."
        )
    Link.objects.bulk_create(Link(problem=problem, opinion_id=opinion) for opinion in sorted(set(opinions)))
    mark_linked(opinions, linked=True)


def _about_own_units(opinions: Collection[int], by: Actor) -> None:
    """Whoever acts for a part of the tree may only use what was said about that part (SPEC rule 4)."""
    if by.scope:
        own = Unit.objects.under(by.scope).values("pk")
        if Opinion.objects.filter(pk__in=opinions).exclude(about__in=own).exists():
            raise NotAllowed(
                "所选意见中有不是关于本单位的。请只选本单位的，或请活动办提出。",
                "Some of the opinions aren't about your unit. Choose your own, or ask the activity office.",
            )


@transaction.atomic
def link_opinions(problem: Problem, opinions: Collection[int], *, by: Actor, at: datetime) -> int:
    """Put more opinions behind a problem; those that stand there already are left alone. How many are new."""
    by.needs(Right.PROBLEM_RAISE, problem.campaign.root.path)
    take_turn()
    _still_standing(problem)
    new = set(opinions) - set(Link.objects.filter(problem=problem).values_list("opinion_id", flat=True))
    if new:
        _link(problem, new, by=by)
        facts = {"opinions": len(new)}
        record(
            act="problem.opinions_linked", subject=f"problem:{problem.number}", by=by.code, at=at, facts=facts
        )
    return len(new)


@transaction.atomic
def merge_problems(into: Problem, others: Sequence[Problem], *, by: Actor, at: datetime) -> None:
    """Let `others` live on in `into`. Their rows, numbers and links stay, so no giver is lost and all can be undone (R04)."""
    by.needs(Right.PROBLEM_MERGE, into.campaign.root.path)
    take_turn()
    if not others:
        raise Refused("请选择要并入的问题。", "Choose the problems to merge.")
    _still_standing(into)
    for other in others:
        if other.pk == into.pk or other.campaign_id != into.campaign_id:
            raise Refused(
                "问题只能并入同一活动中的另一个问题。",
                "A problem can only be merged into another of its campaign.",
            )
        _still_standing(other)
    Problem.objects.filter(pk__in=[other.pk for other in others]).update(merged_into=into)
    facts = {"others": sorted(other.number for other in others)}
    record(act="problem.merged", subject=f"problem:{into.number}", by=by.code, at=at, facts=facts)


@transaction.atomic
def undo_merge(problem: Problem, *, by: Actor, at: datetime) -> None:
    """Let a merged problem stand on its own again, with the opinions that it had."""
    by.needs(Right.PROBLEM_MERGE, problem.campaign.root.path)
    if not Problem.objects.filter(pk=problem.pk, merged_into__isnull=False).update(merged_into=None):
        raise Conflict(f"问题 {problem.number} 没有被合并。", f"Problem {problem.number} isn't merged.")
    record(act="problem.merge_undone", subject=f"problem:{problem.number}", by=by.code, at=at)


@transaction.atomic
def split_problem(
    problem: Problem, opinions: Collection[int], wording: Wording, *, by: Actor, at: datetime
) -> Problem:
    """Move some of a problem's opinions to a new problem that says where it came from."""
    by.needs(Right.PROBLEM_SPLIT, problem.campaign.root.path)
    _check(problem.campaign, wording)
    take_turn()
    _still_standing(problem)
    moving = Link.objects.filter(problem=problem, opinion_id__in=opinions)
    mine = Link.objects.filter(problem=problem).count()
    if moving.count() != len(set(opinions)) or not 0 < moving.count() < mine:
        raise Refused(
            "请从本问题的意见中选出一部分：至少一条，至少留下一条。",
            "Choose some of this problem's opinions: at least one, and leave one.",
        )
    part = _create(problem.campaign, wording, group=None, owner=problem.owner, by=by, at=at)
    Problem.objects.filter(pk=part.pk).update(split_from=problem)
    moving.update(problem=part)
    facts = {"from": problem.number, "opinions": len(set(opinions))}
    record(act="problem.split", subject=f"problem:{part.number}", by=by.code, at=at, facts=facts)
    part.refresh_from_db()
    return part


@transaction.atomic
def undo_split(part: Problem, *, by: Actor, at: datetime) -> None:
    """Bring a split-off problem's opinions back, with any that it got since; its number stays taken."""
    by.needs(Right.PROBLEM_SPLIT, part.campaign.root.path)
    take_turn()
    if part.split_from is None or Problem.objects.filter(pk=part.pk, dissolved=True).exists():
        raise Conflict(
            f"问题 {part.number} 不是拆分出来的，或已并回。",
            f"Problem {part.number} wasn't split off, or is back already.",
        )
    _still_standing(part)
    whole = _nearest_undissolved(part.split_from)
    _still_standing(whole)
    Problem.objects.filter(pk=part.pk).update(dissolved=True)
    there = set(Link.objects.filter(problem=whole).values_list("opinion_id", flat=True))
    back = Link.objects.filter(problem=part)
    back.filter(opinion_id__in=there).delete()
    back.update(problem=whole)
    Problem.objects.filter(merged_into=part).update(merged_into=whole)
    record(
        act="problem.split_undone",
        subject=f"problem:{part.number}",
        by=by.code,
        at=at,
        facts={"to": whole.number},
    )


def _nearest_undissolved(problem: Problem) -> Problem:
    """Where a split's opinions go back to: a part that was itself brought back is no home any more."""
    problem.refresh_from_db()
    while problem.dissolved and problem.split_from is not None:
        problem = problem.split_from
        problem.refresh_from_db()
    return problem


def _still_standing(problem: Problem) -> None:
    if not Problem.objects.standing().filter(pk=problem.pk).exists():
        raise Conflict(
            f"问题 {problem.number} 已并入别的问题或已并回，请先撤销。",
            f"Problem {problem.number} was merged or dissolved: undo that first.",
        )
