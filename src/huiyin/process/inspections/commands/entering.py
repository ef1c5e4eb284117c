"""A visit is entered by one who went and confirmed by another; then what was found is in the ledger and what was demanded is asked."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import BadInput, Conflict, NotAllowed, Refused
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.campaigns.commands.asking import Wanted, ask_within
from huiyin.process.campaigns.models import Participation
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.rules.plans import AskOrigin
from huiyin.process.inspections.commands.visiting import needs_to_inspect
from huiyin.process.inspections.models import LogCorrection, LogEntry, LogPoint, Revisit, Visit
from huiyin.process.inspections.queries.visits import goes, rows_of
from huiyin.process.inspections.rules.entries import (
    LONGEST_POINT,
    Entered,
    check_entered,
    digest_of,
)
from huiyin.process.inspections.rules.visits import VisitState
from huiyin.process.opinions.rules.reach import may_work
from huiyin.process.problems.commands import Wording, raise_problem
from huiyin.process.problems.rules import BY_INSPECTORS
from huiyin.process.reminders.queries import telling_parts
from huiyin.process.reminders.rules.wording import title_of


@transaction.atomic
def enter_visit(visit: Visit, entered: Entered, *, by: Actor, at: datetime) -> LogEntry:
    """Write down what a visit showed: by one of those who went. Nothing follows from it until another of them confirms."""
    _needs_to_go(visit, by)
    take_turn()
    visit.refresh_from_db()
    today = day_in_china(at)
    if visit.state == VisitState.CANCELLED or entered.day < visit.day:
        raise Refused(
            "这次走访已取消，或日期早于走访安排的日期；日期变了请先改走访。",
            "The visit was cancelled, or that day is before it; move the visit first.",
        )
    check_entered(entered, [way.code for way in template_of(visit.campaign).inspections.ways], today)
    last = LogEntry.objects.filter(campaign=visit.campaign).aggregate(last=Max("number"))["last"] or 0
    entry = LogEntry.objects.create(
        campaign=visit.campaign,
        number=last + 1,
        visit=visit,
        day=entered.day,
        ways=list(entered.ways),
        learned=entered.learned.strip(),
        told=entered.told.strip(),
        entered_by=by.code,
        entered_on=today,
    )
    _keep_points(entry, entered)
    facts = {"visit": visit.number, "found": len(entered.found), "demanded": len(entered.demanded)}
    record(act="visit.entered", subject=f"entry:{entry.number}", by=by.code, at=at, facts=facts)
    return entry


@transaction.atomic
def edit_entry(entry: LogEntry, entered: Entered, version: int, *, by: Actor, at: datetime) -> None:
    """Change a row before it is confirmed, by who entered it. Conflict when it isn't `version` any more."""
    if by.code != entry.entered_by:
        raise NotAllowed("只有录入的人可以改。", "Only who entered it changes it.")
    _needs_to_go(entry.visit, by)
    check_entered(
        entered, [way.code for way in template_of(entry.visit.campaign).inspections.ways], day_in_china(at)
    )
    if entered.day < entry.visit.day:
        raise Refused("日期早于走访安排的日期。", "That day is before the visit.")
    take_turn()
    changed = LogEntry.objects.filter(pk=entry.pk, version=version, confirmed_on=None).update(
        day=entered.day,
        ways=list(entered.ways),
        learned=entered.learned.strip(),
        told=entered.told.strip(),
        version=version + 1,
    )
    if not changed:
        raise _changed()
    LogPoint.objects.filter(entry=entry).delete()
    _keep_points(entry, entered)
    facts = {"version": version + 1}
    record(act="visit.entry_edited", subject=f"entry:{entry.number}", by=by.code, at=at, facts=facts)
    entry.refresh_from_db()


@transaction.atomic
def confirm_entry(entry: LogEntry, digest: str, *, looked: bool = False, by: Actor, at: datetime) -> None:
    """Confirm what another entered, by one who went along: the row is final, each problem found is in the ledger (督导组反馈), each demand
    is an ask of the unit. `digest` is that of what was shown; Conflict where it was changed meanwhile.

    Refused where words may tell who gave an opinion, or accuse, until `by` says that they `looked` (SPEC rules 4, 5). About 8 queries a point.
    """
    _needs_to_go(entry.visit, by)
    if by.code == entry.entered_by:
        raise NotAllowed("自己录入的，由另一位去的同志确认。", "What you entered another who went confirms.")
    take_turn()
    entry.refresh_from_db()
    [row] = rows_of([entry])
    if entry.confirmed_on is not None or digest_of(row.entered) != digest:
        raise _changed()
    visit = entry.visit
    telling = telling_parts(visit.campaign, [one.text for one in (*row.found, *row.demanded)])
    if telling and not looked:
        shown = "、".join(f"“{part}”" for part in telling[:5])
        raise Refused(
            f"这些话可能让人认出是谁反映的，或涉及举报：{shown}。请录入的人改写，或勾选“看过了”再确认。",
            f"By these words somebody may be known, or they accuse: {shown}. Have them reworded, or say that you looked.",
        )
    for one in row.found:
        _raise(one, visit, by, at)
    for one in row.demanded:
        _ask(one, visit, by, at)
    day = day_in_china(at)
    LogEntry.objects.filter(pk=entry.pk).update(confirmed_by=by.code, confirmed_on=day)
    Visit.objects.filter(pk=visit.pk, state=VisitState.PLANNED).update(state=VisitState.HELD)
    facts = {"visit": visit.number, "digest": digest, "looked": bool(telling)}
    record(act="visit.confirmed", subject=f"entry:{entry.number}", by=by.code, at=at, facts=facts)
    entry.refresh_from_db()


@transaction.atomic
def correct_entry(entry: LogEntry, text: str, *, by: Actor, at: datetime) -> LogCorrection:
    """Lay a correction beside a final row."""
    needs_to_inspect(by, entry.visit.unit.path)
    _needs_final(entry, text)
    made = LogCorrection.objects.create(entry=entry, text=text.strip(), by=by.code, on=day_in_china(at))
    record(act="visit.corrected", subject=f"entry:{entry.number}", by=by.code, at=at, facts={})
    return made


@transaction.atomic
def add_revisit(entry: LogEntry, day: date, text: str, *, by: Actor, at: datetime) -> Revisit:
    """Add what a later look found (回访结果)."""
    needs_to_inspect(by, entry.visit.unit.path)
    _needs_final(entry, text)
    if not entry.day <= day <= day_in_china(at):
        raise BadInput("回访在走访之后、今天以前。", "A revisit is after the visit, and not ahead.")
    made = Revisit.objects.create(entry=entry, day=day, text=text.strip(), by=by.code, on=day_in_china(at))
    facts = {"day": day.isoformat()}
    record(act="visit.revisited", subject=f"entry:{entry.number}", by=by.code, at=at, facts=facts)
    return made


def _needs_to_go(visit: Visit, by: Actor) -> None:
    needs_to_inspect(by, visit.unit.path)
    if not goes(visit, by.code):
        raise NotAllowed("由参加这次走访的督导人员办理。", "One of those who went does it.")


def _needs_final(entry: LogEntry, text: str) -> None:
    if entry.confirmed_on is None:
        raise Refused("还没有确认，请由录入的人直接改。", "It isn't confirmed: who entered it changes it.")
    if not text.strip() or len(text) > LONGEST_POINT:
        raise BadInput(f"写 1 至 {LONGEST_POINT} 字。", f"Write 1 to {LONGEST_POINT} characters.")


def _keep_points(entry: LogEntry, entered: Entered) -> None:
    points = [
        LogPoint(entry=entry, kind=LogPoint.Kind.FOUND, number=at, text=one.text.strip(), focus=one.focus)
        for at, one in enumerate(entered.found, 1)
    ]
    points += [
        LogPoint(entry=entry, kind=LogPoint.Kind.DEMAND, number=at, text=one.text.strip(), due_on=one.due_on)
        for at, one in enumerate(entered.demanded, 1)
    ]
    LogPoint.objects.bulk_create(points)


def _raise(point: LogPoint, visit: Visit, by: Actor, at: datetime) -> None:
    checked = may_work(by, Right.OPINION_READ_RAW, visit.unit.path, visit.campaign.root.path)
    wording = Wording(
        title_of(point.text), BY_INSPECTORS, manifestation=point.text, focus=point.focus, checked=checked
    )
    problem = raise_problem(visit.campaign, wording, owner=visit.unit, by=by, at=at)
    LogPoint.objects.filter(pk=point.pk).update(problem=problem)


def _ask(point: LogPoint, visit: Visit, by: Actor, at: datetime) -> None:
    part = Participation.objects.select_related("unit").filter(
        campaign=visit.campaign, unit=visit.unit, ended_on=None
    )
    wanted = Wanted(
        title_of(point.text),
        point.due_on,
        demand=point.text,
        origin=AskOrigin.INSPECTION,
        source=f"visit:{visit.number}",
    )
    ask = ask_within(visit.campaign, wanted, list(part), by=by, at=at)
    LogPoint.objects.filter(pk=point.pk).update(ask=ask)


def _changed() -> Conflict:
    return Conflict(
        "内容刚刚有变动或已经确认，请刷新后再看。", "It was changed or confirmed meanwhile: look again."
    )
