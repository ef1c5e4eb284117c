"""Opinions of the same matter come together: a first, whole pass over a campaign."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.audit.queries import times_recorded
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.platform.texts.queries import indexed, near_duplicates
from huiyin.process.campaigns.models import Campaign
from huiyin.process.opinions.models import Group, Opinion, Placement
from huiyin.process.opinions.queries import placements, texts_of
from huiyin.process.opinions.rules.gathering import Gathered, gather
from huiyin.process.opinions.rules.numbering import keep_numbers

_LONGEST_TITLE = 120


def group_opinions(campaign: Campaign, *, by: Actor, at: datetime) -> int:
    """Group all opinions of a campaign that have words; how many groups of two and more there are.

    Near duplicates follow their original, the originals are grouped by analysis.grouping, and a group keeps the number of
    the one that most of its members were in. The texts are read and grouped before the transaction opens, so nobody waits;
    what changed meanwhile makes it read again.
    """
    by.needs(Right.OPINION_GROUP, campaign.root.path)
    while True:
        before = _state(campaign)
        twins = near_duplicates(campaign.pk)
        gathered = gather(list(texts_of(campaign)), twins)
        if _place(campaign, gathered, twins, before, by=by, at=at):
            return len(gathered)


@transaction.atomic
def _place(
    campaign: Campaign,
    gathered: Sequence[Gathered],
    twins: Mapping[int, int],
    before: tuple[int, ...],
    *,
    by: Actor,
    at: datetime,
) -> bool:
    """Write the groups; False, and nothing written, when more was said or grouped since they were read."""
    take_turn()
    if _state(campaign) != before:
        return False
    last = Group.objects.filter(campaign=campaign).aggregate(last=Max("number"))["last"] or 0
    numbers = keep_numbers([found.opinions for found in gathered], placements(campaign), last)
    _name(campaign, dict(zip(numbers, gathered, strict=True)), twins)
    groups = {group.number: group for group in Group.objects.filter(campaign=campaign)}
    Placement.objects.filter(group__campaign=campaign).delete()
    Placement.objects.bulk_create(
        Placement(
            opinion_id=opinion,
            group=groups[number],
            typical=opinion == found.typical,
            repeats=twins.get(opinion),
        )
        for number, found in zip(numbers, gathered, strict=True)
        for opinion in found.opinions
    )
    facts = {"groups": len(gathered), "opinions": sum(len(found.opinions) for found in gathered)}
    record(act="opinions.grouped", subject=f"campaign:{campaign.code}", by=by.code, at=at, facts=facts)
    return True


def _name(campaign: Campaign, found: Mapping[int, Gathered], twins: Mapping[int, int]) -> None:
    """Write titles and givers of the groups by number: new ones, and those that changed. Emptied ones have no givers."""
    known = {group.number: group for group in Group.objects.filter(campaign=campaign)}
    changed = []
    for number, group in known.items():
        title, givers = _shown(found[number], twins) if number in found else (group.title, 0)
        if (group.title, group.givers) != (title, givers):
            group.title, group.givers = title, givers
            changed.append(group)
    Group.objects.bulk_update(changed, ["title", "givers"], batch_size=500)
    shown = {number: _shown(found[number], twins) for number in found.keys() - known.keys()}
    Group.objects.bulk_create(
        Group(campaign=campaign, number=number, title=title, givers=givers)
        for number, (title, givers) in sorted(shown.items())
    )


def _shown(found: Gathered, twins: Mapping[int, int]) -> tuple[str, int]:
    """(title, givers) of a group."""
    return found.title[:_LONGEST_TITLE], len({twins.get(opinion, opinion) for opinion in found.opinions})


def _state(campaign: Campaign) -> tuple[int, ...]:
    """What a grouping stands on: how much is in scope, indexed, and grouped how often. 3 queries."""
    return (
        Opinion.objects.of(campaign).with_text().in_scope().count(),
        len(indexed(campaign.pk)),
        times_recorded("opinions.grouped", f"campaign:{campaign.code}"),
    )
