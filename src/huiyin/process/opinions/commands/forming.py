"""Forming the groups of a few opinions anew, at once, when a person's word or a move changed them."""

from collections.abc import Collection, Sequence

from django.db.models import Max, Q

from huiyin.platform.texts.queries import frequencies, near_duplicates
from huiyin.process.campaigns.models import Campaign
from huiyin.process.opinions.commands.gathered import LONGEST_TITLE, name_groups, unit_of
from huiyin.process.opinions.models import Doubt, Group, Placement
from huiyin.process.opinions.queries import judged, said_in, scopes_of
from huiyin.process.opinions.rules.gathering import Distinct, Gathered, gather, words_of
from huiyin.process.opinions.rules.numbering import keep_numbers


def form_anew(campaign: Campaign, opinions: Collection[int]) -> None:
    """Form the groups of some opinions anew, by all that is judged of their members; numbers stay with most of their members.

    Part of a command that has taken its turn. O(members of these groups), and the campaign's judgements.
    """
    groups = set(
        Placement.objects.filter(opinion__in=opinions, group__isnull=False).values_list("group_id", flat=True)
    )
    placed = dict(Placement.objects.filter(group__in=groups).values_list("opinion_id", "group__number"))
    concerned = {*opinions, *placed}
    same, apart = judged(campaign)
    twins = near_duplicates(campaign.pk, concerned)
    said = list(said_in(campaign, scopes_of(campaign), concerned))
    words = words_of(said)
    distinct = Distinct.of(said, twins, same, apart)
    weights = frequencies(campaign.pk) or distinct.count(words)
    found = gather(distinct, weights, words, same=same, apart=apart).groups
    last = Group.objects.filter(campaign=campaign).aggregate(last=Max("number"))["last"] or 0
    numbers = _again(campaign, found, keep_numbers([group.opinions for group in found], placed, last), last)
    ids = name_groups(campaign, dict(zip(numbers, found, strict=True)), distinct.repeats, whole=False)
    Group.objects.filter(pk__in=groups).exclude(number__in=numbers).update(givers=0)
    rank = {pk: at for group in found for at, pk in enumerate(group.exemplars)}
    group_of = {
        pk: ids[number] for number, group in zip(numbers, found, strict=True) for pk in group.opinions
    }
    near = {pk: like for group in found for pk, like in group.likeness.items()}
    known = set(Placement.objects.filter(opinion__in=concerned).values_list("opinion_id", flat=True))
    rows = [
        Placement(
            opinion_id=pk,
            group_id=group_of.get(pk),
            typical=rank.get(pk) == 0,
            exemplar=rank.get(pk),
            repeats=distinct.repeats.get(pk),
            likeness=round(near[pk] * 1000) if pk in near else None,
        )
        for pk in sorted(concerned)
    ]
    Placement.objects.bulk_update(
        [row for row in rows if row.pk in known],
        ["group", "typical", "exemplar", "repeats", "likeness"],
        batch_size=500,
    )
    Placement.objects.bulk_create(row for row in rows if row.pk not in known)
    _settle_doubts(concerned, group_of)


def _again(campaign: Campaign, found: Sequence[Gathered], numbers: Sequence[int], last: int) -> list[int]:
    """The numbers, but that a group which is as an empty one was (its unit, its title) comes again under that one's.

    A judgement that is taken back gives back the group that it dissolved, with the problem that was raised from it. One query.
    """
    new = {group.title[:LONGEST_TITLE] for group, number in zip(found, numbers, strict=True) if number > last}
    empty = Group.objects.filter(campaign=campaign, givers=0, title__in=new).order_by("-number")
    was: dict[tuple[int | None, str], int] = {
        (unit, title): number for unit, title, number in empty.values_list("unit", "title", "number")
    }
    return [
        was.pop((unit_of(group), group.title[:LONGEST_TITLE]), number) if number > last else number
        for group, number in zip(found, numbers, strict=True)
    ]


def _settle_doubts(concerned: Collection[int], group_of: dict[int, int]) -> None:
    """A doubt whether two are one matter is over when they came into one group, and whether they aren't when they came apart."""
    touched = Doubt.objects.filter(Q(one__in=concerned) | Q(other__in=concerned))
    over = [
        doubt.pk
        for doubt in touched.only("pk", "one_id", "other_id", "inside")
        if _together(doubt, group_of) is not doubt.inside and {doubt.one_id, doubt.other_id} <= set(concerned)
    ]
    Doubt.objects.filter(pk__in=over).delete()


def _together(doubt: Doubt, group_of: dict[int, int]) -> bool:
    group = group_of.get(doubt.one_id)
    return group is not None and group == group_of.get(doubt.other_id)
