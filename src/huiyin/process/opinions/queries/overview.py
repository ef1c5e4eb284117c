"""The overview: where opinions are and what share of them is to the point, counted by the database."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

from django.db.models import Count, Exists, F, OuterRef, Q

from huiyin.platform.orgs.models import Unit
from huiyin.process.campaigns.models import Campaign
from huiyin.process.opinions.models import Opinion, OpinionQuerySet, Suggestion
from huiyin.process.opinions.queries.balance import Balance
from huiyin.process.opinions.queries.labels import has_standing, undecided
from huiyin.process.opinions.queries.rates import Rate
from huiyin.process.opinions.rules.disposition import OUT_OF_THE_MATTER, Disposition

Key = TypeVar("Key")
Cell = tuple[int | None, str]

_IN_SCOPE = ~Q(disposition__in=OUT_OF_THE_MATTER)
_WITH_TEXT = Q(salt__isnull=False)


@dataclass(frozen=True)
class Rates:
    """Focus and specificity of the same opinions, `received` of them."""

    received: int
    focus: Rate
    specificity: Rate


@dataclass(frozen=True)
class Overview:
    """A campaign as its office sees it. `by_unit` by the unit's pk (None: not said yet), `by_channel` by its code."""

    balance: Balance
    rates: Rates
    by_unit: dict[int | None, Rates]
    by_channel: dict[str, Rates]
    unit_names: dict[int, str]
    units_heard_from: int


@dataclass
class _Tally:
    """What rates are made of, of the opinions of one unit and channel, or of many such."""

    received: int = 0
    triaged: int = 0
    triaged_in_focus: int = 0
    open: int = 0
    open_in_focus: int = 0
    texts_decided: int = 0
    specific_decided: int = 0
    texts_suggested: int = 0
    specific_suggested: int = 0

    def add(self, counted: Mapping[str, int]) -> None:
        for name, count in counted.items():
            setattr(self, name, getattr(self, name) + count)

    def rates(self) -> Rates:
        """As queries.rates has them: what is triaged, or else all, as suggested; specificity of all that have text."""
        focus = (
            Rate(self.triaged_in_focus, self.triaged, suggested=False)
            if self.triaged
            else Rate(self.open_in_focus, self.open, suggested=True)
        )
        specific = self.specific_decided + self.specific_suggested
        specificity = Rate(
            specific, self.texts_decided + self.texts_suggested, suggested=self.texts_suggested > 0
        )
        return Rates(self.received, focus, specificity)


def overview(campaign: Campaign, scopes: Iterable[str]) -> Overview:
    """What lies below `scopes` (paths, as rights.scopes_with gives them) of a campaign; all of it for who covers its root.

    6 queries, whose answers grow with units times channels; no opinion is loaded. The rates are those of queries.rates:
    every swept opinion has one suggestion of whether it is specific.
    """
    mine = _below(campaign, tuple(scopes))
    received = mine.aggregate(all=Count("pk"), units=Count("about", distinct=True))
    placed = list(
        mine.order_by().values_list("about", "channel", "disposition").annotate(received=Count("pk"))
    )
    parts: Counter[str] = Counter()
    tallies: dict[Cell, _Tally] = {}
    for about, channel, disposition, count in placed:
        parts[disposition] += count
        tallies.setdefault((about, channel), _Tally()).received += count
    for row in (*_decided(mine), *_specific_suggested(mine), *_focus_suggested(mine)):
        tallies.setdefault((row.pop("about"), row.pop("channel")), _Tally()).add(row)
    return Overview(
        balance=Balance(received["all"], {place: parts[place] for place in Disposition}),
        rates=_summed(tallies, lambda _: True).get(True, _Tally()).rates(),
        by_unit={unit: tally.rates() for unit, tally in _summed(tallies, lambda cell: cell[0]).items()},
        by_channel={code: tally.rates() for code, tally in _summed(tallies, lambda cell: cell[1]).items()},
        unit_names=_names(mine),
        units_heard_from=received["units"],
    )


def _below(campaign: Campaign, scopes: tuple[str, ...]) -> OpinionQuerySet:
    opinions = Opinion.objects.of(campaign)
    if any(campaign.root.path.startswith(scope) for scope in scopes):
        return opinions
    return opinions.filter(about__in=Unit.objects.in_scopes(scopes).order_by().values("pk"))


def _decided(mine: OpinionQuerySet) -> Iterable[dict[str, Any]]:
    decided = mine.filter(has_standing()).filter(decided__round=F("triage_round"))
    return (
        decided.order_by()
        .values("about", "channel")
        .annotate(
            triaged=Count("pk", filter=_IN_SCOPE),
            triaged_in_focus=Count("pk", filter=_IN_SCOPE & ~Q(decided__focus="")),
            texts_decided=Count("pk", filter=_WITH_TEXT),
            specific_decided=Count("pk", filter=_WITH_TEXT & Q(decided__specific=True)),
        )
    )


def _specific_suggested(mine: OpinionQuerySet) -> Iterable[dict[str, Any]]:
    suggested = mine.filter(undecided(), suggested__kind=Suggestion.Kind.SPECIFIC, suggested__rank=1)
    return (
        suggested.order_by()
        .values("about", "channel")
        .annotate(
            open=Count("pk", filter=_IN_SCOPE),
            texts_suggested=Count("pk", filter=_WITH_TEXT),
            specific_suggested=Count("pk", filter=_WITH_TEXT & Q(suggested__code="yes")),
        )
    )


def _focus_suggested(mine: OpinionQuerySet) -> Iterable[dict[str, Any]]:
    suggested = mine.filter(undecided(), suggested__kind=Suggestion.Kind.FOCUS, suggested__rank=1)
    return (
        suggested.filter(_IN_SCOPE).order_by().values("about", "channel").annotate(open_in_focus=Count("pk"))
    )


def _names(mine: OpinionQuerySet) -> dict[int, str]:
    heard = Unit.objects.filter(Exists(mine.filter(about=OuterRef("pk"))))
    return dict(heard.values_list("pk", "name"))


def _summed(tallies: Mapping[Cell, _Tally], key: Callable[[Cell], Key]) -> dict[Key, _Tally]:
    """The tallies of all cells with one key together."""
    found: dict[Key, _Tally] = {}
    for cell, tally in tallies.items():
        found.setdefault(key(cell), _Tally()).add(asdict(tally))
    return found
