"""Answers under way: what waits for approval, what was returned, what was given."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.answers.access import visible_answers
from huiyin.process.answers.models import Answer
from huiyin.process.answers.queries import answer_rows
from huiyin.web.frame.filters import address, place
from huiyin.web.frame.page import page
from huiyin.web.frame.people import names_of_people
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit

FILTERS: tuple[tuple[Answer.State, Promise], ...] = (
    (Answer.State.DRAFT, _("等着审批")),
    (Answer.State.RETURNED, _("退回待改")),
    (Answer.State.GIVEN, _("已答复")),
)


@page(Right.OPINION_READ_RAW, "GET")
def answer_drafts(request: HttpRequest, visit: Visit) -> HttpResponse:
    """One page of them, the newest first."""
    here = reverse("answer_drafts", args=[visit.running.code])
    asked = str(request.GET.get("state", ""))
    state = Answer.State(asked) if asked in Answer.State.values else Answer.State.DRAFT
    rows, older = answer_rows(
        visible_answers(visit.actors, visit.running), state, before=place(request.GET, "before")
    )
    context = {
        "rows": rows,
        "state": state.value,
        "filters": [(address(here, {"state": code.value}), name, code == state) for code, name in FILTERS],
        "later": address(here, {"state": state.value, "before": older}) if older else "",
        "people": names_of_people(
            code for row in rows for code in (row.answer.drafted_by, row.answer.decided_by)
        ),
        "may_write": visit.may(Right.ANSWER_WRITE),
    }
    return show(request, visit, "answers/answer_drafts", context)
