"""Writing down what somebody came or called to say, or what another office passed on."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from huiyin.kit.errors import HuiyinError
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.answers.rules.receipts import printed
from huiyin.process.channels import commands
from huiyin.process.channels.rules.given import LONGEST_CONTACT
from huiyin.process.channels.rules.taking_down import (
    LONGEST_REFERENCE,
    ONE_BY_ONE,
    WAY_NAMES,
    Note,
    Point,
    Way,
)
from huiyin.web.channels.fields import about_of, fresh_token, host_of, nonce_of, offered_hosts, verbatim
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.fields import day, line, one_of
from huiyin.web.frame.names import names_of
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit

_FORM = "take_down"
# The channel that a way begins with, the first that the template has; the operator may choose another.
_USUAL = {
    Way.VISIT: ("visit", "talk"),
    Way.PHONE: ("phone", "talk"),
    Way.FORWARDED: ("hotline", "supervision"),
}


@page(Right.OPINION_TAKE, "GET", "POST")
def take_down(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The form; and, once it is sent, the receipt's code, which stands in this answer only."""
    if request.method == "GET":
        way = line(request.GET, "way") if line(request.GET, "way") in set(ONE_BY_ONE) else Way.VISIT
        known = names_of(visit.running).channel
        channel = next((code for code in _USUAL[Way(way)] if code in known), "")
        typed = {"way": way, "came_by": channel, "raised_on": visit.today.isoformat()}
        return _form(request, visit, typed)
    given = request.POST
    try:
        nonce, host = nonce_of(given, visit, _FORM), host_of(given, visit)
        note = Note(
            way=one_of(given, "way", Way, "怎么来的", "way"),
            point=Point(verbatim(str(given.get("text", ""))), line(given, "giver_kind")),
            channel=line(given, "came_by"),
            raised_on=day(given, "raised_on", "提出日期", "Day"),
            about=about_of(given, visit),
            reference=line(given, "reference", longest=LONGEST_REFERENCE + 1),
            contact=line(given, "contact", longest=LONGEST_CONTACT + 1),
        )
        by = visit.by(Right.OPINION_TAKE, host.path)
        written = commands.take_down_opinion(visit.running, host, note, nonce=nonce, by=by, at=visit.at)
    except HuiyinError as error:
        return _form(request, visit, given.dict(), error)
    context = {"code": printed(written.code), "again": written.again, "way": note.way}
    return show(request, visit, "channels/taken_down", context)


def _form(
    request: HttpRequest, visit: Visit, typed: Mapping[str, object], error: HuiyinError | None = None
) -> HttpResponse:
    context = {
        "typed": typed,
        "token": fresh_token(visit, _FORM),
        "ways": [(way.value, gettext(WAY_NAMES[way])) for way in ONE_BY_ONE],
        "names": names_of(visit.running),
        "hosts": offered_hosts(visit),
        "said": sentence(error) if error else "",
    }
    return show(request, visit, "channels/take_down", context, status=status_of(error) if error else 200)
