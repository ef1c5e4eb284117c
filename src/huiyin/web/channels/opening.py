"""Opening entrances: one, or one for each of many units and kinds of giver."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.kit.errors import BadInput, HuiyinError
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.channels import commands
from huiyin.process.channels.commands.entrances import LONGEST_NAME
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.fields import day, line
from huiyin.web.frame.names import names_of
from huiyin.web.frame.page import page
from huiyin.web.frame.picking import Picker
from huiyin.web.frame.showing import show
from huiyin.web.frame.units import offered_units, unit_named
from huiyin.web.frame.visit import Visit


@page(Right.CHANNEL_MANAGE, "GET", "POST")
def open_entrance(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Open one entrance, for a unit, a group or an event."""
    if request.method == "GET":
        return _one(request, visit, {"opens_on": visit.today.isoformat(), "channel": _usual(visit)})
    given = request.POST
    try:
        unit = line(given, "unit")
        about = unit_named(unit, visit, Right.CHANNEL_MANAGE) if unit else None
        if about is None and not visit.may(Right.CHANNEL_MANAGE, visit.running.root.path):
            raise BadInput("请写明所涉单位。", "Say which unit it is about.")
        made = commands.open_entrance(
            visit.running,
            name=line(given, "name", longest=LONGEST_NAME + 1),
            channel=line(given, "channel"),
            about=about,
            giver_kind=line(given, "giver_kind"),
            pupils=bool(line(given, "pupils")),
            opens_on=day(given, "opens_on", "开始日期", "First day"),
            closes_on=day(given, "closes_on", "截止日期", "Last day"),
            by=visit.by(Right.CHANNEL_MANAGE, (about or visit.running.root).path),
            at=visit.at,
        )
    except HuiyinError as error:
        return _one(request, visit, given.dict(), error)
    messages.success(request, _("收集点已设好。把海报贴出去，或把链接发出去。"))
    return HttpResponseRedirect(reverse("entrance", args=[visit.running.code, made.pk]))


@page(Right.CHANNEL_MANAGE, "GET", "POST")
def open_entrances(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Open one for each chosen unit and kind of giver."""
    picker = Picker(visit, Right.CHANNEL_MANAGE, request.POST if request.method == "POST" else None)
    if request.method == "GET":
        return _many(request, visit, picker, QueryDict(f"opens_on={visit.today}&channel={_usual(visit)}"))
    given = request.POST
    try:
        units = [part.unit for part in picker.picked()]
        pupils = set(given.getlist("pupils"))
        opened = commands.open_entrances(
            visit.running,
            units,
            {kind: kind in pupils for kind in given.getlist("kind")},
            channel=line(given, "channel"),
            opens_on=day(given, "opens_on", "开始日期", "First day"),
            closes_on=day(given, "closes_on", "截止日期", "Last day"),
            by=visit.by(Right.CHANNEL_MANAGE, units[0].path if units else None),
            at=visit.at,
        )
    except HuiyinError as error:
        return _many(request, visit, picker, given, error)
    said = ngettext("新设 {n} 个收集点。", "新设 {n} 个收集点。", opened.new).format(n=opened.new)
    if opened.there:
        said += ngettext("{n} 个已经有了，没有动。", "{n} 个已经有了，没有动。", opened.there).format(
            n=opened.there
        )
    messages.success(request, said)
    return HttpResponseRedirect(reverse("entrances", args=[visit.running.code]))


def _usual(visit: Visit) -> str:
    """The channel that a form begins with: the template's word for what comes by the net, where it has one."""
    channels = names_of(visit.running).channel
    return "online" if "online" in channels else next(iter(channels), "")


def _one(
    request: HttpRequest, visit: Visit, typed: Mapping[str, object], error: HuiyinError | None = None
) -> HttpResponse:
    context = {
        "typed": typed,
        "names": names_of(visit.running),
        "said": sentence(error) if error else "",
        "longest": LONGEST_NAME,
        **offered_units(visit, Right.CHANNEL_MANAGE),
    }
    return show(request, visit, "channels/open_entrance", context, status=status_of(error) if error else 200)


def _many(
    request: HttpRequest, visit: Visit, picker: Picker, typed: QueryDict, error: HuiyinError | None = None
) -> HttpResponse:
    names = names_of(visit.running)
    ticked, pupils = set(typed.getlist("kind")), set(typed.getlist("pupils"))
    context = {
        "typed": typed.dict(),
        "picker": picker,
        "names": names,
        "kinds": [(code, name, code in ticked, code in pupils) for code, name in names.giver.items()],
        "said": sentence(error) if error else "",
    }
    return show(request, visit, "channels/open_entrances", context, status=status_of(error) if error else 200)
