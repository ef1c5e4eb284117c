"""Rows for what a grouping found: groups and common matters under their numbers."""

from collections.abc import Mapping, Sequence

from huiyin.process.campaigns.models import Campaign
from huiyin.process.opinions.models import CommonMatter, Group
from huiyin.process.opinions.rules.gathering import Common, Gathered
from huiyin.process.opinions.rules.scopes import NOWHERE

LONGEST_TITLE = 120


def name_groups(
    campaign: Campaign, found: Mapping[int, Gathered], repeats: Mapping[int, int], *, whole: bool
) -> dict[int, int]:
    """Write title, unit and givers of the groups by number, new ones and those that changed; the ids of all by number.

    In a `whole` pass those that weren't found are empty now: no givers, and no title, for it is of words that may have to go. Their rows
    stay, for a number is never another's.
    """
    known = {group.number: group for group in Group.objects.filter(campaign=campaign)}
    changed = []
    for number, group in known.items():
        if number in found:
            shown = _shown(found[number], repeats)
        elif whole:
            shown = ("", group.unit_id, 0)
        else:
            continue
        if (group.title, group.unit_id, group.givers) != shown:
            group.title, group.unit_id, group.givers = shown
            changed.append(group)
    Group.objects.bulk_update(changed, ["title", "unit", "givers"], batch_size=500)
    fresh = []
    for number in sorted(found.keys() - known.keys()):
        title, unit, givers = _shown(found[number], repeats)
        fresh.append(Group(campaign=campaign, number=number, title=title, unit_id=unit, givers=givers))
    known.update((group.number, group) for group in Group.objects.bulk_create(fresh))
    return {number: group.pk for number, group in known.items()}


def name_commons(
    campaign: Campaign, found: Mapping[int, Common], repeats: Mapping[int, int]
) -> dict[int, int]:
    """Write title, units and givers of the common matters by number; their ids by number."""
    known = {common.number: common for common in CommonMatter.objects.filter(campaign=campaign)}
    fresh: list[CommonMatter] = []
    changed: list[CommonMatter] = []
    for number, common in sorted(found.items()):
        row = known.get(number) or CommonMatter(campaign=campaign, number=number)
        row.title = common.title[:LONGEST_TITLE]
        row.units, row.givers = len(common.scopes), givers_among(common.opinions, repeats)
        (changed if number in known else fresh).append(row)
    CommonMatter.objects.bulk_update(changed, ["title", "units", "givers"], batch_size=500)
    known.update((common.number, common) for common in CommonMatter.objects.bulk_create(fresh))
    return {number: known[number].pk for number in found}


def givers_among(opinions: Sequence[int], repeats: Mapping[int, int]) -> int:
    """How many different texts: what counts as givers (SPEC rule 5)."""
    return len({repeats.get(opinion, opinion) for opinion in opinions})


def unit_of(found: Gathered) -> int | None:
    """The unit (its id) that a group is about."""
    return None if found.scope == NOWHERE else found.scope


def _shown(found: Gathered, repeats: Mapping[int, int]) -> tuple[str, int | None, int]:
    """(title, unit, givers) of a group."""
    return found.title[:LONGEST_TITLE], unit_of(found), givers_among(found.opinions, repeats)
