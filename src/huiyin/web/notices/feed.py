"""The calendar that a phone fetches by itself: no session, only the secret address."""

import re
import threading
import time
from collections import deque
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from huiyin.kit.clock import day_in_china, now
from huiyin.kit.errors import Unseen
from huiyin.platform.notices.queries import account_of_feed
from huiyin.platform.notices.rules.feed import calendar_of
from huiyin.reports.desk.feed import entries_of
from huiyin.web.frame.page import public_page

MOST_WRONG = (
    60  # wrong addresses a minute and process; nobody guesses 256 bits, but nobody needs to try faster either
)
_MINUTE = 60.0
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")

_wrong: deque[float] = deque(maxlen=MOST_WRONG)
_lock = threading.Lock()


@public_page("GET")
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar behind a secret address; Unseen for a wrong one, and after too many of them wrong ones wait for a minute.

    A right address is always answered: whoever guesses can't switch off the calendars of others.
    """
    account = account_of_feed(token) if _TOKEN.fullmatch(token) else None
    if account is None:
        if _too_many_wrong():
            return HttpResponse(status=HTTPStatus.TOO_MANY_REQUESTS, headers={"Retry-After": "60"})
        with _lock:
            _wrong.append(time.monotonic())
        raise Unseen
    entries = entries_of(account, day_in_china(now()))
    site = request.build_absolute_uri("/").rstrip("/")
    response = HttpResponse(
        calendar_of(entries, name=_("回音"), address=site), content_type="text/calendar; charset=utf-8"
    )
    response.headers["Content-Disposition"] = 'attachment; filename="huiyin.ics"'
    return response


def _too_many_wrong() -> bool:
    with _lock:
        return len(_wrong) == MOST_WRONG and time.monotonic() - _wrong[0] < _MINUTE
