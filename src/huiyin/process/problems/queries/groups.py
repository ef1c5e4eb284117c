"""Groups of opinions as a reader sees them: a list, and one of them with its members."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet

from huiyin.kit.errors import Unseen
from huiyin.process.campaigns.models import Campaign
from huiyin.process.opinions.models import Group, Opinion, OpinionQuerySet, Placement
from huiyin.process.opinions.rules.disposition import Disposition
from huiyin.process.problems.models import Problem
from huiyin.process.problems.queries.behind import EXCERPT, excerpts
from huiyin.process.problems.queries.sight import IN_THE_MATTER, ORIGINAL, commons_of_groups, in_sight

MOST_MEMBERS = 200

Place = tuple[int, int]
"""(givers as the last grouping counted them, number) of a group: where a page begins or ends."""


@dataclass(frozen=True)
class GroupRow:
    """A group as far as this reader sees it; `waiting` of its opinions have no way yet. `title` are a member's own words: one that the reader may read.

    `unit`: the name of the unit that it is about, "" where that isn't known. `common`: the number of the matter that it shares with other units.
    """

    pk: int
    number: int
    title: str
    unit: str
    opinions: int
    waiting: int
    givers: int
    first: date | None
    last: date | None
    raised_as: str | None
    common: int | None
    place: Place


@dataclass(frozen=True)
class GroupsList:
    """A page of groups; `before` and `after` lead to the pages around, None where there is none."""

    rows: tuple[GroupRow, ...]
    before: Place | None
    after: Place | None


def groups_list(
    campaign: Campaign,
    visible: OpinionQuerySet,
    *,
    unit: int | None = None,
    before: Place | None = None,
    after: Place | None = None,
    size: int = 50,
) -> GroupsList:
    """The groups of which the reader sees two and more opinions in the matter, those of most givers first; all, or those about a unit. 6 queries.

    Sorted by what the last grouping counted over everybody, which an index has; shown are the reader's own counts. The time
    grows with the page, and with the groups between that the reader doesn't see.
    """
    seen = Placement.objects.filter(in_sight(visible), group=OuterRef("pk"))
    found = Group.objects.filter(Exists(seen[1:2]), campaign=campaign)
    found = found.filter(unit=unit) if unit is not None else found
    if before is not None:
        found = found.filter(_above(before)).order_by("givers", "-number")
    else:
        found = found.filter(_below(after)) if after is not None else found
        found = found.order_by("-givers", "number")
    groups = list(found.select_related("unit")[: size + 1])
    more, groups = len(groups) > size, groups[:size]
    if before is not None:
        groups.reverse()
    rows = group_rows(groups, visible)
    first, last = (rows[0].place, rows[-1].place) if rows else (None, None)
    if before is not None:
        return GroupsList(rows, first if more else None, last)
    return GroupsList(rows, first if after is not None else None, last if more else None)


def _below(place: Place) -> Q:
    givers, number = place
    return Q(givers__lt=givers) | Q(givers=givers, number__gt=number)


def _above(place: Place) -> Q:
    givers, number = place
    return Q(givers__gt=givers) | Q(givers=givers, number__lt=number)


def group_rows(groups: Sequence[Group], visible: OpinionQuerySet) -> tuple[GroupRow, ...]:
    """What a reader who sees an opinion in the matter of each sees of some groups, which bring their units. 4 queries, 5 where titles aren't theirs."""
    ids = [group.pk for group in groups]
    counted = {row["group"]: row for row in _counts(ids, visible)}
    titles = _titles(groups, counted)
    raised = dict(Problem.objects.filter(group__in=ids).values_list("group_id", "number"))
    shared = commons_of_groups(ids, visible)
    return tuple(
        _row(group, titles[group.pk], counted[group.pk], raised.get(group.pk), shared.get(group.pk))
        for group in groups
    )


def _row(
    group: Group, title: str, counted: dict[str, Any], raised_as: str | None, common: int | None
) -> GroupRow:
    return GroupRow(
        pk=group.pk,
        number=group.number,
        title=title,
        unit=group.unit.name if group.unit else "",
        opinions=counted["opinions"],
        waiting=counted["waiting"],
        givers=counted["givers"],
        first=counted["first"],
        last=counted["last"],
        raised_as=raised_as,
        common=common,
        place=(group.givers, group.number),
    )


def _counts(groups: Collection[int], visible: OpinionQuerySet) -> QuerySet[Placement, dict[str, Any]]:
    """By group, what the reader sees: `readable` members in all, and of those in the matter how many, of whom, from when to when."""
    seen = Placement.objects.filter(Exists(visible.filter(pk=OuterRef("opinion_id"))), group__in=groups)
    return (
        seen.annotate(original=ORIGINAL)
        .values("group")
        .annotate(
            readable=Count("pk"),
            opinions=Count("pk", filter=IN_THE_MATTER),
            waiting=Count("pk", filter=Q(opinion__disposition=Disposition.WAITING)),
            givers=Count("original", distinct=True, filter=IN_THE_MATTER),
            first=Min("opinion__raised_on", filter=IN_THE_MATTER),
            last=Max("opinion__raised_on", filter=IN_THE_MATTER),
            one=Min("opinion_id", filter=IN_THE_MATTER),
        )
        .order_by()
    )


def _titles(groups: Collection[Group], counted: Mapping[int, Mapping[str, Any]]) -> dict[int, str]:
    """Titles by group: the group's where the reader may read all members, for it's one of theirs; else how a seen one begins."""
    members = Placement.objects.filter(group__in=list(counted)).values_list("group").annotate(n=Count("pk"))
    whole = {pk for pk, n in members.order_by() if n == counted[pk]["readable"]}
    wanted = [counted[group.pk]["one"] for group in groups if group.pk not in whole or not group.title]
    begins = excerpts(Opinion.objects.filter(pk__in=wanted)) if wanted else {}
    return {group.pk: begins.get(counted[group.pk]["one"], group.title)[:120] for group in groups}


@dataclass(frozen=True)
class GroupMember:
    """A member with its near duplicates folded into it: `copies` more of the same text."""

    opinion: int
    source_id: str
    excerpt: str
    unit: str
    giver_kind: str
    raised_on: date | None
    disposition: str
    typical: bool
    copies: int


@dataclass(frozen=True)
class UnitCount:
    """A unit (None: not said yet which) and how many of the opinions are about it."""

    unit: int | None
    name: str
    opinions: int


@dataclass(frozen=True)
class GroupPage:
    """A group as far as this reader sees it: the typical member first; `waiting` have no way yet; `more` members beyond MOST_MEMBERS.

    `unit`: the id and name of the unit that it is about, None where that isn't known; `units` are that one and those below it.
    """

    pk: int
    number: int
    title: str
    unit: tuple[int, str] | None
    common: int | None
    opinions: int
    waiting: int
    givers: int
    members: tuple[GroupMember, ...]
    more: int
    units: tuple[UnitCount, ...]
    kinds: dict[str, int]
    first: date | None
    last: date | None
    raised_as: str | None


# pk, source_id, unit, its name, kind, day, disposition, typical, the text it repeats or its own
_Row = tuple[int, str, int | None, str | None, str, date | None, str, bool, int]


def group_page(campaign: Campaign, number: int, visible: OpinionQuerySet) -> GroupPage:
    """A group with its members in the matter that the reader sees. Unseen where there are none. 8 queries, O(members)."""
    group = Group.objects.filter(campaign=campaign, number=number).select_related("unit").first()
    if group is None:
        raise Unseen
    placed = Placement.objects.filter(in_sight(visible), group=group).annotate(original=ORIGINAL)
    rows: list[_Row] = list(
        placed.order_by(F("opinion__raised_on").asc(nulls_last=True), "opinion_id").values_list(
            "opinion_id",
            "opinion__source_id",
            "opinion__about_id",
            "opinion__about__name",
            "opinion__giver_kind",
            "opinion__raised_on",
            "opinion__disposition",
            "typical",
            "original",
        )
    )
    if not rows:
        raise Unseen
    members, more = _members(rows)
    days = [row[5] for row in rows if row[5]]
    return GroupPage(
        pk=group.pk,
        number=number,
        title=_titles([group], {row["group"]: row for row in _counts([group.pk], visible)})[group.pk],
        unit=(group.unit.pk, group.unit.name) if group.unit else None,
        common=commons_of_groups([group.pk], visible).get(group.pk),
        opinions=len(rows),
        waiting=sum(row[6] == Disposition.WAITING for row in rows),
        givers=len({row[-1] for row in rows}),
        members=members,
        more=more,
        units=unit_counts((unit, name) for _, _, unit, name, *_ in rows),
        kinds=dict(Counter(row[4] for row in rows).most_common()),
        first=min(days, default=None),
        last=max(days, default=None),
        raised_as=Problem.objects.filter(group=group).values_list("number", flat=True).first(),
    )


def unit_counts(units: Iterable[tuple[int | None, str | None]]) -> tuple[UnitCount, ...]:
    """(id, name) of each opinion's unit, counted; the most first."""
    counted = Counter(units)
    rows = [UnitCount(unit, name or "", n) for (unit, name), n in counted.items()]
    return tuple(sorted(rows, key=lambda row: (-row.opinions, row.name)))


def _members(rows: Sequence[_Row]) -> tuple[tuple[GroupMember, ...], int]:
    """Members with their copies folded in, at most MOST_MEMBERS, the typical one first; and how many more."""
    by_original: dict[int, list[_Row]] = defaultdict(list)
    for row in rows:
        by_original[row[-1]].append(row)
    # The original stands for its copies; where the reader doesn't see it, the earliest copy does.
    heads = [
        (
            next((row for row in same if row[0] == original), same[0]),
            len(same) - 1,
            any(row[-2] for row in same),
        )
        for original, same in by_original.items()
    ]
    heads.sort(key=lambda head: not head[2])
    shown = heads[:MOST_MEMBERS]
    words = excerpts(Opinion.objects.filter(pk__in=[head[0] for head, *_ in shown]))
    members = tuple(
        GroupMember(pk, source_id, words[pk][:EXCERPT], name or "", kind, day, disposition, typical, copies)
        for (pk, source_id, _, name, kind, day, disposition, *_), copies, typical in shown
    )
    return members, len(heads) - len(shown)
