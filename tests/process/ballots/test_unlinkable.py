"""After closing, the database is the same whoever cast which ballot in whatever order: what it doesn't hold, nobody finds."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from random import Random

import pytest
from django.apps import apps
from django.db import connection, transaction

from huiyin.process.ballots.commands import announce_vote, cast_ballot, close_vote, issue_slips
from huiyin.process.ballots.models import Ballot, Vote
from tests.world import World

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LEVELS = ("satisfied", "rather", "basically", "dissatisfied")
Cast = tuple[str, dict[str, str]]


@pytest.fixture
def vote(world: World) -> Vote:
    first = world.at.date() + DAY
    return announce_vote(
        world.campaign,
        world.school,
        kind="satisfaction",
        opens_on=first,
        closes_on=first,
        by=world.office,
        at=world.at,
    )


def everything() -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables, but for the ids of ballots, which are by chance."""
    found: dict[str, list[tuple[object, ...]]] = {}
    for model in apps.get_models():
        names = [
            field.attname for field in model._meta.concrete_fields if (model, field.name) != (Ballot, "id")
        ]
        found[model._meta.db_table] = sorted(model._default_manager.values_list(*names), key=repr)
    return found


def as_they_lie() -> list[tuple[str, str]]:
    """The ballots in the order of their places in the file."""
    place = "rowid" if connection.vendor == "sqlite" else "ctid"
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "group", marks FROM ballots_ballot ORDER BY {place}')
        return list(cursor.fetchall())


def runs(world: World, vote: Vote) -> Iterator[list[Cast]]:
    """The same codes and marks: in some order, turned round, and with other codes for the same marks of a group."""
    codes = {
        group: issue_slips(vote, group=group, count=12, by=world.office, at=world.at)
        for group in ("parent", "teacher")
    }
    marks = [{"overall": LEVELS[n % 4], "rules": LEVELS[n // 4]} for n in range(12)]
    cast = [(code, one) for group in codes.values() for code, one in zip(group, marks, strict=True)]
    Random(7).shuffle(cast)  # noqa: S311 - an order for a test
    yield cast
    yield cast[::-1]
    yield [(code, one) for group in codes.values() for code, one in zip(group, marks[::-1], strict=True)]


def test_nothing_tells_who_cast_what_or_when(world: World, vote: Vote) -> None:
    left = []
    for cast in runs(world, vote):
        with transaction.atomic():
            for code, marks in cast:
                cast_ballot(code, marks, at=world.at + DAY)
            close_vote(vote, by=world.office, at=world.at + 2 * DAY)
            left.append(everything())
            by_id = list(Ballot.objects.order_by("pk").values_list("group", "marks"))
            assert by_id == sorted(by_id)
            falls = sum(one > other for one, other in pairwise(as_they_lie()))
            # PostgreSQL may begin in a page that had room, and end in one before it.
            assert falls <= (0 if connection.vendor == "sqlite" else 1)
            transaction.set_rollback(True)
    assert len(left[0]["ballots_ballot"]) == 24
    assert left[0] == left[1] == left[2]
