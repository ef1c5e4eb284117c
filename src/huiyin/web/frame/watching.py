"""What is odd in looking is noted for the inspectors (R39); nothing is refused, and an ordinary request writes nothing."""

from collections.abc import Collection, Mapping

from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.campaigns.queries import template_of
from huiyin.process.inspections.commands import note_watch
from huiyin.process.inspections.rules.watching import WatchKind, seeks_somebody
from huiyin.process.problems.models import ProblemQuerySet
from huiyin.process.problems.queries.behind import fewest_givers, givers_behind
from huiyin.web.frame.visit import Visit

_TOGETHER = 2
_NOT_NARROWING = {"disposition", "sort", "size", "group"}
_NARROWING_PROBLEMS = {"text", "owner", "focus", "topic", "key_work", "source", "who"}
"""How a problem stands (open, late) tells nothing of who spoke of it."""
_MANY = 200
"""Behind so many problems nobody is sought, and they aren't counted."""


def watch_search(visit: Visit, right: Right, where: str, filters: Mapping[str, str]) -> bool:
    """Note a search for who said something rather than for a matter; whether it was one. No query for any other."""
    seeking = template_of(visit.running).inspections.seeking
    odd = seeks_somebody(filters.get("text", "")[:500], seeking)
    if odd:
        note_watch(visit.running, WatchKind.SEEKING, where, filters, by=visit.by(right), at=visit.at)
    return odd


def watch_list(visit: Visit, right: Right, where: str, filters: Mapping[str, str], rows: int) -> None:
    """Note a search for somebody, or two filters and more that together leave fewer rows than givers whose figures may be shown."""
    few = 0 < rows < int(template_of(visit.running).parameter("givers_min"))
    narrowing = filters.keys() - _NOT_NARROWING
    if not watch_search(visit, right, where, filters) and few and len(narrowing) >= _TOGETHER:
        note_watch(visit.running, WatchKind.NARROW, where, filters, by=visit.by(right), at=visit.at)


def watch_export(visit: Visit, right: Right, where: str, filters: Mapping[str, str], rows: int) -> None:
    """Note that fewer rows were taken out than givers whose figures may be shown."""
    if 0 < rows < int(template_of(visit.running).parameter("givers_min")):
        note_watch(visit.running, WatchKind.EXPORT, where, filters, by=visit.by(right), at=visit.at)


def watch_ledger(
    visit: Visit,
    where: str,
    filters: Mapping[str, str],
    problems: Collection[int],
    *,
    taken_out: bool = False,
) -> None:
    """Note a search for somebody in the ledger, or filters that lead to problems behind which, all together, fewer givers stand than
    figures may be shown of: two filters of a list, any of one that is taken out. 2 queries where they narrow, none else."""
    right = Right.PROBLEM_READ
    narrowing = filters.keys() & _NARROWING_PROBLEMS
    if watch_search(visit, right, where, filters) or len(narrowing) < (1 if taken_out else _TOGETHER):
        return
    if len(problems) < _MANY and 0 < givers_behind(problems, visit.running) < fewest_givers(visit.running):
        kind = WatchKind.EXPORT if taken_out else WatchKind.NARROW
        note_watch(visit.running, kind, where, filters, by=visit.by(right), at=visit.at)


def watch_ledger_export(visit: Visit, where: str, filters: Mapping[str, str], found: ProblemQuerySet) -> None:
    """The same of a workbook that is taken out. 3 queries where filters narrow, none else."""
    narrow = bool(filters.keys() & _NARROWING_PROBLEMS)
    problems = list(found.order_by().values_list("pk", flat=True)[:_MANY]) if narrow else []
    watch_ledger(visit, where, filters, problems, taken_out=True)
