"""People from a messy workbook: looked at, entered, and their slips."""

import re
from io import BytesIO

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from huiyin.kit.sheets import sheet_from
from huiyin.platform.accounts.models import Account
from huiyin.platform.audit.models import Record
from huiyin.platform.orgs.models import Grant, Unit
from huiyin.platform.orgs.rules.people_rows import read_people
from huiyin.platform.orgs.rules.rights import Role
from huiyin.platform.orgs.rules.unit_names import UnitNames
from tests.web.conftest import SignedIn
from tests.web.people.conftest import Foreign, workbook
from tests.web.people.test_person import CODE
from tests.world import World

HEADING: list[object] = ["姓名", "登录名", "单位", "职务", "角色", "截止日期"]
MESSY: list[list[object]] = [
    ["云河市教育局人员名单"],
    HEADING,
    ["赵某", "zhao", "云河市第三中学", "班子成员", None, None],
    ["钱某", "qian", "云河市实验幼儿园", None, "联络员", None],
    ["孙某", "sun", "第三中学", None, "联络员", None],
    ["李某", "li", "山南市第一中学", None, "联络员", None],
    ["周某", "zhou", "云河市第三中学", None, "纪检", None],
    ["吴某", "wu", "云河市第三中学", None, "督导组", None],
    ["钱某", "qian", "云河市实验幼儿园", None, "联络员", None],
    ["郑某", "lin", "云河市第三中学", None, "联络员", None],
]


def kept_in(text: str) -> str:
    found = re.search(r'name="kept" value="([^"]+)"', text)
    assert found is not None
    return found[1]


def test_a_messy_list_is_looked_at_first_and_nothing_is_written(
    signed_in: SignedIn, world: World, head: Account, foreign: Foreign
) -> None:
    client = signed_in(Role.OFFICE)
    before = (Account.objects.count(), Grant.objects.count(), Record.objects.count())
    page = client.post("/people/import", {"file": workbook(*MESSY), "step": "check"})
    assert page.status_code == 200
    assert (Account.objects.count(), Grant.objects.count(), Record.objects.count()) == before
    for words in (
        "可以导入 2 行",
        "新账号 2 个",
        "这里不作猜测",
        "不在单位名单中",
        "由领导小组任命",
        "必须写明截止日期",
        "与第 4 行重复",
    ):
        assert words in page.text
    assert "姓名与表中的不同" in page.text
    assert "林某校" not in page.text
    assert not CODE.findall(page.text)


def test_what_was_looked_at_is_entered_once_with_slips_and_what_was_left_out(
    signed_in: SignedIn, world: World, head: Account
) -> None:
    client = signed_in(Role.OFFICE)
    kept = kept_in(client.post("/people/import", {"file": workbook(*MESSY), "step": "check"}).text)
    done = client.post("/people/import", {"kept": kept, "step": "take"})
    assert done.status_code == 200
    assert len(set(CODE.findall(done.text))) == 2
    assert "新账号 2 个，职务 1 项，角色 2 项" in done.text
    for words in ("赵某", "云河市实验幼儿园", "要改的", "这里不作猜测", "由领导小组任命"):
        assert words in done.text
    again = client.post("/people/import", {"kept": kept, "step": "take"})
    assert not CODE.findall(again.text)
    assert "没有新账号" in again.text
    assert Record.objects.filter(act="people.imported").count() == 1
    page = client.post("/people/import", {"file": workbook(*MESSY), "step": "check"}).text
    assert "2 行都已经登记过" in page
    assert 'name="kept"' not in page


def test_checked_rows_can_not_be_forged_or_passed_on(signed_in: SignedIn, world: World) -> None:
    client = signed_in(Role.OFFICE)
    kept = kept_in(client.post("/people/import", {"file": workbook(*MESSY), "step": "check"}).text)
    for forged in (kept[:-2] + "xx", "", "x" * 100):
        answer = client.post("/people/import", {"kept": forged, "step": "take"})
        assert answer.status_code == 409
        assert "重新选择文件" in answer.text
    other = signed_in(Role.ADMINISTRATOR)
    assert other.post("/people/import", {"kept": kept, "step": "take"}).status_code == 409
    assert not Account.objects.filter(login="zhao").exists()


def test_what_is_no_list_is_explained(signed_in: SignedIn, world: World) -> None:
    client = signed_in(Role.OFFICE)

    def check(file: object) -> str:
        answer = client.post("/people/import", {"file": file, "step": "check"})
        assert answer.status_code == 422
        return answer.text

    assert "PDF" in check(SimpleUploadedFile("名单.xlsx", b"%PDF-1.4"))
    assert "空文件" in check(SimpleUploadedFile("名单.csv", b" "))
    assert "找不到“姓名”" in check(workbook(["单位", "电话"], ["甲", "1"]))
    assert "请选择一个文件" in check("")


def test_the_empty_form_is_what_the_import_reads(signed_in: SignedIn, world: World, foreign: Foreign) -> None:
    client: Client = signed_in(Role.OFFICE)
    answer = client.get("/people/form.xlsx")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="people.xlsx"'
    book = openpyxl.load_workbook(BytesIO(answer.content))
    offered = [cell.value for row in book["选项"].iter_rows() for cell in row]
    assert "云河市第三中学" in offered
    assert "山南市第一中学" not in offered
    assert "纪检" not in offered
    book["人员"].append(["赵某", "zhao", "云河市第三中学", "班子成员", "联络员", "2014-05-01", "2014-09-30"])
    filled = BytesIO()
    book.save(filled)
    names = UnitNames.of((str(unit.pk), [unit.name]) for unit in Unit.objects.all())
    read = read_people(sheet_from(filled.getvalue(), "people.xlsx"), names)
    assert read.problems == ()
    assert [row.login for row in read.rows] == ["zhao"]
