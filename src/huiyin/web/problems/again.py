"""可能又说起: on a problem's page, what was said after a day that the reader chooses and may speak of the problem again."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from huiyin.analysis.certainty import Certainty
from huiyin.kit.errors import BadInput
from huiyin.process.opinions.access import visible_opinions
from huiyin.process.problems.access import visible_problems
from huiyin.process.problems.models import Problem
from huiyin.process.problems.queries import Candidate, last_answer, said_again
from huiyin.web.frame.failing import sentence
from huiyin.web.frame.fields import day
from huiyin.web.frame.marking import Piece, window
from huiyin.web.frame.visit import Visit

LONGEST_SHOWN = 400
MOST_WORDS = 6


@dataclass(frozen=True)
class Spoken:
    """One opinion of the closed problem as it stands beside a later one."""

    opinion: int
    source_id: str
    unit: str
    raised_on: date | None
    pieces: list[Piece]


@dataclass(frozen=True)
class Row:
    """A candidate with its words marked where they are those of the opinions `beside` it; `shared`: these words, the heaviest first."""

    found: Candidate
    pieces: list[Piece]
    shared: list[str]
    beside: list[Spoken]


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
    rows = [_row(each) for each in candidates.rows]
    return {
        **context,
        "since": since,
        "candidates": candidates,
        "words": [word for word in Certainty if any(row.certainty is word for row in candidates.rows)],
        "near": [row for row in rows if row.found.near],
        "further": [row for row in rows if not row.found.near],
    }


def _row(found: Candidate) -> Row:
    shared = [word for beside in found.beside for word in beside.shared]
    return Row(
        found=found,
        pieces=window(found.text, [("why", *place) for word in shared for place in word.left], LONGEST_SHOWN),
        shared=_distinct([word.word for word in shared])[:MOST_WORDS],
        beside=[
            Spoken(
                beside.opinion,
                beside.source_id,
                beside.unit,
                beside.raised_on,
                window(
                    beside.text,
                    [("why", *place) for word in beside.shared for place in word.right],
                    LONGEST_SHOWN,
                ),
            )
            for beside in found.beside
        ],
    )


def _distinct(words: list[str]) -> list[str]:
    """Each once, and none that lies inside another."""
    once = list(dict.fromkeys(words))
    return [word for word in once if not any(word in other for other in once if other != word)]
