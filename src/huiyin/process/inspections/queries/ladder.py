"""Questions about the ladder: what was issued on a matter, which last day stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from huiyin.process.campaigns.rules.inspections import Inspections, LadderStep
from huiyin.process.inspections.models import Ladder, LadderAnswer, LadderPaper


def standing(ladder: Ladder) -> list[LadderPaper]:
    """The papers that weren't dropped, as they were drafted. One query."""
    return list(LadderPaper.objects.filter(ladder=ladder, dropped_on=None).order_by("pk"))


def deadline_of(papers: Iterable[LadderPaper]) -> date | None:
    """The last day that the latest issued paper with one gave."""
    days = [one.due_on for one in papers if one.issued_on is not None and one.due_on is not None]
    return days[-1] if days else None


@dataclass(frozen=True)
class Rung:
    """A paper as it is shown: what it is, the paper itself, what the unit answered."""

    step: LadderStep
    paper: LadderPaper
    answers: Sequence[LadderAnswer]


def rungs(rules: Inspections, papers: Iterable[LadderPaper]) -> list[Rung]:
    """The papers with their steps and answers, in their order. One query."""
    papers = list(papers)
    answers = list(LadderAnswer.objects.filter(paper__in=papers).order_by("pk"))
    found = [(rules.step(one.step), one) for one in papers]
    return [
        Rung(step, one, [row for row in answers if row.paper_id == one.pk]) for step, one in found if step
    ]


def paper_number(paper: LadderPaper) -> str:
    """〔2014〕3号; "" for a draft."""
    return f"〔{paper.year}〕{paper.number}号" if paper.number else ""
