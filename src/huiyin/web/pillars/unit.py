"""The three pillars of one unit: facts of each, what comes next, and where (S20)."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.campaigns.access import get_part
from huiyin.process.lifemeetings.access import words_reach
from huiyin.process.lifemeetings.models import LifeMeeting
from huiyin.process.lifemeetings.rules.reach import Reach
from huiyin.process.selfchecks.rules.states import State
from huiyin.process.supervision.queries import pillars
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit
from huiyin.web.pillars.listing import state_of
from huiyin.web.pillars.nexts import meeting_next, papers_next, talks_next, words_of

# How many papers are where: as states of a number, which in English aren't the words of the acts.
PAPERS = {
    State.DRAFT: _("在写"),
    State.HANDED_IN: _("送审中"),
    State.REVISE: _("退回修改"),
    State.REWRITE: _("限时重写"),
    State.PASSED: _("已通过"),
    State.FINAL: _("已定稿"),
}


@page(Right.CAMPAIGN_READ, "GET")
def unit_pillars(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """The page."""
    running = visit.running
    part = get_part(pk, visit.actors, running)
    part.campaign = running
    found = pillars([part], visit.today)[part.pk]
    papers = found.papers
    context = {
        "part": part,
        "found": found,
        "paper_states": [(str(PAPERS[state]), n) for state, n in (papers.states or {}).items() if n],
        "state": state_of(found),
        "words": words_of(running),
        "talks_next": talks_next(part, found),
        "papers_next": papers_next(part, found),
        "meeting_next": meeting_next(part, found),
        "reads_words": _reads_words(visit, found.meeting.pk),
    }
    return show(request, visit, "pillars/unit_pillars", context)


def _reads_words(visit: Visit, pk: int | None) -> bool:
    """Whether the visitor reads what was said at the unit's latest meeting. 4 queries at most."""
    if pk is None:
        return False
    meeting = LifeMeeting.objects.select_related("participation__unit").get(pk=pk)
    return words_reach(meeting, visit.account.code, visit.actors) is Reach.ALL
