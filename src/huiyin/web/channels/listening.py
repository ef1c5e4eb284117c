"""What was written down for people: forums, opened boxes, and the ways to write down more."""

from django.http import HttpRequest, HttpResponse

from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.channels.access import visible_boxes, visible_forums
from huiyin.web.frame.filters import place
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit

SIZE = 50


@page(Right.OPINION_TAKE, "GET")
def listening(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The latest forums and boxes of the visitor's units, fifty of each a page."""
    first = place(request.GET, "first") or 0
    forums = visible_forums(visit.actors, visit.running).select_related("host").order_by("-held_on", "-pk")
    boxes = visible_boxes(visit.actors, visit.running).select_related("host").order_by("-opened_on", "-pk")
    some_forums, some_boxes = list(forums[first : first + SIZE + 1]), list(boxes[first : first + SIZE + 1])
    more = len(some_forums) > SIZE or len(some_boxes) > SIZE
    context = {
        "forums": some_forums[:SIZE],
        "boxes": some_boxes[:SIZE],
        "manages": visit.may(Right.CHANNEL_MANAGE),
        "earlier": f"?first={max(0, first - SIZE)}" if first else "",
        "later": f"?first={first + SIZE}" if more else "",
    }
    return show(request, visit, "channels/listening", context)
