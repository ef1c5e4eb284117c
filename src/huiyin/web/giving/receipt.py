"""Hearing of one's matter again, by the receipt: where it is, what the office asks, and four things that may be done under it.

The code comes in the body of what is sent, never in an address.
"""

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kit.clock import now
from huiyin.kit.errors import HuiyinError
from huiyin.process.answers import commands
from huiyin.process.answers.models import Receipt
from huiyin.process.answers.queries import further_codes, receipt_of
from huiyin.process.answers.rules.messages import LONGEST_MESSAGE
from huiyin.process.answers.rules.receipts import fresh_nonce, printed, receipt_code, typed
from huiyin.process.answers.rules.tries import Try, make_try, read_try
from huiyin.process.channels.queries import stub_of
from huiyin.process.problems.queries import whereabouts
from huiyin.process.problems.queries.behind import fewest_givers
from huiyin.process.rectification.commands import rate_fix as rate
from huiyin.process.rectification.queries import fixes_of
from huiyin.process.rectification.queries.voices import NOT_FIXED
from huiyin.process.sealed.queries import apart_of
from huiyin.web.frame.failing import sentence
from huiyin.web.frame.givers import giver_page, show_giver
from huiyin.web.frame.language import in_english
from huiyin.web.frame.names import names_of
from huiyin.web.giving.printing import show_receipt

Command = Callable[..., None]


@giver_page("GET", "POST")
def receipt(request: HttpRequest) -> HttpResponse:
    """The box for a code, and behind it where the matter is."""
    at = now()
    if request.method == "GET":
        return _ask_for_code(request, at, 0)
    return _opened(request, at, lambda found, code: show_matter(request, found, code))


@giver_page("GET", "POST")
def reply_under_receipt(request: HttpRequest) -> HttpResponse:
    """A reply to what the office asked."""
    return _done(request, commands.reply_under_receipt, ("body",), _("已经收到您的回复。"))


@giver_page("GET", "POST")
def add_under_receipt(request: HttpRequest) -> HttpResponse:
    """Something added."""
    return _done(request, commands.add_under_receipt, ("body",), _("已经收到您的补充。"))


@giver_page("GET", "POST")
def rate_fix(request: HttpRequest) -> HttpResponse:
    """How the giver rates what was done, or that it wasn't really fixed."""
    return _done(request, rate, ("number", "said", "why"), _("已经收到您的评价。还可以改，以最后一次为准。"))


@giver_page("GET", "POST")
def report_retaliation(request: HttpRequest) -> HttpResponse:
    """Word of retaliation, for the inspectors."""
    return _done(request, commands.report_retaliation, ("body",), _("已经收到，单位和活动办都看不到。"))


@giver_page("GET", "POST")
def withdraw_under_receipt(request: HttpRequest) -> HttpResponse:
    """The matter taken back, after one more question."""
    if request.method == "POST" and not request.POST.get("sure"):
        return _opened(request, now(), lambda found, code: show_matter(request, found, code, withdraws=True))
    return _done(request, commands.withdraw_under_receipt, (), _("已经撤回，不再办理。"))


def _done(request: HttpRequest, command: Command, fields: tuple[str, ...], note: str) -> HttpResponse:
    """The matter's page after an act under its receipt; what was written stays in its box where the act was refused."""
    if request.method == "GET":  # somebody came back to the address of an act: its page takes the code first
        return HttpResponseRedirect(reverse("receipt") + ("?language=en" if in_english() else ""))
    at = now()
    sent = {name: str(request.POST.get(name, "")).replace("\r\n", "\n") for name in fields}

    def act(found: Receipt, code: str) -> HttpResponse:
        try:
            command(found, *sent.values(), at=at)
        except HuiyinError as error:
            return show_matter(request, found, code, error=sentence(error), kept={command.__name__: sent})
        return show_matter(request, found, code, note=note)

    return _opened(request, at, act)


def _opened(request: HttpRequest, at: datetime, then: Callable[[Receipt, str], HttpResponse]) -> HttpResponse:
    """What `then` makes of the receipt whose code was sent; the box again, a while later, where there is none."""
    sent = str(request.POST.get("code", ""))
    before = read_try(settings.HUIYIN_GIVERS_KEY, str(request.POST.get("try", "")), at) or Try(
        0, fresh_nonce(), at
    )
    if left := before.left(at):
        note = _("请等 %(left)s 秒再按“查看”。") % {"left": left}
        return _ask_for_code(request, at, before.wrong, typed_so_far=sent, note=note, same=True)
    code = typed(sent)
    found = receipt_of(code) if code else None
    renewed = receipt_code(settings.HUIYIN_GIVERS_KEY, before.nonce)
    if found is None and code and receipt_of(renewed) is not None:
        return _renewed(request, renewed)  # this very form changed it, and its answer got lost
    if found is None and code and (stub := stub_of(code)) is not None:
        return show_giver(request, "giving/not_yet", {"stub": stub, "batch": stub.batch})
    if found is None or code is None:
        error = _("没有查到这个回执码，多半是有一位抄错了。请对照您记下的再输一遍。")
        return _ask_for_code(request, at, before.wrong + 1, typed_so_far=sent, error=error)
    if found.once:
        return _renewed(request, commands.renew_receipt(found, code, nonce=before.nonce, at=at))
    return then(found, code)


def _ask_for_code(
    request: HttpRequest,
    at: datetime,
    wrong: int,
    *,
    typed_so_far: str = "",
    note: str = "",
    error: str = "",
    same: bool = False,
) -> HttpResponse:
    fresh = make_try(settings.HUIYIN_GIVERS_KEY, wrong, fresh_nonce(), at)
    context = {
        "code": typed_so_far[:80],
        "note": note,
        "error": error,
        "try": str(request.POST["try"]) if same else fresh,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if note or error else HTTPStatus.OK
    return show_giver(request, "giving/receipt", context, status=status)


def _renewed(request: HttpRequest, code: str) -> HttpResponse:
    return show_receipt(request, "giving/renewed", code)


def show_matter(
    request: HttpRequest,
    found: Receipt,
    code: str,
    *,
    note: str = "",
    error: str = "",
    kept: dict[str, dict[str, str]] | None = None,
    withdraws: bool = False,
) -> HttpResponse:
    """Where the matter is and what was done, in words; and the boxes for what may be said under its receipt."""
    where = whereabouts(found.matter)
    context = {
        "code": code,
        "blocks": printed(code),
        "further": further_codes(code),
        "where": where,
        "fixes": fixes_of(where, found.campaign) if where else (),
        "not_fixed": NOT_FIXED,
        "fewest": fewest_givers(found.campaign),
        "apart": apart_of(found.matter),
        "issued_on": found.issued_on,
        "names": names_of(found.campaign),
        "campaign": found.campaign,
        "note": note,
        "error": error,
        "kept": kept or {},
        "withdraws": withdraws,
        "longest": LONGEST_MESSAGE,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if error else HTTPStatus.OK
    return show_giver(request, "giving/matter", context, status=status)
