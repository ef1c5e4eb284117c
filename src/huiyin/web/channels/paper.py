"""Batches of paper forms: the list, and one of them with its scans and its numbers until it is settled."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import ngettext

from huiyin.kit.errors import BadInput, HuiyinError
from huiyin.platform.files.access import open_file
from huiyin.platform.files.rules import Kind, Ready, picture_headers, read_upload, ready_pages
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.channels import commands
from huiyin.process.channels.access import get_batch, get_scan, visible_batches
from huiyin.process.channels.models import PaperBatch
from huiyin.process.channels.queries import batch_rows, kept_until, pages_of, scan_days
from huiyin.process.channels.rules.paper import MOST_PAGES
from huiyin.web.channels.fields import fresh_token, nonce_of, number, typist
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.filters import place
from huiyin.web.frame.names import names_of
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit

SIZE = 50
_SCANS = "scans"


@page(Right.OPINION_TAKE, "GET")
def paper_batches(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The latest batches that the visitor prints or types in, fifty a page."""
    first = place(request.GET, "first") or 0
    found = visible_batches(visit.actors, visit.running).select_related("about").order_by("-pk")
    rows = list(found[first : first + SIZE + 1])
    context = {
        "rows": batch_rows(rows[:SIZE], visit.running, actors=visit.actors),
        "manages": visit.may(Right.CHANNEL_MANAGE),
        "earlier": f"?first={max(0, first - SIZE)}" if first else "",
        "later": f"?first={first + SIZE}" if len(rows) > SIZE else "",
    }
    return show(request, visit, "channels/paper_batches", context)


@page(Right.OPINION_TAKE, "GET")
def paper_batch(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """One batch: how many came back, its scanned pages, and settling it."""
    return _batch(request, visit, get_batch(pk, actors=visit.actors, campaign=visit.running), {})


@page(Right.OPINION_TAKE, "POST")
def keep_scans(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Lay scanned pages beside the typing form."""
    one = get_batch(pk, actors=visit.actors, campaign=visit.running)
    by = typist(visit, one)
    try:
        nonce = nonce_of(request.POST, visit, f"{_SCANS}:{pk}")
        kept = commands.keep_scans(one, _pages(request), nonce=nonce, by=by, at=visit.at)
    except HuiyinError as error:
        return _batch(request, visit, one, {}, error)
    messages.success(request, ngettext("收下 {n} 页扫描件。", "收下 {n} 页扫描件。", kept).format(n=kept))
    return HttpResponseRedirect(reverse("paper_batch", args=[visit.running.code, pk]))


@page(Right.OPINION_TAKE, "GET")
def scan_picture(request: HttpRequest, visit: Visit, pk: int, scan: int) -> HttpResponse:  # noqa: ARG001
    """One scanned page, for the form beside it and kept by no browser."""
    one = get_batch(pk, actors=visit.actors, campaign=visit.running)
    by = typist(visit, one)
    opened = open_file(get_scan(scan, one, by=by).pk)
    return HttpResponse(opened.stream.read(), headers=picture_headers(opened.media_type))


@page(Right.OPINION_TAKE, "POST")
def close_batch(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Settle it: the numbers stay as they are, the scans go."""
    one = get_batch(pk, actors=visit.actors, campaign=visit.running)
    by = typist(visit, one)
    try:
        if not request.POST.get("sure"):
            raise BadInput(
                "请先勾选“都录完了”。结清以后不能再录，扫描件会删掉。",
                "Tick that all is typed in first: a settled batch takes no more, and its scans go.",
            )
        gone = commands.close_batch(one, unused=number(request.POST, "unused"), by=by, at=visit.at)
    except HuiyinError as error:
        return _batch(request, visit, one, request.POST.dict(), error)
    said = ngettext(
        "已结清，数字不再变；{n} 页扫描件已删除。", "已结清，数字不再变；{n} 页扫描件已删除。", gone
    )
    messages.success(request, said.format(n=gone))
    return HttpResponseRedirect(reverse("paper_batch", args=[visit.running.code, pk]))


def _pages(request: HttpRequest) -> list[Ready]:
    uploads = request.FILES.getlist("files")
    if not uploads:
        raise BadInput("请选择扫描件。", "Choose the scans.")
    found: list[Ready] = []
    for upload in uploads:
        if len(found) < MOST_PAGES + 1:  # one more says that there are too many, the rest isn't even read
            found += ready_pages(read_upload(upload, Kind.GIVEN))
    return found


def _batch(
    request: HttpRequest,
    visit: Visit,
    one: PaperBatch,
    typed: Mapping[str, object],
    error: HuiyinError | None = None,
) -> HttpResponse:
    row = batch_rows([one], visit.running, actors=visit.actors)[0]
    pages = pages_of(one) if row.types else []
    context = {
        "row": row,
        "batch": one,
        "typed": typed,
        "token": fresh_token(visit, f"{_SCANS}:{one.pk}"),
        "names": names_of(visit.running),
        "pages": pages,
        "waiting": [pk for pk, _place, done in pages if not done],
        "until": kept_until(one) if pages else None,
        "days": scan_days(visit.running),
        "most_pages": MOST_PAGES,
        "said": sentence(error) if error else "",
    }
    return show(request, visit, "channels/paper_batch", context, status=status_of(error) if error else 200)
