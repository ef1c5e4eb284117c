"""Pages for people without an account: no cookie, no session, nothing of their browser looked at or kept (SPEC rule 5)."""

import logging
import traceback
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from http import HTTPStatus
from typing import Any, Concatenate, ParamSpec

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.loader import render_to_string
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

from huiyin import __version__
from huiyin.kit.clock import demo_day
from huiyin.kit.errors import HuiyinError, Unseen
from huiyin.web.frame import failing
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.filters import needs_storable
from huiyin.web.frame.language import CHINESE, ENGLISH, in_english
from huiyin.web.frame.page import Open, View
from huiyin.web.frame.plain_forms import read_plain_form

P = ParamSpec("P")
WORDS = ("text", "when", "where", "often", "contact", "body")
"""Fields that hold what a person wrote, in the order in which it's shown to them when it couldn't be kept."""

_ADDRESSES = ("/say/", "/r/", "/vote")

# Settings give it a format without the time of day.
logger = logging.getLogger("huiyin.givers")


def giver_page(*methods: str) -> Callable[[Callable[Concatenate[HttpRequest, P], HttpResponse]], View]:
    """A page for somebody whom nobody knows. Its language is said by its address or its form (`language=en`), not by a cookie.

    No CSRF token: it lives in a cookie, and there is nobody signed in whose name another site could misuse. What such a page does
    takes a secret that is typed into it or a form's signed token. Whatever goes wrong, what was written is on the page that says so.
    """

    def make(view: Callable[Concatenate[HttpRequest, P], HttpResponse]) -> View:
        @wraps(view)
        def page(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            read_plain_form(request)
            with translation.override(_language(request)):
                response = _answer(request, lambda: view(request, *args, **kwargs))
                response.headers["Content-Language"] = CHINESE if not in_english() else ENGLISH
            return quiet(response)

        marked: View = csrf_exempt(page)
        marked.access = Open.PUBLIC  # type: ignore[attr-defined]
        marked.methods = methods  # type: ignore[attr-defined]
        return marked

    return make


def _answer(request: HttpRequest, view: Callable[[], HttpResponse]) -> HttpResponse:
    try:
        needs_storable(request)
        return view()
    except HuiyinError as error:
        return giver_refusal(request, error, written=_written(request))
    except Exception as error:
        return not_kept(request, error)


def giver_refusal(
    request: HttpRequest, error: HuiyinError, status: int | None = None, *, written: Sequence[str] = ()
) -> HttpResponse:
    """A page with the error's sentence, in the language of the page, and below it what was `written`."""
    context = {"said": sentence(error), "written": written}
    return show_giver(request, "frame/giver_refusal", context, status=status or status_of(error))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """An address that leads nowhere: below the givers' addresses in their frame, or a link with a letter too many would set a cookie."""
    if request.path.startswith(_ADDRESSES):
        return giver_refusal(request, Unseen())
    return failing.not_found(request, exception)


def not_kept(request: HttpRequest, error: Exception) -> HttpResponse:
    """Something broke before anything was kept: nothing is acknowledged, and all that was written stands in a form that sends it
    again. The log gets where in the code and what kind, never words, address or time."""
    where = "".join(traceback.format_tb(error.__traceback__))
    logger.error("%s\n%s", type(error).__qualname__, where)
    busy = isinstance(error, (DatabaseError, OSError))
    context = {
        "sent": [(name, str(value)) for name, values in request.POST.lists() for value in values],
        "written": _written(request),
        "files": bool(request.FILES),
    }
    status = HTTPStatus.SERVICE_UNAVAILABLE if busy else HTTPStatus.INTERNAL_SERVER_ERROR
    return show_giver(request, "frame/giver_not_kept", context, status=status)


def _written(request: HttpRequest) -> list[str]:
    """What a person wrote into the form that was sent."""
    return [value for name in WORDS for value in map(str, request.POST.getlist(name)) if value.strip()]


def show_giver(
    request: HttpRequest, name: str, context: Mapping[str, Any], *, status: int = HTTPStatus.OK
) -> HttpResponse:
    """The template `name`.html in the frame `frame/giver.html`."""
    return quiet(HttpResponse(giver_html(request, name, context), status=status))


def giver_html(request: HttpRequest, name: str, context: Mapping[str, Any]) -> str:
    """What such a page consists of; drawn without the request, so that it can't set a cookie."""
    framed = {
        **context,
        "version": __version__,
        "english": in_english(),
        "other_language": CHINESE if in_english() else ENGLISH,
        "demo_day": demo_day(),
        "here": request.path,
    }
    return render_to_string(f"{name}.html", framed)


def quiet(response: HttpResponse) -> HttpResponse:
    """The answer with what keeps it out of other sites' logs, of search engines and of ours."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Cache-Control"] = "no-store"
    response._has_been_logged = True  # type: ignore[attr-defined] # Django would note the address and the moment of a refusal
    return response


def _language(request: HttpRequest) -> str:
    chosen = request.POST.get("language") or request.GET.get("language")
    if chosen in {CHINESE, ENGLISH}:
        return str(chosen)
    return translation.get_language() or CHINESE
