"""Posters of entrances: a page to print, and one PDF with a sheet for each."""

from collections.abc import Sequence

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from huiyin.kit.errors import BadInput, HuiyinError, Refused
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.channels.access import visible_entrances
from huiyin.process.channels.models import Entrance
from huiyin.reports.layout.posters import Poster, Size, write_posters
from huiyin.reports.papers.posters import poster_of
from huiyin.web.frame.downloads import pdf
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit

MOST = 200


@page(Right.CHANNEL_MANAGE, "GET")
def posters(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The posters of the ticked entrances (`e`), of all open ones without any, as a page to print."""
    return _page(request, visit)


@page(Right.CHANNEL_MANAGE, "GET")
def posters_pdf(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The same as one PDF; where this server can't draw one, the page says what it lacks."""
    try:
        sheets = drawn(_chosen(request, visit))
        if not sheets:
            raise _no_address()
        size = Size.A5 if request.GET.get("size") == Size.A5 else Size.A4
        name = sheets[0].group if len(sheets) == 1 else _("海报")
        return pdf(f"{name}（{size}）", lambda path: write_posters(sheets, path, size))
    except HuiyinError as error:
        return _page(request, visit, error)


def drawn(chosen: Sequence[Entrance]) -> list[Poster]:
    """The posters; none where nobody has said under which address the pages are reached."""
    base = settings.HUIYIN_ADDRESS
    return [poster_of(one, base) for one in chosen] if base else []


def _chosen(request: HttpRequest, visit: Visit) -> list[Entrance]:
    ticked = [
        int(pk)
        for pk in request.GET.getlist("e")[: MOST + 1]
        if pk.isascii() and pk.isdigit() and len(pk) < 19
    ]
    found = visible_entrances(visit.actors, visit.running).closed(visit.today, False)
    if ticked:
        found = found.filter(pk__in=ticked)
    chosen = list(found.select_related("about").order_by("about__path", "pk")[: MOST + 1])
    if not chosen:
        raise BadInput("没有开放着的收集点可印。", "There is no open entrance to print.")
    if len(chosen) > MOST:
        raise BadInput(
            f"一次至多印 {MOST} 张，请先勾选一部分。", f"{MOST} posters at once at most: tick some of them."
        )
    for one in chosen:
        one.campaign = visit.running  # one object, so that its frozen template is read once
    return chosen


def _no_address() -> Refused:
    return Refused(
        "还不知道大家从哪个网址打开回音，海报上印不了二维码。请管理员设环境变量 HUIYIN_ADDRESS（例如 https://huiyin.example.cn），再重启。",
        "Nobody has said at which address people reach these pages, so there is no QR code. Have HUIYIN_ADDRESS set "
        "(for example https://huiyin.example.cn) and the server started again.",
    )


def _page(request: HttpRequest, visit: Visit, error: HuiyinError | None = None) -> HttpResponse:
    sheets: list[Poster] = []
    try:
        sheets = drawn(_chosen(request, visit))
        if not sheets:
            error = error or _no_address()
    except HuiyinError as first:
        error = error or first
    context = {
        "posters": sheets,
        "query": request.GET.urlencode(),
        "small": request.GET.get("size") == Size.A5,
        "said": sentence(error) if error else "",
        "ticked": request.GET.getlist("e"),
    }
    return show(request, visit, "channels/posters", context, status=status_of(error) if error else 200)
