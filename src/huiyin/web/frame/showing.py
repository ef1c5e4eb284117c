"""Drawing a page: whole, or only the part that a request asked for."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django_htmx.middleware import HtmxDetails

from huiyin import __version__
from huiyin.kit.clock import demo_day
from huiyin.platform.notices.queries import kept_count
from huiyin.web.frame.language import in_english
from huiyin.web.frame.menu import menu
from huiyin.web.frame.visit import Visit


def show(
    request: HttpRequest,
    visit: Visit | None,
    name: str,
    context: Mapping[str, Any],
    *,
    part: str = "",
    status: int = HTTPStatus.OK,
    whole: bool = False,
) -> HttpResponse:
    """The template `name`.html in its frame, or, for a request of htmx's, its fragment `name`_`part`.html alone.

    Without JavaScript nobody ever asks for a fragment, so the page must say everything by itself.
    """
    fragment = bool(part) and not whole and _asks_for_part(request)
    if not part and request.method == "GET" and status == HTTPStatus.OK and _asks_for_part(request):
        # Sent on to a page that has no such fragment: the browser goes there itself, and its address says where it is.
        return HttpResponse(headers={"HX-Redirect": request.get_full_path(), "Vary": "HX-Request, Cookie"})
    template = f"{name}_{part}.html" if fragment else f"{name}.html"
    framed: dict[str, Any] = {
        **context,
        "visit": visit,
        "version": __version__,
        "english": in_english(),
        "demo_day": demo_day(),
    }
    if fragment:
        framed["part_messages"] = get_messages(request)
    else:
        framed["menu"] = menu(request, visit)
        framed["messages_kept"] = kept_count(visit.account) if visit else 0
    text = render_to_string(template, framed, request)
    response = HttpResponse(text, status=status)
    response.headers["Vary"] = "HX-Request, Cookie"
    if not fragment and _asks_for_part(request):
        # A whole page in answer to a part (a refusal, the end of a session) takes the place of the whole page.
        response.headers["HX-Retarget"], response.headers["HX-Reswap"] = "body", "innerHTML"
    return response


def _asks_for_part(request: HttpRequest) -> bool:
    htmx: HtmxDetails | None = getattr(request, "htmx", None)
    return htmx is not None and bool(htmx) and not (htmx.boosted or htmx.history_restore_request)
