"""Problems and measures of another system's list are taken in, by the commands that pages call."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from huiyin.kit.blocks import in_blocks
from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import HuiyinError
from huiyin.kit.sheets.returned import RowFault
from huiyin.platform.audit.commands import Entry, record_all, take_turn
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.campaigns.models import Campaign
from huiyin.process.problems.commands import Wording, raise_problem
from huiyin.process.problems.models import Problem
from huiyin.process.rectification.commands.measures import checked_measure, written_entry
from huiyin.process.rectification.commands.planning import Planned, checked_plan, plan_of, planned_entry
from huiyin.process.rectification.commands.working import needs_workable
from huiyin.process.rectification.models import Measure
from huiyin.process.rectification.rules.foreign import ForeignProblem
from huiyin.process.rectification.rules.hints import Wanted

_TITLES_A_QUERY = 400


@dataclass(frozen=True)
class ListTaken:
    """What came in: row → number of the new problem, row → number of the one that was there already, and what was refused."""

    raised: Mapping[int, str]
    known: Mapping[int, str]
    measures: int
    refused: tuple[RowFault, ...]


@transaction.atomic
def take_in_list(
    campaign: Campaign,
    problems: Sequence[tuple[ForeignProblem, Unit | None]],
    *,
    by: Actor,
    at: datetime,
) -> ListTaken:
    """Raise each problem with its plan and measures, all of it or nothing, by the rules and with the records of their commands; what one is refused keeps no other out.

    One that stands in the ledger already, with this title and owner, is left as it is: the same file twice makes nothing twice. Each
    begins in the template's first state, whatever its list said. About 15 queries a problem.
    """
    by.needs(Right.PROBLEM_RAISE, by.scope)
    take_turn()
    known = _known(campaign, [problem.title for problem, _ in problems])
    raised: dict[int, str] = {}
    there: dict[int, str] = {}
    refused: list[RowFault] = []
    entries: list[Entry] = []
    measures = 0
    for problem, owner in problems:
        name = problem.title, owner.pk if owner else None
        if name in known:
            there[problem.row_no] = known[name]
            continue
        try:
            with transaction.atomic():
                number, said = _take(campaign, problem, owner, by, at)
        except HuiyinError as why:
            refused.append(RowFault(problem.row_no, problem.title[:80], why.zh, why.en))
            continue
        raised[problem.row_no] = known[name] = number
        measures += len(problem.measures)
        entries += said
    record_all(entries, by=by.code, at=at)
    return ListTaken(raised, there, measures, tuple(refused))


def _known(campaign: Campaign, titles: Sequence[str]) -> dict[tuple[str, int | None], str]:
    """(title, owner) → number, of those that weren't dissolved; a merged one lives on and is known, too."""
    found: dict[tuple[str, int | None], str] = {}
    for some in in_blocks(sorted(set(titles)), _TITLES_A_QUERY):
        rows = Problem.objects.of(campaign).filter(title__in=some, dissolved=False).order_by("-pk")
        found |= {
            (title, owner): number for title, owner, number in rows.values_list("title", "owner_id", "number")
        }
    return found


def _take(
    campaign: Campaign, foreign: ForeignProblem, owner: Unit | None, by: Actor, at: datetime
) -> tuple[str, list[Entry]]:
    """The number of the new problem, and what is still to be recorded of its plan and measures: what their own commands would."""
    wording = Wording(
        title=foreign.title,
        source=foreign.source,
        manifestation=foreign.manifestation,
        focus=foreign.focus,
        cause=foreign.cause,
        horizon=foreign.horizon,
    )
    problem = raise_problem(campaign, wording, owner=owner, by=by, at=at)
    entries: list[Entry] = []
    planned = Planned(
        goal=foreign.goal,
        leader=foreign.leader,
        responsible=foreign.responsible,
        due_on=foreign.due_on,
        horizon=foreign.horizon,
        cause=foreign.cause,
    )
    if planned != plan_of(problem):
        needs_workable(problem, by)
        kept = checked_plan(problem, planned)
        Problem.objects.filter(pk=problem.pk).update(**kept)
        entries.append(planned_entry(problem, kept))
    if foreign.measures:
        needs_workable(problem, by)
    made = []
    for number, what in enumerate(foreign.measures, start=1):
        measure = checked_measure(problem, Wanted(what, foreign.responsible, foreign.due_on))
        made.append(
            Measure(
                problem=problem,
                round=problem.round,
                number=number,
                by=by.code,
                on=day_in_china(at),
                **measure,
            )
        )
        entries.append(written_entry(problem, number, measure))
    Measure.objects.bulk_create(made)
    return problem.number, entries
