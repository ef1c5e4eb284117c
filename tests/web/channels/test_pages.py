"""The office's pages of listening, through the client."""

import pytest
from pytest_django import DjangoAssertNumQueries, Settings

from huiyin.platform.orgs.rules.rights import Role
from huiyin.process.channels.commands import open_entrance
from huiyin.process.channels.models import Entrance
from huiyin.reports.layout import pdf
from tests.web.conftest import SignedIn
from tests.world import World

pytestmark = pytest.mark.django_db
HERE = "/c/mass-line/listening/entrances"
MANY = {"names": "云河市第三中学\n云河市实验幼儿园", "kind": ["parent", "student"], "pupils": "student", "channel": "online",
        "opens_on": "2014-05-23", "closes_on": "2014-06-10"}  # fmt: skip


def test_many_are_opened_at_once_and_listed(world: World, signed_in: SignedIn) -> None:
    office = signed_in(Role.OFFICE)
    answer = office.post(f"{HERE}/open-many", MANY, follow=True)
    assert "新设 4 个收集点" in answer.text
    assert "云河市第三中学·学生" in answer.text
    assert "4 个已经有了" in office.post(f"{HERE}/open-many", MANY, follow=True).text


def test_the_list_asks_the_same_number_of_questions_for_many(
    world: World, signed_in: SignedIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    office = signed_in(Role.OFFICE)
    office.post(f"{HERE}/open-many", MANY)
    with django_assert_max_num_queries(10):
        office.get(HERE)


def test_one_is_opened_for_an_event_and_closed(world: World, signed_in: SignedIn) -> None:
    office = signed_in(Role.OFFICE)
    form = {"name": "家长开放日", "unit": "云河市第三中学", "channel": "online", "opens_on": "2014-05-23"}
    page = office.post(f"{HERE}/open", form, follow=True)
    assert "家长开放日" in page.text
    one = Entrance.objects.get()
    assert one.about_id == world.school.pk
    assert office.post(f"{HERE}/{one.pk}/close", {"on": "2014-05-22"}).status_code == 422
    office.post(f"{HERE}/{one.pk}/close", {"on": "2014-05-30"})
    one.refresh_from_db()
    assert str(one.closes_on) == "2014-05-30"


def test_what_was_typed_stays_where_it_is_refused(world: World, signed_in: SignedIn) -> None:
    office = signed_in(Role.OFFICE)
    page = office.post(f"{HERE}/open", {"name": "家长开放日", "unit": "没有这所学校", "channel": "online"})
    assert page.status_code == 422
    assert "家长开放日" in page.text


def test_posters_need_the_address_and_say_so(world: World, signed_in: SignedIn, settings: Settings) -> None:
    office = signed_in(Role.OFFICE)
    open_entrance(world.campaign, name="窗口", channel="online", by=world.office, at=world.at)
    settings.HUIYIN_ADDRESS = ""
    for page in (office.get(f"{HERE}/posters"), office.get(f"{HERE}/posters.pdf")):
        assert page.status_code == 422
        assert "HUIYIN_ADDRESS" in page.text


def test_the_ticked_ones_are_printed(world: World, signed_in: SignedIn, settings: Settings) -> None:
    office = signed_in(Role.OFFICE)
    settings.HUIYIN_ADDRESS = "https://huiyin.example.cn"
    first, _ = [
        open_entrance(world.campaign, name=name, channel="online", by=world.office, at=world.at)
        for name in ("窗口", "大厅")
    ]
    page = office.get(f"{HERE}/posters?e={first.pk}")
    assert f"huiyin.example.cn/say/{first.code}" in page.text
    assert "大厅" not in page.text
    assert "大厅" in office.get(f"{HERE}/posters").text
    assert office.get(f"{HERE}/posters?e=x&e=99999999999999999999").status_code == 200


def test_a_server_without_fonts_shows_the_page_to_print(
    world: World, signed_in: SignedIn, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.HUIYIN_ADDRESS = "https://huiyin.example.cn"
    monkeypatch.setattr(pdf, "installed_families", lambda: frozenset({"DejaVu Sans"}))
    open_entrance(world.campaign, name="窗口", channel="online", by=world.office, at=world.at)
    page = signed_in(Role.OFFICE).get(f"{HERE}/posters.pdf?size=A5")
    assert page.status_code == 422
    assert "fonts-noto-cjk" in page.text
    assert "有话请说" in page.text
