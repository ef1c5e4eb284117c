"""What somebody was told, newest first; nobody else sees it, and nobody learns whether it was read."""

from datetime import date

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from huiyin.kit.errors import BadInput
from huiyin.platform.notices import commands
from huiyin.platform.notices.queries import messages_of
from huiyin.web.frame.filters import address
from huiyin.web.frame.page import Open, page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit

_PUT_AWAY = "put-away"


@page(Open.SIGNED_IN, "GET")
def messages(request: HttpRequest, visit: Visit) -> HttpResponse:
    """One's own messages: those that lie on the desk, or those put away."""
    which = request.GET.get("show", "")
    found = messages_of(visit.account, put_away=which == _PUT_AWAY, before=_before(request))
    path = reverse("messages")
    context = {
        "found": found.messages,
        "put_away": which == _PUT_AWAY,
        "later": found.later and address(path, {"show": which, "before": found.later.isoformat()}),
        "first": address(path, {"show": which}) if request.GET.get("before") else "",
    }
    return show(request, visit, "notices/messages", context)


@page(Open.SIGNED_IN, "POST")
def put_away(_request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Take a message off the desk."""
    commands.put_away(visit.account, pk, at=visit.at)
    return HttpResponseRedirect(reverse("messages"))


def _before(request: HttpRequest) -> date | None:
    written = str(request.GET.get("before", ""))
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        raise BadInput(
            "这个地址里的位置不对，请回到列表第一页。",
            "The address names no place of the list; go to its first page.",
        ) from None
