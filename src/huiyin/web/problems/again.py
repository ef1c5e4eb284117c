"""可能又说起: on a problem's page, what was said after a day that the reader chooses and may speak of the problem again."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from huiyin.analysis.certainty import Certainty
from huiyin.kit.errors import BadInput
from huiyin.process.opinions.access import visible_opinions
from huiyin.process.problems.access import visible_problems
from huiyin.process.problems.models import Problem
from huiyin.process.problems.queries import last_answer, said_again
from huiyin.web.frame.failing import sentence
from huiyin.web.frame.fields import day
from huiyin.web.frame.said_again import row_of
from huiyin.web.frame.visit import Visit


def again(request: HttpRequest, visit: Visit, found: Problem) -> dict[str, Any]:
    """What the section shows: days to count from, and, where the address names a day, what was said after it.

    For who may read all the words behind the problem; the caller has asked. 1 query, 7 to 9 more for a day.
    """
    answered = last_answer(found)
    days = [(_("最后一次答复"), answered)] if answered else []
    context: dict[str, Any] = {"days": [*days, (_("立为问题"), found.raised_on)], "said": ""}
    try:
        since = day(request.GET, "since", "起算日期", "The day to count from")
    except BadInput as error:
        return {**context, "said": sentence(error), "since": answered or found.raised_on}
    if since is None:
        return {**context, "since": answered or found.raised_on}
    campaign = visit.running
    candidates = said_again(
        found, since, visible_opinions(visit.actors, campaign), visible_problems(visit.actors, campaign)
    )
    rows = [row_of(each) for each in candidates.rows]
    return {
        **context,
        "since": since,
        "candidates": candidates,
        "words": [word for word in Certainty if any(row.certainty is word for row in candidates.rows)],
        "near": [row for row in rows if row.found.near],
        "further": [row for row in rows if not row.found.near],
    }
