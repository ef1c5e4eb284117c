"""What may speak again of a problem after it was closed (SPEC section 5, S16): candidates with their reasons.

Which they are is worked out whenever somebody asks (analysis.recurrence); nothing is kept, and none counts for anything until a
person has confirmed it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import numpy as np
from django.db.models import Max, Q, QuerySet

from huiyin.analysis.certainty import Certainty
from huiyin.analysis.normalise import Text
from huiyin.analysis.recurrence import AGAIN, Heard, SaidAgain
from huiyin.analysis.shared import SharedWord, shared_words, word_weight
from huiyin.analysis.vectors import Frequencies, narrowed, vectorise
from huiyin.platform.orgs.models import Unit
from huiyin.platform.texts.queries import frequencies
from huiyin.process.campaigns.models import Campaign
from huiyin.process.opinions.models import Judgement, Opinion, OpinionQuerySet, Placement
from huiyin.process.opinions.queries import scopes_of
from huiyin.process.opinions.rules.disposition import Disposition
from huiyin.process.problems.models import Link, Problem, ProblemQuerySet
from huiyin.process.problems.queries.behind import homes, original_of
from huiyin.process.problems.rules import in_order

FURTHER = AGAIN / 4
MOST_SHOWN = 20

UNSEEN = 2
"""A piece that no text counted has: by so many it's taken to be held, or what is new could connect nothing."""

MOST_COMPARED = 5000
"""So many opinions of the unit after the day are compared, the first of them, and so many before it, the last of them."""

_FIELDS = (
    "pk",
    "source_id",
    "title",
    "body",
    "raised_on",
    "about",
    "about__path",
    "about__name",
    "giver_kind",
)

# What somebody marked as repeating an earlier opinion came back all the same.
_NO_CANDIDATE = (Disposition.WITHDRAWN, Disposition.OUT_OF_SCOPE)


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
    behind = _behind(problem)
    inside = _said(visible.filter(pk__in=behind).order_by("pk"))
    if not inside:
        return Candidates(since, wordless=True)
    around = visible.filter(_about(problem, inside)).exclude(pk__in=behind)
    after = around.filter(raised_on__gt=since).exclude(disposition__in=_NO_CANDIDATE)
    later = _said(after.order_by("raised_on", "pk"), MOST_COMPARED + 1)
    until = later[MOST_COMPARED - 1].raised_on if len(later) > MOST_COMPARED else None
    later = later[:MOST_COMPARED]
    if not later:
        return Candidates(since)
    before = around.in_scope().filter(raised_on__lte=since).order_by("-raised_on", "-pk")
    compared = _Compared(problem.campaign, inside, later, _said(before, MOST_COMPARED))
    compared.judged = _judged(problem, behind)
    found = compared.found(since, _kin(behind))
    shown = found[:MOST_SHOWN]
    numbers = _numbers([compared.rows[each.row].pk for each in shown], ledger)
    rows = tuple(compared.candidate(each, numbers) for each in shown)
    return Candidates(since, rows, sum(map(compared.is_near, found[MOST_SHOWN:])), len(later), until)


def last_answer(problem: Problem) -> date | None:
    """The last day on which one of the opinions behind the problem was answered; None where none was. 2 queries."""
    found = Opinion.objects.filter(pk__in=_behind(problem)).aggregate(last=Max("answered_on"))
    last: date | None = found["last"]
    return last


def _behind(problem: Problem) -> QuerySet[Link, Any]:
    """The opinions behind the problem and all that was merged into it, as a subquery. One query for the merged ones."""
    home = homes(problem.campaign)
    members = [problem.pk, *(pk for pk, into in home.items() if into == problem.pk)]
    return Link.objects.filter(problem__in=members).order_by().values("opinion_id")


class _Said(NamedTuple):
    pk: int
    source_id: str
    title: str | None
    body: str | None
    raised_on: date | None
    about: int | None
    path: str | None
    unit: str | None
    giver_kind: str
    original: int

    @property
    def words(self) -> Text:
        return Text(self.title or "", self.body or "")


class _Compared:
    """What is compared: the opinions behind the problem, the later and the earlier ones of its unit, and what persons said of them.

    Weighed by what the last grouping counted over the campaign, or before the first one by these texts alone. A unit's own names
    are taken out, as grouping does: inside one school they would tie everything. 3 or 4 queries.
    """

    def __init__(
        self, campaign: Campaign, inside: list[_Said], later: list[_Said], before: list[_Said]
    ) -> None:
        self.rows = [*inside, *later, *before]
        self.judged: Mapping[int, bool] = {}
        self._inside, self._later = range(len(inside)), range(len(inside), len(inside) + len(later))
        first: dict[int, int] = {}
        self._original = [first.setdefault(row.original, at) for at, row in enumerate(self.rows)]
        scopes = scopes_of(campaign)
        self._masks = [scopes.mask(scopes.of(row.about)) for row in self.rows]
        self._words = [mask(row.words) for mask, row in zip(self._masks, self.rows, strict=True)]
        counted = frequencies(campaign.pk)
        self._unseen = UNSEEN if counted else 0
        self._frequencies = counted or self._counted()
        self._weight = word_weight(self._frequencies)

    def _counted(self) -> Frequencies:
        new = Frequencies()
        new.add([self._words[at] for at in sorted(set(self._original))])
        return new

    def found(self, since: date, kin: Collection[int]) -> list[SaidAgain]:
        """Those that a person said to be the same first; none that a person said to be something else."""
        after = date.max.isoformat()  # the rows of `later`, and no others: nothing else may be a candidate
        heard = Heard(
            narrowed(vectorise(self._words, self._frequencies, unseen=self._unseen)),
            np.array(self._original, np.int64),
            [after if at in self._later else since.isoformat() for at in range(len(self.rows))],
        )
        found = heard.again(
            self._inside,
            since.isoformat(),
            surely=[at for at in self._later if self.judged.get(self.rows[at].pk)],
            kin=[at for at, row in enumerate(self.rows) if row.pk in kin or self.judged.get(row.pk)],
            least=FURTHER,
        )
        wanted = [each for each in found if self.judged.get(self.rows[each.row].pk) is not False]
        return sorted(wanted, key=lambda each: not self.judged.get(self.rows[each.row].pk))

    def is_near(self, each: SaidAgain) -> bool:
        return each.copy or each.excess >= AGAIN or self.judged.get(self.rows[each.row].pk) is True

    def candidate(self, each: SaidAgain, numbers: Mapping[int, tuple[str, ...]]) -> Candidate:
        row = self.rows[each.row]
        said_same = self.judged.get(row.pk) is True
        return Candidate(
            opinion=row.pk,
            source_id=row.source_id,
            unit=row.unit or "",
            giver_kind=row.giver_kind,
            raised_on=row.raised_on,
            text=row.words.whole,
            near=self.is_near(each),
            copy=each.copy,
            said_same=said_same,
            certainty=None if each.copy or said_same else each.certainty,
            likeness=each.likeness,
            problems=numbers.get(row.pk, ()),
            beside=tuple(self._beside(each.row, at) for at in each.nearest),
        )

    def _beside(self, later: int, at: int) -> Beside:
        shared = shared_words(self._blanked(later), self._blanked(at), self._weight)
        row = self.rows[at]
        return Beside(row.pk, row.source_id, row.unit or "", row.raised_on, row.words.whole, tuple(shared))

    def _blanked(self, at: int) -> str:
        return self._masks[at].blanked(self.rows[at].words.whole)


def _said(opinions: OpinionQuerySet, most: int | None = None) -> list[_Said]:
    """Those whose words are kept, the first `most` of them. One query."""
    kept = opinions.with_text().annotate(original=original_of("pk"))
    return [_Said(*row) for row in kept.values_list(*_FIELDS, "original")[:most]]


def _about(problem: Problem, inside: Iterable[_Said]) -> Q:
    paths = {row.path for row in inside if row.path}
    if problem.owner:
        paths.add(problem.owner.path)
    return Q(about__in=Unit.objects.in_scopes(paths).order_by().values("pk")) if paths else Q()


def _judged(problem: Problem, behind: QuerySet[Link, Any]) -> dict[int, bool]:
    """Opinion → whether a person said that it speaks of the same as one of those behind the problem; a yes outweighs a no. One query."""
    standing = Judgement.objects.filter(campaign=problem.campaign, taken_back=False)
    pairs = standing.filter(Q(one__in=behind) | Q(other__in=behind)).values_list("one_id", "other_id", "same")
    found: dict[int, bool] = {}
    for one, other, same in pairs:
        for opinion in (one, other):
            found[opinion] = same or found.get(opinion, False)
    return found


def _kin(behind: QuerySet[Link, Any]) -> set[int]:
    """The opinions in one group with those behind the problem, as the machine grouped them. One query."""
    groups = Placement.objects.filter(opinion__in=behind).exclude(group=None).values("group_id")
    return set(Placement.objects.filter(group__in=groups).values_list("opinion_id", flat=True))


def _numbers(opinions: Sequence[int], ledger: ProblemQuerySet) -> dict[int, tuple[str, ...]]:
    """Opinion → the numbers of the standing problems behind which it stands, as far as the reader sees them. One query."""
    links = Link.objects.filter(opinion__in=opinions, problem__in=ledger.standing().values("pk"))
    found: dict[int, list[str]] = {}
    for opinion, number in links.values_list("opinion_id", "problem__number"):
        found.setdefault(opinion, []).append(number)
    return {opinion: tuple(sorted(numbers, key=in_order)) for opinion, numbers in found.items()}
