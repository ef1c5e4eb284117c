"""Whose a team's meeting is to see: that there was one and when, for who may read the campaign; its words, for those around it alone.

The class of access is by person, not by scope (rules.reach): `needs_words` guards every reading of what was said.
"""

from collections.abc import Iterable

from django.db.models import QuerySet

from huiyin.kit.errors import NotAllowed, Unseen
from huiyin.kit.ids import HIGHEST_ID
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Right, scopes_with
from huiyin.process.campaigns.models import Campaign
from huiyin.process.lifemeetings.models import BranchMeeting, LifeMeeting
from huiyin.process.lifemeetings.queries.circles import circle_of
from huiyin.process.lifemeetings.rules.reach import Reach, ones_own, reach_of, sent_to


def visible_lifemeetings(actors: Iterable[Actor], campaign: Campaign) -> QuerySet[LifeMeeting]:
    """The meetings of units within sight: state, dates and counts."""
    units = Unit.objects.in_scopes(scopes_with(actors, Right.CAMPAIGN_READ)).values("pk")
    return LifeMeeting.objects.filter(participation__campaign=campaign, participation__unit__in=units)


def get_lifemeeting(pk: int, *, actors: Iterable[Actor], campaign: Campaign) -> LifeMeeting:
    """The meeting with its unit and campaign; Unseen where there is none within sight. One query."""
    if not 0 <= pk <= HIGHEST_ID:
        raise Unseen
    related = ("participation__unit", "participation__campaign__root", "again_of")
    found = visible_lifemeetings(actors, campaign).select_related(*related).filter(pk=pk).first()
    if found is None:
        raise Unseen
    return found


def words_reach(meeting: LifeMeeting, code: str, actors: Iterable[Actor]) -> Reach:
    """How much of the record the person with this code reads. 2 queries."""
    return reach_of(circle_of(meeting), code, actors)


def needs_words(meeting: LifeMeeting, code: str, actors: Iterable[Actor]) -> None:
    """NotAllowed but for who reads all of the record: the page says who does."""
    if words_reach(meeting, code, actors) is not Reach.ALL:
        raise NotAllowed(
            "会上的话只有到会的人、记录人和派到这个单位的人能看，不带出会场；别人看到的只有次数。",
            "What was said is for those who were there, the recorder and the inspectors sent there; everybody else sees counts.",
        )


def visible_branches(actors: Iterable[Actor], campaign: Campaign) -> QuerySet[BranchMeeting]:
    """Branch meetings of units within sight, as counts; `may_read_branch` says whose words are whose."""
    units = Unit.objects.in_scopes(scopes_with(actors, Right.CAMPAIGN_READ)).values("pk")
    return BranchMeeting.objects.filter(participation__campaign=campaign, participation__unit__in=units)


def get_branch(pk: int, *, actors: Iterable[Actor], campaign: Campaign) -> BranchMeeting:
    """The branch meeting; Unseen where there is none within sight. One query."""
    related = ("participation__unit", "participation__campaign__root", "vote", "redone_of")
    if not 0 <= pk <= HIGHEST_ID:
        raise Unseen
    found = visible_branches(actors, campaign).select_related(*related).filter(pk=pk).first()
    if found is None:
        raise Unseen
    return found


def may_read_branch(branch: BranchMeeting, actors: Iterable[Actor]) -> bool:
    """Whether what was raised is theirs to read: the unit's own people, and inspectors sent to it."""
    actors, path = tuple(actors), branch.participation.unit.path
    return ones_own(actors, path) or any(sent_to(by, path) for by in actors)
