"""The overview: where opinions are and what share of them is to the point, counted by the database."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

from django.db.models import Count, Exists, F, FilteredRelation, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.tree import all_but
from huiyin.platform.texts.models import IndexedText
from huiyin.process.campaigns.models import Campaign
from huiyin.process.opinions.models import Opinion, OpinionQuerySet, Suggestion
from huiyin.process.opinions.queries.balance import Balance
from huiyin.process.opinions.queries.labels import has_standing, undecided
from huiyin.process.opinions.queries.rates import Rate
from huiyin.process.opinions.rules.disposition import OUT_OF_THE_MATTER, Disposition
from huiyin.process.opinions.rules.wanted import YES

Key = TypeVar("Key")
Cell = tuple[int | None, str]

_WITH_TEXT = Q(salt__isnull=False)
_OF_FOCUS = {"triaged", "triaged_in_focus", "open", "open_in_focus"}


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
    texts_open: int = 0
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
        specificity = Rate(specific, self.texts_decided + self.texts_open, suggested=self.texts_open > 0)
        return Rates(self.received, focus, specificity)


def overview(campaign: Campaign, scopes: Iterable[str]) -> Overview:
    """What lies below `scopes` (paths, as rights.scopes_with gives them) of a campaign; all of it for who covers its root.

    4 queries, whose answers grow with units times channels; no opinion is loaded. The rates are those of queries.rates:
    every swept opinion has one suggestion of whether it is specific.
    """
    mine = _below(campaign, tuple(scopes))
    received = mine.aggregate(all=Count("pk"), units=Count("about", distinct=True))
    parts: Counter[str] = Counter()
    tallies: dict[Cell, _Tally] = {}
    for row in (*_undecided(mine), *_decided(mine)):
        cell, place = (row.pop("about"), row.pop("channel")), row.pop("disposition")
        parts[place] += row.get("received", 0)
        row["texts_open"] = row.get("open", 0)  # an erased text has lost its suggestions
        tallies.setdefault(cell, _Tally()).add(_in_the_matter(row) if place in OUT_OF_THE_MATTER else row)
    return Overview(
        balance=Balance(received["all"], {place: parts[place] for place in Disposition}),
        rates=_summed(tallies, lambda _: True).get(True, _Tally()).rates(),
        by_unit={unit: tally.rates() for unit, tally in _summed(tallies, lambda cell: cell[0]).items()},
        by_channel={code: tally.rates() for code, tally in _summed(tallies, lambda cell: cell[1]).items()},
        unit_names=_names(mine),
        units_heard_from=received["units"],
    )


def rates_by_unit(mine: OpinionQuerySet) -> dict[int | None, Rates]:
    """The two rates of these opinions by the unit that they are about. 2 queries."""
    tallies: dict[Cell, _Tally] = {}
    for row in (*_undecided(mine), *_decided(mine)):
        cell, place = (row.pop("about"), row.pop("channel")), row.pop("disposition")
        row["texts_open"] = row.get("open", 0)
        tallies.setdefault(cell, _Tally()).add(_in_the_matter(row) if place in OUT_OF_THE_MATTER else row)
    return {unit: tally.rates() for unit, tally in _summed(tallies, lambda cell: cell[0]).items()}


def givers_below(campaign: Campaign, scopes: Iterable[str], by: str) -> dict[str, int]:
    """Givers by the value of a field (`about`, `channel`, `disposition`) of the same opinions, near duplicates once. One query."""
    mine = _below(campaign, tuple(scopes))
    repeats = IndexedText.objects.filter(text=OuterRef("pk")).values("near_duplicate_of")
    said = mine.annotate(original=Coalesce(Subquery(repeats), F("pk"))).order_by().values_list(by)
    counted = said.annotate(n=Count("original", distinct=True))
    return {"" if value is None else str(value): n for value, n in counted}


def balance_below(campaign: Campaign, scopes: Iterable[str]) -> tuple[Balance, int]:
    """The sum alone, and how many units were heard from: what a start page needs. 2 queries."""
    mine = _below(campaign, tuple(scopes))
    received = mine.aggregate(all=Count("pk"), units=Count("about", distinct=True))
    counted = mine.order_by().values_list("disposition").annotate(n=Count("pk"))
    parts: dict[str, int] = dict(counted)
    return Balance(received["all"], {place: parts.get(place, 0) for place in Disposition}), received["units"]


def _below(campaign: Campaign, scopes: tuple[str, ...]) -> OpinionQuerySet:
    opinions = Opinion.objects.of(campaign)
    left_out = all_but(scopes, campaign.root.path)
    if left_out is not None:
        # Who is recused from a unit doesn't have its figures in the sum either.
        gone = Unit.objects.in_scopes(left_out).order_by().values("pk")
        return opinions.exclude(about__in=gone) if left_out else opinions
    # A part of the tree hears in figures what is said of the units below it, not of its own (SPEC rule 2).
    below = Unit.objects.in_scopes(scopes).exclude(path__in=scopes)
    return opinions.filter(about__in=below.order_by().values("pk"))


def _undecided(mine: OpinionQuerySet) -> Iterable[dict[str, Any]]:
    """How many there are, and what is suggested of those that nobody has decided on."""
    kind, rank = "suggested__kind", "suggested__rank"
    joined = mine.alias(
        swept=FilteredRelation("suggested", condition=Q(**{kind: Suggestion.Kind.SPECIFIC, rank: 1})),
        focused=FilteredRelation(
            "suggested", condition=Q(**{kind: Suggestion.Kind.FOCUS, rank: 1, "suggested__code__gt": ""})
        ),
    )
    return _counted(
        joined,
        received=Count("pk"),
        open=Count("swept__pk", filter=undecided()),
        open_in_focus=Count("focused__pk", filter=undecided()),
        specific_suggested=Count("swept__pk", filter=Q(swept__code=YES) & undecided()),
    )


def _decided(mine: OpinionQuerySet) -> Iterable[dict[str, Any]]:
    return _counted(
        mine.filter(has_standing(), triage_round__gt=0).filter(decided__round=F("triage_round")),
        triaged=Count("pk"),
        triaged_in_focus=Count("pk", filter=~Q(decided__focus="")),
        texts_decided=Count("pk", filter=_WITH_TEXT),
        specific_decided=Count("pk", filter=_WITH_TEXT & Q(decided__specific=True)),
    )


def _counted(opinions: OpinionQuerySet, **counts: Count) -> Iterable[dict[str, Any]]:
    return opinions.order_by().values("about", "channel", "disposition").annotate(**counts)


def _in_the_matter(row: Mapping[str, int]) -> dict[str, int]:
    """What still counts of opinions that the campaign needn't deal with: that they came, and whether they are specific."""
    return {name: count for name, count in row.items() if name not in _OF_FOCUS}


def _names(mine: OpinionQuerySet) -> dict[int, str]:
    heard = Unit.objects.filter(Exists(mine.filter(about=OuterRef("pk"))))
    return dict(heard.values_list("pk", "name"))


def _summed(tallies: Mapping[Cell, _Tally], key: Callable[[Cell], Key]) -> dict[Key, _Tally]:
    """The tallies of all cells with one key together."""
    found: dict[Key, _Tally] = {}
    for cell, tally in tallies.items():
        found.setdefault(key(cell), _Tally()).add(asdict(tally))
    return found
