"""An opinion beside its answer, with the clauses marked of which the answer says nothing."""

from collections.abc import Iterable
from dataclasses import dataclass

from huiyin.process.answers.queries import Beside
from huiyin.process.opinions.models import Opinion
from huiyin.web.frame.marking import Piece, pieces

ASKED, MISSED = "ask", "missed"


@dataclass(frozen=True)
class Drawn:
    """`pieces` of the text, a question that was left as `ask`, another clause as `missed`; `clauses` and `questions` count both."""

    opinion: Opinion
    pieces: list[Piece]
    clauses: int
    questions: int


def drawn(found: Iterable[Beside]) -> list[Drawn]:
    """Each of them as the page shows it."""
    return [
        Drawn(
            one.opinion,
            pieces(
                one.opinion.text,
                [(ASKED if mark.asks else MISSED, mark.start, mark.end) for mark in one.unmentioned],
            ),
            len(one.unmentioned) - one.questions,
            one.questions,
        )
        for one in found
    ]
