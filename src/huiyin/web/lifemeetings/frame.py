"""What every page of a team's meeting begins with: the campaign's own word for it, who the visitor is there, what they may do."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kit.errors import HuiyinError
from huiyin.platform.orgs.rules.rights import Actor, Right, Role
from huiyin.process.campaigns.models import Campaign
from huiyin.process.campaigns.queries import template_of
from huiyin.process.lifemeetings.access import get_lifemeeting, words_reach
from huiyin.process.lifemeetings.models import LifeMeeting
from huiyin.process.lifemeetings.rules.reach import Reach, above, sent_to
from huiyin.process.lifemeetings.rules.states import PRESENCES, STATES, MeetingState
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.language import pick
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit


def named(campaign: Campaign) -> str:
    """The campaign's own word for such a meeting."""
    terms = template_of(campaign).campaign.vocabulary
    term = terms.get("team_meeting")
    return pick(term.zh, term.en) if term else ""


def inspectors(campaign: Campaign) -> str:
    """The campaign's own word for who is sent."""
    term = template_of(campaign).campaign.vocabulary.get("supervision_group")
    return pick(term.zh, term.en) if term else ""


def got(visit: Visit, pk: int) -> LifeMeeting:
    return get_lifemeeting(pk, actors=visit.actors, campaign=visit.running)


def path_of(meeting: LifeMeeting) -> str:
    return meeting.participation.unit.path


def own_by(visit: Visit, path: str, right: Right = Right.LIFEMEETING_RECORD) -> Actor:
    """The capacity of the very unit at `path`; where there is none, any with the right, for the command to refuse."""
    mine = next((one for one in visit.actors if one.scope == path and one.may(right, path)), None)
    return mine or visit.by(right, path)


def judging_by(visit: Visit, meeting: LifeMeeting, *, sent: bool = False) -> Actor:
    """The capacity from above: `sent` wants an inspector, else the leading group's comes first."""
    path, root = path_of(meeting), visit.running.root.path
    fits = [
        one
        for one in visit.actors
        if one.may(Right.LIFEMEETING_JUDGE, path) and (sent_to(one, path) if sent else above(one, path, root))
    ]
    fits.sort(key=lambda one: one.role is not Role.LEADER)
    return fits[0] if fits else visit.by(Right.LIFEMEETING_JUDGE, path)


def reach(visit: Visit, meeting: LifeMeeting) -> Reach:
    return words_reach(meeting, visit.account.code, visit.actors)


def framed(visit: Visit, meeting: LifeMeeting) -> dict[str, Any]:
    """What every template of a meeting needs."""
    path, root = path_of(meeting), visit.running.root.path
    return {
        "meeting": meeting,
        "unit": meeting.participation.unit,
        "named": named(visit.running),
        "inspectors": inspectors(visit.running),
        "state": _(STATES[MeetingState(meeting.state)]),
        "presence_names": {one.value: _(name) for one, name in PRESENCES.items()},
        "own": any(one.scope == path and one.may(Right.LIFEMEETING_RECORD, path) for one in visit.actors),
        "judges": any(
            above(one, path, root) and one.may(Right.LIFEMEETING_JUDGE, path) for one in visit.actors
        ),
        "sent": any(sent_to(one, path) for one in visit.actors),
    }


Context = Callable[[LifeMeeting], Mapping[str, Any]]


def form(
    request: HttpRequest,
    visit: Visit,
    pk: int,
    name: str,
    *,
    do: Callable[[LifeMeeting], str],
    context: Context,
    to: str = "lifemeeting",
    right: Right | None = None,
) -> HttpResponse:
    """The page `lifemeetings/<name>`: GET shows its form, POST does it and goes on to `to`; what was typed stays where it's refused."""
    meeting = got(visit, pk)
    if right is not None:
        visit.by(right, path_of(meeting))
    said, status, typed = "", 200, None
    if request.method == "POST":
        typed = request.POST
        try:
            note = do(meeting)
        except HuiyinError as error:
            said, status = sentence(error), status_of(error)
            meeting = got(visit, pk)
        else:
            messages.success(request, note)
            return HttpResponseRedirect(reverse(to, args=[visit.running.code, pk]))
    shown = {"typed": typed, "said": said, **framed(visit, meeting), **context(meeting)}
    return show(request, visit, f"lifemeetings/{name}", shown, status=status)
