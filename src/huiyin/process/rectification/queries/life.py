"""What was done about a problem, from the first sitting to the look-back, as its page shows it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.rules.says import Says
from huiyin.process.problems.models import Problem
from huiyin.process.rectification.models import Evidence, Extension, Measure, Passing, RuleMade, Step
from huiyin.process.rectification.rules.hints import Wanted, hints
from huiyin.process.rectification.rules.proofs import Proof, notes_on
from huiyin.process.rectification.rules.words import MeasureState

_MOST = 500


@dataclass(frozen=True)
class MeasureRow:
    """A measure, and what a reader would ask back; nothing of one that is ended."""

    measure: Measure
    hints: tuple[Says, ...]


@dataclass(frozen=True)
class EvidenceRow:
    """A piece of evidence, and what is to be noted of it (R17)."""

    evidence: Evidence
    notes: tuple[Says, ...]


@dataclass(frozen=True)
class ProblemLife:
    """All that was done, the newest of each kind last; `hands` are the codes of everybody who is named in it."""

    steps: tuple[Step, ...]
    measures: tuple[MeasureRow, ...]
    evidence: tuple[EvidenceRow, ...]
    rules: tuple[RuleMade, ...]
    extensions: tuple[Extension, ...]
    passings: tuple[Passing, ...]
    hands: frozenset[str]

    @property
    def waiting_extension(self) -> Extension | None:
        """The request for a later date that nobody has answered."""
        return next((one for one in self.extensions if not one.answered_by), None)


def life_of(problem: Problem) -> ProblemLife:
    """The life of one problem. 8 queries; O(its steps, measures and evidence), at most 500 of each kind."""
    steps = tuple(Step.objects.filter(problem=problem).select_related("deliberation").order_by("pk")[:_MOST])
    measures = tuple(Measure.objects.filter(problem=problem).order_by("number")[:_MOST])
    evidence = tuple(
        Evidence.objects.filter(problem=problem).select_related("attachment").order_by("pk")[:_MOST]
    )
    rules = tuple(RuleMade.objects.filter(problem=problem).order_by("pk")[:_MOST])
    extensions = tuple(Extension.objects.filter(problem=problem).order_by("pk")[:_MOST])
    passings = tuple(
        Passing.objects.filter(problem=problem).select_related("below", "above").order_by("pk")[:_MOST]
    )
    hands = {
        *(step.by for step in steps),
        *(measure.by for measure in measures),
        *(one.by for one in evidence),
        *(one.by for one in rules),
        *(one.asked_by for one in extensions),
        *(one.answered_by for one in extensions if one.answered_by),
    }
    return ProblemLife(
        steps,
        _measure_rows(problem, measures),
        _evidence_rows(problem, evidence),
        rules,
        extensions,
        passings,
        frozenset(hands),
    )


def word_for_word(problem: Problem, shapes: Iterable[str]) -> Counter[str]:
    """Shape of a measure → how many other units of the campaign have the same. One query."""
    rows = (
        Measure.objects.filter(shape__in=set(shapes), problem__campaign=problem.campaign_id)
        .exclude(problem__owner=problem.owner_id)
        .exclude(state=MeasureState.DROPPED)
        .values_list("shape")
        .annotate(units=Count("problem__owner", distinct=True))
    )
    return Counter(dict(rows))


def _measure_rows(problem: Problem, measures: tuple[Measure, ...]) -> tuple[MeasureRow, ...]:
    open_ones = [one for one in measures if one.state == MeasureState.DOING]
    same = word_for_word(problem, (one.shape for one in open_ones)) if open_ones else Counter()
    words = template_of(problem.campaign).life.measure_words

    def row(one: Measure) -> MeasureRow:
        if one.state != MeasureState.DOING:
            return MeasureRow(one, ())
        wanted = Wanted(one.what, one.doer, one.until, one.result)
        return MeasureRow(one, hints(wanted, words, elsewhere=same[one.shape]))

    return tuple(row(one) for one in measures)


def _evidence_rows(problem: Problem, evidence: tuple[Evidence, ...]) -> tuple[EvidenceRow, ...]:
    digests = {one.digest for one in evidence if one.digest}
    elsewhere = {}
    if digests:
        rows = (
            Evidence.objects.filter(
                digest__in=digests, withdrawn_on=None, problem__campaign=problem.campaign_id
            )
            .exclude(problem=problem)
            .values_list("digest")
            .annotate(
                problems=Count("problem", distinct=True),
                units=Count("problem__owner", distinct=True, filter=~Q(problem__owner=problem.owner_id)),
            )
        )
        elsewhere = {digest: (problems, units) for digest, problems, units in rows}
    found = []
    for one in evidence:
        problems, units = elsewhere.get(one.digest, (0, 0)) if one.digest else (0, 0)
        found.append(EvidenceRow(one, notes_on(Proof(one.dated, problems, units), _since(problem))))
    return tuple(found)


def _since(problem: Problem) -> date:
    return problem.raised_on
