"""What is missing in a roster, so that required talks would be left out without anybody noticing."""

from collections.abc import Collection
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from huiyin.platform.orgs.models import Grant, Post, open_on
from huiyin.platform.orgs.rules.rights import Role
from huiyin.platform.orgs.rules.terms import PostKind
from huiyin.process.campaigns.models import Campaign
from huiyin.process.talks.models import Charge

_HEADS = (PostKind.HEAD.value, PostKind.ACTING_HEAD.value)


class Gap(StrEnum):
    """Somebody with a role on the team and no post; a member in charge of nothing, where others are; a department that nobody heads."""

    POST = "post"
    CHARGE = "charge"
    HEAD = "head"


def roster_gaps(units: Collection[str], campaign: Campaign, on: date) -> dict[Gap, "QuerySet[Any, Any]"]:
    """The gaps of the very units with these paths on a day, by kind; to be counted. No query of their own."""
    posts = Post.objects.filter(open_on(on))
    charges = Charge.objects.filter(open_on(on), participation__campaign=campaign)
    here = charges.filter(participation__unit=OuterRef("unit"))
    roles = Grant.objects.filter(
        open_on(on),
        role__in=[Role.HEAD, Role.MEMBER],
        unit__path__in=units,
        campaign__in=["", campaign.code],
        account__active=True,
    )
    members = posts.filter(kind=PostKind.MEMBER, unit__path__in=units, account__active=True)
    headed = posts.filter(unit=OuterRef("unit"), kind__in=_HEADS, account__active=True)
    return {
        Gap.POST: roles.filter(~Exists(posts.filter(unit=OuterRef("unit"), account=OuterRef("account")))),
        Gap.CHARGE: members.filter(Exists(here), ~Exists(here.filter(member=OuterRef("account")))),
        Gap.HEAD: charges.filter(
            ~Exists(headed), participation__unit__path__in=units, participation__ended_on=None
        ).exclude(unit=None),
    }
