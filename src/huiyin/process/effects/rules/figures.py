"""What a reader is told of a table: every figure with what it is a part of, none over few givers to a unit (SPEC rules 5, 14): pure."""

from dataclasses import dataclass
from datetime import date

from huiyin.analysis.effects import Counts, Ratio, before_needed, weeks_of

FEWEST_FOR_A_RATE = 10


@dataclass(frozen=True)
class Side:
    """Episodes of one side: of the matter, others, days; `share` of the matter in all, `a_day` of the matter.

    None where few givers hide a figure (`hidden`), or, for a share, where it would be one of fewer than ten.
    """

    mine: int | None
    others: int | None
    days: int
    share: float | None
    a_day: float | None

    @property
    def heard(self) -> int | None:
        return None if self.mine is None or self.others is None else self.mine + self.others


@dataclass(frozen=True)
class Figures:
    """Both sides, the ratio with its interval (`low`, `high`; None: no bound), `exposure` (listening after ÷ before), and, while
    nothing can be told, what it would take: `missing` more episodes after the closing, `weeks` of listening as by now; `first`:
    how many would have had to come before at this exposure for none afterwards to prove anything. `hidden`: some stand for few givers."""

    before: Side
    after: Side
    value: float | None
    low: float | None
    high: float | None
    exposure: float | None
    missing: int | None
    weeks: int | None
    first: int | None
    hidden: bool = False

    @property
    def told(self) -> bool:
        """Whether there is a ratio to be shown."""
        return not self.hidden and not (self.low in {None, 0} and self.high is None)


def figures(
    counts: Counts,
    ratio: Ratio,
    needed: int | None,
    *,
    since: date,
    closed_on: date | None,
    on: date,
    fewest: int = 0,
) -> Figures:
    """The figures as somebody may see them: all of them with `fewest` 0, else none of 1 to `fewest` - 1 and nothing that it follows from."""
    cells = (counts.before, counts.before_others, counts.after, counts.after_others)
    hidden = any(0 < cell < fewest for cell in cells)
    days_before = max(1, (closed_on - since).days + 1) if closed_on else 0
    days_after = max(0, (on - closed_on).days) if closed_on else 0
    exposure = counts.heard_after / counts.heard_before if counts.heard_before else None
    missing = max(0, needed - counts.heard_after) if needed is not None else None
    weeks = (
        weeks_of(missing, 7 * counts.heard_after / days_after)
        if missing and days_after and not hidden
        else None
    )
    return Figures(
        _side(counts.before, counts.before_others, days_before, fewest, hidden=hidden),
        _side(counts.after, counts.after_others, days_after, fewest, hidden=hidden),
        None if hidden else _bound(ratio.value),
        None if hidden else _bound(ratio.low),
        None if hidden else _bound(ratio.high),
        None if hidden else exposure,
        missing,
        weeks,
        before_needed(exposure) if exposure and not hidden else None,
        hidden,
    )


def _side(mine: int, others: int, days: int, fewest: int, *, hidden: bool) -> Side:
    heard = mine + others
    return Side(
        None if 0 < mine < fewest else mine,
        None if 0 < others < fewest else others,
        days,
        mine / heard if heard >= FEWEST_FOR_A_RATE and not hidden else None,
        mine / days if days and not hidden else None,
    )


def _bound(number: float) -> float | None:
    return None if number == float("inf") else number
