"""A person says whether two opinions speak of the same matter. Groups follow at once, and every later grouping obeys."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import Conflict, Refused
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.campaigns.models import Campaign
from huiyin.process.opinions.commands.forming import form_anew
from huiyin.process.opinions.commands.reaching import needs_to_work_on_all
from huiyin.process.opinions.models import Doubt, Judgement, Opinion
from huiyin.process.opinions.queries import judged, scopes_of
from huiyin.process.opinions.rules.judging import against, in_order


@transaction.atomic
def judge_pair(campaign: Campaign, one: int, other: int, *, same: bool, by: Actor, at: datetime) -> Judgement:
    """Say that two opinions (ids) speak of the same matter, or that they don't; for who works on both.

    The groups of the two are formed anew by all that is judged of them: a *same* makes one group of two unless something stands
    between, a *different* parts them. Conflict when a judgement on the pair stands already, Refused when others, which the
    message names, say the opposite: take those back first. O(members of the two groups).
    """
    one, other = in_order(one, other)
    by.needs(Right.OPINION_GROUP, campaign.root.path)
    if one == other:
        raise Refused("请选两条不同的意见。", "Choose two different opinions.")
    take_turn()
    needs_to_work_on_all(campaign, {one, other}, by)
    _needs_one_scope(campaign, one, other)
    _needs_agreement(campaign, one, other, same=same)
    made = Judgement.objects.create(
        campaign=campaign, one_id=one, other_id=other, same=same, by=by.code, on=day_in_china(at)
    )
    Doubt.objects.filter(one=one, other=other).delete()
    form_anew(campaign, {one, other})
    record(
        act="opinions.judged",
        subject=f"campaign:{campaign.code}",
        by=by.code,
        at=at,
        facts={"judgement": made.pk, "one": one, "other": other, "same": same},
    )
    return made


@transaction.atomic
def undo_judgement(judgement: Judgement, *, by: Actor, at: datetime) -> None:
    """Take a judgement back, one's own or a colleague's: its row stays and says so, the groups are formed without it."""
    campaign = judgement.campaign
    by.needs(Right.OPINION_GROUP, campaign.root.path)
    take_turn()
    needs_to_work_on_all(campaign, {judgement.one_id, judgement.other_id}, by)
    if not Judgement.objects.filter(pk=judgement.pk, taken_back=False).update(taken_back=True):
        raise Conflict("这个判断已经撤回。", "This judgement was already taken back.")
    form_anew(campaign, {judgement.one_id, judgement.other_id})
    facts = {"judgement": judgement.pk}
    record(act="opinions.unjudged", subject=f"campaign:{campaign.code}", by=by.code, at=at, facts=facts)


@transaction.atomic
def put_off_doubt(doubt: Doubt, *, by: Actor, at: datetime) -> None:
    """Say "later" to a doubt: it comes again when the others have been seen."""
    campaign = doubt.campaign
    by.needs(Right.OPINION_GROUP, campaign.root.path)
    needs_to_work_on_all(campaign, {doubt.one_id, doubt.other_id}, by)
    if not Doubt.objects.filter(pk=doubt.pk).update(put_off=F("put_off") + 1):
        raise Conflict("这一对已经不再待定。", "This pair is no longer in doubt.")
    facts = {"one": doubt.one_id, "other": doubt.other_id}
    record(act="doubt.put_off", subject=f"campaign:{campaign.code}", by=by.code, at=at, facts=facts)


def _needs_one_scope(campaign: Campaign, one: int, other: int) -> None:
    scopes = scopes_of(campaign)
    about = Opinion.objects.filter(pk__in=[one, other]).values_list("about_id", flat=True)
    if len({scopes.of(unit) for unit in about}) > 1:
        raise Refused(
            "这两条意见说的是不同单位的事，各归各的单位；几个单位都有的问题见“共性问题”。",
            "These two are about different units, and stay with their units; what units share stands under common matters.",
        )


def _needs_agreement(campaign: Campaign, one: int, other: int, *, same: bool) -> None:
    standing = Judgement.objects.filter(one=one, other=other, taken_back=False).first()
    if standing is not None:
        said = ("是同一件事", "the same") if standing.same else ("不是同一件事", "different")
        raise Conflict(
            f"这一对已经判断为“{said[0]}”。要改，请先撤回那个判断。",
            f"This pair was already judged to be {said[1]}: take that judgement back first.",
        )
    pairs = against(*judged(campaign), one, other, alike=same)
    if pairs:
        names = dict(
            Opinion.objects.filter(pk__in={pk for pair in pairs for pk in pair}).values_list(
                "pk", "source_id"
            )
        )
        listed = "、".join(f"{names[left]}—{names[right]}" for left, right in pairs[:5])
        raise Refused(
            f"这与已有的判断相矛盾（{listed}）。要改，请先撤回其中有误的一个。",
            f"This contradicts judgements that stand ({listed}): take back the wrong one first.",
        )
