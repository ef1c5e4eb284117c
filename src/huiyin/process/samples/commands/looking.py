"""Visits and what they find: from the visit on the unit sees that it was drawn; a result takes two persons; the last visit opens the seed."""

from datetime import datetime

from django.db import transaction

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import Conflict, NotAllowed, Refused
from huiyin.platform.accounts.models import Account
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.queries import actors_of
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.samples.access import looks_at
from huiyin.process.samples.commands.drawing import opened_seed, subject_of
from huiyin.process.samples.models import (
    Sample,
    SampleItem,
    SampleResult,
    SampleStatement,
    SampleVisit,
    SeedReveal,
)
from huiyin.process.samples.rules.agreeing import Says, agreed
from huiyin.process.samples.rules.kinds import LONGEST_REASON, LONGEST_WORDS, needs_words


@transaction.atomic
def start_visit(sample: Sample, item: SampleItem, second: Account, *, by: Actor, at: datetime) -> SampleVisit:
    """Two inspectors begin to look at an item: from this moment its unit sees it. With the last visit of a sample its seed is revealed.

    Refused for one's own second, for somebody who isn't sent there, and once the sample was broken off.
    """
    _needs_to_look(by, item)
    take_turn()
    today = day_in_china(at)
    if second.code == by.code:
        raise Refused("核查要两个人去，请写另一位。", "A visit takes two: name the other one.")
    there = actors_of(second, today, campaign=sample.campaign.code)
    if not any(looks_at(one, item.unit.path) for one in there):
        raise Refused(
            f"{second.name}不是派到这个单位的督导人员，或在这个单位任职。",
            "That person isn't sent there as an inspector, or holds a post there.",
        )
    if SeedReveal.objects.filter(pk=sample.pk).exists():
        raise Refused(
            "这次抽样已经中止或都已开始核查。", "The sample was broken off, or every visit has started."
        )
    if SampleVisit.objects.filter(pk=item.pk).exists():
        raise Conflict("这一项已经开始核查。", "The visit to it has started already.")
    made = SampleVisit.objects.create(item=item, first=by.code, second=second.code, on=today)
    facts = {"name": item.name, "unit": item.unit_id, "second": second.code}
    record(act="sample.visited", subject=subject_of(sample), by=by.code, at=at, facts=facts)
    begun = SampleVisit.objects.filter(item__draw=sample.pk).values("item")
    if not SampleItem.objects.filter(draw=sample.pk).exclude(pk__in=begun).exists():
        _reveal(sample, "", by=by, at=at)
    return made


@transaction.atomic
def say_of_item(
    sample: Sample, item: SampleItem, words: str, *, holds: bool, by: Actor, at: datetime
) -> SampleResult | None:
    """Say what was seen: whether it holds, in words. The result once two persons say the same, one of whom was there; None until then.

    A result stands for good; what follows from a false closure is a person's to decide (rectification, `reopen`).
    """
    _needs_to_look(by, item)
    told = needs_words(words, LONGEST_WORDS)
    take_turn()
    visit = SampleVisit.objects.filter(pk=item.pk).first()
    if visit is None:
        raise Refused("还没有开始核查这一项。", "The visit to it hasn't started.")
    if SampleResult.objects.filter(pk=item.pk).exists():
        raise Conflict("这一项已有结论，不再改。", "There is a result, and it stands.")
    today = day_in_china(at)
    SampleStatement.objects.create(visit=visit, holds=holds, words=told, by=by.code, on=today)
    said = [Says(one.by, one.holds) for one in SampleStatement.objects.filter(visit=visit).order_by("pk")]
    both = agreed(said, {visit.first, visit.second})
    facts = {"name": item.name, "holds": holds, "stands": both is not None}
    record(act="sample.said", subject=subject_of(sample), by=by.code, at=at, facts=facts)
    return None if both is None else SampleResult.objects.create(visit=visit, holds=both, on=today)


@transaction.atomic
def break_off_sample(sample: Sample, reason: str, *, by: Actor, at: datetime) -> SeedReveal:
    """Break a sample off, for everybody to see why; its seed is revealed, so that nobody wonders what it would have met."""
    by.needs(Right.SAMPLE_DRAW, sample.scope.path)
    told = needs_words(reason, LONGEST_REASON)
    take_turn()
    if SeedReveal.objects.filter(pk=sample.pk).exists():
        raise Conflict("种子已经公开，不能再中止。", "The seed is revealed already.")
    return _reveal(sample, told, by=by, at=at)


def _reveal(sample: Sample, reason: str, *, by: Actor, at: datetime) -> SeedReveal:
    seed = opened_seed(sample)
    facts = {"seed": seed, "broken_off": bool(reason)}
    kept = record(act="sample.revealed", subject=subject_of(sample), by=by.code, at=at, facts=facts)
    return SeedReveal.objects.create(
        sample=sample, seed=seed, reason=reason, by=by.code, on=day_in_china(at), recorded=kept.seq
    )


def _needs_to_look(by: Actor, item: SampleItem) -> None:
    by.needs(Right.SAMPLE_DRAW, item.unit.path)
    if not looks_at(by, item.unit.path):
        raise NotAllowed(
            "您在这个单位任职，由别人去核查。", "You hold a post in that unit: others look at it."
        )
