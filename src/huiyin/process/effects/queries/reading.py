"""Effects as pages, lists and reports show them: one reading of the row, so that all of them say the same."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Value
from django.db.models.functions import Coalesce

from huiyin.analysis.effects import MOST_DISPERSION, Verdict
from huiyin.process.effects.models import Effect, EffectRun
from huiyin.process.effects.rules.figures import Figures, figures
from huiyin.process.effects.rules.words import Kind


@dataclass(frozen=True)
class Shown:
    """An effect as somebody may see it. `opened`, `closed`: the channels that came or went in between; `outside`: opinions of the
    problem about other units; `loud`: too uneven for a proof; `waits`: None where there are few of them to a unit."""

    effect: Effect
    verdict: Verdict
    figures: Figures
    waits: int | None
    opened: tuple[str, ...]
    closed: tuple[str, ...]
    loud: bool
    on: date

    @property
    def kind(self) -> Kind:
        return Kind(self.effect.kind)


def shown(
    rows: Iterable[Effect], run: EffectRun, fewest: int, sees: Callable[[str | None], bool]
) -> list[Shown]:
    """Effects (with their units) as the reader sees them who `sees` all figures about a path, or else none over fewer than `fewest`."""
    found = []
    for row in rows:
        least = 0 if sees(row.unit.path if row.unit else None) else fewest
        said = figures(
            row.counts,
            row.ratio,
            row.needed,
            since=row.since,
            closed_on=row.closed_on,
            on=run.on,
            fewest=least,
        )
        found.append(
            Shown(
                row,
                Verdict(row.verdict),
                said,
                None if 0 < row.waiting < least else row.waiting,
                tuple(sorted(code for code, opened in row.breaks.items() if opened)),
                tuple(sorted(code for code, opened in row.breaks.items() if not opened)),
                row.dispersion > MOST_DISPERSION,
                run.on,
            )
        )
    return found


IN_ORDER = (
    Coalesce("unit__path", "problem__owner__path", Value("")),
    "problem__year",
    "problem__serial",
    "problem__occurrence",
)
"""Problems in the order of the tree, then by number: never by how well they did. One of which nothing was said stands with its owner's."""


def sums_in_order(rows: Sequence[Effect], campaign_order: Sequence[str]) -> list[Effect]:
    """The campaign first, then winds and topics as the template has them."""
    place = {code: at for at, code in enumerate(campaign_order)}
    kinds = [Kind.CAMPAIGN, Kind.WIND, Kind.TOPIC]
    return sorted(rows, key=lambda row: (kinds.index(Kind(row.kind)), place.get(row.subject, 0)))
