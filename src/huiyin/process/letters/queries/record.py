"""A letter, whole: as it reads after corrections, with what follows each finding, every round of answers, and how these were looked at."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from huiyin.analysis.unmentioned import Unmentioned, unmentioned
from huiyin.process.campaigns.models import PlanItem
from huiyin.process.letters.models import (
    AnswerLook,
    AnswerProof,
    Finding,
    FindingAnswer,
    FindingTie,
    Letter,
    LetterCorrection,
)
from huiyin.process.letters.rules.states import FindingState, finding_state
from huiyin.process.letters.rules.wording import answer_text, ordinal
from huiyin.process.problems.models import Problem
from huiyin.process.problems.rules import standing
from huiyin.process.rectification.models import Evidence


@dataclass(frozen=True)
class Reading:
    """A text as it was issued, with its corrections, the latest last."""

    issued: str
    corrections: tuple[LetterCorrection, ...] = ()

    def __str__(self) -> str:
        return self.corrections[-1].text if self.corrections else self.issued

    def __bool__(self) -> bool:
        return bool(str(self))


@dataclass(frozen=True)
class AnswerRow:
    """A round: what was answered, the evidence of the ledger that it points at, how the inspectors looked at it."""

    answer: FindingAnswer
    proofs: tuple[Evidence, ...]
    look: AnswerLook | None


@dataclass(frozen=True)
class FindingRow:
    """A finding. `problems` are those that follow it as they live now, through merges; `left`: what the last answer's words say nothing of,
    in the finding's own text as it reads."""

    finding: Finding
    text: Reading
    answers: tuple[AnswerRow, ...]
    problems: tuple[Problem, ...]
    items: tuple[PlanItem, ...]
    left: tuple[Unmentioned, ...]

    @property
    def number(self) -> int:
        return self.finding.number

    @property
    def called(self) -> str:
        return ordinal(self.finding.number)

    @property
    def state(self) -> FindingState:
        return finding_state(row.look.accepted if row.look else None for row in self.answers)

    @property
    def last(self) -> AnswerRow | None:
        return self.answers[-1] if self.answers else None

    @property
    def settled(self) -> bool:
        """Whether everything that follows it is closed or done: the ledger says so, nothing here does."""
        followed = [*(one.closed_on for one in self.problems), *(one.done_on for one in self.items)]
        return bool(followed) and all(day is not None for day in followed)


@dataclass(frozen=True)
class LetterRecord:
    letter: Letter
    judgement: Reading
    demand: Reading
    findings: tuple[FindingRow, ...]
    corrections: tuple[LetterCorrection, ...]

    @property
    def unanswered(self) -> int:
        return sum(row.state in (FindingState.OPEN, FindingState.AGAIN) for row in self.findings)

    @property
    def accepted(self) -> int:
        return sum(row.state is FindingState.ACCEPTED for row in self.findings)


def record_of(letter: Letter) -> LetterRecord:
    """The whole of a letter. 6 queries, two more where a problem was merged."""
    corrections = tuple(LetterCorrection.objects.filter(letter=letter).order_by("pk"))
    known: dict[tuple[int | None, str], list[LetterCorrection]] = defaultdict(list)
    for one in corrections:
        known[one.finding_id, one.field].append(one)
    findings = list(Finding.objects.filter(letter=letter).select_related("passage").order_by("number"))
    pks = [one.pk for one in findings]
    answers, (problems, items) = _answers(pks), _ties(letter, pks)
    rows = []
    for finding in findings:
        text = Reading(finding.text, tuple(known.get((finding.pk, "text"), ())))
        told = tuple(answers.get(finding.pk, ()))
        last = told[-1].answer if told else None
        left = unmentioned([str(text)], answer_text(last.text, last.done))[0] if last else ()
        rows.append(
            FindingRow(
                finding,
                text,
                told,
                tuple(problems.get(finding.pk, ())),
                tuple(items.get(finding.pk, ())),
                tuple(left),
            )
        )
    return LetterRecord(
        letter,
        Reading(letter.judgement, tuple(known.get((None, "judgement"), ()))),
        Reading(letter.demand, tuple(known.get((None, "demand"), ()))),
        tuple(rows),
        corrections,
    )


def _answers(findings: Collection[int]) -> dict[int, list[AnswerRow]]:
    """3 queries, 2 where nothing was answered yet."""
    rows = list(FindingAnswer.objects.filter(finding__in=findings).order_by("finding", "round"))
    proofs: dict[int, list[Evidence]] = defaultdict(list)
    if rows:
        pointed = AnswerProof.objects.filter(answer__in=[row.pk for row in rows])
        for proof in pointed.select_related("evidence__problem").order_by("pk"):
            proofs[proof.answer_id].append(proof.evidence)
    looks = {one.answer_id: one for one in AnswerLook.objects.filter(answer__in=[row.pk for row in rows])}
    found: dict[int, list[AnswerRow]] = defaultdict(list)
    for row in rows:
        found[row.finding_id].append(AnswerRow(row, tuple(proofs.get(row.pk, ())), looks.get(row.pk)))
    return found


def _ties(
    letter: Letter, findings: Collection[int]
) -> tuple[dict[int, list[Problem]], dict[int, list[PlanItem]]]:
    """What follows each finding: problems as they live now, and plan items. One query; two more where a problem was merged."""
    problems: dict[int, list[Problem]] = defaultdict(list)
    items: dict[int, list[PlanItem]] = defaultdict(list)
    related = ("problem__owner", "item__ask")
    rows = list(FindingTie.objects.filter(finding__in=findings).select_related(*related).order_by("pk"))
    living = _living(letter, [row.problem for row in rows if row.problem is not None])
    for row in rows:
        if row.item is not None:
            items[row.finding_id].append(row.item)
        elif row.problem_id is not None:
            problem = living[row.problem_id]
            if problem not in problems[row.finding_id]:
                problems[row.finding_id].append(problem)
    return problems, items


def _living(letter: Letter, problems: Collection[Problem]) -> dict[int, Problem]:
    """Each problem by its id, as the one in which it lives now."""
    if not any(one.merged_into_id for one in problems):
        return {one.pk: one for one in problems}
    merged = Problem.objects.of(letter.campaign).filter(merged_into__isnull=False)
    into = {pk: target for pk, target in merged.values_list("pk", "merged_into") if target is not None}
    lives = {one.pk: standing(one.pk, into) for one in problems}
    rows = Problem.objects.filter(pk__in=set(lives.values())).select_related("owner")
    there = {one.pk: one for one in rows}
    return {pk: there[target] for pk, target in lives.items()}
