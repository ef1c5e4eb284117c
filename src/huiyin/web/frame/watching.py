"""What is odd in looking is noted for the inspectors (R39); nothing is refused, and an ordinary request writes nothing."""

from collections.abc import Mapping

from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.campaigns.queries import template_of
from huiyin.process.inspections.commands import note_watch
from huiyin.process.inspections.rules.watching import WatchKind, seeks_somebody
from huiyin.web.frame.visit import Visit

_TOGETHER = 2
_NOT_NARROWING = {"disposition", "sort", "size", "group"}


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
