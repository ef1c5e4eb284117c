"""The office opens and closes ways to speak."""

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import BadInput
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.campaigns.models import Campaign
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.rules.template import Template
from huiyin.process.channels.models import Entrance

LONGEST_NAME = 80
MOST_AT_ONCE = 600
_LETTERS = "23456789abcdefghjkmnpqrtuvwxy"
_CODE_LENGTH = 10  # 48 bits: an address can't be guessed, and a poster can still be typed


@transaction.atomic
def open_entrance(
    campaign: Campaign,
    *,
    name: str,
    channel: str,
    about: Unit | None = None,
    giver_kind: str = "",
    pupils: bool = False,
    opens_on: date | None = None,
    closes_on: date | None = None,
    by: Actor,
    at: datetime,
) -> Entrance:
    """Open a way to speak: `name` says for whom (a unit, a group, an event), `about` whom it is about unless decided otherwise.

    BadInput for a name or code that the campaign doesn't know and for days in the wrong order.
    """
    by.needs(Right.CHANNEL_MANAGE, about.path if about is not None else campaign.root.path)
    template = template_of(campaign)
    first = opens_on or day_in_china(at)
    _needs_name(name)
    _needs_code(channel, {one.code for one in template.channels}, "收集渠道", "channel")
    if giver_kind:
        _needs_code(giver_kind, {one.code for one in template.giver_kinds}, "反映群体", "kind of giver")
    if about is not None and not about.path.startswith(campaign.root.path):
        raise BadInput(f"“{about.name}”不在本活动的范围内。", f"'{about.name}' isn't part of this campaign.")
    _needs_order(first, closes_on)
    made = Entrance.objects.create(
        campaign=campaign,
        code=_fresh_code(),
        name=name.strip(),
        channel=channel,
        about=about,
        giver_kind=giver_kind,
        pupils=pupils,
        opens_on=first,
        closes_on=closes_on,
        made_by=by.code,
        made_on=day_in_china(at),
    )
    facts = {"channel": channel, "about": about.pk if about is not None else None, "pupils": pupils}
    record(act="entrance.opened", subject=f"entrance:{made.pk}", by=by.code, at=at, facts=facts)
    return made


@transaction.atomic
def close_entrance(entrance: Entrance, *, on: date, by: Actor, at: datetime) -> None:
    """Say on which day an entrance takes its last opinion; the day may be moved again. What came in by it stays."""
    about = entrance.about
    by.needs(Right.CHANNEL_MANAGE, about.path if about is not None else entrance.campaign.root.path)
    _needs_order(entrance.opens_on, on)
    Entrance.objects.filter(pk=entrance.pk).update(closes_on=on)
    facts = {"on": on.isoformat()}
    record(act="entrance.closed", subject=f"entrance:{entrance.pk}", by=by.code, at=at, facts=facts)


@dataclass(frozen=True)
class Opened:
    """How many entrances are new, and how many were there already and stayed as they are."""

    new: int
    there: int


@transaction.atomic
def open_entrances(
    campaign: Campaign,
    units: Collection[Unit],
    giver_kinds: Mapping[str, bool],
    *,
    channel: str,
    opens_on: date | None = None,
    closes_on: date | None = None,
    by: Actor,
    at: datetime,
) -> Opened:
    """Open one entrance for each unit and kind of giver (the value: whether its form speaks to pupils), named after both.

    One that takes opinions of that kind about that unit by that channel already stays, so that the same form sent twice opens
    nothing twice. One query, two inserts and the record, however many.
    """
    for unit in units:
        by.needs(Right.CHANNEL_MANAGE, unit.path)
    template = template_of(campaign)
    day = day_in_china(at)
    first = opens_on or day
    _needs_code(channel, {one.code for one in template.channels}, "收集渠道", "channel")
    _needs_order(first, closes_on)
    if not units or not giver_kinds:
        raise BadInput(
            "请选单位和反映群体，各至少一个。", "Choose units and kinds of giver, at least one of each."
        )
    if len(units) * len(giver_kinds) > MOST_AT_ONCE:
        raise BadInput(
            f"一次至多设 {MOST_AT_ONCE} 个收集点，现在选了 {len(units) * len(giver_kinds)} 个。请分几次。",
            f"{MOST_AT_ONCE} entrances at once at most, here {len(units) * len(giver_kinds)}: do it in parts.",
        )
    take_turn()
    last = Entrance.objects.filter(campaign=campaign, channel=channel, about__isnull=False)
    there = set(last.exclude(closes_on__lt=day).values_list("about", "giver_kind"))
    wanted = [(unit, kind) for unit in units for kind in giver_kinds]
    new = [
        Entrance(
            campaign=campaign,
            code=_fresh_code(),
            name=_name(unit, kind, template),
            channel=channel,
            about=unit,
            giver_kind=kind,
            pupils=giver_kinds[kind],
            opens_on=first,
            closes_on=closes_on,
            made_by=by.code,
            made_on=day,
        )
        for unit, kind in wanted
        if (unit.pk, kind) not in there
    ]
    if new:
        Entrance.objects.bulk_create(new, batch_size=100)
        facts = {"channel": channel, "entrances": len(new), "kinds": sorted(giver_kinds)}
        record(act="entrances.opened", subject=f"campaign:{campaign.code}", by=by.code, at=at, facts=facts)
    return Opened(len(new), len(wanted) - len(new))


def _name(unit: Unit, kind: str, template: Template) -> str:
    """云河市第三中学·家长; the unit's name gives way where both are too long."""
    names = {one.code: one.zh for one in template.giver_kinds}
    _needs_code(kind, set(names), "反映群体", "kind of giver")
    tail = f"·{names[kind]}"
    return unit.name[: LONGEST_NAME - len(tail)] + tail


def _fresh_code() -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(_CODE_LENGTH))


def _needs_order(first: date, last: date | None) -> None:
    if last is not None and last < first:
        raise BadInput("截止日期早于开始日期。", "It closes before it opens.")


def _needs_name(name: str) -> None:
    if not 0 < len(name.strip()) <= LONGEST_NAME:
        raise BadInput(
            f"请写名称（{LONGEST_NAME} 字以内），例如“云河市第三中学·家长”。",
            f"Give it a name, in {LONGEST_NAME} characters: for whom it is.",
        )


def _needs_code(code: str, known: set[str], zh: str, en: str) -> None:
    if code not in known:
        raise BadInput(f"本活动没有“{code}”这个{zh}。", f"This campaign has no {en} '{code}'.")
