"""Opinions come in: whole chunks of a workbook, each row once, sealed by its digest."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max, Q

from huiyin.kit.blocks import in_blocks
from huiyin.kit.clock import day_in_china
from huiyin.platform.audit.commands import record, seal_past_days, take_turn
from huiyin.platform.audit.rules import merkle_root
from huiyin.platform.bulk import insert_many
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.platform.orgs.rules.unit_names import UnitNames, match_unit
from huiyin.process.campaigns.models import Campaign
from huiyin.process.campaigns.queries import retention_days
from huiyin.process.opinions.commands.waiting import wait_to_be_placed
from huiyin.process.opinions.models import Doubt, Intake, Opinion, OpinionQuerySet, Placement, Unplaced
from huiyin.process.opinions.rules.identity import (
    day_after,
    first_id,
    fresh_ids,
    fresh_salt,
    keyed,
    sealed_digest,
)
from huiyin.process.opinions.rules.intake import Clash, Said, Taken

_KEYS_A_QUERY = 400


@transaction.atomic
def open_intake(
    campaign: Campaign, *, file_name: str, file_digest: str, columns: dict[str, str], by: Actor, at: datetime
) -> Intake:
    """The intake of a file: the one that already took this very file (so that an interrupted import goes on), or a new one."""
    by.needs(Right.OPINION_TAKE, campaign.root.path)
    take_turn()
    known = Intake.objects.filter(campaign=campaign, file_digest=file_digest).first()
    if known is not None:
        return known
    last = Intake.objects.filter(campaign=campaign).aggregate(last=Max("number"))["last"] or 0
    intake = Intake.objects.create(
        campaign=campaign,
        number=last + 1,
        file_name=file_name,
        file_digest=file_digest,
        columns=columns,
        entered_on=day_in_china(at),
    )
    facts = {"file": file_digest, "number": intake.number}
    record(act="intake.opened", subject=f"intake:{intake.pk}", by=by.code, at=at, facts=facts)
    return intake


@transaction.atomic
def take_opinions(intake: Intake, said: Sequence[Said], *, by: Actor, at: datetime) -> Taken:
    """Take one chunk of rows: new ones in, known ones left alone, clashes named. All or nothing.

    The record of the chunk holds the Merkle root of its rows' digests, so a changed word is found at once and not only
    after the day's seal. Queries: 6, one a 400 keys and one an insert batch; memory grows with the chunk only.
    """
    campaign = intake.campaign
    by.needs(Right.OPINION_TAKE, campaign.root.path)
    take_turn()
    new, repeated, clashes = _sorted_out(campaign, said)
    if not new:
        return Taken(0, repeated, tuple(clashes))
    day = day_in_china(at)
    salts = [fresh_salt() for _ in new]
    digests = [sealed_digest(salt, row.parts()) for salt, row in zip(salts, new, strict=True)]
    facts = {"intake": intake.number, "rows": len(new), "root": merkle_root(digests)}
    sealed = record(act="opinions.taken", subject=f"intake:{intake.pk}", by=by.code, at=at, facts=facts)
    same = {
        "campaign_id": campaign.pk,
        "entered_on": day,
        "received_by_id": campaign.root_id,
        "intake_id": intake.pk,
        "sealed_in": sealed.seq,
        "linked": False,
        "settled_as": "",
        "settled_why": "",
        "triage_round": 0,
    }
    keys = [keyed(campaign.secret, row.key) for row in new]
    kept = {
        pair: day + timedelta(days=retention_days(campaign, *pair))
        for pair in {(row.channel, row.giver_kind) for row in new}
    }
    until = [kept[row.channel, row.giver_kind] for row in new]
    rows = sorted(map(_values, _ids(day, len(new)), new, salts, digests, keys, until))
    insert_many(Opinion, _COLUMNS, rows, same)
    waiting = {"campaign_id": campaign.pk, "indexed": False}
    insert_many(Unplaced, ("opinion_id",), ((row[0],) for row in rows), waiting)
    return Taken(len(new), repeated, tuple(clashes))


def _sorted_out(campaign: Campaign, said: Sequence[Said]) -> tuple[list[Said], int, list[Clash]]:
    """(new rows, how many are known, clashes)."""
    known: dict[str, tuple[str | None, str]] = {}
    keys = [keyed(campaign.secret, row.key) for row in said]
    for some in in_blocks(keys, _KEYS_A_QUERY):
        there = Opinion.objects.of(campaign).filter(source_key__in=some)
        known.update(
            (key, (salt, digest)) for key, salt, digest in there.values_list("source_key", "salt", "digest")
        )
    new: list[Said] = []
    repeated, clashes = 0, []
    for row, key in zip(said, keys, strict=True):
        if key not in known:
            new.append(row)
        elif _same(row, *known[key]):
            repeated += 1
        else:
            clashes.append(Clash(row.row_no, row.source_id))
    return new, repeated, clashes


def _same(row: Said, salt: str | None, digest: str) -> bool:
    """Whether the row is the one on record. Once erased (no salt) it can't be compared and must not come back."""
    return salt is None or sealed_digest(salt, row.parts()) == digest


_COLUMNS = (
    "id",
    "title",
    "body",
    "salt",
    "digest",
    "raised_on",
    "channel",
    "channel_as_written",
    "giver_kind",
    "giver_as_written",
    "about_id",
    "unit_as_written",
    "about_as_written",
    "row_no",
    "source_id",
    "source_key",
    "retain_until",
)


def _values(pk: int, row: Said, salt: str, digest: str, key: str, until: date) -> tuple[Any, ...]:
    """A row as _COLUMNS has it."""
    return (
        pk,
        row.title,
        row.body,
        salt,
        digest,
        row.raised_on,
        row.channel,
        row.channel_as_written,
        row.giver_kind,
        row.giver_as_written,
        row.about,
        row.unit_as_written,
        row.about_as_written,
        row.row_no,
        row.source_id,
        key,
        until,
    )


def _ids(day: date, count: int) -> list[int]:
    span = Opinion.objects.filter(id__gte=first_id(day), id__lt=first_id(day_after(day)))
    return fresh_ids(day, count, frozenset(span.values_list("id", flat=True).iterator()))


@transaction.atomic
def seal_days(*, by: Actor, at: datetime) -> int:
    """Seal every past day that still has unsealed opinions, one record a day (SPEC rule 7); how many days.

    Opinions that came in one by one carry no record of their own, which would date them by its neighbours.
    """
    return seal_past_days(Opinion.objects.all(), kind="opinion", day="entered_on", by=by.code, at=at)


@transaction.atomic
def recognise_units(campaign: Campaign, names: UnitNames, *, by: Actor, at: datetime) -> int:
    """Say whom opinions are about whose unit wasn't in the tree when they came in; how many. What was said stays.

    One query, and five for each name as written that is a unit's now.
    """
    by.needs(Right.OPINION_TAKE, campaign.root.path)
    take_turn()
    waiting = Opinion.objects.of(campaign).filter(about=None).exclude(unit_as_written="")
    found = 0
    for written in list(waiting.values_list("unit_as_written", flat=True).distinct().order_by()):
        match = match_unit(written, names)
        if match.key is not None:
            found += _recognise(campaign, waiting.filter(unit_as_written=written), int(match.key))
    if found:
        facts = {"opinions": found}
        record(
            act="opinions.units_recognised",
            subject=f"campaign:{campaign.code}",
            by=by.code,
            at=at,
            facts=facts,
        )
    return found


def _recognise(campaign: Campaign, opinions: OpinionQuerySet, unit: int) -> int:
    """Note the unit, and that these wait to be placed among the opinions about it."""
    moved = list(opinions.values_list("pk", flat=True))
    for some in in_blocks(moved, _KEYS_A_QUERY):
        Placement.objects.filter(opinion__in=some).delete()
        Doubt.objects.filter(Q(one__in=some) | Q(other__in=some)).delete()
        wait_to_be_placed(campaign.pk, some)
    return opinions.update(about_id=unit)
