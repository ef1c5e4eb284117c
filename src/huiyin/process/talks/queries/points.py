"""Points of talks without their words, and what was shared on with them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from huiyin.platform.accounts.models import Account
from huiyin.process.campaigns.models import Participation
from huiyin.process.talks.models import SharedPoint, Talk, TalkKey, TalkPoint


@dataclass(frozen=True)
class Shared:
    """A point that its author shared on: whose, in a talk with whom, under which labels."""

    talk: int
    author: Account
    other: Account
    heading: str
    focus: str
    on: date
    text: str


def points_of(talk: Talk) -> list[TalkPoint]:
    """The points of a talk as they lie: by whom, under which heading, on which day. One query."""
    return list(TalkPoint.objects.filter(talk=talk).select_related("author").defer("text"))


def key_of(account: Account) -> TalkKey | None:
    """The key to which somebody's points are sealed now. One query."""
    return TalkKey.objects.filter(account=account, current=True).first()


def holders_of_keys(accounts: Sequence[int]) -> set[int]:
    """Which of these accounts have a key. One query."""
    return set(TalkKey.objects.filter(account__in=accounts, current=True).values_list("account", flat=True))


def shared_points(
    participation: Participation, *, team: bool = False, inspectors: bool = False
) -> list[Shared]:
    """What was shared on out of a unit's talks with its team, with the inspectors, or with either; nothing that was taken back.

    The caller says for whom it asks: who is on the team or inspects that day. One query.
    """
    readers = Q(pk__in=[])
    if team:
        readers |= Q(for_team=True)
    if inspectors:
        readers |= Q(for_inspectors=True)
    rows = SharedPoint.objects.filter(readers, point__talk__participation=participation, taken_back_on=None)
    related = ("point__author", "point__talk__one", "point__talk__other")
    return [
        Shared(
            talk=row.point.talk_id,
            author=row.point.author,
            other=row.point.talk.other
            if row.point.author_id == row.point.talk.one_id
            else row.point.talk.one,
            heading=row.point.heading,
            focus=row.point.focus,
            on=row.on,
            text=row.text,
        )
        for row in rows.select_related(*related).order_by("pk")
    ]
