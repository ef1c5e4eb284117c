"""Talks, papers and the meeting on one page, and what agrees between them."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from huiyin.platform.accounts.commands import redeem_slip
from huiyin.platform.orgs.commands import hand_out_slip
from huiyin.platform.orgs.rules.rights import Role
from tests.process.lifemeetings.hall import OFFICE, Hall, build_hall
from tests.web.conftest import PASSWORD
from tests.world import World

pytestmark = pytest.mark.django_db
SAID = "你一个学期只听了三节课，还说没有时间。"


@pytest.fixture
def hall(world: World, at: datetime) -> Hall:
    return build_hall(world, at)


def as_one(hall: Hall, login: str) -> Client:
    """Somebody of the hall, signed in."""
    slip = hand_out_slip(hall.accounts[login], by=OFFICE, at=hall.at)
    redeem_slip(login, slip.code, PASSWORD, at=hall.at)
    client = Client()
    client.post("/sign-in", {"login": login, "password": PASSWORD})
    return client


def test_the_units_stand_in_the_order_of_the_tree_and_are_looked_for_by_name(
    hall: Hall, signed_in: Callable[..., Client], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    office = signed_in(Role.OFFICE)
    office.get("/c/mass-line/pillars")
    with django_assert_max_num_queries(22):
        page = office.get("/c/mass-line/pillars").content.decode()
    places = [page.index(unit.name) for unit in (hall.world.bureau, hall.school, hall.world.other_school)]
    assert places == sorted(places)
    assert "21 对中 0 对" in page
    found = office.get("/c/mass-line/pillars", {"unit": "幼儿园"}).content.decode()
    assert hall.world.other_school.name in found
    assert hall.school.name not in found


def test_who_has_one_unit_comes_to_its_page_and_is_told_what_is_next(
    hall: Hall, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    hall.closed()
    head = as_one(hall, "xiaozhang")
    here = f"/c/mass-line/pillars/{hall.part.pk}"
    answer = head.get("/c/mass-line/pillars")
    assert (answer.status_code, answer.headers["Location"]) == (302, here)
    with django_assert_max_num_queries(26):
        page = head.get(here).content.decode()
    assert "按名册补齐应谈的，还缺 21 对" in page
    assert "还有 7 份没有动笔" in page
    assert "到会的人看记录、签阅" in page


def test_what_was_said_stands_on_the_unities_page_for_who_was_there_alone(hall: Hall) -> None:
    meeting = hall.opened()
    hall.criticise(meeting, 0, 1, SAID, 1)
    here = f"/c/mass-line/pillars/meetings/{meeting.pk}"
    page = as_one(hall, "gonghui").get(here).content.decode()
    assert SAID in page
    assert "某xiaozhang—某fuxiao" in page
    refused = as_one(hall, "zhuren").get(here)
    assert refused.status_code == 403
    assert SAID not in refused.content.decode()
