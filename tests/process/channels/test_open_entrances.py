from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from huiyin.kit.errors import BadInput, NotAllowed
from huiyin.platform.audit.models import Record
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.channels.access import visible_entrances
from huiyin.process.channels.commands import close_entrance, open_entrance, open_entrances, submit_opinion
from huiyin.process.channels.models import Entrance
from huiyin.process.channels.queries import entrance_rows
from huiyin.process.channels.rules.given import Given
from tests.world import World

pytestmark = pytest.mark.django_db
KINDS = {"parent": False, "student": True}


def opened(world: World, by: Actor | None = None, **more: date) -> tuple[int, int]:
    made = open_entrances(
        world.campaign, [world.school, world.other_school], KINDS, channel="online",
        by=by or world.office, at=world.at, **more,
    )  # fmt: skip
    return made.new, made.there


def test_one_for_each_unit_and_kind_named_after_both(world: World) -> None:
    assert opened(world) == (4, 0)
    names = set(Entrance.objects.values_list("name", "pupils", "about"))
    assert ("云河市第三中学·学生", True, world.school.pk) in names
    assert ("云河市实验幼儿园·家长", False, world.other_school.pk) in names
    assert len(set(Entrance.objects.values_list("code", flat=True))) == 4
    assert Record.objects.filter(act="entrances.opened").count() == 1


def test_the_same_form_sent_twice_opens_nothing_twice(world: World) -> None:
    opened(world)
    assert opened(world) == (0, 4)
    assert Record.objects.filter(act="entrances.opened").count() == 1


def test_a_closed_one_is_followed_by_a_new_one(world: World) -> None:
    opened(world)
    one = Entrance.objects.filter(about=world.school, giver_kind="parent").get()
    Entrance.objects.filter(pk=one.pk).update(opens_on=date(2014, 5, 1), closes_on=date(2014, 5, 20))
    assert opened(world) == (1, 3)


@pytest.mark.parametrize("wrong", ["channel", "kind", "none", "order", "many"])
def test_what_the_campaign_does_not_know_opens_nothing(world: World, wrong: str) -> None:
    units = [world.school] * (601 if wrong == "many" else 1) if wrong != "none" else []
    with pytest.raises(BadInput):
        open_entrances(
            world.campaign, units, {"martian" if wrong == "kind" else "parent": False},
            channel="smoke" if wrong == "channel" else "online",
            closes_on=date(2014, 5, 1) if wrong == "order" else None, by=world.office, at=world.at,
        )  # fmt: skip
    assert not Entrance.objects.exists()


def test_an_office_opens_them_for_its_own_units_only(world: World) -> None:
    school_office = Actor("school-office", Role.OFFICE, world.school.path)
    with pytest.raises(NotAllowed):
        opened(world, school_office)
    with pytest.raises(NotAllowed):
        opened(world, world.clerk)


def test_it_is_opened_at_a_fixed_number_of_queries(
    world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(12):
        opened(world)


def test_numbers_are_told_by_the_day_above_and_by_the_week_and_not_below_five_to_the_unit(
    world: World,
) -> None:
    entrance = open_entrance(
        world.campaign, name="三中家长", channel="online", about=world.school, by=world.office, at=world.at
    )
    school_office = Actor("school-office", Role.OFFICE, world.school.path)

    def told(by: Actor, days: int) -> int | None:
        on = world.at.date() + timedelta(days=days)
        seen = list(visible_entrances([by], world.campaign).select_related("about"))
        return entrance_rows(seen, world.campaign, actors=[by], today=on)[0].came

    for number in range(4):
        submit_opinion(entrance, Given(f"第{number}句话"), nonce=bytes([number] * 16), at=world.at)
    assert (told(world.office, 0), told(world.office, 1)) == (0, 4)
    assert (told(school_office, 1), told(school_office, 5)) == (0, None)
    submit_opinion(entrance, Given("第五句话"), nonce=bytes([9] * 16), at=world.at)
    assert told(school_office, 5) == 5  # 23 May 2014 was a Friday


def test_an_entrance_about_nobody_is_the_roots(world: World) -> None:
    open_entrance(world.campaign, name="办事群众", channel="online", by=world.office, at=world.at)
    school_office = Actor("school-office", Role.OFFICE, world.school.path)
    assert not visible_entrances([school_office], world.campaign).exists()
    assert visible_entrances([world.office], world.campaign).exists()


def test_what_ended_is_told_from_what_goes_on(world: World) -> None:
    opened(world)
    one = Entrance.objects.all()[0]
    close_entrance(one, on=date(2014, 5, 24), by=world.office, at=world.at)
    assert Entrance.objects.all().closed(date(2014, 5, 24)).count() == 0
    assert Entrance.objects.all().closed(date(2014, 5, 25)).count() == 1
    assert Entrance.objects.all().closed(date(2014, 5, 25), False).count() == 3
