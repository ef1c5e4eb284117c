"""Who is looking at a page, in what capacities, in which campaign, on what day."""

from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpRequest

from huiyin.kit.clock import day_in_china, now
from huiyin.kit.errors import NotAllowed, Unseen
from huiyin.platform.accounts.models import Account
from huiyin.platform.orgs.queries import actors_of
from huiyin.platform.orgs.rules.rights import RIGHT_NAMES, Actor, Right, Role, scopes_with
from huiyin.platform.orgs.rules.tree import meets
from huiyin.process.campaigns.models import Campaign
from huiyin.web.frame.session import account_of


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

    `code` names the campaign; without it, the latest that one of the capacities belongs to. Unseen for a campaign in
    which the visitor holds nothing.
    """
    account = account_of(request)
    if account is None:
        return None
    at = now()
    campaign = _campaign(code)
    actors = actors_of(account, day_in_china(at), campaign=campaign.code if campaign else "")
    if campaign is not None and not any(meets(actor.scope, campaign.root.path) for actor in actors):
        if code is not None:
            raise Unseen
        campaign = None
    return Visit(account, actors, campaign, at)


def _campaign(code: str | None) -> Campaign | None:
    running = Campaign.objects.select_related("root")
    if code is None:
        return running.order_by("-started_on", "-pk").first()
    found = running.filter(code=code).first()
    if found is None:
        raise Unseen
    return found
