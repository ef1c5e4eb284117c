"""A suggestion as a person reads it: the later opinion beside those of the problem that it is nearest to, and how the queue goes on."""

from collections.abc import Collection, Mapping

from django.db.models import F, FloatField, Value
from django.db.models.functions import Cast, Greatest

from huiyin.analysis.certainty import Certainty
from huiyin.process.opinions.models import Opinion, OpinionQuerySet
from huiyin.process.problems.models import Link, Problem, ProblemQuerySet
from huiyin.process.problems.queries import Candidate
from huiyin.process.problems.queries.compared import Asked, Weighed, said
from huiyin.process.problems.queries.recurrence import beside, numbers_among
from huiyin.process.recurrences.models import AgainSuggestion, AgainSuggestionQuerySet, Decided
from huiyin.process.recurrences.queries.circles import circle_of
from huiyin.process.recurrences.queries.counts import confirmed
from huiyin.process.recurrences.rules.answers import Answer

_HARDLY = 1e-9


def in_queue(suggestions: AgainSuggestionQuerySet) -> AgainSuggestionQuerySet:
    """The order in which a person is asked: what nobody put off first, then what persons said, copies, and the likeliest."""
    share = F("margin") / Greatest(F("problem__watched__bar"), Value(_HARDLY), output_field=FloatField())
    ordered = suggestions.annotate(share=Cast(share, FloatField()))
    return ordered.order_by("put_off", "-said_same", "-copy", "-share", "pk")


def read_suggestion(
    problem: Problem,
    opinion: int,
    suggested: AgainSuggestion | None,
    visible: OpinionQuerySet,
    ledger: ProblemQuerySet,
) -> Candidate | None:
    """The opinion with its reasons as `said_again` shows them; None where its words are gone or out of reach. 5 or 6 queries.

    Of a pair that the machine didn't suggest, the problem's own that are nearest are looked for now: 4 queries more.
    """
    nearest = suggested.nearest if suggested is not None else _nearest(problem, opinion)
    rows = {row.pk: row for row in said(visible.filter(pk__in=[opinion, *nearest]))}
    row = rows.get(opinion)
    if row is None:
        return None
    weighed = Weighed(problem.campaign, list(rows.values()))
    plain = suggested is None or suggested.copy or suggested.said_same
    return Candidate(
        opinion=row.pk,
        source_id=row.source_id,
        unit=row.unit or "",
        giver_kind=row.giver_kind,
        raised_on=row.raised_on,
        text=row.words.whole,
        near=True,
        copy=suggested is not None and suggested.copy,
        said_same=suggested is not None and suggested.said_same,
        certainty=None if plain or suggested is None else Certainty(suggested.certainty),
        likeness=suggested.likeness if suggested is not None else 0.0,
        problems=numbers_among([row.pk], ledger).get(row.pk, ()),
        beside=beside(weighed, row, [rows[pk] for pk in nearest if pk in rows]),
    )


def _nearest(problem: Problem, opinion: int) -> list[int]:
    """The opinions behind a closed problem that one is nearest to, as a suggestion would name them. 6 queries."""
    circle = circle_of(problem)
    rows = said(Opinion.objects.filter(pk=opinion))
    if circle is None or not rows:
        return []
    asked = Asked(circle.inside, rows, (), {opinion: True}, (), 1)
    found = Weighed(problem.campaign).found(asked)
    return [asked.rows[at].pk for _, each in found for at in each.nearest]


def words_on(problem: Problem, opinion: int) -> list[Decided]:
    """All that was said of a pair, the last first. One query."""
    return list(Decided.objects.filter(problem=problem, opinion=opinion).order_by("-round"))


def rejected(problem: Problem) -> list[int]:
    """The opinions of which somebody said that they speak of something else, the last said first. One query."""
    words = Decided.objects.filter(problem=problem, stands=True, answer=Answer.ANOTHER)
    return list(words.order_by("-pk").values_list("opinion_id", flat=True))


def problems_spoken_of(campaign: int) -> set[int]:
    """The problems of which anything waits or was said. 2 queries."""
    waiting = AgainSuggestion.objects.waiting().filter(problem__campaign=campaign).order_by()
    words = Decided.objects.filter(problem__campaign=campaign, stands=True).exclude(answer=Answer.OPEN)
    return {
        *waiting.values_list("problem", flat=True).distinct(),
        *words.order_by().values_list("problem", flat=True).distinct(),
    }


def unlinked_of(problems: Mapping[int, Collection[Problem]]) -> set[int]:
    """Of closed problems with those that follow them, the ones of which something confirmed doesn't stand behind any of these yet. 2 queries."""
    said_again = confirmed(list(problems))
    after = {one.pk: pk for pk, some in problems.items() for one in some}
    linked = Link.objects.filter(problem__in=after).values_list("problem_id", "opinion_id")
    there = {(after[follower], opinion) for follower, opinion in linked}
    return {pk for pk, opinions in said_again.items() if any((pk, one) not in there for one in opinions)}


def followers(problems: Collection[int]) -> dict[int, list[Problem]]:
    """Problem → those that follow it, the first occurrence first. One query."""
    found: dict[int, list[Problem]] = {}
    for row in Problem.objects.standing().filter(follows__in=problems).order_by("occurrence"):
        if row.follows_id is not None:
            found.setdefault(row.follows_id, []).append(row)
    return found
