"""Paper forms through the client: printed, scanned, typed in, looked up by the stub, settled."""

import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from huiyin.kit.errors import Refused
from huiyin.platform.orgs.rules.rights import Role
from huiyin.process.channels.models import PaperBatch, PaperScan
from huiyin.process.channels.queries import pages_of
from huiyin.process.opinions.models import Opinion
from huiyin.web.channels import sheets as printing
from tests.access.listened import listen
from tests.process.channels.papered import printed_batch, scan, scanned_pdf
from tests.web.channels.test_taking_down import token
from tests.web.conftest import SignedIn
from tests.world import World

pytestmark = pytest.mark.django_db
HERE = "/c/mass-line/listening/paper"


@pytest.fixture(autouse=True)
def _set(tmp_path: Path, settings: Settings) -> None:
    settings.HUIYIN_FILES = str(tmp_path / "files")
    settings.HUIYIN_ADDRESS = "https://huiyin.example.cn"


def order(client: Client, **more: str) -> dict[str, str]:
    given = {"token": token(client, f"{HERE}/print"), "name": "三中·家长", "unit": "云河市第三中学", "copies": "3",
             "hand_in_by": "2014-06-05", "as": "page"}  # fmt: skip
    return given | more


def upload(client: Client, batch: int, *files: bytes) -> str:
    given = {
        "token": token(client, f"{HERE}/{batch}"),
        "files": [SimpleUploadedFile(f"扫描{number}", data) for number, data in enumerate(files)],
    }
    return client.post(f"{HERE}/{batch}/scans", given, follow=True).text


def test_printed_the_sheets_stand_in_the_answer_and_nowhere_else(world: World, signed_in: SignedIn) -> None:
    office = signed_in(Role.OFFICE)
    page = office.post(f"{HERE}/print", order(office)).text
    assert page.count('class="stub"') == 3
    code = re.search(r'class="code"><span>(\w{4})</span><span>(\w{4})</span>', page)
    assert code is not None
    batch = PaperBatch.objects.get()
    assert (batch.copies, batch.about_id) == (3, world.school.pk)
    for address in (HERE, f"{HERE}/{batch.pk}", f"{HERE}/{batch.pk}/type", f"{HERE}/print"):
        assert code[1] not in office.get(address).text


def test_without_pango_the_answer_is_the_page_to_print_and_says_why(
    world: World, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lacking(*_: object) -> None:
        raise Refused("服务器上没有Pango", "The server lacks Pango")

    monkeypatch.setattr(printing, "write_sheets", lacking)
    office = signed_in(Role.OFFICE)
    page = office.post(f"{HERE}/print", order(office, **{"as": "pdf"})).text
    assert "服务器上没有Pango" in page
    assert page.count('class="stub"') == 3
    assert PaperBatch.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [{"token": "x"}, {"copies": "0"}, {"copies": "一百"}, {"unit": "没有这所学校"}, {"unit": "云河市教育局"}],
)
def test_a_wrong_order_comes_back_with_all_that_was_typed(
    world: World, signed_in: SignedIn, wrong: dict[str, str]
) -> None:
    office = signed_in(Role.OFFICE)
    page = office.post(f"{HERE}/print", order(office) | wrong)
    assert page.status_code in {409, 422}
    assert "三中·家长" in page.text
    assert not PaperBatch.objects.exists()


def test_without_an_address_nothing_is_printed(world: World, signed_in: SignedIn, settings: Settings) -> None:
    settings.HUIYIN_ADDRESS = ""
    office = signed_in(Role.OFFICE)
    assert "HUIYIN_ADDRESS" in office.post(f"{HERE}/print", order(office)).text
    assert not PaperBatch.objects.exists()


def test_scans_lie_beside_the_fields_and_are_kept_by_no_browser(world: World, signed_in: SignedIn) -> None:
    office = signed_in(Role.OFFICE)
    batch, _ = printed_batch(world)
    assert "收下 4 页" in upload(office, batch.pk, scanned_pdf(3), scan())
    first, second, *_rest = [pk for pk, _, _ in pages_of(batch)]
    page = office.get(f"{HERE}/{batch.pk}/type").text
    assert f"/scans/{first}" in page
    assert f"?scan={second}" in page
    picture = office.get(f"{HERE}/{batch.pk}/scans/{first}")
    assert picture.headers["Content-Type"] == "image/jpeg"
    assert picture.headers["Cache-Control"] == "no-store"
    assert picture.content.startswith(b"\xff\xd8")


def test_of_a_wrong_scan_nothing_is_kept(world: World, signed_in: SignedIn) -> None:
    office = signed_in(Role.OFFICE)
    batch, _ = printed_batch(world)
    assert "页扫描件。</p>" not in upload(office, batch.pk, scan(), b"PK\x03\x04" + b"x" * 40)
    assert not PaperScan.objects.exists()
    assert "请选择扫描件" in upload(office, batch.pk)


def test_typed_in_row_by_row_it_goes_on_with_the_next_page(world: World, signed_in: SignedIn) -> None:
    office = signed_in(Role.OFFICE)
    batch, sheets = printed_batch(world)
    upload(office, batch.pk, scan(), scan("grey"))
    first, second = [pk for pk, _, _ in pages_of(batch)]
    here = f"{HERE}/{batch.pk}/type"
    form = {"token": token(office, here), "scan": str(first), "number": sheets[0].number.lower(), "written_on": "2014-05-20",
            "giver_kind": "parent", "cell-problem": ["菜价涨了\r\n两次", "校车晚点"], "cell-about": ["班子", ""],
            "cell-focus": ["", ""], "cell-advice": ["公布菜价", ""]}  # fmt: skip
    more = office.post(here, form | {"more": "1"}).text
    assert more.count('name="cell-problem"') == 3
    assert not Opinion.objects.exists()
    answer = office.post(here, form)
    assert f"scan={second}" in answer.headers["Location"]
    assert "written_on=2014-05-20" in answer.headers["Location"]
    assert set(Opinion.objects.values_list("body", flat=True)) == {
        "菜价涨了\n两次\n对象：班子\n意见建议：公布菜价",
        "校车晚点",
    }
    again = office.post(here, form | {"token": token(office, here)})
    assert again.status_code == 422
    assert "录过" in again.text
    assert "校车晚点" in again.text
    wrong = office.post(here, form | {"token": token(office, here), "number": "22223333"})
    assert "表号抄错" in wrong.text
    aside = {"scan": str(second), "number": sheets[1].number, "as": "blank"}
    office.post(f"{HERE}/{batch.pk}/aside", aside)
    assert [done for _, _, done in pages_of(batch)] == [True, True]


def test_a_page_without_anything_to_type_is_passed(world: World, signed_in: SignedIn) -> None:
    office = signed_in(Role.OFFICE)
    batch, _ = printed_batch(world)
    upload(office, batch.pk, scan())
    page = pages_of(batch)[0][0]
    answer = office.post(f"{HERE}/{batch.pk}/skip", {"scan": str(page)})
    assert answer.headers["Location"] == f"{HERE}/{batch.pk}"
    assert pages_of(batch)[0][2]


def test_the_stub_says_that_the_sheet_is_not_typed_in_yet_and_then_where_it_is(
    world: World, signed_in: SignedIn
) -> None:
    office, phone = signed_in(Role.OFFICE), Client()
    batch, sheets = printed_batch(world)

    def looked_up(code: str) -> str:
        return phone.post("/r", {"code": code}).text

    assert "还没有录入" in looked_up(sheets[0].code)
    assert "6 月 5 日" in looked_up(sheets[0].code)
    form = {
        "number": sheets[0].number,
        "written_on": "2014-05-20",
        "cell-problem": ["菜价涨了两次", "校车晚点"],
    }
    for number, state in ((1, "unreadable"), (2, "blank"), (3, "void")):
        office.post(f"{HERE}/{batch.pk}/aside", {"number": sheets[number].number, "as": state})
    office.post(f"{HERE}/{batch.pk}/type", form | {"token": token(office, f"{HERE}/{batch.pk}/type")})
    renewed = looked_up(sheets[0].code)
    assert "请保存您的新回执码" in renewed
    assert "没有查到" in looked_up(sheets[0].code)
    code = re.search(r'name="code" value="(\w{16})"', renewed)
    assert code is not None
    matter = looked_up(code[1])
    assert "1 件别的事" in matter
    other = set(re.findall(r'name="code" value="(\w{16})"', matter)) - {code[1]}
    assert len(other) == 1
    assert "您的意见" in looked_up(other.pop())
    for number, said in ((1, "看不清"), (2, "空白"), (3, "作废"), (4, "还没有录入")):
        assert said in looked_up(sheets[number].code)
    office.post(f"{HERE}/{batch.pk}/close", {"unused": "0", "sure": "1"})
    assert "没有收到" in looked_up(sheets[4].code)
    assert phone.cookies == {}


def test_settled_only_when_it_is_said_and_then_for_good(world: World, signed_in: SignedIn) -> None:
    office = signed_in(Role.OFFICE)
    batch, sheets = printed_batch(world)
    upload(office, batch.pk, scan())
    old = token(office, f"{HERE}/{batch.pk}/type")
    assert office.post(f"{HERE}/{batch.pk}/close", {"unused": "0"}).status_code == 422
    assert office.post(f"{HERE}/{batch.pk}/close", {"unused": "9", "sure": "1"}).status_code == 422
    page = office.post(f"{HERE}/{batch.pk}/close", {"unused": "2", "sure": "1"}, follow=True).text
    assert "已结清" in page
    assert not PaperScan.objects.exists()
    assert "不再录" in office.get(f"{HERE}/{batch.pk}/type").text
    form = {"token": old, "number": sheets[0].number, "written_on": "2014-05-20",
            "cell-problem": "菜价涨了两次"}  # fmt: skip
    assert office.post(f"{HERE}/{batch.pk}/type", form).status_code in {409, 422}
    assert not Opinion.objects.exists()


def test_a_school_s_own_people_see_neither_scans_nor_figures(world: World, signed_in: SignedIn) -> None:
    office, own, clerk = (
        signed_in(Role.OFFICE),
        signed_in(Role.OFFICE, world.school, "own"),
        signed_in(Role.CLERK, world.school),
    )
    batch, sheets = printed_batch(world)
    upload(office, batch.pk, scan())
    page = pages_of(batch)[0][0]
    assert "本单位的人不看" in own.get(f"{HERE}/{batch.pk}").text
    assert "结清以后才显示" in own.get(f"{HERE}/{batch.pk}").text
    assert str(page) not in own.get(f"{HERE}/{batch.pk}").text
    for client, status in ((own, 403), (clerk, 404)):
        assert client.get(f"{HERE}/{batch.pk}/scans/{page}").status_code == status
        assert client.get(f"{HERE}/{batch.pk}/type").status_code == status
        form = {"number": sheets[0].number, "as": "blank"}
        assert client.post(f"{HERE}/{batch.pk}/aside", form).status_code == status
    assert "三中·家长" not in clerk.get(HERE).text


def test_whoever_types_never_gets_a_code(world: World, signed_in: SignedIn) -> None:
    office = signed_in(Role.OFFICE)
    batch, sheets = printed_batch(world)
    here = f"{HERE}/{batch.pk}/type"
    form = {
        "token": token(office, here),
        "number": sheets[0].number,
        "written_on": "2014-05-20",
        "cell-problem": "菜价涨了",
    }
    answers = [
        office.get(here),
        office.post(here, form, follow=True),
        office.get(f"{HERE}/{batch.pk}"),
        office.get(HERE),
    ]
    for answer in answers:
        assert sheets[0].code not in answer.text
        assert sheets[0].code[:4] not in answer.text


def test_the_list_asks_the_same_number_of_questions_for_many(
    world: World, signed_in: SignedIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    office = signed_in(Role.OFFICE)
    listen(world, ("甲", "乙"), ("三楼", "四楼"), "菜价涨了两次")
    with django_assert_max_num_queries(12):
        office.get(HERE)
