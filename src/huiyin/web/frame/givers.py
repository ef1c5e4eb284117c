"""Pages for people without an account: no cookie, no session, nothing of their browser looked at or kept (SPEC rule 5)."""

from collections.abc import Callable, Mapping
from functools import wraps
from http import HTTPStatus
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.loader import render_to_string
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

from huiyin import __version__
from huiyin.kit.clock import demo_day
from huiyin.kit.errors import HuiyinError
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.filters import needs_storable
from huiyin.web.frame.language import CHINESE, ENGLISH, in_english
from huiyin.web.frame.page import Open, View

P = ParamSpec("P")


def giver_page(*methods: str) -> Callable[[Callable[Concatenate[HttpRequest, P], HttpResponse]], View]:
    """A page for somebody whom nobody knows. Its language is said by its address or its form (`language=en`), not by a cookie.

    No CSRF token: it lives in a cookie, and there is nobody signed in whose name another site could misuse. What such a page does
    takes a secret that is typed into it or a form's signed token.
    """

    def make(view: Callable[Concatenate[HttpRequest, P], HttpResponse]) -> View:
        @wraps(view)
        def page(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            with translation.override(_language(request)):
                try:
                    needs_storable(request)
                    response = view(request, *args, **kwargs)
                except HuiyinError as error:
                    context = {"said": sentence(error)}
                    response = show_giver(request, "frame/giver_refusal", context, status=status_of(error))
                response.headers["Content-Language"] = CHINESE if not in_english() else ENGLISH
            response.headers["Referrer-Policy"] = "no-referrer"
            return response

        marked: View = csrf_exempt(page)
        marked.access = Open.PUBLIC  # type: ignore[attr-defined]
        marked.methods = methods  # type: ignore[attr-defined]
        return marked

    return make


def show_giver(
    request: HttpRequest, name: str, context: Mapping[str, Any], *, status: int = HTTPStatus.OK
) -> HttpResponse:
    """The template `name`.html in the frame `frame/giver.html`; drawn without the request, so that it can't set a cookie."""
    framed = {
        **context,
        "version": __version__,
        "english": in_english(),
        "other_language": CHINESE if in_english() else ENGLISH,
        "demo_day": demo_day(),
        "here": request.path,
    }
    return HttpResponse(render_to_string(f"{name}.html", framed), status=status)


def _language(request: HttpRequest) -> str:
    chosen = request.POST.get("language") or request.GET.get("language")
    if chosen in {CHINESE, ENGLISH}:
        return str(chosen)
    return translation.get_language() or CHINESE
