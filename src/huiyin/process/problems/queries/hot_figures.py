"""热点难点 in figures alone, for who reads nobody's words: a unit of itself, the leading group of all (SPEC rules 4, 5)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce

from huiyin.platform.orgs.models import Unit
from huiyin.process.campaigns.models import Campaign
from huiyin.process.opinions.models import Opinion, OpinionQuerySet
from huiyin.process.opinions.queries import has_standing
from huiyin.process.problems.queries.behind import fewest_givers
from huiyin.process.problems.rules import Part, Window, shown_parts

FIGURE_DAYS = 28
"""Four whole weeks: the figures change once a week, and no day's difference is one giver."""

_ORIGINAL = Coalesce("placed__repeats", "pk")
_TOPIC = "decided__topic"


@dataclass(frozen=True)
class UnitPart:
    """Units, one or several small ones together, and how many givers spoke of them."""

    names: tuple[str, ...]
    givers: int


@dataclass(frozen=True)
class HotFigures:
    """An education topic, or several small ones together (`codes`), with the givers of both windows.

    `before` is None where fewer than the template's least spoke of it. `kinds` and `units` (in the order of the tree) are whole parts of at least so many; empty
    for topics put together, and `units` where the reader sees but one.
    """

    codes: tuple[str, ...]
    now: int
    before: int | None
    kinds: tuple[Part, ...] = ()
    units: tuple[UnitPart, ...] = ()


def hot_figures(
    campaign: Campaign, scopes: Iterable[str], now: Window, before: Window
) -> tuple[HotFigures, ...]:
    """The education topics of most givers below `scopes` (paths), as decided by people: what nobody has looked at counts nowhere.

    Whom an opinion is about must be known. Near duplicates count once. 4 queries; O(opinions of both windows).
    """
    units = Unit.objects.in_scopes(scopes)
    heard = Opinion.objects.of(campaign).in_scope().filter(about__in=units.order_by().values("pk"))
    heard = heard.filter(raised_on__gte=before.first, raised_on__lte=now.last, triage_round__gt=0)
    decided = heard.filter(
        has_standing(), **{"decided__round": F("triage_round"), f"{_TOPIC}__gt": ""}
    ).order_by()
    fewest = fewest_givers(campaign)
    this = Q(raised_on__gte=now.first)
    counted = {
        row[_TOPIC]: (row["now"], row["last"])
        for row in decided.values(_TOPIC).annotate(
            now=Count(_ORIGINAL, distinct=True, filter=this),
            last=Count(_ORIGINAL, distinct=True, filter=~this),
        )
    }
    kinds = _split(decided.filter(this), "giver_kind")
    about = _split(decided.filter(this), "about")
    names = dict(units.values_list("pk", "name"))
    shown = shown_parts({code: givers for code, (givers, _) in counted.items()}, fewest)
    parts = sorted(shown, key=lambda part: len(part.kinds) > 1)  # what is put together stands last
    return tuple(_row(part, counted, kinds, about, names, fewest) for part in parts)


def _split(decided: OpinionQuerySet, by: str) -> dict[str, Counter[str]]:
    """Topic → givers by kind or by unit. One query."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for row in decided.values(_TOPIC, by).annotate(givers=Count(_ORIGINAL, distinct=True)):
        found[row[_TOPIC]][str(row[by])] += row["givers"]
    return found


def _row(
    part: Part,
    counted: Mapping[str, tuple[int, int]],
    kinds: Mapping[str, Counter[str]],
    about: Mapping[str, Counter[str]],
    names: Mapping[int, str],
    fewest: int,
) -> HotFigures:
    last = sum(counted[code][1] for code in part.kinds)
    before = last if last >= fewest else None
    if len(part.kinds) > 1:
        return HotFigures(part.kinds, part.givers, before)
    [code] = part.kinds
    units = shown_parts(about[code], fewest) if len(names) > 1 else ()
    in_tree = {str(pk): at for at, pk in enumerate(names)}
    return HotFigures(
        codes=part.kinds,
        now=part.givers,
        before=before,
        kinds=shown_parts(kinds[code], fewest),
        units=tuple(
            UnitPart(tuple(names[int(pk)] for pk in sorted(unit.kinds, key=in_tree.__getitem__)), unit.givers)
            for unit in sorted(
                units, key=lambda unit: (len(unit.kinds) > 1, min(in_tree[pk] for pk in unit.kinds))
            )
        ),
    )
