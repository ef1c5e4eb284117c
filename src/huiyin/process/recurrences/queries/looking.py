"""What the machine has yet to look at: grows with what changed, not with what there is."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from huiyin.platform.audit.models import Head, Record
from huiyin.platform.texts.queries import text_count, unread_texts, vocabulary_of
from huiyin.process.campaigns.models import Campaign
from huiyin.process.opinions.models import Judgement, Unlooked
from huiyin.process.recurrences.models import Looked, Watched

FAR_BEHIND = 2000
"""So many records of other things are passed over at once, lest they are read again each time."""

_JUDGED = ("opinions.judged", "opinions.unjudged")

_CHANGES_NOTHING = ("recurrence.decided", "recurrence.put_off")
"""Acts on a problem after which it is compared as before."""


@dataclass(frozen=True)
class Changed:
    """What happened up to record `seq`: problems (numbers) that anything was done to, and opinions that were judged beside others."""

    seq: int
    problems: set[str]
    judged: set[int]


def waits_for_looking(campaign: Campaign) -> bool:
    """Whether there is anything to look at, in a campaign whose opinions were grouped once. 3 to 5 queries."""
    if text_count(campaign.pk) is None:
        return False
    if Unlooked.objects.filter(campaign=campaign).exists():
        return True
    done, last = seen_up_to(campaign), _head()
    return last > done + FAR_BEHIND or _since(campaign, done).exists()


def changed(campaign: Campaign) -> Changed:
    """What happened since the last look. 4 queries, O(records since)."""
    last = _head()
    problems: set[str] = set()
    judgements: set[int] = set()
    for act, subject, facts in (
        _since(campaign, seen_up_to(campaign)).filter(seq__lte=last).values_list("act", "subject", "facts")
    ):
        if act in _JUDGED:
            judgements.update(_judgements(json.loads(facts)))
        else:
            problems.add(subject.removeprefix("problem:"))
    pairs = Judgement.objects.filter(pk__in=judgements).values_list("one_id", "other_id")
    return Changed(last, problems, {pk for pair in pairs for pk in pair})


def waits_for_weighing(campaign: Campaign) -> bool:
    """Whether words were counted anew since a closed problem was last compared with all that came after it. 2 queries."""
    counted = vocabulary_of(campaign.pk)
    return bool(counted) and weighed_otherwise(campaign, counted).exists()


def waits_for_reading(campaign: Campaign) -> bool:
    """Whether a problem is watched, and an opinion hasn't been read into pieces yet. 2 queries."""
    watched = Watched.objects.filter(problem__campaign=campaign).exists()
    return watched and bool(unread_texts(campaign.pk, 1))


def waits_for_the_night(campaign: Campaign) -> bool:
    """Whether there is anything to read ahead or to weigh anew. 4 queries."""
    return waits_for_reading(campaign) or waits_for_weighing(campaign)


def weighed_otherwise(campaign: Campaign, vocabulary: str) -> QuerySet[Watched]:
    """The watched problems that were weighed by another count of words, those whose turn is longest ago first."""
    rows = Watched.objects.filter(problem__campaign=campaign).exclude(vocabulary=vocabulary)
    return rows.order_by(F("weighed_on").asc(nulls_first=True), "pk")


def seen_up_to(campaign: Campaign) -> int:
    """The record up to which was looked. One query."""
    return Looked.objects.filter(campaign=campaign).values_list("seq", flat=True).first() or 0


def _since(campaign: Campaign, seq: int) -> QuerySet[Record]:
    wanted = Q(subject__startswith="problem:")
    wanted |= Q(act__in=_JUDGED, subject=f"campaign:{campaign.code}")
    return Record.objects.filter(wanted, seq__gt=seq).exclude(act__in=_CHANGES_NOTHING)


def _judgements(facts: dict[str, object]) -> Iterator[int]:
    """Which judgements such a record names: new ones with their pairs, those taken back by their keys."""
    one = facts.get("judgement")
    several = facts.get("judgements")
    for each in [*(several if isinstance(several, list) else []), *([one] if isinstance(one, int) else [])]:
        yield each["judgement"] if isinstance(each, dict) else each


def _head() -> int:
    return Head.objects.filter(pk=1).values_list("seq", flat=True).first() or 0
