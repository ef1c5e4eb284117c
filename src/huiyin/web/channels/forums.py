"""Forums: one form for a whole forum, and one forum as it was recorded."""

from collections.abc import Mapping, Sequence
from itertools import zip_longest

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kit.errors import HuiyinError
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.channels import commands
from huiyin.process.channels.access import get_forum
from huiyin.process.channels.rules.taking_down import (
    LONGEST_LEADERS,
    LONGEST_LINE,
    MOST_POINTS,
    Forum,
    Point,
)
from huiyin.web.channels.fields import (
    about_of,
    fresh_token,
    host_of,
    nonce_of,
    number,
    offered_hosts,
    verbatim,
)
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.fields import day, line
from huiyin.web.frame.names import names_of
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit

_FORM = "forum"
_ROWS = 6


@page(Right.OPINION_TAKE, "GET", "POST")
def record_forum(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Record a forum with all that was said; `more` only gives more rows."""
    if request.method == "GET":
        return _form(request, visit, QueryDict(f"held_on={visit.today}"))
    given = request.POST
    if "more" in given:
        return _form(request, visit, given)
    try:
        nonce, host = nonce_of(given, visit, _FORM), host_of(given, visit)
        by = visit.by(Right.OPINION_TAKE, host.path)
        made = commands.record_forum(
            visit.running, host, _read(given, visit), nonce=nonce, by=by, at=visit.at
        )
    except HuiyinError as error:
        return _form(request, visit, given, error)
    messages.success(request, _("座谈会已记下。每条意见已原样收录，交由上级办理；改不了，也删不了。"))
    return HttpResponseRedirect(reverse("forum", args=[visit.running.code, made.pk]))


@page(Right.OPINION_TAKE, "GET")
def forum(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """When, where, who; how many points, and none of the words: those are read where opinions are worked on."""
    one = get_forum(pk, actors=visit.actors, campaign=visit.running)
    names = names_of(visit.running)
    context = {
        "forum": one,
        "there": [(names.giver.get(kind, kind), heads) for kind, heads in one.there.items()],
        "reads": visit.may(Right.OPINION_READ_RAW),
    }
    return show(request, visit, "channels/forum", context)


def _read(given: QueryDict, visit: Visit) -> Forum:
    rows = _rows(given)
    return Forum(
        held_on=day(given, "held_on", "座谈日期", "Day"),
        place=line(given, "place", longest=LONGEST_LINE + 1),
        convenor=line(given, "convenor", longest=LONGEST_LINE + 1),
        there={code: number(given, f"there-{code}") for code in names_of(visit.running).giver},
        points=tuple(Point(verbatim(text), kind) for text, kind in rows if text.strip()),
        leaders_there=line(given, "leaders_there", longest=LONGEST_LEADERS + 1),
        leaders_away=line(given, "leaders_away", longest=LONGEST_LEADERS + 1),
        about=about_of(given, visit),
    )


def _rows(given: QueryDict) -> Sequence[tuple[str, str]]:
    """(words, kind of giver) as they stand in the form."""
    texts, kinds = given.getlist("text"), given.getlist("kind")
    return list(zip_longest(map(str, texts), map(str, kinds), fillvalue=""))[: MOST_POINTS + 1]


def _form(
    request: HttpRequest, visit: Visit, typed: QueryDict, error: HuiyinError | None = None
) -> HttpResponse:
    names = names_of(visit.running)
    rows = [(text, kind) for text, kind in _rows(typed) if text.strip()]
    rows += [("", rows[-1][1] if rows else "")] * (_ROWS if len(rows) + _ROWS <= MOST_POINTS else 0)
    held: Mapping[str, object] = typed.dict()
    context = {
        "typed": held,
        "token": fresh_token(visit, _FORM),
        "rows": rows,
        "kinds": [(code, name, line(typed, f"there-{code}")) for code, name in names.giver.items()],
        "names": names,
        "hosts": offered_hosts(visit),
        "said": sentence(error) if error else "",
    }
    return show(request, visit, "channels/record_forum", context, status=status_of(error) if error else 200)
