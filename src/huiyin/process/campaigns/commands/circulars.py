"""A paper goes down the tree: each level acknowledges it, adds to it, and passes it on (SPEC S4)."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import BadInput, Conflict, NotAllowed, Refused
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.files.commands import keep_evidence
from huiyin.platform.files.rules import Ready
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.campaigns.access import acknowledging
from huiyin.process.campaigns.models import Campaign, Circular, CircularStop, Participation
from huiyin.process.campaigns.queries.cascade import kinds_of_circular, next_below, participation_of
from huiyin.process.campaigns.queries.running import template_of

LONGEST = {"title": 200, "number": 60, "author": 100, "text": 20_000, "why": 200}
LONGEST_ADDITION = 2000
MOST_ACK_DAYS = 60


@dataclass(frozen=True)
class Notice:
    """The words of a circular. `kind` is a form of the template; `author` whoever wrote it above this tree, "" the issuing unit;
    `ack_days` working days within which each unit is to acknowledge it, None without a limit."""

    kind: str
    title: str
    text: str = ""
    number: str = ""
    author: str = ""
    event: str = ""
    ack_days: int | None = None


@transaction.atomic
def issue_circular(
    campaign: Campaign,
    notice: Notice,
    unit: Unit,
    to: Collection[Participation],
    *,
    file: Ready | None = None,
    replaces: Circular | None = None,
    by: Actor,
    at: datetime,
) -> Circular:
    """Issue a paper from `unit` to units next below it that take part; one from above this tree (`author`) to `unit` itself.

    `replaces`: the version that it stands in for, which nobody needs to acknowledge any more. Refused without words or a file,
    and for units that aren't next below (they get it from the level between).
    """
    by.needs(Right.CIRCULAR_ISSUE, unit.path)
    take_turn()
    _check(campaign, notice, file)
    _check_receivers(campaign, notice, unit, to)
    on = day_in_china(at)
    if replaces is not None:
        _retire(replaces, unit, "", by=by, at=at)
    circular = Circular.objects.create(
        campaign=campaign,
        kind=notice.kind,
        number=notice.number,
        title=notice.title,
        text=notice.text,
        file=keep_evidence(file, by=by, at=at) if file else None,
        author=notice.author,
        issued_by=unit,
        issued_on=on,
        event=notice.event,
        ack_days=notice.ack_days,
        replaces=replaces,
    )
    _reach(circular, to, None, at)
    facts = {
        "units": len(to),
        "digest": hashlib.sha256(notice.text.encode()).hexdigest(),
        "kind": notice.kind,
    }
    facts |= {"replaces": replaces.pk if replaces else 0}
    record(act="circular.issued", subject=_subject(circular), by=by.code, at=at, facts=facts)
    return circular


@transaction.atomic
def acknowledge_circular(stop: CircularStop, *, by: Actor, at: datetime) -> None:
    """Say for a unit that it has the paper: one press, once. Only in a capacity of that very unit, never from above it."""
    _needs_own(stop, by)
    _needs_standing(stop.circular)
    moment = max(at, stop.reached_at)  # clocks of two servers differ: nobody is stopped by a second
    if not CircularStop.objects.filter(pk=stop.pk, acknowledged_at=None).update(acknowledged_at=moment):
        raise Conflict("这份文件本单位已经签收。", "Your unit has acknowledged this already.")
    facts = {"participation": stop.participation_id, "role": by.role.value}
    record(act="circular.acknowledged", subject=_subject(stop.circular), by=by.code, at=at, facts=facts)


@transaction.atomic
def pass_on_circular(
    stop: CircularStop, added_text: str, to: Collection[Participation], *, by: Actor, at: datetime
) -> int:
    """Pass a paper on to units next below, with what the unit adds ("" nothing); how many it newly reaches.

    The addition is written once: what goes out later, to units that joined later, carries the same one. The paper itself stays as it is.
    """
    _needs_own(stop, by)
    take_turn()
    _needs_standing(stop.circular)
    now = CircularStop.objects.get(pk=stop.pk)
    if now.acknowledged_at is None:
        raise Refused("请先签收，再转发。", "Acknowledge it first, then pass it on.")
    new = _new_receivers(stop, to)
    if now.passed_on_at is None:
        _check_addition(added_text)
        rows = CircularStop.objects.filter(pk=stop.pk, passed_on_at=None)
        rows.update(passed_on_at=max(at, now.acknowledged_at), added_text=added_text)
    elif added_text.strip():
        raise Refused(
            "补充要求已经发出，不能再改或再加；要再提要求，请另发一份文件。",
            "What was added has gone out and stays: issue another paper to ask for more.",
        )
    _reach(stop.circular, new, now, at)
    facts = {"participation": stop.participation_id, "units": len(new), "role": by.role.value}
    facts |= {"digest": hashlib.sha256(added_text.encode()).hexdigest()}
    record(act="circular.passed_on", subject=_subject(stop.circular), by=by.code, at=at, facts=facts)
    return len(new)


@transaction.atomic
def withdraw_circular(circular: Circular, why: str, *, by: Actor, at: datetime) -> None:
    """Take a paper back, with the reason: it stays to be read, marked as withdrawn."""
    by.needs(Right.CIRCULAR_ISSUE, circular.issued_by.path)
    if not why.strip() or len(why) > LONGEST["why"]:
        raise BadInput("请写明撤回原因（200 字以内）。", "Say why, in at most 200 characters.")
    _retire(circular, circular.issued_by, why, by=by, at=at)


def _retire(circular: Circular, unit: Unit, why: str, *, by: Actor, at: datetime) -> None:
    if circular.issued_by_id != unit.pk:
        raise Refused("只能替换本单位印发的文件。", "Only the unit that issued it replaces a paper.")
    rows = Circular.objects.filter(pk=circular.pk, withdrawn_on=None)
    if not rows.update(withdrawn_on=day_in_china(at), withdrawn_why=why):
        raise Conflict(
            "这份文件已经撤回或被新版代替。", "This paper was withdrawn or replaced already: look again."
        )
    record(act="circular.withdrawn", subject=_subject(circular), by=by.code, at=at, facts={"why": why})


def _reach(
    circular: Circular, to: Collection[Participation], above: CircularStop | None, at: datetime
) -> None:
    level = above.level + 1 if above else 1
    CircularStop.objects.bulk_create(
        CircularStop(circular=circular, participation=unit, above=above, level=level, reached_at=at)
        for unit in to
    )


def _subject(circular: Circular) -> str:
    return f"circular:{circular.pk}"


def _needs_own(stop: CircularStop, by: Actor) -> None:
    by.needs(Right.CIRCULAR_ACKNOWLEDGE, stop.participation.unit.path)
    if acknowledging([by], stop) is None:
        raise NotAllowed(
            "签收和转发由收文单位自己办理，上级不能代签；没有人签收的，请提醒该单位联络员。",
            "A unit acknowledges and passes on by itself, nobody above does it for them: remind its clerk.",
        )


def _needs_standing(circular: Circular) -> None:
    if not Circular.objects.standing().filter(pk=circular.pk).exists():
        raise Refused(
            "这份文件已经撤回或被新版代替，不用再签收和转发。",
            "This paper was withdrawn or replaced: it needs no acknowledging any more.",
        )


def _check(campaign: Campaign, notice: Notice, file: Ready | None) -> None:
    if campaign.closed_on is not None:
        raise Refused("活动已经结束，不能再印发文件。", "The campaign is closed: nothing more is issued.")
    if not notice.title.strip():
        raise BadInput("请写标题。", "Give it a title.")
    if not notice.text.strip() and file is None:
        raise BadInput("请写正文，或附上文件。", "Write the text, or attach the file.")
    for name, zh in (("title", "标题"), ("number", "文号"), ("author", "发文机关"), ("text", "正文")):
        if len(getattr(notice, name)) > LONGEST[name]:
            raise BadInput(
                f"{zh}太长：至多 {LONGEST[name]} 字。",
                f"The {name} is too long: at most {LONGEST[name]} characters.",
            )
    if notice.ack_days is not None and not 1 <= notice.ack_days <= MOST_ACK_DAYS:
        raise BadInput(
            f"签收时限是 1 到 {MOST_ACK_DAYS} 个工作日。", f"The limit is 1 to {MOST_ACK_DAYS} working days."
        )
    if notice.kind not in kinds_of_circular(campaign):
        raise BadInput(
            f"模板里没有文种“{notice.kind}”。", f"The template has no kind of paper '{notice.kind}'."
        )
    if notice.event and notice.event not in {event.code for event in template_of(campaign).events}:
        raise BadInput(f"模板里没有事件“{notice.event}”。", f"The template has no event '{notice.event}'.")


def _check_receivers(campaign: Campaign, notice: Notice, unit: Unit, to: Collection[Participation]) -> None:
    own = participation_of(campaign, unit) if notice.author else None
    allowed = [own] if own else [] if notice.author else next_below(campaign, unit)
    _needs_receivers(to, {one.pk for one in allowed})


def _new_receivers(stop: CircularStop, to: Collection[Participation]) -> list[Participation]:
    allowed = next_below(stop.circular.campaign, stop.participation.unit)
    _needs_receivers(to, {one.pk for one in allowed})
    there = CircularStop.objects.filter(circular=stop.circular, participation__in=to)
    known = set(there.values_list("participation", flat=True))
    new = [one for one in to if one.pk not in known]
    if not new:
        raise Conflict("选中的单位都已经收到这份文件。", "All of these units have it already.")
    return new


def _needs_receivers(to: Collection[Participation], allowed: set[int]) -> None:
    if not to:
        raise BadInput("请至少选一个收文单位。", "Name at least one unit that is to get it.")
    if any(one.pk not in allowed for one in to):
        raise BadInput(
            "文件逐级传达：只能发给直接下一级、参加本活动的单位；更下面的由它们转发。上级来文先由本单位签收。",
            "A paper goes down level by level: to units next below that take part. What comes from above the tree reaches "
            "your own unit first.",
        )


def _check_addition(text: str) -> None:
    if len(text) > LONGEST_ADDITION:
        raise BadInput(
            f"补充要求太长：至多 {LONGEST_ADDITION} 字。",
            f"What you add is too long: at most {LONGEST_ADDITION} characters.",
        )


__all__ = ["Notice", "acknowledge_circular", "issue_circular", "pass_on_circular", "withdraw_circular"]
