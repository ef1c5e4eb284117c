"""The calendar: a year to look at for everybody, and forms for who keeps it."""

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kit.errors import BadInput, HuiyinError, Unseen
from huiyin.platform.calendar import commands
from huiyin.platform.calendar.access import may_edit, needs_to_edit
from huiyin.platform.calendar.queries import ShownYear, days_of, known_years
from huiyin.platform.calendar.rules import LineFault, Noted, as_lines, examples, read_notice
from huiyin.platform.calendar.rules.years import notice_title, plausible
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.web.calendar.months import WEEKDAYS, festivals_of, months_of
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.language import pick
from huiyin.web.frame.page import Open, page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit

_LONGEST_FIELD = 200


@page(Open.SIGNED_IN, "GET")
def calendar(request: HttpRequest, visit: Visit, year: int | None = None) -> HttpResponse:
    """A year, by itself this one: what is off, what is made up for, and which notice says so."""
    return _show(request, visit, visit.today.year if year is None else year)


@page(Right.CALENDAR_EDIT, "POST")
def set_day(request: HttpRequest, visit: Visit, year: int) -> HttpResponse:
    """Say of one day whether it works."""

    def change(by: Actor) -> tuple[int, str]:
        day = _day(request)
        works = {"works": True, "off": False}.get(str(request.POST.get("works", "")))
        if works is None:
            raise BadInput("请选择这一天是休还是班。", "Choose whether the day is off or worked.")
        commands.set_day(day, works, _line(request, "name"), by=by, at=visit.at)
        said = _("%(day)s已改。已经排好的日期不会自己变，需要时请重新排期。")
        return day.year, said % {"day": _spoken(day)}

    return _changed(request, visit, year, "set_day", change)


@page(Right.CALENDAR_EDIT, "POST")
def clear_day(request: HttpRequest, visit: Visit, year: int) -> HttpResponse:
    """Take back what was entered about one day."""

    def change(by: Actor) -> tuple[int, str]:
        day = _day(request)
        commands.clear_day(day, by=by, at=visit.at)
        return day.year, _("%(day)s已恢复。") % {"day": _spoken(day)}

    return _changed(request, visit, year, "set_day", change)


@page(Right.CALENDAR_EDIT, "POST")
def take_in_year(request: HttpRequest, visit: Visit, year: int) -> HttpResponse:
    """The whole arrangement of a year, from the lines of its notice; with one line at fault nothing is taken."""
    read = read_notice(str(request.POST.get("lines", "")), year)

    def change(by: Actor) -> tuple[int, str]:
        if read.faults:
            raise BadInput(
                "有看不懂的地方，一天也没有录入。请改好再录。",
                "Some lines can't be taken, so nothing was entered.",
            )
        count = commands.take_in_year(year, read.days, _line(request, "source"), by=by, at=visit.at)
        said = _("%(year)s 年已录入，放假和调休上班共 %(count)s 天。请核对下面的月历。")
        return year, said % {"year": year, "count": count}

    return _changed(request, visit, year, "take_in_year", change, read.faults)


def _changed(
    request: HttpRequest,
    visit: Visit,
    year: int,
    form: str,
    change: Callable[[Actor], tuple[int, str]],
    faults: tuple[LineFault, ...] = (),
) -> HttpResponse:
    """One change and on to its year; a refusal is said beside the form, with what was typed in it."""
    _needs_year(year)
    by = next(filter(may_edit, visit.actors), visit.by(Right.CALENDAR_EDIT))
    needs_to_edit(by)
    try:
        changed, said = change(by)
    except HuiyinError as error:
        return _show(request, visit, year, form=form, error=error, faults=faults)
    messages.success(request, said)
    return HttpResponseRedirect(reverse("calendar_year", args=[changed]))


def _show(
    request: HttpRequest,
    visit: Visit,
    year: int,
    *,
    form: str = "",
    error: HuiyinError | None = None,
    faults: tuple[LineFault, ...] = (),
) -> HttpResponse:
    _needs_year(year)
    shown, known = days_of(year), known_years()
    months = months_of(shown, visit.today) if shown.known else []
    context = {
        "year": shown,
        "years": sorted({*known, visit.today.year, visit.today.year + 1, max(known) + 1, year}),
        "known": known,
        "months": months,
        "weekdays": [pick(zh, en) for zh, en in WEEKDAYS],
        "festivals": festivals_of(shown.days.values()),
        "worked": sum(month.worked for month in months),
        "changed": [] if shown.entered else [each for each in shown.days.values() if each.own],
        "edits": any(map(may_edit, visit.actors)),
        "typed": request.POST if form else _untouched(shown),
        "examples": examples(year),
        "form": form,
        "said": sentence(error) if error else "",
        "faults": [(fault.number, fault.line, pick(fault.zh, fault.en)) for fault in faults],
    }
    return show(request, visit, "calendar/calendar", context, status=status_of(error) if error else 200)


def _untouched(shown: ShownYear) -> dict[str, str]:
    """What the forms hold before anybody types: of a known year the days as they are, to be changed."""
    lines = as_lines(Noted(each.day, each.works, each.zh) for each in shown.days.values())
    return {"lines": lines, "source": shown.source or notice_title(shown.year)}


def _needs_year(year: int) -> None:
    if not plausible(year):
        raise Unseen


def _day(request: HttpRequest) -> date:
    typed = _line(request, "day")
    try:
        return date.fromisoformat(typed)
    except ValueError as error:
        raise BadInput(
            f"日期“{typed[:30]}”看不懂，请写成 2014-05-04。", f"Day '{typed[:30]}': write 2014-05-04."
        ) from error


def _line(request: HttpRequest, name: str) -> str:
    return " ".join(str(request.POST.get(name, "")).split())[: _LONGEST_FIELD + 1]


def _spoken(day: date) -> str:
    return pick(f"{day.month} 月 {day.day} 日", f"{day.day} {day:%B}")
