"""How long each level took, drawn: columns of units by time, the numbers in a table beside them. Never a unit by its time."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from huiyin.process.campaigns.queries.cascade import Delays
from huiyin.process.campaigns.rules.cascade import InTime, Spread
from huiyin.web.circulars.naming import duration, within

HEIGHT, STEP, GAP = 72, 60, 10
FEWEST_WITH_QUARTERS = 4


@dataclass(frozen=True)
class Column:
    """One column of a drawing; `middle` is where its number and its word stand."""

    x: int
    y: int
    height: int
    middle: int
    n: int
    word: str
    kind: str


@dataclass(frozen=True)
class Drawn:
    """What one kind of act took at one level. `shares`: within how long which share of the units had done it, "" not yet."""

    act: str
    n: int
    waiting: int
    shares: tuple[tuple[str, str], ...]
    longest: str
    columns: tuple[Column, ...]
    in_time: InTime | None = None

    @property
    def percent(self) -> str:
        share = self.in_time.share if self.in_time else None
        return "" if share is None else f"{share * 100:.0f}%"


@dataclass(frozen=True)
class Level:
    """One level below the issuer."""

    level: int
    acts: tuple[Drawn, ...]

    @property
    def units(self) -> int:
        return self.acts[0].n


def drawn(found: Delays) -> list[Level]:
    """The levels of a cascade, from the issuer's down."""
    levels = []
    for one in found.levels:
        acts = [_drawn(_("签收"), one.acknowledged, one.in_time)]
        if one.passed_on is not None:
            acts.append(_drawn(_("转发"), one.passed_on, None))
        levels.append(Level(one.level, tuple(acts)))
    return levels


def _drawn(act: str, spread: Spread, in_time: InTime | None) -> Drawn:
    return Drawn(
        act=act,
        n=spread.n,
        waiting=spread.waiting,
        shares=_shares(spread),
        longest=duration(spread.longest),
        columns=_columns(spread),
        in_time=in_time,
    )


def _shares(spread: Spread) -> tuple[tuple[str, str], ...]:
    """The median; quartiles only of as many units as have quarters."""
    half = (_("一半的单位（中位数）"), within(spread.half))
    if spread.n < FEWEST_WITH_QUARTERS:
        return (half,)
    return (
        (_("四分之一的单位"), within(spread.quarter)),
        half,
        (_("四分之三的单位"), within(spread.three_quarters)),
    )


def _columns(spread: Spread) -> tuple[Column, ...]:
    words = [_("半天内"), _("1 天"), _("2 天"), _("3 天"), _("5 天"), _("更久"), _("还没有")]
    counts = [*spread.bins, spread.waiting]
    most = max(counts) or 1
    found = []
    for place, (n, word) in enumerate(zip(counts, words, strict=True)):
        height = max(3, round(n * HEIGHT / most)) if n else 0
        x = place * STEP + GAP // 2
        kind = "wait" if place == len(counts) - 1 else "go"
        found.append(Column(x, HEIGHT - height, height, x + (STEP - GAP) // 2, n, word, kind))
    return tuple(found)
