"""What makes a function a page: it names who may open it, and refuses everybody else before a line of it runs."""

from collections.abc import Callable
from enum import Enum
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

from huiyin.kit.errors import HuiyinError
from huiyin.platform.orgs.rules.rights import Right
from huiyin.web.frame.failing import refusal
from huiyin.web.frame.filters import needs_storable
from huiyin.web.frame.pending import ask_to_sign_in
from huiyin.web.frame.visit import Visit, visit_of

P = ParamSpec("P")
View = Callable[..., HttpResponse]


class Open(Enum):
    """Pages that need no right: for everybody, or for everybody who is signed in."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"


def public_page(*methods: str) -> Callable[[Callable[Concatenate[HttpRequest, P], HttpResponse]], View]:
    """A page for people who aren't signed in."""

    def make(view: Callable[Concatenate[HttpRequest, P], HttpResponse]) -> View:
        @wraps(view)
        def page(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            try:
                needs_storable(request)
                return view(request, *args, **kwargs)
            except HuiyinError as error:
                return refusal(request, error)

        return _marked(page, Open.PUBLIC, methods)

    return make


def page(
    access: Right | Open, *methods: str
) -> Callable[[Callable[Concatenate[HttpRequest, Visit, P], HttpResponse]], View]:
    """A page for whoever has the right `access` somewhere, or for all who are signed in (Open.SIGNED_IN).

    The view gets the visit after the request, and of an address below a campaign's the campaign is in it. Which rows of the
    page are whose is the access guard's of the room (404 outside of one's scope).
    """

    def make(view: Callable[Concatenate[HttpRequest, Visit, P], HttpResponse]) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            visit: Visit | None = None
            try:
                visit = visit_of(request, kwargs.pop("campaign", None))
                if visit is None:
                    return ask_to_sign_in(request)
                needs_storable(request)
                if isinstance(access, Right):
                    visit.by(access)
                return view(request, visit, *args, **kwargs)
            except HuiyinError as error:
                return refusal(request, error, visit)

        return _marked(guarded, access, methods)

    return make


def _marked(view: View, access: Right | Open, methods: tuple[str, ...]) -> View:
    """What the permission matrix reads off a view."""
    view.access = access  # type: ignore[attr-defined]
    view.methods = methods  # type: ignore[attr-defined]
    return view
