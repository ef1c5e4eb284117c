"""What a chosen thing is, in words, for who may see it."""

from collections.abc import Collection

from huiyin.process.ballots.models import Vote
from huiyin.process.problems.models import Problem
from huiyin.process.samples.rules.kinds import Kind
from huiyin.process.selfchecks.models import SelfCheck
from huiyin.process.talks.models import Talk


def titles(kind: Kind, keys: Collection[int]) -> dict[int, str]:
    """Key → a problem's title, who talked with whom, whose paper, which vote. One query."""
    if kind is Kind.PROBLEM:
        return dict(Problem.objects.filter(pk__in=keys).values_list("pk", "title"))
    if kind is Kind.TALK:
        talks = Talk.objects.filter(pk__in=keys).values_list("pk", "one__name", "other__name")
        return {pk: f"{one}—{other}" for pk, one, other in talks}
    if kind is Kind.PAPER:
        papers = SelfCheck.objects.filter(pk__in=keys).values_list("pk", "account__name")
        return {pk: name or "班子" for pk, name in papers}
    votes = Vote.objects.filter(pk__in=keys).values_list("pk", "number")
    return {pk: f"第 {number} 次测评" for pk, number in votes}
