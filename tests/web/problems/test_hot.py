"""The pages of the hot topics: the office ticks some, the team gets a list, a unit sees figures and no words."""

import io
import re
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from huiyin.kit.sheets import sheet_from
from huiyin.platform.orgs.rules.rights import Role
from huiyin.process.campaigns.models import Campaign
from huiyin.reports.checker.ledger import check_ledger
from tests.process.problems.spoken import TODAY, Spoken
from tests.web.conftest import SignedIn
from tests.world import TEMPLATE, World

HOT = "/c/mass-line/problems/hot"
WORDS = "食堂的菜里没有肉"


@pytest.fixture
def spoken(world: World) -> Spoken:
    told = Spoken.of(world)
    meat, water = told.group(1, WORDS), told.group(2, "宿舍没有热水")
    told.decide(told.say(WORDS, "食堂菜里找不到肉", "食堂打菜没有肉", group=meat), "E06")
    told.say("食堂没有肉", "食堂的肉少", kind="student", group=meat)
    told.say(*(f"食堂老是没有肉 {n}" for n in range(10)), on=TODAY - timedelta(days=20), group=meat)
    told.say("宿舍没有热水", "宿舍热水停了", group=water)
    return told


def page(client: Client, address: str = HOT, **asked: object) -> str:
    answer = client.get(address, asked)
    assert answer.status_code == 200
    return answer.text


def test_topics_come_with_words_kinds_units_and_their_rise(signed_in: SignedIn, spoken: Spoken) -> None:
    shown = page(signed_in(Role.OFFICE))
    assert shown.index(WORDS) < shown.index("宿舍没有热水")
    assert re.search(r"<b>5</b>.*?>10 <span class=\"muted\">-50%</span>", shown, re.S)
    assert "新说起" in shown  # the hot water
    assert "都说到：" in shown
    assert "校园餐" in shown
    assert '<a href="/c/mass-line/groups/1">1</a>' in shown
    assert f'<a class="plain" href="/c/mass-line/groups/1">{WORDS}</a>' in shown
    assert "5 月 10 日 – 5 月 23 日" in shown
    assert "4 月 24 日 – 5 月 23 日" in page(signed_in(Role.SUPERVISION), days=30)


def test_a_window_that_is_not_offered_is_refused(signed_in: SignedIn, spoken: Spoken) -> None:
    office = signed_in(Role.OFFICE)
    for days in ("0", "15", "-7", "1e3", "七"):
        assert office.get(HOT, {"days": days}).status_code == 422
    assert office.get(f"{HOT}/list", {"days": "15"}).status_code == 422


def test_what_is_ticked_becomes_a_list_with_room_to_write(signed_in: SignedIn, spoken: Spoken) -> None:
    office = signed_in(Role.OFFICE)
    assert 'name="topic" value="g1"' in page(office)
    shown = page(office, f"{HOT}/list", topic=["g1"], days="14")
    assert WORDS in shown
    assert "宿舍没有热水" not in shown
    for heading in ("研究意见", "责任领导", "时限", "内部未脱敏"):
        assert heading in shown
    assert "<td></td><td></td><td></td></tr>" in shown
    empty = page(office, f"{HOT}/list", topic=["nonsense", "g99"])
    assert "没有选中的" in empty


def test_the_list_is_a_workbook_of_the_house(signed_in: SignedIn, spoken: Spoken) -> None:
    answer = signed_in(Role.OFFICE).get(f"{HOT}/list.xlsx", {"topic": ["g2", "g1"], "days": "14"})
    assert answer.status_code == 200
    sheet = sheet_from(answer.content, "list.xlsx")
    form = TEMPLATE.forms["deliberation_list"]
    [heads] = [number for number, row in enumerate(sheet.rows) if row[: len(form.headings)] == form.headings]
    first, second = sheet.rows[heads + 1 : heads + 3]
    assert first[:4] == (1, f"{WORDS}（校园餐/食堂）", 5, 10)
    assert second[:4] == (2, "宿舍没有热水", 2, 0)
    assert first[4] == "云河市第三中学 5"
    assert str(first[6]).startswith(WORDS)
    assert all(cell is None for cell in first[7:])
    assert check_ledger(io.BytesIO(answer.content), form.headings) == []


def test_a_campaign_whose_template_has_no_such_form_says_so(
    signed_in: SignedIn, spoken: Spoken, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huiyin.web.problems.hot.DELIBERATION_LIST", "no_such_form")
    answer = signed_in(Role.OFFICE).get(f"{HOT}/list.xlsx", {"topic": ["g1"]})
    assert answer.status_code == 422
    assert "请直接打印" in answer.text
    assert Campaign.objects.exists()


def test_an_agenda_of_it_has_none_of_the_givers_words(signed_in: SignedIn, spoken: Spoken) -> None:
    office = signed_in(Role.OFFICE)
    shown = page(office, f"{HOT}/list", topic=["g1", "g2"])
    found = re.search(r'href="(/c/mass-line/meetings/plan\?points=[^"]+)"', shown)
    assert found is not None
    form = page(office, found[1])
    assert "集中议：校园餐/食堂（5 人次，1 个单位）\n集中议：热点难点（2 人次，1 个单位）</textarea>" in form
    assert WORDS not in form


@pytest.mark.parametrize("role", [Role.HEAD, Role.CLERK, Role.MEMBER, Role.LEADER])
def test_who_reads_no_words_gets_figures_of_five_and_more(
    signed_in: SignedIn, world: World, spoken: Spoken, role: Role
) -> None:
    reader = signed_in(role, world.bureau if role is Role.LEADER else world.school)
    assert "还没有一个专题有 5 人以上" in page(reader)
    told = spoken.say(*(f"食堂太咸 {n}" for n in range(4)), on=TODAY - timedelta(days=10))
    spoken.decide(told, "E06")
    assert "还没有一个专题有 5 人以上" in page(reader)
    spoken.decide(spoken.say("食堂太咸了", kind="student", on=TODAY - timedelta(days=10)), "E06")
    shown = page(reader)
    assert "校园餐" in shown
    assert re.search(r"<b>5</b>", shown)
    assert "食堂太咸" not in shown
    assert WORDS not in shown
    assert "不足 5" in shown


def test_topics_cost_the_same_however_many(
    signed_in: SignedIn, spoken: Spoken, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    office = signed_in(Role.OFFICE)
    page(office)
    with django_assert_num_queries(19):
        page(office)
    for number in range(10, 25):
        spoken.say(*(f"第{number}件事 {n}" for n in range(3)), group=spoken.group(number, f"第{number}件事"))
    with django_assert_num_queries(19):
        page(office)
