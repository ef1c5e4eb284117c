"""Whether somebody may work on raw words (SPEC rule 4), asked of the rows as they are now."""

from collections.abc import Collection

from django.db.models import Count

from huiyin.kit.errors import NotAllowed, Refused
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.campaigns.models import Campaign
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.rules.template import Term
from huiyin.process.opinions.models import Opinion, in_reach
from huiyin.process.opinions.rules.reach import may_work, not_yours, raw_reaches


def needs_to_work_on(opinion: Opinion, by: Actor, right: Right = Right.OPINION_TRIAGE) -> None:
    """NotAllowed unless `by` may work on this opinion. One query: whom it's about may have been decided since it was read."""
    row = Opinion.objects.filter(pk=opinion.pk).values_list("about__path", "campaign__root__path").first()
    if row is None:
        raise Refused("这条意见已不存在。", "This opinion is gone.")
    if not may_work(by, right, *row):
        raise not_yours(right, _inspectors(opinion.campaign))


def needs_to_work_on_all(
    campaign: Campaign, opinions: Collection[int], by: Actor, right: Right = Right.OPINION_TRIAGE
) -> None:
    """NotAllowed unless `by` may work on each of them, Refused where one isn't of the campaign. One query."""
    chosen = set(opinions)
    reaches = list(raw_reaches((by,), right, campaign.root.path))
    counted = (
        Opinion.objects.of(campaign)
        .filter(pk__in=chosen)
        .aggregate(there=Count("pk"), mine=Count("pk", filter=in_reach(reaches)))
    )
    if counted["there"] != len(chosen):
        raise Refused(
            "所选意见中有不属于本活动的，或已不存在。", "Some of the opinions aren't of this campaign."
        )
    if counted["mine"] != len(chosen):
        group = _inspectors(campaign)
        raise NotAllowed(
            "所选意见中有不由您办理的：关于一个单位的意见由它的上级活动办办理，关于活动主办单位的由"
            f"{group.zh}办理。请只选您能看到的。",
            "Some of the opinions aren't yours to work on: the office above a unit works on what is said about it, the "
            f"{group.en} on what is said about the unit that runs the campaign.",
        )


def _inspectors(campaign: Campaign) -> Term:
    return template_of(campaign).term("supervision_group")
