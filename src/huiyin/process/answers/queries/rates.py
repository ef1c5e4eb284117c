"""Response, settlement and satisfaction (SPEC section 5), by channel and by kind of giver: never by unit, and no order but the template's."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, Value
from django.db.models.expressions import Combinable

from huiyin.process.answers.models import RATINGS, Message, Receipt
from huiyin.process.answers.rules.figures import small_parts
from huiyin.process.answers.rules.limits import Limits
from huiyin.process.campaigns.models import Campaign
from huiyin.process.campaigns.queries import template_of
from huiyin.process.opinions.models import OpinionQuerySet
from huiyin.process.opinions.queries.rates import Rate
from huiyin.process.opinions.rules.disposition import Disposition


@dataclass
class _Tally:
    held: int = 0
    due: int = 0
    in_time: int = 0
    closing: int = 0
    closed: int = 0

    def add(self, other: "_Tally") -> None:
        for name in ("held", "due", "in_time", "closing", "closed"):
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass(frozen=True)
class RateRow:
    """One part, or several too small to stand alone: `codes`. `held` is how many opinions in scope have a receipt."""

    codes: tuple[str, ...]
    held: int
    response: Rate
    settlement: Rate


@dataclass(frozen=True)
class AnswerRates:
    """Of the opinions in scope whose givers hold a receipt; the parts in the order of the template. `satisfaction` is of the whole only:
    ratings are few, and a part of them tells of givers. `summed` are the levels that count as satisfied.
    """

    whole: RateRow
    satisfaction: Rate
    summed: tuple[str, ...]
    by_channel: tuple[RateRow, ...]
    by_giver: tuple[RateRow, ...]


def answer_rates(
    visible: OpinionQuerySet,
    *,
    campaign: Campaign,
    limits: Limits,
    on: date,
    channels: Sequence[str],
    givers: Sequence[str],
    settled: Combinable | Q | None = None,
) -> AnswerRates:
    """Response: first answered in time ÷ those whose limit is over. Settlement: answered without a problem, or `settled` (a condition on
    opinions: what stands behind closed problems, which the rooms above know) ÷ those whose limit for settling is over. Satisfaction: rated with
    one of the template's levels that are summed ÷ rated, the last word of each giver on each problem; who says "not fixed" has rated.

    2 queries, the answer of the first grows with channels × kinds × days. YearMissing where the calendar doesn't tell.
    """
    due, closing = limits.overdue_before(on), limits.settling_over_before(on)
    held = visible.in_scope().filter(pk__in=Receipt.objects.filter(campaign=campaign).values("matter"))
    rows = (
        held.order_by()
        .annotate(settled=Value(False) if settled is None else settled)
        .values_list("channel", "giver_kind", "entered_on", "answered_on", "disposition", "settled")
        .annotate(n=Count("pk"))
    )
    cells: dict[tuple[str, str], _Tally] = defaultdict(_Tally)
    for channel, giver, entered, answered, disposition, fixed, n in rows:
        in_time = answered is not None and entered < due and answered <= limits.answer_by(entered)
        closed = entered < closing and (fixed or disposition == Disposition.ANSWERED)
        tally = _Tally(n, n * (entered < due), n * in_time, n * (entered < closing), n * closed)
        cells[channel, giver].add(tally)
    whole = _sum(list(cells.values()))
    asking = template_of(campaign).life.voices
    summed = asking.summed if asking is not None else ()
    return AnswerRates(
        _row((), whole),
        _satisfaction(held, summed),
        summed,
        _parts({code: _of(cells, 0, code) for code, _ in cells}, channels),
        _parts({code: _of(cells, 1, code) for _, code in cells}, givers),
    )


def _satisfaction(held: OpinionQuerySet, summed: Sequence[str]) -> Rate:
    """Of the last ratings of those opinions' givers, one for each problem."""
    said = Message.objects.filter(kind__in=RATINGS, matter__in=held.order_by().values("pk"))
    later = Q(handed__gt=OuterRef("handed")) | Q(handed=OuterRef("handed"), turn__gt=OuterRef("turn"))
    again = Message.objects.filter(later, matter=OuterRef("matter"), problem=OuterRef("problem"))
    last = said.filter(~Exists(again)).aggregate(
        n=Count("pk"), k=Count("pk", filter=Q(level__in=list(summed)))
    )
    return Rate(last["k"], last["n"], suggested=False)


def _of(cells: dict[tuple[str, str], _Tally], place: int, code: str) -> _Tally:
    return _sum([tally for key, tally in cells.items() if key[place] == code])


def _sum(tallies: Sequence[_Tally]) -> _Tally:
    whole = _Tally()
    for tally in tallies:
        whole.add(tally)
    return whole


def _parts(tallies: dict[str, _Tally], order: Sequence[str]) -> tuple[RateRow, ...]:
    known = [code for code in order if code in tallies]
    codes = [*known, *sorted(tallies.keys() - set(known))]
    small = small_parts({code: tallies[code].held for code in codes})
    rows = [_row((code,), tallies[code]) for code in codes if code not in small]
    together = tuple(code for code in codes if code in small)
    return (*rows, _row(together, _sum([tallies[code] for code in together]))) if together else tuple(rows)


def _row(codes: tuple[str, ...], tally: _Tally) -> RateRow:
    return RateRow(
        codes,
        tally.held,
        Rate(tally.in_time, tally.due, suggested=False),
        Rate(tally.closed, tally.closing, suggested=False),
    )
