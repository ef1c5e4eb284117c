"""Complaining about the campaign's ways or about this software: without an account, from every page (R19)."""

import threading
import time
from collections import deque
from collections.abc import Sequence
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from huiyin.kit.clock import now
from huiyin.kit.errors import HuiyinError
from huiyin.process.answers.rules.receipts import fresh_nonce, printed
from huiyin.process.campaigns.models import Campaign
from huiyin.process.campaigns.queries import template_of
from huiyin.process.channels.commands import submit_complaint
from huiyin.process.channels.commands.complaining import COMPLAINT
from huiyin.process.channels.rules.given import LONGEST_TEXT, Given
from huiyin.process.channels.rules.tokens import make_token, read_token
from huiyin.web.frame.failing import sentence
from huiyin.web.frame.fields import line
from huiyin.web.frame.givers import giver_page, show_giver
from huiyin.web.frame.language import pick

MOST_A_MINUTE = (
    30  # of one process: whoever floods it fills no database, and nobody is looked at to know who it is
)
_MINUTE = 60.0
_MOST_CAMPAIGNS = 20

_taken: deque[float] = deque(maxlen=MOST_A_MINUTE)
_lock = threading.Lock()


@giver_page("GET", "POST")
def complain(request: HttpRequest) -> HttpResponse:
    """The form; sent, its words are kept with a receipt, or the page that comes back still has them."""
    campaigns = _campaigns()
    if request.method == "GET" or not campaigns:
        return _form(request, campaigns)
    token = read_token(settings.HUIYIN_GIVERS_KEY, COMPLAINT, str(request.POST.get("token", "")), now())
    if token is None or token.too_old:
        return _form(request, campaigns, _("这一页打开得太久了。您写的都在，请再按一次“提交”。"))
    if token.too_fast:
        return _form(request, campaigns, _("请再按一次“提交”。"), kept=True)
    campaign = _chosen(campaigns, request.POST)
    if campaign is None:
        return _form(request, campaigns, _("请选是哪一个活动。"), kept=True)
    if _too_many():
        return _form(
            request, campaigns, _("现在提交的人很多。您写的都在，请过一分钟再按一次“提交”。"), kept=True
        )
    try:
        given = Given(str(request.POST.get("text", "")).replace("\r\n", "\n"))
        taken = submit_complaint(campaign, given, nonce=token.nonce, at=now())
    except HuiyinError as error:
        return _form(request, campaigns, sentence(error), kept=True)
    return show_giver(request, "about/complained", {"code": printed(taken.code)})


def _campaigns() -> Sequence[Campaign]:
    """Those under way, the one of the unit furthest up first; where none is, those that were. One query, or two."""
    known = Campaign.objects.select_related("root").order_by("root__path", "-started_on", "-pk")
    return list(known.filter(closed_on=None)[:_MOST_CAMPAIGNS]) or list(known[:_MOST_CAMPAIGNS])


def _chosen(campaigns: Sequence[Campaign], given: QueryDict) -> Campaign | None:
    code = line(given, "campaign")
    if len(campaigns) == 1:
        return campaigns[0]
    return next((one for one in campaigns if one.code == code), None)


def _too_many() -> bool:
    """Whether this process took as many in a minute as it takes; if not, one more is counted."""
    at = time.monotonic()
    with _lock:
        full = len(_taken) == MOST_A_MINUTE and at - _taken[0] < _MINUTE
        if not full:
            _taken.append(at)
    return full


def _form(
    request: HttpRequest, campaigns: Sequence[Campaign], said: str = "", *, kept: bool = False
) -> HttpResponse:
    """The form with what was written; `kept`: its token stays the one that was sent, so that sending it again is the same complaint."""
    old = str(request.POST.get("token", "")) if kept else ""
    token = old or make_token(settings.HUIYIN_GIVERS_KEY, COMPLAINT, fresh_nonce(), now())
    readers = [template_of(one).term("supervision_group") for one in campaigns[:1]]
    context = {
        "campaigns": campaigns,
        "readers": pick(readers[0].zh, readers[0].en) if readers else "",
        "token": token,
        "typed": {"text": request.POST.get("text", ""), "campaign": request.POST.get("campaign", "")},
        "longest": LONGEST_TEXT,
        "said": said,
        "operator": settings.HUIYIN_OPERATOR,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if said else HTTPStatus.OK
    return show_giver(request, "about/complain", context, status=status)
