"""One opinion: its words, what was decided, and the way forward to the problems that came of it."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kit.errors import HuiyinError
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.channels.queries import has_contact
from huiyin.process.opinions.access import get_opinion, visible_opinions
from huiyin.process.opinions.commands import decide_about as decide_about_command
from huiyin.process.opinions.models import Opinion
from huiyin.process.opinions.queries import read_opinion
from huiyin.process.opinions.rules.reach import raw_reaches
from huiyin.process.problems.access import visible_problems
from huiyin.process.problems.queries import alike, alike_elsewhere, trace_forward
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.names import names_of
from huiyin.web.frame.page import page
from huiyin.web.frame.people import names_of_people
from huiyin.web.frame.seen import needs_seen
from huiyin.web.frame.showing import show
from huiyin.web.frame.units import offered_units, unit_named
from huiyin.web.frame.visit import Visit
from huiyin.web.opinions.hearing import hearing_of
from huiyin.web.opinions.reading import about_line, proposed, state, words_of


@page(Right.OPINION_READ_RAW, "GET")
def opinion(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """The words with everything that is known of them."""
    return show_opinion(request, visit, get_opinion(pk, actors=visit.actors, campaign=visit.running))


def show_opinion(
    request: HttpRequest, visit: Visit, found: Opinion, *, status: int = HTTPStatus.OK, **typed: str
) -> HttpResponse:
    """The opinion's page, with what was refused or shown once."""
    names = names_of(visit.running)
    reading = read_opinion(found)
    visible = visible_opinions(visit.actors, visit.running)
    hearing = hearing_of(visit, found)
    codes = [decision.by for decision in reading.decisions] + hearing.people
    context = {
        "opinion": found,
        "line": [part for part in about_line(found, names) if part],
        "words": words_of(found, reading),
        "reading": reading,
        "names": names,
        "focus": [names.leaf(code) for code in reading.now.focus[:1]],
        "topic": names.topic.get(reading.now.topic, ""),
        "proposed_focus": proposed(reading.focus, names, leaves=True),
        "proposed_topic": proposed(reading.topic, names, leaves=False),
        "disposition": names.disposition[found.disposition],
        "state": state(found),
        "people": names_of_people(codes),
        "hearing": hearing,
        "problems": trace_forward(found, visible_problems(visit.actors, visit.running)),
        "alike": alike(found, visible),
        "elsewhere": alike_elsewhere(found, visible),
        "may_triage": works_on(visit, found),
        "may_seal": works_on(visit, found),
        "has_contact": visit.may(Right.CONTACT_OPEN) and has_contact(found.pk),
        **offered_units(visit, Right.OPINION_TRIAGE),
        **typed,
    }
    return show(request, visit, "opinions/opinion", context, status=status)


def works_on(visit: Visit, found: Opinion) -> bool:
    """Whether the visitor may do more than read (SPEC rule 4)."""
    about = found.about.path if found.about else None
    reaches = raw_reaches(visit.actors, Right.OPINION_TRIAGE, visit.running.root.path)
    return any(reach.covers(about) for reach in reaches)


@page(Right.OPINION_TRIAGE, "POST")
def decide_about(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Say whom an opinion is about."""
    found = get_opinion(pk, actors=visit.actors, campaign=visit.running, right=Right.OPINION_TRIAGE)
    chosen = str(request.POST.get("unit", "")).strip()
    try:
        unit = unit_named(chosen, visit, Right.OPINION_TRIAGE) if chosen else None
        needs_seen(request, found.about_id)
        path = unit.path if unit else None
        decide_about_command(found, unit, by=visit.by(Right.OPINION_TRIAGE, path), at=visit.at)
    except HuiyinError as error:
        return show_opinion(
            request, visit, found, status=status_of(error), said=sentence(error), chosen=chosen
        )
    messages.success(request, _("所涉单位已记下。"))
    back = reverse("opinion", args=[visit.running.code, pk])
    try:
        get_opinion(pk, actors=visit.actors, campaign=visit.running)
    except HuiyinError:
        group = names_of(visit.running).term["supervision_group"]
        messages.info(
            request,
            _("这条意见说的是活动主办单位，现在由%(group)s办理，您不再看到它。") % {"group": group},
        )
        back = reverse("inbox", args=[visit.running.code])
    return HttpResponseRedirect(back)
