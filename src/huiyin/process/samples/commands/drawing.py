"""The seed first, then the population, then the draw (SPEC section 5): each a record of its own, so that none can be chosen by another."""

import secrets
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from huiyin.analysis.sampling import population_digest, sample_size, seed_hash
from huiyin.kit.clock import day_in_china
from huiyin.kit.enciphering import decipher, encipher
from huiyin.kit.errors import Conflict, Refused
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.campaigns.models import Campaign
from huiyin.process.samples.models import Sample, SampleDraw, SampleItem, SamplePopulation, SeedReveal
from huiyin.process.samples.queries.populations import Member, places, population
from huiyin.process.samples.rules.kinds import KIND_NAMES, Kind, Parts, needs_figures
from huiyin.process.samples.rules.package import draw, strata_digest

USE = "sample seed"
_SEED_BYTES = 32


@transaction.atomic
def announce_sample(
    campaign: Campaign,
    scope: Unit,
    kind: Kind,
    *,
    tolerable: Decimal,
    confidence: Decimal,
    parts: Parts = Parts.NONE,
    by: Actor,
    at: datetime,
) -> Sample:
    """Draw a seed by chance and publish its SHA-256; the seed itself stays enciphered until the last visit has started.

    Refused while another sample of the same things hasn't come so far: else somebody could announce many and go on with the one they like.
    """
    by.needs(Right.SAMPLE_DRAW, scope.path)
    if not scope.path.startswith(campaign.root.path):
        raise Refused("这个单位不在本活动的范围内。", "That unit lies outside of the campaign.")
    needs_figures(kind, parts, tolerable, confidence)
    take_turn()
    revealed = SeedReveal.objects.values("sample")
    before = Sample.objects.filter(campaign=campaign, kind=kind, scope=scope).exclude(pk__in=revealed).first()
    if before is not None:
        raise Refused(
            f"第 {before.number} 号抽样也是核查{KIND_NAMES[kind]}，还没有全部去看。先看完，或写明理由中止，再抽新的。",
            f"Sample {before.number} is of the same things and isn't all visited: finish it, or break it off with a reason, first.",
        )
    last = Sample.objects.filter(campaign=campaign).aggregate(last=Max("number"))["last"] or 0
    seed = secrets.token_hex(_SEED_BYTES)
    facts = {
        "scope": scope.pk,
        "kind": kind,
        "parts": parts,
        "tolerable": str(tolerable),
        "confidence": str(confidence),
        "seed_hash": seed_hash(seed),
    }
    kept = record(
        act="sample.announced", subject=_subject(campaign, last + 1), by=by.code, at=at, facts=facts
    )
    return Sample.objects.create(
        campaign=campaign,
        number=last + 1,
        scope=scope,
        kind=kind,
        parts=parts,
        tolerable=tolerable,
        confidence=confidence,
        seed_hash=seed_hash(seed),
        seed_box=encipher(seed, key=settings.HUIYIN_GIVERS_KEY, use=USE),
        by=by.code,
        on=day_in_china(at),
        recorded=kept.seq,
    )


@transaction.atomic
def freeze_population(sample: Sample, *, by: Actor, at: datetime) -> SamplePopulation:
    """Write down what the sample is drawn from as it is now, with its digest; never a second time."""
    by.needs(Right.SAMPLE_DRAW, sample.scope.path)
    take_turn()
    if SamplePopulation.objects.filter(pk=sample.pk).exists():
        raise Conflict(
            "名单已经冻结过了，不能再来一次。", "The population is frozen already, once and for all."
        )
    members = population(sample.campaign, sample.scope, Kind(sample.kind), Parts(sample.parts))
    if not members:
        raise Refused(
            f"范围内还没有{KIND_NAMES[Kind(sample.kind)]}，有了再冻结。",
            "There is nothing of that kind to look at yet.",
        )
    counts = Counter(one.part for one in members)
    strata = _strata(members)
    digest, parts = population_digest(one.name for one in members), strata_digest(strata)
    facts = {"count": len(members), "digest": digest, "strata_digest": parts, "strata": len(counts)}
    kept = record(act="sample.frozen", subject=subject_of(sample), by=by.code, at=at, facts=facts)
    return SamplePopulation.objects.create(
        sample=sample,
        digest=digest,
        strata_digest=parts,
        count=len(members),
        counts=dict(sorted(counts.items())),
        lines="\n".join(one.line() for one in members),
        by=by.code,
        on=day_in_china(at),
        recorded=kept.seq,
    )


@transaction.atomic
def draw_sample(sample: Sample, *, by: Actor, at: datetime) -> SampleDraw:
    """Draw as many as share and confidence ask for, by the seed that was announced before the population was frozen; once.

    The record says how many, and never which: who reads it must not know whom inspectors will visit.
    """
    by.needs(Right.SAMPLE_DRAW, sample.scope.path)
    take_turn()
    frozen = SamplePopulation.objects.filter(pk=sample.pk).first()
    if frozen is None:
        raise Refused("先冻结名单，再抽取。", "Freeze the population first.")
    if SampleDraw.objects.filter(pk=sample.pk).exists():
        raise Conflict("已经抽过了，一个种子只抽一次。", "It was drawn already: a seed draws once.")
    members = {one.name: one for one in map(Member.of_line, frozen.lines.split("\n"))}
    size = sample_size(frozen.count, float(sample.tolerable), float(sample.confidence))
    chosen = draw(_strata(members.values()), opened_seed(sample), size)
    kept = record(
        act="sample.drawn",
        subject=subject_of(sample),
        by=by.code,
        at=at,
        facts={"of": frozen.count, "size": size},
    )
    drawn = SampleDraw.objects.create(
        population=frozen, size=size, by=by.code, on=day_in_china(at), recorded=kept.seq
    )
    rows = [members[name] for names in chosen.values() for name in names]
    where = places(sample.campaign, Kind(sample.kind), [one.key for one in rows])
    SampleItem.objects.bulk_create(
        SampleItem(
            draw=drawn,
            place=place,
            name=one.name,
            part=one.part,
            unit_id=where[one.key].unit,
            key=one.key,
            problem_id=where[one.key].problem,
        )
        for place, one in enumerate(rows, 1)
    )
    return drawn


def opened_seed(sample: Sample) -> str:
    """The seed, for the commands that draw by it and reveal it."""
    return decipher(sample.seed_box, key=settings.HUIYIN_GIVERS_KEY, use=USE)


def subject_of(sample: Sample) -> str:
    """How the record names a sample."""
    return _subject(sample.campaign, sample.number)


def _subject(campaign: Campaign, number: int) -> str:
    return f"sample:{campaign.code}-{number}"


def _strata(members: Iterable[Member]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in members:
        found.setdefault(one.part, []).append(one.name)
    return found
