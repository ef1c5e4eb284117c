"""The tree of units: seen, imported, moved."""

import re
from datetime import date, datetime

from huiyin.platform.accounts.models import Account
from huiyin.platform.audit.models import Record
from huiyin.platform.orgs.commands import give_grant, import_units, open_account
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Role
from huiyin.platform.orgs.rules.unit_rows import UnitRow
from tests.web.conftest import OFFICE, SignedIn
from tests.web.people.conftest import Foreign, workbook
from tests.web.people.test_import_people import kept_in
from tests.world import World


def test_the_tree_shows_heads_and_people_and_nothing_foreign(
    signed_in: SignedIn, world: World, head: Account, foreign: Foreign
) -> None:
    client = signed_in(Role.OFFICE)
    page = client.get("/units").text
    assert "3 个" in page
    assert "林某校" in page
    for query in ("", "?q=山南", "?q=F1", "?after=0"):
        assert "山南市第一中学" not in client.get(f"/units{query}").text
    for address in (f"/units/{foreign.school.pk}", f"/units/{foreign.school.pk}/move"):
        assert client.get(address).status_code == 404


def test_a_large_tree_comes_in_pages(signed_in: SignedIn, world: World, at: datetime) -> None:
    rows = [UnitRow(n, None, f"第{n}分校", "云河市第三中学", "校区", ()) for n in range(2, 152)]
    import_units(rows, world.bureau, by=OFFICE, at=at)
    client = signed_in(Role.OFFICE)
    first = client.get("/units")
    assert len(first.content) < 60_000
    more = re.search(r'href="(\?[^"]+)" rel="next"', first.text)
    assert more is not None
    second = client.get(f"/units{more[1]}").text
    names = re.findall(r"第\d+分校", first.text + second)
    assert len(names) == len(set(names)) == 150
    assert "接上页" in second


def test_a_unit_shows_who_holds_what(signed_in: SignedIn, world: World, head: Account) -> None:
    page = signed_in(Role.ADMINISTRATOR).get(f"/units/{world.school.pk}").text
    assert "林某校" in page
    assert "主要负责人" in page
    assert "云河市教育局" in page


def test_units_are_looked_at_then_imported(signed_in: SignedIn, world: World) -> None:
    client = signed_in(Role.OFFICE)
    file = workbook(
        ["单位名称", "上级单位"],
        ["新校", "云河市第三中学"],
        ["甲校", "乙校"],
        ["乙校", "甲校"],
        ["新校", None],
        ["孤校", "没有的"],
    )
    page = client.post("/units/import", {"file": file, "step": "check"}).text
    assert Unit.objects.count() == 3
    for words in ("新增 2 个单位", "成环", "重复", "找不到“孤校”的上级"):
        assert words in page
    answer = client.post("/units/import", {"kept": kept_in(page), "step": "take"})
    assert answer.headers["Location"] == "/units"
    assert Unit.objects.get(name="新校").parent == world.school
    assert "新增了 2 个单位" in client.get("/units").text


def test_a_moved_unit_leads_to_the_page_that_moves_it(signed_in: SignedIn, world: World) -> None:
    client = signed_in(Role.OFFICE)
    file = workbook(["单位名称", "上级单位"], ["云河市实验幼儿园", "云河市第三中学"], ["新校", None])
    page = client.post("/units/import", {"file": file, "step": "check"})
    assert page.status_code == 200
    assert f'href="/units/{world.other_school.pk}/move?to_parent=' in page.text
    assert 'name="kept"' not in page.text
    assert not Unit.objects.filter(name="新校").exists()


def test_a_list_reaches_no_unit_outside_of_the_scope(
    signed_in: SignedIn, world: World, foreign: Foreign
) -> None:
    client = signed_in(Role.OFFICE)
    file = workbook(
        ["单位名称", "上级单位", "简称"], ["山南市第一中学", None, "假"], ["假分校", "山南市第一中学", None]
    )
    answer = client.post("/units/import", {"file": file, "step": "check"})
    assert answer.status_code == 409
    assert "登记在别处" in answer.text
    foreign.school.refresh_from_db()
    assert foreign.school.aliases == []
    assert not Unit.objects.filter(name="假分校").exists()


def test_a_move_says_who_sees_it_from_now_on_and_moves_nothing_yet(
    signed_in: SignedIn, world: World, head: Account
) -> None:
    client = signed_in(Role.OFFICE)
    address = f"/units/{world.other_school.pk}/move"
    page = client.post(address, {"to_parent": "云河市第三中学", "step": "check"})
    assert page.status_code == 200
    assert "共 1 个单位" in page.text
    assert "林某校" in page.text
    world.other_school.refresh_from_db()
    assert world.other_school.parent == world.bureau
    answer = client.post(address, {"to_parent": "云河市第三中学", "step": "do"})
    assert answer.headers["Location"] == f"/units/{world.other_school.pk}"
    world.other_school.refresh_from_db()
    assert world.other_school.parent == world.school
    assert Record.objects.filter(act="unit.moved").count() == 1
    back = client.post(address, {"to_parent": "云河市教育局", "step": "check"}).text
    assert back.index("从此看不到它们的") < back.index("林某校")


def test_an_impossible_move_keeps_what_was_typed(signed_in: SignedIn, world: World, foreign: Foreign) -> None:
    client = signed_in(Role.OFFICE)
    address = f"/units/{world.school.pk}/move"
    for to, status in (("云河市第三中学", 422), ("山南市教育局", 422), ("云河市教育局", 422), ("", 422)):
        answer = client.post(address, {"to_parent": to, "step": "check"})
        assert answer.status_code == status
        assert f'value="{to}"' in answer.text
    assert Record.objects.filter(act="unit.moved").count() == 0


def test_a_move_shows_nobody_of_above_the_own_scope(signed_in: SignedIn, world: World, at: datetime) -> None:
    import_units(
        [
            UnitRow(2, None, "初中部", "云河市第三中学", "", ()),
            UnitRow(3, None, "高中部", "云河市第三中学", "", ()),
        ],
        world.bureau,
        by=OFFICE,
        at=at,
    )
    above, _ = open_account("above", "上面某", by=OFFICE, at=at)
    give_grant(above, Role.LEADER, world.bureau, since=date(2014, 1, 1), by=OFFICE, at=at)
    client = signed_in(Role.OFFICE, world.school)
    unit = Unit.objects.get(name="初中部")
    page = client.post(f"/units/{unit.pk}/move", {"to_parent": "高中部", "step": "check"})
    assert page.status_code == 200
    assert "上面某" not in page.text
    assert "云河市教育局" not in page.text
