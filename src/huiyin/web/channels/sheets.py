"""Printing paper forms: the form to order a batch by, and its sheets, which stand in the answer to that order and nowhere else."""

from collections.abc import Mapping
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import mark_safe

from huiyin.kit.errors import BadInput, HuiyinError, Refused
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.campaigns.queries import template_of
from huiyin.process.channels import commands
from huiyin.process.channels.models import PaperBatch
from huiyin.process.channels.rules.paper import LONGEST_NAME, MOST_COPIES, Order, Printed
from huiyin.reports.layout.paper_form import sheet_markup, write_sheets
from huiyin.reports.papers.paper_forms import paper_form_of, paper_sheet_of
from huiyin.web.channels.fields import fresh_token, nonce_of, number
from huiyin.web.frame.downloads import pdf
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.fields import day, line
from huiyin.web.frame.names import names_of
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.units import offered_units, unit_named
from huiyin.web.frame.visit import Visit

_FORM = "sheets"
STYLE = Path(__file__).parents[1] / "static" / "web" / "sheets.css"


@page(Right.CHANNEL_MANAGE, "GET", "POST")
def print_sheets(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Order a batch; the answer is the PDF (`as=pdf`), or the page to print."""
    if request.method == "GET":
        return _form(request, visit, {"copies": "50"})
    given = request.POST
    try:
        if not settings.HUIYIN_ADDRESS:
            raise _no_address()
        unit = line(given, "unit")
        about = unit_named(unit, visit, Right.CHANNEL_MANAGE) if unit else None
        if about is None and not visit.may(Right.CHANNEL_MANAGE, visit.running.root.path):
            raise BadInput("请写明所涉单位。", "Say which unit it is about.")
        order = Order(
            name=line(given, "name", longest=LONGEST_NAME + 1),
            copies=number(given, "copies"),
            giver_kind=line(given, "giver_kind"),
            hand_in_by=day(given, "hand_in_by", "交表截止日", "Day of handing in"),
        )
        nonce = nonce_of(given, visit, _FORM)
        by = visit.by(Right.CHANNEL_MANAGE, (about or visit.running.root).path)
        batch, sheets = commands.print_sheets(visit.running, about, order, nonce=nonce, by=by, at=visit.at)
    except HuiyinError as error:
        return _form(request, visit, given.dict(), error)
    batch.campaign, batch.about = visit.running, about
    return _printed(request, visit, batch, sheets)


def _printed(request: HttpRequest, visit: Visit, batch: PaperBatch, sheets: list[Printed]) -> HttpResponse:
    """The sheets as they were asked for; where there can be no PDF, the page to print, which says why."""
    form = paper_form_of(batch, settings.HUIYIN_ADDRESS)
    drawn = [paper_sheet_of(one) for one in sheets]
    error: HuiyinError | None = None
    if line(request.POST, "as") == "pdf":
        style = STYLE.read_text(encoding="utf-8")
        try:
            return pdf(f"{form.title}·{batch.name}", lambda path: write_sheets(form, drawn, style, path))
        except HuiyinError as lacking:
            error = lacking
    context = {
        "batch": batch,
        "copies": len(drawn),
        "sheets": [mark_safe(sheet_markup(form, one)) for one in drawn],  # noqa: S308 - every word in it is escaped there
        "said": sentence(error) if error else "",
    }
    return show(request, visit, "channels/printed_sheets", context)


def _no_address() -> Refused:
    return Refused(
        "还不知道大家从哪个网址打开回音，存根上印不了二维码。请管理员设环境变量 HUIYIN_ADDRESS（例如 https://huiyin.example.cn），再重启。",
        "Nobody has said at which address people reach these pages, so there is no QR code for the stub. Have HUIYIN_ADDRESS set "
        "(for example https://huiyin.example.cn) and the server started again.",
    )


def _form(
    request: HttpRequest, visit: Visit, typed: Mapping[str, object], error: HuiyinError | None = None
) -> HttpResponse:
    context = {
        "typed": typed,
        "token": fresh_token(visit, _FORM),
        "names": names_of(visit.running),
        "office": template_of(visit.running).term("activity_office"),
        "longest": LONGEST_NAME,
        "most": MOST_COPIES,
        "said": sentence(error) if error else "",
        **offered_units(visit, Right.CHANNEL_MANAGE),
    }
    return show(request, visit, "channels/print_sheets", context, status=status_of(error) if error else 200)
