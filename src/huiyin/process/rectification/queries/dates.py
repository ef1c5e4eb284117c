"""What is due week by week: problems, measures, answers from the level above, and later dates that wait to be decided."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import QuerySet

from huiyin.process.campaigns.rules.weeks import week_of, weeks_between
from huiyin.process.problems.models import ProblemQuerySet
from huiyin.process.rectification.models import Extension, Measure, Passing
from huiyin.process.rectification.rules.words import Answered, MeasureState, PassedUp

WEEKS = 6
MOST_OF_A_KIND = 200


class DateKind(StrEnum):
    """What has a date."""

    PROBLEM = "problem"
    MEASURE = "measure"
    ANSWER = "answer"
    EXTENSION = "extension"


@dataclass(frozen=True)
class Dated:
    """Something with a date: of which problem (number, title, unit), and of a measure what it is, of an extension the wanted day."""

    day: date
    kind: DateKind
    number: str
    title: str
    unit: str
    what: str = ""
    wanted: date | None = None


@dataclass(frozen=True)
class WeekOf:
    """A week from its Monday: how many of each kind fall into it (all of them), and which (MOST_OF_A_KIND of a kind on a page)."""

    monday: date
    counts: dict[DateKind, int]
    rows: tuple[Dated, ...]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True)
class DatesPage:
    """Weeks in their order; `whole`: everything that falls into them is listed, not only the first MOST_OF_A_KIND of a kind."""

    weeks: tuple[WeekOf, ...]
    whole: bool


def dates_of(visible: ProblemQuerySet, first: date, last: date) -> DatesPage:
    """What is due in the weeks from `first` to `last`, of the problems of `visible` that aren't closed. 8 queries; O(what is due then)."""
    open_ = visible.standing().filter(closed_on=None)
    of_open = {"problem__in": open_.order_by().values("pk")}
    named = ("problem__number", "problem__title", "problem__owner__name")
    measures = Measure.objects.filter(**of_open, state=MeasureState.DOING)
    answers = Passing.objects.filter(**of_open, answer=PassedUp.WAITING)
    later = Extension.objects.filter(**of_open, answer=Answered.WAITING)
    asked: list[tuple[DateKind, QuerySet[Any], str, tuple[str, ...]]] = [
        (DateKind.PROBLEM, open_, "due_on", ("number", "title", "owner__name")),
        (DateKind.MEASURE, measures, "until", (*named, "what")),
        (DateKind.ANSWER, answers, "answer_by", (*named, "above__name")),
        (DateKind.EXTENSION, later, "was", (*named, "reason", "wanted")),
    ]
    counts: dict[date, Counter[DateKind]] = {monday: Counter() for monday in weeks_between(first, last)}
    rows: list[Dated] = []
    whole = True
    for kind, found, field, columns in asked:
        within = found.filter(**{f"{field}__gte": first, f"{field}__lte": last})
        for day in within.order_by().values_list(field, flat=True).iterator():
            counts[week_of(day)][kind] += 1
        some = list(within.order_by(field, "pk").values_list(field, *columns)[: MOST_OF_A_KIND + 1])
        whole &= len(some) <= MOST_OF_A_KIND
        rows += _dated(kind, some[:MOST_OF_A_KIND])
    rows.sort(key=lambda row: (row.day, row.number, row.kind))
    return DatesPage(
        tuple(
            WeekOf(monday, dict(counts[monday]), tuple(row for row in rows if week_of(row.day) == monday))
            for monday in counts
        ),
        whole,
    )


def _dated(kind: DateKind, rows: list[tuple[Any, ...]]) -> Iterator[Dated]:
    for day, number, title, unit, *more in rows:
        what, wanted = (*more, "", None)[:2] if len(more) < 2 else more
        yield Dated(day, kind, number, title, unit or "", what, wanted)


def last_day(monday: date, weeks: int = WEEKS) -> date:
    """The Sunday of the last of so many weeks."""
    return monday + timedelta(days=7 * weeks - 1)
