"""What may speak again of a problem after it was closed (SPEC section 5, S16): candidates with their reasons.

Which they are is worked out whenever somebody asks (analysis.recurrence); nothing is kept, and none counts for anything until a
person has confirmed it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from huiyin.analysis.certainty import Certainty
from huiyin.analysis.recurrence import AGAIN, SaidAgain
from huiyin.analysis.shared import SharedWord
from huiyin.process.opinions.models import Opinion, OpinionQuerySet
from huiyin.process.problems.models import Link, Problem, ProblemQuerySet
from huiyin.process.problems.queries.compared import (
    Asked,
    SaidOnce,
    Weighed,
    about,
    earlier_of,
    judged_beside,
    kin_of,
    later_of,
    links_behind,
    paths_around,
    said,
)
from huiyin.process.problems.rules import in_order

FURTHER = AGAIN / 4
MOST_SHOWN = 20

MOST_COMPARED = 5000
"""So many opinions of the unit after the day are compared, the first of them, and so many before it, the last of them."""


@dataclass(frozen=True)
class Beside:
    """An opinion of the closed problem beside a later one. `shared`: words with their places in the later text and in this one."""

    opinion: int
    source_id: str
    unit: str
    raised_on: date | None
    text: str
    shared: tuple[SharedWord, ...]


@dataclass(frozen=True)
class Candidate:
    """A later opinion that may speak of the problem again.

    `near`: it reaches the threshold, is a `copy` (a near duplicate of one of the problem's) or `said_same` (a person said that it
    speaks of the same); else it lies further off. `certainty`: how sure that is by its words, None where they say it plainly (a copy) or a
    person did. `problems`: the numbers under which it stands now. `beside`: the nearest first.
    """

    opinion: int
    source_id: str
    unit: str
    giver_kind: str
    raised_on: date | None
    text: str
    near: bool
    copy: bool
    said_same: bool
    certainty: Certainty | None
    likeness: float
    problems: tuple[str, ...]
    beside: tuple[Beside, ...]


@dataclass(frozen=True)
class Candidates:
    """`rows`: the likeliest first, MOST_SHOWN at most; `more` further ones are near.

    `compared` later opinions were looked at; `until`: the day up to which, where there were too many. `wordless`: none of the words
    behind the problem are kept any more, so there is nothing to compare with.
    """

    since: date
    rows: tuple[Candidate, ...] = ()
    more: int = 0
    compared: int = 0
    until: date | None = None
    wordless: bool = False


def said_again(
    problem: Problem, since: date, visible: OpinionQuerySet, ledger: ProblemQuerySet
) -> Candidates:
    """What was said after `since` about the problem's unit or those below it, and may speak of the problem again.

    Of what the reader sees: `visible` (opinions) and `ledger` (problems). It's for those who may read all the words behind the problem
    (access.sees_words). The unit is the owner, and those that the opinions behind are about; where none is known, it's all of them.
    Opinions without a day are no candidates, nor are those that a person said to speak of something else. 11 queries; O(opinions of
    the unit), at most MOST_COMPARED after the day and as many before it, about 0.2 ms each.
    """
    behind = links_behind(problem)
    inside = said(visible.filter(pk__in=behind).order_by("pk"))
    if not inside:
        return Candidates(since, wordless=True)
    owner = problem.owner.path if problem.owner else None
    around = visible.filter(about(paths_around(owner, inside))).exclude(pk__in=behind)
    later = said(later_of(around, since).order_by("raised_on", "pk"), MOST_COMPARED + 1)
    until = later[MOST_COMPARED - 1].raised_on if len(later) > MOST_COMPARED else None
    later = later[:MOST_COMPARED]
    if not later:
        return Candidates(since)
    before = said(earlier_of(around, since), MOST_COMPARED)
    weighed = Weighed(problem.campaign, [*inside, *later, *before])
    asked = Asked(inside, later, before, judged=judged_beside(problem.campaign, behind), kin=kin_of(behind))
    found = weighed.found(asked, least=FURTHER)
    shown = found[:MOST_SHOWN]
    numbers = numbers_among([row.pk for row, _ in shown], ledger)
    rows = tuple(_candidate(weighed, asked, row, each, numbers) for row, each in shown)
    more = sum(asked.is_near(*one) for one in found[MOST_SHOWN:])
    return Candidates(since, rows, more, len(later), until)


def beside(weighed: Weighed, later: SaidOnce, near: Iterable[SaidOnce]) -> tuple[Beside, ...]:
    """The opinions `near` as they stand beside a later one, with the words that they share."""
    return tuple(
        Beside(
            row.pk,
            row.source_id,
            row.unit or "",
            row.raised_on,
            row.words.whole,
            tuple(weighed.shared(later, row)),
        )
        for row in near
    )


def last_answer(problem: Problem) -> date | None:
    """The last day on which one of the opinions behind the problem was answered; None where none was. 2 queries."""
    found = Opinion.objects.filter(pk__in=links_behind(problem)).aggregate(last=Max("answered_on"))
    last: date | None = found["last"]
    return last


def _candidate(
    weighed: Weighed, asked: Asked, row: SaidOnce, each: SaidAgain, numbers: Mapping[int, tuple[str, ...]]
) -> Candidate:
    said_same, rows = asked.said_same(row), asked.rows
    return Candidate(
        opinion=row.pk,
        source_id=row.source_id,
        unit=row.unit or "",
        giver_kind=row.giver_kind,
        raised_on=row.raised_on,
        text=row.words.whole,
        near=asked.is_near(row, each),
        copy=each.copy,
        said_same=said_same,
        certainty=None if each.copy or said_same else each.certainty,
        likeness=each.likeness,
        problems=numbers.get(row.pk, ()),
        beside=beside(weighed, row, [rows[at] for at in each.nearest]),
    )


def numbers_among(opinions: Sequence[int], ledger: ProblemQuerySet) -> dict[int, tuple[str, ...]]:
    """Opinion → the numbers of the standing problems behind which it stands, as far as the reader sees them. One query."""
    links = Link.objects.filter(opinion__in=opinions, problem__in=ledger.standing().values("pk"))
    found: dict[int, list[str]] = {}
    for opinion, number in links.values_list("opinion_id", "problem__number"):
        found.setdefault(opinion, []).append(number)
    return {opinion: tuple(sorted(numbers, key=in_order)) for opinion, numbers in found.items()}
