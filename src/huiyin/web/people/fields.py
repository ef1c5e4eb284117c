"""What the forms about people ask for: campaigns that a role can be for."""

from django.http import QueryDict

from huiyin.kit.errors import BadInput
from huiyin.platform.orgs.rules.tree import meets
from huiyin.process.campaigns.models import Campaign
from huiyin.web.frame.fields import line
from huiyin.web.frame.visit import Visit


def running_campaigns(visit: Visit) -> list[Campaign]:
    """The campaigns that a role of the visitor's giving could be for. One query."""
    scopes = [actor.scope for actor in visit.actors]
    return [
        campaign
        for campaign in Campaign.objects.select_related("root").order_by("-started_on", "-pk")
        if any(meets(scope, campaign.root.path) for scope in scopes)
    ]


def campaign_code(given: QueryDict, visit: Visit) -> str:
    """The code of the campaign chosen, "" for all of them."""
    code = line(given, "campaign")
    if code and code not in {campaign.code for campaign in running_campaigns(visit)}:
        raise BadInput(
            "没有这个活动，请重新选择。", "There is no such campaign; choose one of those that are listed."
        )
    return code
