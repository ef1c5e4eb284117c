"""Whoever waits for a page goes before the clock's work in the same process."""

from django.http import HttpRequest, HttpResponse

from huiyin.kit.precedence import served
from huiyin.web.frame.headers import Respond


def waiting(respond: Respond) -> Respond:
    """Middleware: while a page is made, the sweep stands aside (kit.precedence). Nothing is looked at or kept."""

    def while_waiting(request: HttpRequest) -> HttpResponse:
        with served():
            return respond(request)

    return while_waiting
