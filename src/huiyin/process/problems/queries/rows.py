"""The whole ledger at once, as papers need it."""

from collections import defaultdict
from dataclasses import dataclass

from huiyin.platform.texts.queries import near_duplicates
from huiyin.process.campaigns.models import Campaign
from huiyin.process.opinions.queries import GroupedOpinions, groups
from huiyin.process.problems.models import Link, Problem
from huiyin.process.problems.rules import giver_count, in_order, standing


@dataclass(frozen=True)
class ProblemRow:
    """A standing problem as lists show it, with everything that was merged into it."""

    problem: Problem
    opinions: tuple[int, ...]
    givers: int
    merged: tuple[str, ...]


def problem_rows(campaign: Campaign) -> list[ProblemRow]:
    """Standing problems by number, each with its own opinions and those of all that live on in it. 3 queries, O(n)."""
    problems = {problem.pk: problem for problem in Problem.objects.of(campaign).select_related("owner")}
    merged_into = {pk: problem.merged_into_id for pk, problem in problems.items() if problem.merged_into_id}
    home = {pk: standing(pk, merged_into) for pk in problems}
    behind: dict[int, set[int]] = defaultdict(set)
    for problem, opinion in Link.objects.filter(problem__campaign=campaign).values_list(
        "problem_id", "opinion_id"
    ):
        behind[home[problem]].add(opinion)
    merged: dict[int, list[str]] = defaultdict(list)
    for pk in merged_into:
        merged[home[pk]].append(problems[pk].number)
    twins = near_duplicates(campaign.pk)
    rows = [
        ProblemRow(
            problem, tuple(sorted(behind[pk])), giver_count(behind[pk], twins), tuple(sorted(merged[pk]))
        )
        for pk, problem in problems.items()
        if home[pk] == pk and not problem.dissolved
    ]
    return sorted(rows, key=lambda row: in_order(row.problem.number))


def candidates(campaign: Campaign, fewest: int) -> list[GroupedOpinions]:
    """候选问题: groups of at least `fewest` opinions that nobody has raised yet, those of most givers first."""
    raised = set(Problem.objects.of(campaign).exclude(group=None).values_list("group_id", flat=True))
    return [group for group in groups(campaign) if len(group.opinions) >= fewest and group.pk not in raised]
