"""Questions about visits: how many whole inspections a unit had in a year, who may go, what a row of the log says."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from huiyin.platform.accounts.models import Account
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.queries import inspectors_of
from huiyin.process.campaigns.models import Campaign
from huiyin.process.inspections.models import (
    LogCorrection,
    LogEntry,
    LogPoint,
    Revisit,
    Visit,
    VisitInspector,
)
from huiyin.process.inspections.rules.entries import Demanded, Entered, Found
from huiyin.process.inspections.rules.visits import VisitState


def whole_in_year(unit: Unit, year: int, *, but: int = 0) -> int:
    """How many whole inspections a unit has in a year, in whatever campaign, cancelled ones not counted. One query."""
    return (
        Visit.objects.filter(unit=unit, whole=True, day__year=year)
        .exclude(state=VisitState.CANCELLED)
        .exclude(pk=but)
        .count()
    )


def group_of(unit: Unit, campaign: Campaign, on: date) -> list[Account]:
    """The inspectors who may go to a unit on a day, in the order in which they were sent. 2 queries."""
    pks = inspectors_of([unit.path], campaign.code, on)[unit.path]
    known = Account.objects.in_bulk(pks)
    return [known[pk] for pk in pks]


def going(visits: Collection[int]) -> dict[int, list[Account]]:
    """Who goes, by visit. One query."""
    found: dict[int, list[Account]] = {pk: [] for pk in visits}
    for row in VisitInspector.objects.filter(visit__in=visits).select_related("account").order_by("pk"):
        found[row.visit_id].append(row.account)
    return found


def goes(visit: Visit, code: str) -> bool:
    """Whether somebody is one of those who go. One query."""
    pk = code.removeprefix("account:")
    return pk.isdecimal() and VisitInspector.objects.filter(visit=visit, account=int(pk)).exists()


@dataclass(frozen=True)
class Row:
    """A row of the log with all that hangs on it."""

    entry: LogEntry
    people: Sequence[Account]
    found: Sequence[LogPoint]
    demanded: Sequence[LogPoint]
    corrections: Sequence[LogCorrection]
    revisits: Sequence[Revisit]

    @property
    def entered(self) -> Entered:
        """What it says, as it was entered."""
        return Entered(
            self.entry.day,
            tuple(self.entry.ways),
            self.entry.learned,
            self.entry.told,
            tuple(Found(one.text, one.focus) for one in self.found),
            tuple(Demanded(one.text, one.due_on) for one in self.demanded),
        )


def rows_of(entries: Iterable[LogEntry]) -> list[Row]:
    """The rows with what hangs on them; `entry.visit` is read with the rows. 4 queries, however many."""
    entries = list(entries)
    pks = [one.pk for one in entries]
    people = going({one.visit_id for one in entries})
    points = list(LogPoint.objects.filter(entry__in=pks).select_related("problem", "ask").order_by("number"))
    corrections = list(LogCorrection.objects.filter(entry__in=pks).order_by("pk"))
    revisits = list(Revisit.objects.filter(entry__in=pks).order_by("day", "pk"))
    return [
        Row(
            one,
            people[one.visit_id],
            [row for row in points if row.entry_id == one.pk and row.kind == LogPoint.Kind.FOUND],
            [row for row in points if row.entry_id == one.pk and row.kind == LogPoint.Kind.DEMAND],
            [row for row in corrections if row.entry_id == one.pk],
            [row for row in revisits if row.entry_id == one.pk],
        )
        for one in entries
    ]
