"""A matter's weeks before and after its closing, as the numbers of a drawing and of the table beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

WIDTH, HEIGHT, LEFT, FOOT, TOP = 720, 200, 34, 26, 12
_LEAST = 4  # episodes that the scale has at least, so that one isn't a tower
_MOST_LABELS = 9
_LABEL = 50  # as wide as a label is: what would end beyond the drawing is left out


@dataclass(frozen=True)
class Bar:
    """One week: its Monday or first day, how many episodes of the matter and of others, and where they are drawn."""

    first: date
    mine: int
    others: int
    x: str
    width: str
    mine_y: str
    mine_height: str
    others_y: str
    others_height: str


@dataclass(frozen=True)
class Drawing:
    """All weeks from the first day on; `closing_x`: where the closing's day lies; `lines` of the scale, `labels` of the days."""

    bars: Sequence[Bar]
    closing_x: str
    lines: Sequence[tuple[int, str]]
    labels: Sequence[tuple[date, str]]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    foot_y: int = HEIGHT - FOOT


def drawing(weekly: Sequence[Sequence[int]], since: date, closed_on: date, on: date) -> Drawing:
    """`weekly`: week since the first day, episodes of the matter, others; weeks without any are drawn empty."""
    of_week = {week: (mine, others) for week, mine, others in weekly}
    weeks = max([(on - since).days // 7, (closed_on - since).days // 7, *of_week]) + 1
    step = (WIDTH - LEFT) / weeks
    most = max([_LEAST, *(mine + others for mine, others in of_week.values())])
    scale = (HEIGHT - FOOT - TOP) / most
    floor = HEIGHT - FOOT
    bars = []
    for week in range(weeks):
        mine, others = of_week.get(week, (0, 0))
        bars.append(
            Bar(
                since + timedelta(days=7 * week),
                mine,
                others,
                _n(LEFT + week * step + step * 0.12),
                _n(step * 0.76),
                _n(floor - mine * scale),
                _n(mine * scale),
                _n(floor - (mine + others) * scale),
                _n(others * scale),
            )
        )
    every = max(1, -(-weeks // _MOST_LABELS))
    labels = [
        (bars[week].first, _n(LEFT + week * step))
        for week in range(0, weeks, every)
        if week * step < WIDTH - LEFT - _LABEL
    ]
    marks = sorted({0, round(most / 2), most})
    return Drawing(
        bars,
        _n(LEFT + ((closed_on - since).days + 1) / 7 * step),
        [(mark, _n(floor - mark * scale)) for mark in marks],
        labels,
    )


def _n(value: float) -> str:
    return f"{value:.1f}"
