"""What lists show of many problems at once: measures, evidence, rules, and who claimed, checked, judged and looked back."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Exists, OuterRef, Q

from huiyin.process.campaigns.rules.life import Act
from huiyin.process.problems.models import ProblemQuerySet
from huiyin.process.rectification.models import Evidence, Measure, RuleMade, Step

LONGEST_NAME = 40

Row = TypeVar("Row", Measure, Evidence, RuleMade, Step)

_TOLD = (Act.CLAIM, Act.FIX, Act.CHECK, Act.ACCEPT, Act.RETURN, Act.HOLD, Act.COME_BACK, Act.REOPEN)


@dataclass(frozen=True)
class Rectified:
    """What there is of one problem, each in the order in which it came; evidence that was withdrawn is left out."""

    measures: tuple[Measure, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    rules: tuple[RuleMade, ...] = ()
    steps: tuple[Step, ...] = ()

    def last(self, *acts: Act) -> Step | None:
        """The last step that was one of these acts."""
        return next((step for step in reversed(self.steps) if step.act in acts), None)


def rectified(problems: Collection[int]) -> dict[int, Rectified]:
    """Problem → what there is of it; every one of `problems` has an entry. 4 queries: ask for a few hundred at a time."""
    measures = _by_problem(Measure.objects.filter(problem__in=problems).order_by("problem", "number"))
    evidence = _by_problem(Evidence.objects.filter(problem__in=problems, withdrawn_on=None).order_by("pk"))
    rules = _by_problem(RuleMade.objects.filter(problem__in=problems).order_by("pk"))
    steps = _by_problem(Step.objects.filter(problem__in=problems, act__in=_TOLD).order_by("pk"))
    return {
        pk: Rectified(tuple(measures[pk]), tuple(evidence[pk]), tuple(rules[pk]), tuple(steps[pk]))
        for pk in problems
    }


def of_person(problems: ProblemQuerySet, name: str) -> ProblemQuerySet:
    """Those of `problems` in which a person leads, is responsible, or does a measure: by the words that stand there."""
    name = name.strip()[:LONGEST_NAME]
    if not name:
        return problems
    does = Measure.objects.filter(problem=OuterRef("pk"), doer__icontains=name)
    return problems.filter(Q(leader__icontains=name) | Q(responsible__icontains=name) | Exists(does))


def _by_problem(rows: Iterable[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.problem_id].append(row)
    return found
