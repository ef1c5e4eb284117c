"""Talks to look at: the first school's head and a member have talked and wrote a point down, one line of which is shared with the team."""

from dataclasses import dataclass
from datetime import date
from unittest.mock import patch

from huiyin.kit import sealing
from huiyin.platform.accounts.models import Account
from huiyin.platform.orgs.commands import give_post
from huiyin.platform.orgs.models import Post
from huiyin.platform.orgs.rules.terms import PostKind
from huiyin.process.campaigns.models import Participation
from huiyin.process.talks.commands import lay_out_talks, make_talk_key, say_held, share_point, write_point
from huiyin.process.talks.models import Talk
from tests.world import World

PASSPHRASE = "石桥 灯芯 麦田 渡口 一"  # noqa: S105 - of nobody


@dataclass(frozen=True)
class Talked:
    """Ids: the participations of both schools, the head's and the member's talk, a point of it."""

    school_talks: int
    other_talks: int
    talk: int
    point: int


def talk_over(world: World, head: Account, member: Account, sealed: str, shared: str) -> Talked:
    """The talk of the two, with a point of the words `sealed`, of which `shared` is told to the team."""
    since, at = date(2014, 1, 1), world.at
    for account, kind in ((head, PostKind.HEAD), (member, PostKind.MEMBER)):
        if Post.objects.filter(account=account, kind=kind).exists():
            continue
        give_post(account, kind, world.school, since=since, by=world.office, at=at)
    parts = {
        part.unit_id: part
        for part in Participation.objects.filter(campaign=world.campaign).select_related(
            "unit", "campaign__root"
        )
    }
    lay_out_talks(parts[world.school.pk], 1, by=world.clerk, at=at)
    related = ("participation__unit", "participation__campaign__root", "one", "other")
    two = (head, member)
    talk = Talk.objects.select_related(*related).get(one__in=two, other__in=two)
    say_held(talk, held_on=at.date(), who=head, at=at)
    with patch.object(sealing, "COST", sealing.Cost(n=2, r=1, p=1)):
        for account in (head, member):
            make_talk_key(account, PASSPHRASE, at=at)
    point = write_point(talk, heading="points_given", text=sealed, who=head, at=at)
    share_point(point, text=shared, for_team=True, for_inspectors=False, who=head, at=at)
    return Talked(parts[world.school.pk].pk, parts[world.other_school.pk].pk, talk.pk, point.pk)
