"""A person says whether two opinions speak of the same matter. Groups follow at once, and every later grouping obeys."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import Conflict, Refused
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.campaigns.models import Campaign
from huiyin.process.opinions.commands.asking import ask_again
from huiyin.process.opinions.commands.forming import form_anew
from huiyin.process.opinions.commands.reaching import needs_to_work_on_all
from huiyin.process.opinions.models import Doubt, Judgement, Opinion
from huiyin.process.opinions.queries import judged, scopes_of
from huiyin.process.opinions.rules.judging import Judged, against, in_order


@transaction.atomic
def judge_pair(campaign: Campaign, one: int, other: int, *, same: bool, by: Actor, at: datetime) -> Judgement:
    """Say that two opinions (ids) speak of the same matter, or that they don't; for who works on both.

    The groups of the two are formed anew by all that is judged of them: a *same* makes one group of two unless something stands
    between, a *different* parts them. Conflict when a judgement on the pair stands already, Refused when others, which the
    message names, say the opposite: take those back first. O(members of the two groups).
    """
    said = Judged(*in_order(one, other), same)
    take_turn()
    _needs_to_be_judged(campaign, [said], by)
    standing = _standing(said)
    if standing is not None:
        raise _says_otherwise(standing)
    return _judge(campaign, [said], by=by, at=at)[0]


@transaction.atomic
def judge_pairs(campaign: Campaign, said: Sequence[Judged], *, by: Actor, at: datetime) -> list[Judgement]:
    """Say it of several pairs at once, all of them or none; the new judgements. As `judge_pair`, but what stands already may be said again."""
    said = list(dict.fromkeys(Judged(*in_order(one, other), same) for one, other, same in said))
    if not said:
        raise Refused("还没有选意见。", "No opinion was chosen.")
    take_turn()
    _needs_to_be_judged(campaign, said, by)
    known = {pair: _standing(pair) for pair in said}
    for pair, standing in known.items():
        if standing is not None and standing.same is not pair.same:
            raise _says_otherwise(standing)
    return _judge(campaign, [pair for pair, standing in known.items() if standing is None], by=by, at=at)


def _judge(campaign: Campaign, said: Sequence[Judged], *, by: Actor, at: datetime) -> list[Judgement]:
    made = []
    for one, other, same in said:
        _needs_agreement(campaign, one, other, same=same)
        made.append(
            Judgement.objects.create(
                campaign=campaign, one_id=one, other_id=other, same=same, by=by.code, on=day_in_china(at)
            )
        )
        Doubt.objects.filter(one=one, other=other).delete()
    if made:
        form_anew(campaign, {pk for judgement in made for pk in (judgement.one_id, judgement.other_id)})
        facts = {
            "judgements": [
                {"judgement": new.pk, "one": new.one_id, "other": new.other_id, "same": new.same}
                for new in made
            ]
        }
        record(act="opinions.judged", subject=f"campaign:{campaign.code}", by=by.code, at=at, facts=facts)
    return made


@transaction.atomic
def undo_judgement(judgement: Judgement, *, by: Actor, at: datetime) -> None:
    """Take a judgement back, one's own or a colleague's: its row stays and says so, the groups are formed without it, and the pair is in doubt again."""
    _take_back(judgement.campaign, [judgement], {"judgement": judgement.pk}, by=by, at=at)


@transaction.atomic
def undo_judgements(campaign: Campaign, judgements: Sequence[Judgement], *, by: Actor, at: datetime) -> None:
    """Take several judgements back, all of them or none. As `undo_judgement`."""
    if not judgements:
        raise Conflict("这个判断已经撤回。", "This judgement was already taken back.")
    facts = {"judgements": sorted(judgement.pk for judgement in judgements)}
    _take_back(campaign, judgements, facts, by=by, at=at)


def _take_back(
    campaign: Campaign,
    judgements: Sequence[Judgement],
    facts: Mapping[str, object],
    *,
    by: Actor,
    at: datetime,
) -> None:
    pairs = [(judgement.one_id, judgement.other_id) for judgement in judgements]
    both = {pk for pair in pairs for pk in pair}
    take_turn()
    needs_to_work_on_all(campaign, both, by, Right.OPINION_GROUP)
    ids = {judgement.pk for judgement in judgements}
    standing = Judgement.objects.filter(campaign=campaign, pk__in=ids, taken_back=False)
    if standing.update(taken_back=True) != len(ids):
        raise Conflict("这个判断已经撤回。", "This judgement was already taken back.")
    form_anew(campaign, both)
    ask_again(campaign, pairs)
    record(act="opinions.unjudged", subject=f"campaign:{campaign.code}", by=by.code, at=at, facts=facts)


@transaction.atomic
def put_off_doubt(doubt: Doubt, *, by: Actor, at: datetime) -> None:
    """Say "later" to a doubt: it comes again when the others have been seen."""
    campaign = doubt.campaign
    needs_to_work_on_all(campaign, {doubt.one_id, doubt.other_id}, by, Right.OPINION_GROUP)
    if not Doubt.objects.filter(pk=doubt.pk).update(put_off=F("put_off") + 1):
        raise Conflict("这一对已经不再待定。", "This pair is no longer in doubt.")
    facts = {"one": doubt.one_id, "other": doubt.other_id}
    record(act="doubt.put_off", subject=f"campaign:{campaign.code}", by=by.code, at=at, facts=facts)


def _needs_to_be_judged(campaign: Campaign, said: Sequence[Judged], by: Actor) -> None:
    """Each pair is of two opinions of one scope that `by` works on."""
    if any(one == other for one, other, _ in said):
        raise Refused("请选两条不同的意见。", "Choose two different opinions.")
    both = {pk for one, other, _ in said for pk in (one, other)}
    needs_to_work_on_all(campaign, both, by, Right.OPINION_GROUP)
    scopes = scopes_of(campaign)
    about = dict(Opinion.objects.filter(pk__in=both).values_list("pk", "about_id"))
    if any(scopes.of(about[one]) != scopes.of(about[other]) for one, other, _ in said):
        raise Refused(
            "这两条意见说的是不同单位的事，各归各的单位；几个单位都有的问题见“共性问题”。",
            "These two are about different units, and stay with their units; what units share stands under common matters.",
        )


def _standing(said: Judged) -> Judgement | None:
    """The judgement that stands on a pair."""
    return Judgement.objects.filter(one=said.one, other=said.other, taken_back=False).first()


def _says_otherwise(standing: Judgement) -> Conflict:
    said = ("是同一件事", "the same") if standing.same else ("不是同一件事", "different")
    return Conflict(
        f"这一对已经判断为“{said[0]}”。要改，请先撤回那个判断。",
        f"This pair was already judged to be {said[1]}: take that judgement back first.",
    )


def _needs_agreement(campaign: Campaign, one: int, other: int, *, same: bool) -> None:
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
