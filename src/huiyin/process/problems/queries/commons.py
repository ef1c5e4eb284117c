"""What opinions about several units share (共性问题, 上下联动) as a reader sees it: a list, and one of them unit by unit."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Count, Max, Min, Q
from django.db.models.functions import Coalesce

from huiyin.kit.errors import Unseen
from huiyin.platform.orgs.models import Unit
from huiyin.process.campaigns.models import Campaign
from huiyin.process.opinions.models import CommonMatter, Group, Opinion, OpinionQuerySet, Placement
from huiyin.process.opinions.queries import Scopes, scopes_of
from huiyin.process.opinions.rules.disposition import Disposition
from huiyin.process.opinions.rules.scopes import NOWHERE
from huiyin.process.problems.models import Link, ProblemQuerySet
from huiyin.process.problems.queries.behind import excerpts
from huiyin.process.problems.queries.groups import GroupRow, group_rows
from huiyin.process.problems.queries.sight import IN_THE_MATTER, ORIGINAL, in_sight, seen_commons

MOST_EXAMPLES = 120
EXAMPLES_A_UNIT = 2

Place = tuple[int, int, int]
"""(units, givers as the last grouping counted them, number) of a common matter: where a page begins or ends."""

_UNIT = Coalesce("group__unit", "opinion__about")


@dataclass(frozen=True)
class CommonRow:
    """A common matter as far as this reader sees it; `waiting` of its opinions have no way yet. `title` are words of one whom the reader may read."""

    number: int
    title: str
    units: int
    opinions: int
    waiting: int
    givers: int
    first: date | None
    last: date | None
    place: Place


@dataclass(frozen=True)
class CommonsList:
    """A page of common matters; `before` and `after` lead to the pages around, None where there is none."""

    rows: tuple[CommonRow, ...]
    before: Place | None
    after: Place | None


def commons_list(
    campaign: Campaign,
    visible: OpinionQuerySet,
    *,
    before: Place | None = None,
    after: Place | None = None,
    size: int = 50,
) -> CommonsList:
    """What two units and more share as far as the reader sees, what most units share first. 7 queries.

    Sorted by what the last grouping counted over everybody; shown are the reader's own counts.
    """
    found = seen_commons(visible).filter(campaign=campaign)
    if before is not None:
        found = found.filter(_above(before)).order_by("units", "givers", "-number")
    else:
        found = found.filter(_below(after)) if after is not None else found
        found = found.order_by("-units", "-givers", "number")
    commons = list(found[: size + 1])
    more, commons = len(commons) > size, commons[:size]
    if before is not None:
        commons.reverse()
    rows = _rows(commons, visible, scopes_of(campaign))
    first, last = (rows[0].place, rows[-1].place) if rows else (None, None)
    if before is not None:
        return CommonsList(rows, first if more else None, last)
    return CommonsList(rows, first if after is not None else None, last if more else None)


def _below(place: Place) -> Q:
    units, givers, number = place
    return (
        Q(units__lt=units)
        | Q(units=units, givers__lt=givers)
        | Q(units=units, givers=givers, number__gt=number)
    )


def _above(place: Place) -> Q:
    units, givers, number = place
    return (
        Q(units__gt=units)
        | Q(units=units, givers__gt=givers)
        | Q(units=units, givers=givers, number__lt=number)
    )


def _rows(commons: Sequence[CommonMatter], visible: OpinionQuerySet, scopes: Scopes) -> tuple[CommonRow, ...]:
    counted = _counts([common.pk for common in commons], visible)
    units = _units([common.pk for common in commons], visible, scopes)
    titles = _titles(commons, counted)
    return tuple(
        CommonRow(
            number=common.number,
            title=titles[common.pk],
            units=len(units[common.pk]),
            opinions=counted[common.pk]["opinions"],
            waiting=counted[common.pk]["waiting"],
            givers=counted[common.pk]["givers"],
            first=counted[common.pk]["first"],
            last=counted[common.pk]["last"],
            place=(common.units, common.givers, common.number),
        )
        for common in commons
    )


def _counts(commons: Collection[int], visible: OpinionQuerySet) -> dict[int, dict[str, Any]]:
    """By common matter, what the reader sees of it; `readable` members in all. One query."""
    seen = Placement.objects.filter(in_sight(visible), common__in=commons).annotate(original=ORIGINAL)
    rows = seen.values("common").annotate(
        opinions=Count("pk"),
        waiting=Count("pk", filter=Q(opinion__disposition=Disposition.WAITING)),
        givers=Count("original", distinct=True),
        first=Min("opinion__raised_on"),
        last=Max("opinion__raised_on"),
        one=Min("opinion_id"),
    )
    return {row["common"]: row for row in rows.order_by()}


def _units(commons: Collection[int], visible: OpinionQuerySet, scopes: Scopes) -> dict[int, set[int]]:
    """By common matter, the units of which the reader sees opinions. One query."""
    found: dict[int, set[int]] = defaultdict(set)
    seen = Placement.objects.filter(in_sight(visible), common__in=commons)
    for common, unit in seen.order_by().values_list("common_id", _UNIT).distinct():
        if scopes.of(unit) != NOWHERE:
            found[common].add(scopes.of(unit))
    return found


def _titles(commons: Sequence[CommonMatter], counted: Mapping[int, Mapping[str, Any]]) -> dict[int, str]:
    """Titles as those of groups: where the reader doesn't see every member, how one that they see begins. 1 or 2 queries."""
    placed = Placement.objects.filter(IN_THE_MATTER, common__in=list(counted)).values_list("common")
    members = dict(placed.annotate(n=Count("pk")).order_by())
    whole = {pk for pk, row in counted.items() if members.get(pk) == row["opinions"]}
    wanted = [counted[common.pk]["one"] for common in commons if common.pk not in whole or not common.title]
    begins = excerpts(Opinion.objects.filter(pk__in=wanted)) if wanted else {}
    return {common.pk: begins.get(counted[common.pk]["one"], common.title)[:120] for common in commons}


@dataclass(frozen=True)
class Example:
    """An opinion that stands for others."""

    opinion: int
    source_id: str
    excerpt: str
    giver_kind: str
    raised_on: date | None


@dataclass(frozen=True)
class CommonUnit:
    """One unit's part: its groups, the opinions in none (`alone`), and what is typically said."""

    unit: int
    name: str
    opinions: int
    givers: int
    groups: tuple[GroupRow, ...]
    alone: int
    examples: tuple[Example, ...]


class Behind(NamedTuple):
    """A problem behind which some of the opinions stand already."""

    number: str
    title: str
    opinions: int


@dataclass(frozen=True)
class CommonPage:
    """A common matter as far as this reader sees it, unit by unit in the order of the tree; `waiting` are the opinions without a way yet."""

    number: int
    title: str
    opinions: int
    waiting: tuple[int, ...]
    givers: int
    units: tuple[CommonUnit, ...]
    kinds: dict[str, int]
    first: date | None
    last: date | None
    problems: tuple[Behind, ...]


class _Member(NamedTuple):
    opinion: int
    source_id: str
    giver_kind: str
    raised_on: date | None
    disposition: str
    group: int | None
    typical: bool
    original: int
    unit: int


def common_page(
    campaign: Campaign, number: int, visible: OpinionQuerySet, problems: ProblemQuerySet
) -> CommonPage:
    """A common matter with its members in the matter that the reader sees. Unseen where they see but one unit's. 14 queries, O(members).

    `problems` are those that the reader sees.
    """
    common = seen_commons(visible).filter(campaign=campaign, number=number).first()
    if common is None:
        raise Unseen
    members = _members(common, visible, scopes_of(campaign))
    counted = _counts([common.pk], visible)
    return CommonPage(
        number=common.number,
        title=_titles([common], counted)[common.pk],
        opinions=len(members),
        waiting=tuple(member.opinion for member in members if member.disposition == Disposition.WAITING),
        givers=counted[common.pk]["givers"],
        units=_by_unit(members, visible),
        kinds=dict(Counter(member.giver_kind for member in members).most_common()),
        first=counted[common.pk]["first"],
        last=counted[common.pk]["last"],
        problems=_problems(common, visible, problems),
    )


def _members(common: CommonMatter, visible: OpinionQuerySet, scopes: Scopes) -> list[_Member]:
    """What the reader sees, the earliest said first."""
    placed = Placement.objects.filter(in_sight(visible), common=common).annotate(original=ORIGINAL, of=_UNIT)
    rows = placed.order_by("opinion__raised_on", "opinion_id").values_list(
        "opinion_id",
        "opinion__source_id",
        "opinion__giver_kind",
        "opinion__raised_on",
        "opinion__disposition",
        "group_id",
        "typical",
        "original",
        "of",
    )
    return [_Member(*row[:-1], scopes.of(row[-1])) for row in rows]


def _by_unit(members: Sequence[_Member], visible: OpinionQuerySet) -> tuple[CommonUnit, ...]:
    by_unit: dict[int, list[_Member]] = defaultdict(list)
    for member in members:
        by_unit[member.unit].append(member)
    units = Unit.objects.filter(pk__in=by_unit).order_by("path").values_list("pk", "name")
    groups = Group.objects.filter(pk__in={member.group for member in members if member.group})
    rows = {row.pk: row for row in group_rows(list(groups.select_related("unit")), visible)}
    named = [*units, *([(NOWHERE, "")] if NOWHERE in by_unit else [])]
    chosen = {unit: _examples(by_unit[unit], rows) for unit, _ in named}
    wanted = [member.opinion for examples in chosen.values() for member in examples][:MOST_EXAMPLES]
    words = excerpts(Opinion.objects.filter(pk__in=wanted))
    return tuple(
        CommonUnit(
            unit=unit,
            name=name,
            opinions=len(by_unit[unit]),
            givers=len({member.original for member in by_unit[unit]}),
            groups=tuple(_in_order(rows[pk] for pk in {one.group for one in by_unit[unit]} if pk in rows)),
            alone=sum(member.group is None for member in by_unit[unit]),
            examples=tuple(
                Example(
                    member.opinion,
                    member.source_id,
                    words[member.opinion],
                    member.giver_kind,
                    member.raised_on,
                )
                for member in chosen[unit]
                if member.opinion in words
            ),
        )
        for unit, name in named
    )


def _in_order(rows: Iterable[GroupRow]) -> list[GroupRow]:
    return sorted(rows, key=lambda row: (-row.givers, row.number))


def _examples(members: Sequence[_Member], rows: Mapping[int, GroupRow]) -> list[_Member]:
    """The typical members of the largest groups; where there is none, those that stand alone."""
    typical = [member for member in members if member.typical and member.group in rows]
    typical.sort(key=lambda member: -rows[member.group or 0].givers)
    return (typical or list(members))[:EXAMPLES_A_UNIT]


def _problems(
    common: CommonMatter, visible: OpinionQuerySet, problems: ProblemQuerySet
) -> tuple[Behind, ...]:
    """The standing problems behind which the members stand that the reader sees. One query."""
    members = Placement.objects.filter(in_sight(visible), common=common).values("opinion_id")
    links = Link.objects.filter(opinion__in=members, problem__in=problems.standing().values("pk"))
    rows = links.values_list("problem__number", "problem__title").annotate(n=Count("opinion", distinct=True))
    return tuple(Behind(*row) for row in rows.order_by("problem__number"))
