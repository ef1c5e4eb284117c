"""Home: what waits for this visitor, by role."""

from django.http import HttpRequest, HttpResponse

from huiyin.web.frame.page import Open, page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit


@page(Open.SIGNED_IN, "GET")
def home(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The visitor's own work, the next act on top."""
    return show(request, visit, "home/home", {})
