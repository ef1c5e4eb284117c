"""Entrances with how many came in by each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.campaigns.models import Campaign
from huiyin.process.channels.models import Entrance, Submission
from huiyin.process.channels.rules.coming_in import may_be_told, told_before
from huiyin.process.opinions.rules.reach import raw_reaches


@dataclass(frozen=True)
class EntranceRow:
    """One entrance. `came` is how many opinions came in by it before `until`, near duplicates once; None: fewer than five, not told."""

    entrance: Entrance
    open: bool
    came: int | None
    until: date
    above: bool


def entrance_rows(
    entrances: Sequence[Entrance], campaign: Campaign, *, actors: Iterable[Actor], today: date
) -> list[EntranceRow]:
    """The entrances (with their units) as rows for a reader. One query."""
    reaches = tuple(raw_reaches(tuple(actors), Right.OPINION_READ_RAW, campaign.root.path))
    above = {
        one.pk: any(reach.covers(one.about.path if one.about else None) for reach in reaches)
        for one in entrances
    }
    until = {pk: told_before(today, above=yes) for pk, yes in above.items()}
    came = _came(entrances, above, today)
    return [
        EntranceRow(
            one,
            one.opens_on <= today <= (one.closes_on or today),
            may_be_told(came.get(one.pk, 0), above=above[one.pk]),
            until[one.pk],
            above[one.pk],
        )
        for one in entrances
    ]


def _came(entrances: Sequence[Entrance], above: dict[int, bool], today: date) -> dict[int, int]:
    ours = [one.pk for one in entrances if above[one.pk]]
    others = [one.pk for one in entrances if not above[one.pk]]
    told = Q(entrance__in=ours, opinion__entered_on__lt=told_before(today, above=True))
    told |= Q(entrance__in=others, opinion__entered_on__lt=told_before(today, above=False))
    counted = Submission.objects.filter(told, opinion__duplicate_of=None).order_by()
    return dict(counted.values_list("entrance").annotate(n=Count("pk")))
