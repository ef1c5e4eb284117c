"""What stands in the ledger of what a workbook may edit."""

from collections.abc import Collection, Iterable, Mapping

from huiyin.kit.blocks import in_blocks
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.campaigns.models import Campaign
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.rules.says import Says
from huiyin.process.problems.models import Problem, ProblemQuerySet
from huiyin.process.rectification.models import Measure
from huiyin.process.rectification.rules.exchange import Standing, StandingMeasure
from huiyin.process.rectification.rules.exchange_keys import PROBLEM_FIELDS, Values, day_text
from huiyin.process.rectification.rules.words import MEASURE_STATES, MeasureState

_NUMBERS_A_QUERY = 400
_WORKED_ON = frozenset({"before", "open"})


def problem_values(problem: Problem) -> Values:
    """What a workbook may edit of a problem."""
    return {
        name: day_text(problem.due_on) if name == "due_on" else str(getattr(problem, name))
        for name in PROBLEM_FIELDS
    }


def measure_values(measure: Measure) -> Values:
    """What a workbook may edit of a measure."""
    return {
        "what": measure.what,
        "doer": measure.doer,
        "until": day_text(measure.until),
        "result": measure.result,
        "progress": measure.progress,
    }


def standing_problems(
    campaign: Campaign, visible: ProblemQuerySet, actors: Collection[Actor], numbers: Iterable[str]
) -> dict[str, Standing]:
    """Number → the problem as it is, of those in `visible`. 2 queries for 400 numbers."""
    found: dict[str, Standing] = {}
    for some in in_blocks(sorted(set(numbers)), _NUMBERS_A_QUERY):
        problems = list(visible.filter(number__in=some).select_related("owner"))
        measures: dict[int, dict[int, Measure]] = {}
        for measure in Measure.objects.filter(problem__in=[problem.pk for problem in problems]):
            measures.setdefault(measure.problem_id, {})[measure.number] = measure
        for problem in problems:
            found[problem.number] = _standing(campaign, problem, measures.get(problem.pk, {}), actors)
    return found


def _standing(
    campaign: Campaign, problem: Problem, measures: Mapping[int, Measure], actors: Collection[Actor]
) -> Standing:
    path = problem.owner.path if problem.owner else campaign.root.path
    return Standing(
        number=problem.number,
        title=problem.title,
        unit=problem.owner.name if problem.owner else "",
        raised_on=day_text(problem.raised_on),
        mine=any(actor.may(Right.PROBLEM_WORK, path) for actor in actors),
        fixed=_fixed(campaign, problem),
        values=problem_values(problem),
        measures={
            number: StandingMeasure(measure_values(one), one.state == MeasureState.DOING)
            for number, one in measures.items()
        },
        shown={
            f"state.{number}": MEASURE_STATES[MeasureState(one.state)] for number, one in measures.items()
        },
    )


def _fixed(campaign: Campaign, problem: Problem) -> Says | None:
    if problem.merged_into_id or problem.dissolved:
        return Says(
            "这个问题已并入别的问题或已并回，没有采用", "the problem was merged or dissolved: not taken"
        )
    state = next((one for one in template_of(campaign).life.states if one.code == problem.state), None)
    if state is not None and state.phase in _WORKED_ON:
        return None
    name = state or Says("没有状态", "no state")
    return Says(
        f"这个问题现在是“{name.zh}”，措施、时限不能再改，没有采用",
        f"the problem stands at '{name.en}': its measures and dates are fixed, not taken",
    )
