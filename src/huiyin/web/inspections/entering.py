"""Entering what a visit showed, confirming it, and what is laid beside it later."""

from datetime import date

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from huiyin.kit.errors import BadInput, HuiyinError, Unseen
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.campaigns.queries import template_of
from huiyin.process.inspections import commands
from huiyin.process.inspections.access import get_entry, inspected_visit
from huiyin.process.inspections.models import LogEntry
from huiyin.process.inspections.queries.visits import rows_of
from huiyin.process.inspections.rules.entries import LONGEST_LEARNED, LONGEST_POINT, Demanded, Entered, Found
from huiyin.web.frame.fields import day, line, words
from huiyin.web.frame.names import names_of
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit
from huiyin.web.inspections.frame import done, inspector, said, status, words_of
from huiyin.web.inspections.visit import shown

ROWS = 4
_WIDE = 4  # the command says what is too long


@page(Right.INSPECTION_WORK, "GET", "POST")
def enter_visit(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    """The form of a row, or with `entry` of one that isn't confirmed; POST keeps it."""
    found = inspected_visit(number, actors=visit.actors, campaign=visit.running)
    given = request.POST if request.method == "POST" else request.GET
    entry = _entry(visit, found.pk, line(given, "entry"))
    error: HuiyinError | None = None
    if request.method == "POST":
        try:
            entered = _read(visit, given)
            by = inspector(visit, found.unit.path)
            if entry is None:
                commands.enter_visit(found, entered, by=by, at=visit.at)
            else:
                version = line(given, "version")
                seen = int(version) if version.isascii() and version.isdigit() else 0
                commands.edit_entry(entry, entered, min(seen, 10**6), by=by, at=visit.at)
        except HuiyinError as refused:
            error = refused
        else:
            return done(request, visit, _("已录入。等另一位去的同志确认后定稿。"), "visit", number)
    context = {
        "found": found,
        "entry": entry,
        "shown": _typed(request.POST) if error else _kept(entry, found.day),
        "words": words_of(visit.running),
        "names": names_of(visit.running),
        "said": said(error),
    }
    return show(request, visit, "inspections/enter_visit", context, status=status(error))


@page(Right.INSPECTION_WORK, "POST")
def confirm_entry(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    """Confirm what another entered, as it was shown."""
    entry = get_entry(number, actors=visit.actors, campaign=visit.running)
    digest = line(request.POST, "digest", longest=64)
    looked = line(request.POST, "looked") == "yes"
    try:
        commands.confirm_entry(
            entry, digest, looked=looked, by=inspector(visit, entry.visit.unit.path), at=visit.at
        )
    except HuiyinError as error:
        return shown(request, visit, entry.visit, error)
    text = _("已确认定稿。发现的问题已进问题台账，要求已成为单位的任务。")
    return done(request, visit, text, "visit", entry.visit.number)


@page(Right.INSPECTION_WORK, "POST")
def add_to_entry(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    """Lay a correction or a revisit beside a final row."""
    entry = get_entry(number, actors=visit.actors, campaign=visit.running)
    by = inspector(visit, entry.visit.unit.path)
    try:
        text = words(request.POST, "text", longest=_WIDE * LONGEST_POINT)
        if line(request.POST, "what") == "revisit":
            on = day(request.POST, "day", "回访日期", "the day of the revisit")
            if on is None:
                raise BadInput("请写回访日期。", "Give the day of the revisit.")
            commands.add_revisit(entry, on, text, by=by, at=visit.at)
        else:
            commands.correct_entry(entry, text, by=by, at=visit.at)
    except HuiyinError as error:
        return shown(request, visit, entry.visit, error)
    return done(request, visit, _("已记在旁边，原来的一行没有动。"), "visit", entry.visit.number)


def _entry(visit: Visit, of: int, typed: str) -> LogEntry | None:
    """The row of that number of this visit, as long as it isn't confirmed; Unseen for another."""
    if not typed:
        return None
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 9):
        raise Unseen
    entry = get_entry(int(typed), actors=visit.actors, campaign=visit.running)
    if entry.visit_id != of or entry.confirmed_on is not None:
        raise Unseen
    return entry


def _read(visit: Visit, given: QueryDict) -> Entered:
    on = day(given, "day", "日期", "the day")
    if on is None:
        raise BadInput("请写日期。", "Give the day.")
    known = template_of(visit.running).focus_codes()
    founds, demands = [], []
    for at in range(1, ROWS + 1):
        text = words(given, f"found.{at}", longest=_WIDE * LONGEST_POINT)
        focus = line(given, f"focus.{at}", longest=20)
        if text:
            founds.append(Found(text, focus if focus in known else ""))
        text = words(given, f"demand.{at}", longest=_WIDE * LONGEST_POINT)
        if text:
            demands.append(Demanded(text, day(given, f"due.{at}", "完成日期", "the last day")))
    return Entered(
        on,
        tuple(given.getlist("ways")[:20]),
        words(given, "learned", longest=_WIDE * LONGEST_LEARNED),
        line(given, "told"),
        tuple(founds),
        tuple(demands),
    )


def _typed(given: QueryDict) -> dict[str, object]:
    """The form as it was sent: whatever was wrong with it, nothing is lost."""
    numbers = range(1, ROWS + 1)
    return {
        **{name: str(given.get(name, "")) for name in ("version", "day", "learned", "told")},
        "ways": given.getlist("ways"),
        "found": [(at, given.get(f"found.{at}", ""), given.get(f"focus.{at}", "")) for at in numbers],
        "demanded": [(at, given.get(f"demand.{at}", ""), given.get(f"due.{at}", "")) for at in numbers],
    }


def _kept(entry: LogEntry | None, on: date) -> dict[str, object]:
    """The form of a row as it is kept; empty for a new one."""
    row = rows_of([entry])[0].entered if entry else Entered(on, (), "")
    found = [(one.text, one.focus) for one in row.found] + [("", "")] * ROWS
    demanded = [(one.text, one.due_on.isoformat() if one.due_on else "") for one in row.demanded]
    demanded += [("", "")] * ROWS
    return {
        "version": entry.version if entry else "",
        "day": row.day.isoformat(),
        "learned": row.learned,
        "told": row.told,
        "ways": row.ways,
        "found": [(at, *one) for at, one in enumerate(found[:ROWS], 1)],
        "demanded": [(at, *one) for at, one in enumerate(demanded[:ROWS], 1)],
    }
