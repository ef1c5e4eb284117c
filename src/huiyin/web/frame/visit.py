"""Who is looking at a page, in what capacities, in which campaign, on what day."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F
from django.db.models.functions import Length
from django.http import HttpRequest

from huiyin.kit.clock import day_in_china, now
from huiyin.kit.errors import NotAllowed, Unseen
from huiyin.platform.accounts.models import Account
from huiyin.platform.orgs.queries import actors_of
from huiyin.platform.orgs.rules.rights import RIGHT_NAMES, Actor, Right, Role, scopes_with
from huiyin.platform.orgs.rules.tree import meets
from huiyin.platform.prepared import PreparedRow
from huiyin.process.campaigns.models import Campaign
from huiyin.web.frame.session import account_of

_MOST_CAMPAIGNS = 20
# The template is some 300 KB, and read once a process (template_of).
_CAMPAIGNS = PreparedRow(Campaign, "code", beside=("root",), without=("template", "root__aliases"))


@dataclass(frozen=True)
class Visit:
    """One request of somebody signed in. `actors` are their capacities today; none of them outlives its last day."""

    account: Account
    actors: tuple[Actor, ...]
    campaign: Campaign | None
    at: datetime

    @property
    def today(self) -> date:
        return day_in_china(self.at)

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(actor.role for actor in self.actors)

    def may(self, right: Right, path: str | None = None) -> bool:
        """Whether one of the capacities has the right, at `path` or, with None, anywhere."""
        return any(actor.may(right, actor.scope if path is None else path) for actor in self.actors)

    def by(self, right: Right, path: str | None = None) -> Actor:
        """The capacity in which to do something; NotAllowed when there is none."""
        for actor in self.actors:
            if actor.may(right, actor.scope if path is None else path):
                return actor
        name = RIGHT_NAMES[right]
        raise NotAllowed(
            f"您没有“{name}”的权限，或对象不在您的范围内。请联系活动办。",
            f"You lack the right '{right}' here. Ask the activity office.",
        )

    def scopes(self, right: Right) -> tuple[str, ...]:
        """The paths below which the visitor has the right, none of them under another."""
        return scopes_with(self.actors, right)

    @property
    def running(self) -> Campaign:
        """The campaign that the page is about; Unseen on pages outside of one."""
        if self.campaign is None:
            raise Unseen
        return self.campaign


def visit_of(request: HttpRequest, code: str | None = None) -> Visit | None:
    """The visit that a request makes, None when nobody is signed in. 3 queries beside the session's.

    `code` names the campaign; without it, the first of `_running` that one of the capacities belongs to. Unseen for a
    campaign in which the visitor holds nothing.
    """
    account = account_of(request)
    if account is None:
        return None
    at = now()
    on = day_in_china(at)
    if code is not None:
        campaign = _campaign(code)
        actors = actors_of(account, on, campaign=campaign.code)
        if not _meets(actors, campaign):
            raise Unseen
        return Visit(account, actors, campaign, at)
    for candidate in _running():
        actors = actors_of(account, on, campaign=candidate.code)
        if _meets(actors, candidate):
            return Visit(account, actors, candidate, at)
    return Visit(account, actors_of(account, on), None, at)


def _meets(actors: tuple[Actor, ...], campaign: Campaign) -> bool:
    return any(meets(actor.scope, campaign.root.path) for actor in actors)


def _running() -> list[Campaign]:
    """Campaigns in the order in which they are somebody's first page: those under way before closed ones, that of the unit furthest
    up, so that nobody's own small one takes everybody's place, the latest. One query."""
    running = Campaign.objects.select_related("root").defer("template")
    first = F("closed_on").asc(nulls_first=True)
    return list(running.order_by(first, Length("root__path"), "-started_on", "-pk")[:_MOST_CAMPAIGNS])


def _campaign(code: str) -> Campaign:
    found = _CAMPAIGNS.get(code)
    if found is None:
        raise Unseen
    return found
