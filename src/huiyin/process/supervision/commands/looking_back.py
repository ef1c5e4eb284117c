"""A sheet of looks is written, handed in with the facts of the day, and sent back; nothing that was handed in changes (R28, S18, S21)."""

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType

from django.db import transaction

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import BadInput, Conflict, NotAllowed, Refused
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.campaigns.commands import settle_item
from huiyin.process.campaigns.models import Participation, UnitStage
from huiyin.process.campaigns.queries.running import template_of
from huiyin.process.campaigns.rules.looks import LookSheet
from huiyin.process.campaigns.rules.plans import StageState
from huiyin.process.lifemeetings.rules.reach import above
from huiyin.process.supervision.commands.judging import needs_running, task_of_return
from huiyin.process.supervision.models import Lookback, LookbackDraft, LookbackReturn
from huiyin.process.supervision.queries import facts, key_works
from huiyin.process.supervision.rules.frozen import frozen, told
from huiyin.process.supervision.rules.lookbacks import (
    LONGEST_WHY,
    cleaned,
    columns_of,
    needs_whole,
    needs_writer,
)


@transaction.atomic
def save_lookback(
    participation: Participation,
    sheet: str,
    entries: Mapping[str, Mapping[str, str]],
    edits: int,
    *,
    by: Actor,
    at: datetime,
) -> LookbackDraft:
    """Keep what is written of a sheet; what isn't given stays. Refused where it stands handed in, before its stage, or after the end;
    Conflict where another window kept it since `edits` was read."""
    rules = _writable(participation, sheet, by)
    take_turn()
    draft = _kept(participation, rules, entries, edits, by=by, at=at)
    facts_told = {"sheet": sheet, "unit": participation.unit_id, "edits": draft.edits}
    record(act="lookback.kept", subject=_subject(participation), by=by.code, at=at, facts=facts_told)
    return draft


@transaction.atomic
def hand_in_lookback(
    participation: Participation,
    sheet: str,
    edits: int,
    entries: Mapping[str, Mapping[str, str]] = MappingProxyType({}),
    *,
    by: Actor,
    at: datetime,
) -> Lookback:
    """Hand a sheet in as it is kept, with these `entries` more, every look whole and the facts beside it frozen; the unit's tasks that ask
    for it are done.

    Refused, and nothing kept, while a look isn't whole; Conflict where it was kept since `edits` was read. About 50 queries.
    """
    rules = _writable(participation, sheet, by)
    template = template_of(participation.campaign)
    take_turn()
    draft = _kept(participation, rules, entries, edits, by=by, at=at)
    needs_whole(rules, columns_of(template, rules), draft.entries)
    today = day_in_china(at)
    known = facts([participation], today, rules.fact_names())[participation.pk]
    beside = {name: known[name] for name in rules.fact_names() if name in known}
    if any(look.key_works for look in rules.looks):
        beside |= key_works(participation, today)
    made = Lookback.objects.create(
        participation=participation,
        sheet=sheet,
        round=Lookback.objects.filter(participation=participation, sheet=sheet).count() + 1,
        entries=draft.entries,
        facts=frozen(beside),
        by=by.code,
        role=by.role,
        on=today,
    )
    draft.delete()
    if rules.by == "unit":
        _finish(participation, rules, by=by, at=at)
    facts_told = {"sheet": sheet, "round": made.round, "stood_on": told(beside), "role": by.role}
    record(act="lookback.handed_in", subject=_subject(participation), by=by.code, at=at, facts=facts_told)
    return made


@transaction.atomic
def return_lookback(
    lookback: Lookback, why: str, due_on: date | None, *, by: Actor, at: datetime
) -> LookbackReturn:
    """Send a unit's sheet back with what must change and until when: a task of the unit while the campaign runs, and a draft that begins
    with what was handed in. Once only, and never by the unit's own people."""
    part = lookback.participation
    by.needs(Right.GATE_JUDGE, part.unit.path)
    rules = sheet_rules(part, lookback.sheet)
    if rules.by != "unit" or not above(by, part.unit.path, part.campaign.root.path):
        raise NotAllowed(
            "由上一级或上级派来的人退回，本单位的人不能自己退。",
            "A sheet is sent back from above, never by the unit's own people.",
        )
    if not why.strip() or len(why) > LONGEST_WHY:
        raise BadInput(
            f"请写明要改什么，至多 {LONGEST_WHY} 字。", "Say what must change, in 1000 characters at most."
        )
    if due_on is None or due_on <= day_in_china(at):
        raise BadInput("请写明哪天前改好，要晚于今天。", "Say until when: a day after today.")
    take_turn()
    needs_running(part, after=rules.after)
    later = Lookback.objects.filter(participation=part, sheet=lookback.sheet, round__gt=lookback.round)
    if later.exists() or LookbackReturn.objects.filter(lookback=lookback).exists():
        raise Conflict("这一次已经退回过了。", "This one was sent back already.")
    ask = None
    if part.campaign.closed_on is None:
        source = f"lookback:{lookback.pk}"
        ask = task_of_return(
            part, f"{rules.zh}退回重写", why, due_on, stage=rules.stage or "", source=source, by=by, at=at
        )
    made = LookbackReturn.objects.create(
        lookback=lookback,
        why=why.strip(),
        due_on=due_on,
        ask=ask,
        by=by.code,
        role=by.role,
        on=day_in_china(at),
    )
    LookbackDraft.objects.create(
        participation=part, sheet=lookback.sheet, entries=lookback.entries, by=by.code, on=day_in_china(at)
    )
    facts_told = {"sheet": lookback.sheet, "round": lookback.round, "due_on": due_on.isoformat()}
    record(act="lookback.returned", subject=_subject(part), by=by.code, at=at, facts=facts_told)
    return made


def sheet_rules(participation: Participation, sheet: str) -> LookSheet:
    """The sheet of a code; BadInput where the template has none."""
    found = template_of(participation.campaign).looks.sheet(sheet)
    if found is None:
        raise BadInput("没有这张表，请重新打开页面。", "There is no such sheet: open the page again.")
    return found


def _writable(participation: Participation, sheet: str, by: Actor) -> LookSheet:
    rules = sheet_rules(participation, sheet)
    needs_writer(by, rules, participation.unit.path)
    needs_running(participation, after=rules.after)
    stages = UnitStage.objects.filter(participation=participation, stage=rules.stage or "")
    if rules.stage is not None and stages.filter(state=StageState.WAITING).exists():
        raise Refused("本单位还没有进入这个环节。", "The unit isn't in this stage yet.")
    handed_in = Lookback.objects.filter(participation=participation, sheet=sheet)
    returned = LookbackReturn.objects.filter(lookback__in=handed_in).count()
    if rules.by == "unit" and handed_in.count() > returned:
        raise Refused(
            "已经送出，不能再改；要改的，请收表的人退回。",
            "It was handed in: it changes only after it is sent back.",
        )
    return rules


def _kept(
    participation: Participation,
    rules: LookSheet,
    entries: Mapping[str, Mapping[str, str]],
    edits: int,
    *,
    by: Actor,
    at: datetime,
) -> LookbackDraft:
    """The draft with these entries in it, kept. Conflict where it was kept since `edits` was read."""
    columns = columns_of(template_of(participation.campaign), rules)
    kept = cleaned(rules, columns, entries)
    found = LookbackDraft.objects.filter(participation=participation, sheet=rules.code).first()
    draft = found or LookbackDraft(participation=participation, sheet=rules.code)
    if draft.edits != edits:
        raise Conflict(
            "这张表刚在别处保存过。您写的还在这个页面上，请刷新后并进去。",
            "This sheet was kept elsewhere meanwhile: look again. What you wrote is still on this page.",
        )
    draft.entries = {
        look.code: {**draft.entries.get(look.code, {}), **kept.get(look.code, {})} for look in rules.looks
    }
    draft.edits, draft.by, draft.on = draft.edits + 1, by.code, day_in_china(at)
    draft.save()
    return draft


def _finish(participation: Participation, rules: LookSheet, *, by: Actor, at: datetime) -> None:
    """The tasks that asked for the sheet are done with it, and so is what a return asked for: nobody reports them once more."""
    returned = LookbackReturn.objects.filter(
        lookback__participation=participation, lookback__sheet=rules.code, ask__isnull=False
    )
    asked = returned.order_by("pk").values_list("ask__code", flat=True)
    for code in (rules.done, rules.told, *asked):
        settle_item(participation, code, by=by, at=at)


def _subject(participation: Participation) -> str:
    return f"participation:{participation.pk}"
