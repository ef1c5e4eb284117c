"""Pages for what can't be: each says in a sentence what happened and what to do, and keeps what was typed."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import REASON_BAD_ORIGIN, REASON_BAD_REFERER

from huiyin.kit.errors import BadInput, Conflict, HuiyinError, NotAllowed, Unseen
from huiyin.web.frame.language import pick
from huiyin.web.frame.pending import held_back, send_again, shown_to_writer
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit

_STATUS: tuple[tuple[type[HuiyinError], HTTPStatus], ...] = (
    (Unseen, HTTPStatus.NOT_FOUND),
    (NotAllowed, HTTPStatus.FORBIDDEN),
    (Conflict, HTTPStatus.CONFLICT),
    (BadInput, HTTPStatus.UNPROCESSABLE_ENTITY),
    (HuiyinError, HTTPStatus.UNPROCESSABLE_ENTITY),
)


def status_of(error: HuiyinError) -> HTTPStatus:
    """The status that an error of ours is answered with."""
    return next(status for kind, status in _STATUS if isinstance(error, kind))


def sentence(error: HuiyinError) -> str:
    """The error in the language of the page."""
    return pick(error.zh, error.en)


def refusal(request: HttpRequest, error: HuiyinError, visit: Visit | None = None) -> HttpResponse:
    """A page with the error's sentence; what was sent stays on it, to be copied or sent again."""
    context = {
        "said": sentence(error),
        "typed": shown_to_writer(held_back(request)),
        "unseen": isinstance(error, Unseen),
    }
    return show(request, visit, "frame/refusal", context, status=status_of(error))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """An address that leads nowhere."""
    return refusal(request, exception if isinstance(exception, HuiyinError) else Unseen())


def our_fault(request: HttpRequest) -> HttpResponse:
    """Something broke in us."""
    return show(request, None, "frame/our_fault", {}, status=HTTPStatus.INTERNAL_SERVER_ERROR)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is of an earlier session: nothing is lost, it is shown again with one button to send it.

    From another site it is refused without that.
    """
    if reason.startswith((REASON_BAD_ORIGIN.partition("%")[0], REASON_BAD_REFERER.partition("%")[0])):
        return refusal(
            request,
            NotAllowed(
                "这次提交不是从本站页面发出的，没有办理。", "This wasn't sent from a page of this site."
            ),
        )
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return refusal(
            request,
            NotAllowed(
                "这次提交不是从本站页面发出的，没有办理。", "This wasn't sent from a page of this site."
            ),
        )
    return send_again(request, status=HTTPStatus.FORBIDDEN)
