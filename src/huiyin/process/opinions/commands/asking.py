"""Which pairs wait for a person's word: after a whole pass, and when a word was taken back."""

from collections.abc import Collection

from django.db.models import Count

from huiyin.analysis.placing import likeness
from huiyin.platform.bulk import insert_many
from huiyin.platform.texts.queries import frequencies
from huiyin.process.campaigns.models import Campaign
from huiyin.process.opinions.models import Doubt, Placement
from huiyin.process.opinions.queries import said_in, scopes_of
from huiyin.process.opinions.rules.asking import Aside, Doubtful, permille, use_of
from huiyin.process.opinions.rules.judging import Pair

_COLUMNS = ("campaign_id", "one_id", "other_id", "likeness", "weight", "use", "inside", "put_off")


def put_aside(campaign: Campaign) -> list[Aside]:
    """The pairs that somebody put off. One query."""
    rows = Doubt.objects.filter(campaign=campaign, put_off__gt=0)
    return [Aside(*row) for row in rows.values_list("one_id", "other_id", "inside")]


def ask_anew(campaign: Campaign, found: Doubtful) -> None:
    """Put the pairs that were found in place of those that waited. What was put off stays put off, and stays at all while it's open.

    Part of a command that has taken its turn. 2 queries and one a thousand pairs.
    """
    late = {(row.one_id, row.other_id): row for row in Doubt.objects.filter(campaign=campaign, put_off__gt=0)}
    Doubt.objects.filter(campaign=campaign).delete()
    rows = {
        (asked.one, asked.other): (campaign.pk, *asked, late[pair].put_off if pair in late else 0)
        for asked in found.asked
        for pair in [(asked.one, asked.other)]
    }
    for pair, row in late.items():
        if pair in found.open:
            rows[pair] = (campaign.pk, *pair, row.likeness, row.weight, row.use, row.inside, row.put_off)
    insert_many(Doubt, _COLUMNS, rows.values())


def ask_again(campaign: Campaign, pairs: Collection[Pair]) -> None:
    """Put pairs back into the queue that no word answers any more, each in its place as the groups are now; for opinions in the matter that
    have words.

    Part of a command that has taken its turn and formed the groups. 7 queries.
    """
    both = {pk for pair in pairs for pk in pair}
    words = {said.opinion: said.words for said in said_in(campaign, scopes_of(campaign), both)}
    weights = frequencies(campaign.pk)
    if weights is None:
        return
    placed = Placement.objects.filter(opinion__in=both, group__isnull=False)
    group_of: dict[int, int] = dict(placed.values_list("opinion_id", "group_id"))
    members = Placement.objects.filter(group__in=set(group_of.values())).values("group").order_by()
    size_of = dict(members.annotate(n=Count("pk")).values_list("group", "n"))
    again = []
    for one, other in pairs:
        if one in words and other in words:
            near = float(likeness(words[one], [words[other]], weights)[0])
            groups = group_of.get(one, 0), group_of.get(other, 0)
            known = _known(near, groups, (size_of.get(groups[0], 1), size_of.get(groups[1], 1)))
            again.append(Doubt(campaign=campaign, one_id=one, other_id=other, **known))
    Doubt.objects.bulk_create(again, ignore_conflicts=True)


def _known(near: float, groups: Pair, sizes: Pair) -> dict[str, int | bool]:
    """What is stored of a doubt about two opinions so near, of groups (0: alone) of these sizes."""
    inside = groups[0] == groups[1] != 0
    # Within a group it's asked whether the one belongs to the rest.
    sides = (1, max(sizes[0] - 1, 1)) if inside else sizes
    return {
        "likeness": permille(near),
        "weight": min(sides),
        "use": use_of(near, *sides, inside=inside),
        "inside": inside,
    }
