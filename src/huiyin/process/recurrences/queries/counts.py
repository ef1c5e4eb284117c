"""How much was confirmed, rejected, and waits (SPEC section 5: what waits stands beside and counts for nothing)."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, QuerySet

from huiyin.process.campaigns.models import Campaign
from huiyin.process.opinions.queries.rates import Rate
from huiyin.process.problems.models import Problem
from huiyin.process.problems.queries.compared import NO_CANDIDATE
from huiyin.process.recurrences.models import AgainSuggestion, Decided
from huiyin.process.recurrences.rules.answers import Answer

Problems = QuerySet[Problem, Any]
"""As a subquery of their keys."""


@dataclass(frozen=True)
class Counts:
    """Of one closed problem."""

    confirmed: int = 0
    rejected: int = 0
    waiting: int = 0


def confirmed(problems: Collection[int] | Problems) -> dict[int, list[int]]:
    """Problem → the opinions that a person confirmed as speaking of it again, the earliest said first; of closed ones that have any.

    Raised after the closing that stands now; one that was withdrawn or found to be none of the campaign's since doesn't count.
    One query.
    """
    words = Decided.objects.filter(problem__in=problems, stands=True, answer=Answer.AGAIN)
    counted = words.filter(opinion__raised_on__gt=F("problem__closed_on")).exclude(
        opinion__disposition__in=NO_CANDIDATE
    )
    found: dict[int, list[int]] = {}
    for problem, opinion in counted.order_by("opinion__raised_on", "opinion_id").values_list(
        "problem_id", "opinion_id"
    ):
        found.setdefault(problem, []).append(opinion)
    return found


def pending_counts(problems: Collection[int] | Problems) -> dict[int, int]:
    """Problem → how many suggestions wait for a person; of those that have any. One query."""
    waiting = AgainSuggestion.objects.waiting().filter(problem__in=problems).order_by().values("problem")
    return dict(waiting.annotate(n=Count("pk")).values_list("problem", "n"))


def counts(problems: Collection[int]) -> dict[int, Counts]:
    """Problem → what was confirmed, rejected, and waits. 3 queries."""
    yes, waiting = confirmed(problems), pending_counts(problems)
    words = Decided.objects.filter(problem__in=problems, stands=True, answer=Answer.ANOTHER)
    no = dict(words.order_by().values("problem").annotate(n=Count("pk")).values_list("problem", "n"))
    return {pk: Counts(len(yes.get(pk, ())), no.get(pk, 0), waiting.get(pk, 0)) for pk in problems}


@dataclass(frozen=True)
class Hits:
    """How often people confirmed what the machine suggested; `by_word` by how sure it was: "copy", "said_same", or a certainty."""

    all: Rate
    by_word: dict[str, Rate]


MACHINE_WORDS = ("said_same", "copy", "very_likely", "likely", "perhaps")


def hits(campaign: Campaign) -> Hits:
    """Every suggestion beside the decision that stands on it. One query, O(decisions)."""
    words = Decided.objects.filter(problem__campaign=campaign, stands=True).exclude(answer=Answer.OPEN)
    found: dict[str, list[int]] = {}
    rows = words.exclude(machine="").order_by().values("machine", "answer").annotate(n=Count("pk"))
    for word, answer, n in rows.values_list("machine", "answer", "n"):
        right, of = found.setdefault(word, [0, 0])
        found[word] = [right + n * (answer == Answer.AGAIN), of + n]
    by_word = {
        word: Rate(found[word][0], found[word][1], suggested=False) for word in MACHINE_WORDS if word in found
    }
    right, of = (sum(pair[at] for pair in found.values()) for at in (0, 1))
    return Hits(Rate(right, of, suggested=False), by_word)
