"""A prepared row is what Django's own query gives, in one query."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.db.models import Model, Q, QuerySet
from django.test.utils import CaptureQueriesContext

from huiyin.platform.orgs.models import Grant, Unit
from huiyin.platform.prepared import PreparedAmong, PreparedRow, PreparedRows
from huiyin.process.campaigns.models import Campaign
from huiyin.process.channels.commands import open_entrance
from huiyin.process.channels.models import Entrance
from huiyin.process.channels.queries import entrance_of
from tests.world import World

pytestmark = pytest.mark.django_db


def columns(row: Model) -> dict[str, object]:
    left_out = row.get_deferred_fields()
    return {
        one.attname: getattr(row, one.attname)
        for one in row._meta.concrete_fields
        if one.attname not in left_out
    }


@pytest.mark.parametrize("about", [True, False])
def test_it_is_the_row_with_those_that_it_points_at(world: World, *, about: bool) -> None:
    made = open_entrance(
        world.campaign,
        name="三中学生",
        channel="online",
        about=world.school if about else None,
        pupils=True,
        giver_kind="student",
        closes_on=world.at.date(),
        by=world.office,
        at=world.at,
    )
    entrance_of(made.code)
    with CaptureQueriesContext(connection) as asked:
        found = entrance_of(made.code.upper())
        assert found is not None
        whole = (found, found.campaign, found.campaign.root, *([found.about] if found.about else []))
    assert len(asked) == 1
    usual = Entrance.objects.select_related("campaign__root", "about").get(code=made.code)
    for row, same in zip(whole, (usual, usual.campaign, usual.campaign.root, usual.about), strict=False):
        assert row == same
        assert columns(row).items() <= columns(same).items()  # type: ignore[arg-type]
    assert (found.about is None) is (usual.about is None)
    assert found.campaign.template == usual.campaign.template
    assert found._state.db == usual._state.db


def test_there_is_none(world: World) -> None:
    assert entrance_of("nowhere") is None


@pytest.mark.parametrize(
    "make",
    [
        lambda: PreparedRow(Unit, "pk"),
        lambda: PreparedRow(Campaign, "code", beside=["name"]),
    ],
    ids=["a column that needs reading", "no row beside"],
)
def test_what_it_can_t_read_it_says(world: World, make: Callable[[], PreparedRow[Model]]) -> None:
    with pytest.raises(TypeError):
        make().get("x")


def test_prepared_rows_are_those_of_the_query_for_each_value(world: World) -> None:
    def named(name: str, day: date) -> QuerySet[Unit, tuple[str, str]]:
        grants = Grant.objects.filter(since__gt=day).values("unit")
        return (
            Unit.objects.exclude(name=name)
            .exclude(pk__in=grants)
            .order_by("path")
            .values_list("path", "name")
        )

    never, day = "nobody's", date(2999, 1, 1)
    rows = PreparedRows(named, "name?", date(1, 1, 1))
    for name in (never, world.school.name, world.bureau.name, never):
        with CaptureQueriesContext(connection) as asked:
            found = rows.all(name, day)
        assert found == list(named(name, day))
        assert len(asked) == 1


def test_a_value_that_has_no_place_in_the_query_is_told() -> None:
    def beginning(name: str) -> QuerySet[Unit, tuple[str]]:
        return Unit.objects.filter(name__startswith=name).values_list("name")

    with pytest.raises(TypeError):
        PreparedRows(beginning, "name?").all("云河")


@pytest.mark.parametrize("many", [0, 1, 9, 10, 11, 401])
def test_prepared_rows_among_some_are_those_of_the_query_however_many(world: World, many: int) -> None:
    def there(units: list[int], name: str) -> QuerySet[Unit, tuple[int, str]]:
        found = Unit.objects.filter(Q(pk__in=units) | Q(parent__in=units)).exclude(name=name)
        return found.order_by("-path").values_list("pk", "name")

    some = [*(10_000 + at for at in range(many - 1)), world.bureau.pk][-many:] if many else []
    rows = PreparedAmong(there, "name?")
    for name in ("nobody's", world.school.name):
        with CaptureQueriesContext(connection) as asked:
            found = rows.all(some, name)
        assert found == list(there(some, name))
        assert len(asked) == -(-many // 400)
