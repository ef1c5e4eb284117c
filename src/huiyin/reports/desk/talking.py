"""Talks that wait for somebody as one of the two, whatever their role. Counted in the desk's one query."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from huiyin.platform.orgs.rules.rights import Actor, Right, Role
from huiyin.process.campaigns.models import Campaign
from huiyin.process.campaigns.queries import template_of
from huiyin.process.talks.models import Talk
from huiyin.process.talks.queries.gaps import Gap, roster_gaps
from huiyin.process.talks.rules.states import TalkState
from huiyin.reports.desk.todos import Kind, Place

_OWN = frozenset({Role.HEAD, Role.CLERK})

# Kind → the measure word and the rest of the line, its English, and where it is done.
TALK_LINES = {
    Kind.TALK_CONFIRM: (
        "次|谈话等您确认，或有异议要商量",
        "talk(s) wait for you to confirm them, or were objected to",
        Place("my_talks", own=True),
    ),
    Kind.TALK_HOLD: (
        "次|谈话还没有约，或到了约定的日子",
        "talk(s) have no day yet, or their day has come",
        Place("my_talks", own=True),
    ),
    Kind.TALK_GAP_POST: (
        "位|同志有班子角色没有登记职务，应谈的会漏掉",
        "person(s) with a role on the team have no post: their talks would be left out",
        Place("talks"),
    ),
    Kind.TALK_GAP_CHARGE: (
        "位|班子成员没有登记分管部门，应谈的会漏掉",
        "member(s) are in charge of nothing: their talks would be left out",
        Place("talks"),
    ),
    Kind.TALK_GAP_HEAD: (
        "个|分管部门没有登记负责人，应谈的会漏掉",
        "department(s) that nobody heads: their talks would be left out",
        Place("talks"),
    ),
}
_GAPS = {Gap.POST: Kind.TALK_GAP_POST, Gap.CHARGE: Kind.TALK_GAP_CHARGE, Gap.HEAD: Kind.TALK_GAP_HEAD}


def waiting_talks(
    actors: Sequence[Actor], campaign: Campaign, on: date
) -> Iterator[tuple[Kind, QuerySet[Any, Any]]]:
    """What the other says was held and isn't confirmed yet, or what was objected to; and what is to be held: without a day, or with
    one that has come. For who arranges the talks of a unit: what its roster lacks."""
    own = {
        actor.scope for actor in actors if actor.role in _OWN and actor.may(Right.TALK_ARRANGE, actor.scope)
    }
    if own and template_of(campaign).talks.kinds:
        for gap, rows in roster_gaps(own, campaign, on).items():
            yield _GAPS[gap], rows
    me = account_of(actors)
    if me is None:
        return
    talks = Talk.objects.filter(participation__campaign=campaign)
    asked = Q(one=me, one_on=None) | Q(other=me, other_on=None)
    mine = Q(one=me) | Q(other=me)
    yield (
        Kind.TALK_CONFIRM,
        talks.filter(Q(state=TalkState.HELD) & asked | Q(state=TalkState.OBJECTED) & mine),
    )
    to_hold = Q(state=TalkState.DUE) | Q(state=TalkState.PLANNED, planned_on__lte=on)
    yield Kind.TALK_HOLD, talks.filter(mine, to_hold)


def account_of(actors: Sequence[Actor]) -> int | None:
    """The number of the account whose capacities these are; None where they are nobody's."""
    code = next((actor.code for actor in actors), "")
    kind, _, number = code.partition(":")
    return int(number) if kind == "account" and number.isdecimal() else None
