"""What was raised, said in talks and said at the meeting, beside each other (R37): for who reads the meeting's words."""

from django.http import HttpRequest, HttpResponse

from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.lifemeetings.access import get_lifemeeting, needs_words
from huiyin.process.lifemeetings.rules.reach import sent_to
from huiyin.process.supervision.queries import unities
from huiyin.web.frame.names import names_of
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit
from huiyin.web.pillars.nexts import words_of


@page(Right.CAMPAIGN_READ, "GET")
def meeting_unities(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """The page: traces and gaps as facts, without a judgement."""
    running = visit.running
    meeting = get_lifemeeting(pk, actors=visit.actors, campaign=running)
    meeting.participation.campaign = running
    needs_words(meeting, visit.account.code, visit.actors)
    inspects = any(sent_to(by, meeting.participation.unit.path) for by in visit.actors)
    found = unities(meeting, reader=visit.account.pk, inspects=inspects)
    names = names_of(running)
    context = {
        "meeting": meeting,
        "part": meeting.participation,
        "found": found,
        "names": names,
        "words": words_of(running),
        "untalked": [(found.names[one.one], found.names[one.other], one) for one in found.untalked],
        "silent": [(found.names[one.one], found.names[one.other]) for one in found.silent],
    }
    return show(request, visit, "pillars/meeting_unities", context)
