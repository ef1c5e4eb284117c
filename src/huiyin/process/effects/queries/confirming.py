"""Which later opinions a person has confirmed to speak of a closed problem again, and which still wait for one."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from huiyin.process.campaigns.models import Campaign
from huiyin.process.problems.models import Problem
from huiyin.process.recurrences.models import AgainSuggestion
from huiyin.process.recurrences.queries import confirmed as confirmed_of


def confirmed(problems: Collection[Problem]) -> dict[int, list[int]]:
    """Problem → confirmed later opinions. One query."""
    return confirmed_of([problem.pk for problem in problems])


def waiting(problems: Collection[Problem]) -> dict[int, list[int]]:
    """Problem → suggested ones that nobody has looked at. One query."""
    rows = AgainSuggestion.objects.waiting().filter(problem__in=[problem.pk for problem in problems])
    found: dict[int, list[int]] = defaultdict(list)
    for problem, opinion in rows.values_list("problem_id", "opinion_id"):
        found[problem].append(opinion)
    return found


def suggested_since(campaign: Campaign, day: date) -> set[int]:
    """The closed problems of which something was suggested from a day on. One query."""
    rows = AgainSuggestion.objects.filter(problem__campaign=campaign, first_seen_on__gte=day).order_by()
    return set(rows.values_list("problem", flat=True).distinct())
