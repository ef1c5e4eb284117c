"""The ledger as a list: filtered, a page at a time, in the order of the numbers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, Q

from huiyin.platform.orgs.rules.rights import Actor
from huiyin.process.campaigns.models import Campaign
from huiyin.process.problems.models import Problem, ProblemQuerySet
from huiyin.process.problems.queries.behind import (
    Tally,
    fewest_givers,
    homes,
    raw_reach_of,
    tallies,
    words_reach,
)
from huiyin.process.problems.queries.sought import Sought, sought

Place = tuple[int, int, int]
"""Year, serial and occurrence of a number: where a page begins or ends."""

MOST_COUNTED = 200
MOST_GROUPED = 5000


@dataclass(frozen=True)
class LedgerRow:
    """A standing problem. Opinions and givers are None where so few givers may not be shown to this reader (SPEC rule 5)."""

    problem: Problem
    number: str
    title: str
    owner: str
    source: str
    focus: str
    topic: str
    horizon: str
    opinions: int | None
    givers: int | None
    raised_on: date
    checked: bool
    state: str
    due_on: date | None

    @property
    def place(self) -> Place:
        return self.problem.year, self.problem.serial, self.problem.occurrence


@dataclass(frozen=True)
class LedgerPage:
    """Rows by number; `before` and `after` lead to the pages around, None where there is none."""

    rows: tuple[LedgerRow, ...]
    before: Place | None
    after: Place | None


def ledger(
    campaign: Campaign,
    visible: ProblemQuerySet,
    wanted: Sought,
    *,
    actors: Iterable[Actor],
    before: Place | None = None,
    after: Place | None = None,
    size: int = 50,
) -> LedgerPage:
    """A page of the ledger: the `size` first, those next to `after`, or those right in front of `before`. 4 queries.

    `visible` is access.visible_problems of the same `actors`, whose right to the words decides which figures are shown.
    """
    found = sought(visible, wanted)
    if before is not None:
        found = found.filter(_past(before, "lt")).order_by("-year", "-serial", "-occurrence")
    else:
        found = found.filter(_past(after, "gt")) if after is not None else found
        found = found.order_by("year", "serial", "occurrence")
    problems = list(found.select_related("owner")[: size + 1])
    more, problems = len(problems) > size, problems[:size]
    if before is not None:
        problems.reverse()
    rows = _rows(campaign, problems, actors)
    first, last = (rows[0].place, rows[-1].place) if rows else (None, None)
    if before is not None:
        return LedgerPage(rows, first if more else None, last)
    return LedgerPage(rows, first if after is not None else None, last if more else None)


def _past(place: Place, side: str) -> Q:
    year, serial, occurrence = place
    further = Q(**{"serial": serial, f"occurrence__{side}": occurrence}) | Q(**{f"serial__{side}": serial})
    # The first bound is what an index can start at.
    return Q(**{f"year__{side}e": year}) & (Q(**{f"year__{side}": year}) | Q(year=year) & further)


def _rows(campaign: Campaign, problems: list[Problem], actors: Iterable[Actor]) -> tuple[LedgerRow, ...]:
    reaches = raw_reach_of(actors, campaign)
    fewest = fewest_givers(campaign)
    counted = tallies([problem.pk for problem in problems], homes(campaign), reaches)
    rows = []
    for problem in problems:
        tally = counted[problem.pk]
        hidden = tally.opinions - tally.reached
        enough = tally.givers >= fewest and not (
            tally.reached and hidden < fewest
        )  # or the rest is found by difference
        shown = words_reach(problem, tally, reaches) or tally.givers == 0 or enough
        rows.append(_row(problem, tally if shown else None))
    return tuple(rows)


def _row(problem: Problem, tally: Tally | None) -> LedgerRow:
    return LedgerRow(
        problem=problem,
        number=problem.number,
        title=problem.title,
        owner=problem.owner.name if problem.owner else "",
        source=problem.source,
        focus=problem.focus,
        topic=problem.topic,
        horizon=problem.horizon,
        opinions=tally.opinions if tally else None,
        givers=tally.givers if tally else None,
        raised_on=problem.raised_on,
        checked=problem.checked_on is not None,
        state=problem.state,
        due_on=problem.due_on,
    )


def count_ledger(visible: ProblemQuerySet, wanted: Sought) -> int:
    """How many there are, MOST_COUNTED at most: as many mean "so many or more". One query."""
    return sought(visible, wanted).order_by().values("pk")[:MOST_COUNTED].count()


@dataclass(frozen=True)
class Grouped:
    """Value of the column that a list is grouped by → how many. `whole`: all that were found are counted, not only the first MOST_GROUPED."""

    counts: dict[str, int]
    whole: bool


def group_ledger(visible: ProblemQuerySet, wanted: Sought, column: str) -> Grouped:
    """What was found by a column of the problem ("owner", "focus", "topic", "state"), in no order. One query, over MOST_GROUPED rows at most."""
    some = sought(visible, wanted).order_by().values(key=F(column))[: MOST_GROUPED + 1]
    try:
        statement, parameters = some.query.sql_with_params()
    except EmptyResultSet:  # nothing is in the reader's sight
        return Grouped({}, whole=True)
    with connection.cursor() as cursor:
        # Django would look each of them up again by its key; PostgreSQL reads the whole table for that.
        cursor.execute(f"SELECT key, COUNT(*) FROM ({statement}) AS found GROUP BY key", parameters)  # noqa: S608 - Django's own
        counts = {"" if key is None else str(key): n for key, n in cursor.fetchall()}
    total = sum(counts.values())
    return Grouped(counts, total <= MOST_GROUPED)
