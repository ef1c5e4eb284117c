"""Opinions of the same matter."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from huiyin.platform.texts.queries import near_duplicates
from huiyin.process.campaigns.models import Campaign
from huiyin.process.opinions.models import Group, Placement
from huiyin.process.opinions.rules.disposition import OUT_OF_THE_MATTER


@dataclass(frozen=True)
class GroupedOpinions:
    """A group as lists and papers show it."""

    pk: int
    number: int
    title: str
    opinions: tuple[int, ...]
    givers: int
    typical: int | None
    first: date | None
    last: date | None
    units: tuple[int | None, ...] = field(default=())


def groups(campaign: Campaign) -> list[GroupedOpinions]:
    """Groups with members in scope, those of most givers first. 3 queries, O(n log n)."""
    twins = near_duplicates(campaign.pk)
    members: dict[int, list[tuple[int, bool, date | None, int | None]]] = defaultdict(list)
    placed = Placement.objects.filter(group__campaign=campaign).order_by("opinion_id")
    placed = placed.exclude(opinion__disposition__in=OUT_OF_THE_MATTER)
    rows = placed.values_list("group_id", "opinion_id", "typical", "opinion__raised_on", "opinion__about_id")
    for group, opinion, typical, raised, about in rows.iterator():
        members[group].append((opinion, typical, raised, about))
    found = [
        _grouped(pk, number, title, members[pk], twins)
        for pk, number, title in Group.objects.filter(campaign=campaign).values_list("pk", "number", "title")
        if pk in members
    ]
    return sorted(found, key=lambda group: (-group.givers, -len(group.opinions), group.number))


def _grouped(
    pk: int,
    number: int,
    title: str,
    members: list[tuple[int, bool, date | None, int | None]],
    twins: dict[int, int],
) -> GroupedOpinions:
    opinions = tuple(opinion for opinion, *_ in members)
    days = sorted(day for *_, day, _ in members if day is not None)
    return GroupedOpinions(
        pk=pk,
        number=number,
        title=title,
        opinions=opinions,
        givers=len({twins.get(opinion, opinion) for opinion in opinions}),
        typical=next((opinion for opinion, typical, *_ in members if typical), None),
        first=days[0] if days else None,
        last=days[-1] if days else None,
        units=tuple(sorted({about for *_, about in members}, key=lambda unit: (unit is None, unit))),
    )


def common_placements(campaign: Campaign) -> dict[int, int]:
    """Opinion → the number of what it shares with other units. One query."""
    placed = Placement.objects.filter(common__campaign=campaign)
    return dict(placed.values_list("opinion_id", "common__number").iterator())


def placements(campaign: Campaign) -> dict[int, int]:
    """Opinion → the number of its group. One query."""
    placed = Placement.objects.filter(group__campaign=campaign)
    return dict(placed.values_list("opinion_id", "group__number").iterator())
