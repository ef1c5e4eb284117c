"""What was odd in looking, put together by day and person; single small filters aren't shown, several different ones are."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from huiyin.process.inspections.models import Watch
from huiyin.process.inspections.rules.watching import WatchKind


@dataclass(frozen=True)
class Odd:
    """How often somebody did something odd on a day, and where."""

    day: date
    by: str
    role: str
    unit: str
    kind: WatchKind
    where: tuple[str, ...]
    times: int


def odd_ones(rows: Iterable[Watch], narrow_times: int) -> list[Odd]:
    """By day and person, the latest first; narrowing counts from `narrow_times` different filters a day on. `unit` is read with the rows."""
    found: dict[tuple[date, str, str], list[Watch]] = defaultdict(list)
    for row in rows:
        found[row.day, row.by, row.kind].append(row)
    odd = [
        Odd(
            day,
            by,
            many[0].role,
            many[0].unit.name,
            WatchKind(kind),
            tuple(dict.fromkeys(one.where for one in many)),
            len(many),
        )
        for (day, by, kind), many in found.items()
        if kind != WatchKind.NARROW or len(many) >= narrow_times
    ]
    return sorted(odd, key=lambda one: (-one.day.toordinal(), one.by, one.kind))
