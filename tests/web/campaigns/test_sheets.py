"""The plan goes to Excel and its progress comes back: what clerks do there, row by row, without loss."""

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from openpyxl.worksheet.worksheet import Worksheet
from pytest_django import DjangoAssertNumQueries

from huiyin.platform.orgs.rules.rights import Role
from huiyin.process.campaigns.commands import lay_plan, report_progress, set_item_date
from huiyin.process.campaigns.commands.reporting import Progress
from huiyin.process.campaigns.models import PlanItem
from huiyin.process.campaigns.queries import template_of
from tests.web.conftest import PASSWORD, SignedIn
from tests.world import World

HERE = "/c/mass-line/"
DOWN, UP = HERE + "progress.xlsx", HERE + "plan/import"


@pytest.fixture
def planned(world: World) -> World:
    lay_plan(world.campaign, {"city_meeting": date(2014, 5, 16)}, by=world.office, at=world.at)
    return world


def sheet_of(answer: HttpResponse, name: str | None = None) -> Worksheet:
    assert answer.status_code == 200
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    return book[name] if name else book.worksheets[0]


def headings(sheet: Worksheet) -> list[str]:
    return next(
        [str(cell.value) for cell in row if cell.value is not None]
        for row in sheet.iter_rows(max_row=8)
        if row[0].value == "序号"
    )


def sent(client: Client, sheet: Worksheet) -> HttpResponse:
    data = io.BytesIO()
    sheet.parent.save(data)
    return client.post(UP, {"step": "check", "file": SimpleUploadedFile("推进表.xlsx", data.getvalue())})


def taken(client: Client, checked: HttpResponse, **chosen: str) -> HttpResponse:
    kept = checked.text.split('name="kept" value="')[1].split('"')[0]
    return client.post(UP, {"step": "take", "kept": kept, **chosen})


def fill(sheet: Worksheet, item: PlanItem, **cells: Any) -> None:
    """Fill in cells of the item's row by heading."""
    top = next(row for row in sheet.iter_rows(max_row=8) if row[0].value == "序号")
    at = {str(cell.value): place for place, cell in enumerate(top)}
    for row in sheet.iter_rows(min_row=top[0].row + 1):
        if str(row[at["编号"]].value or "").startswith(f"{item.pk}-"):
            for heading, value in cells.items():
                row[at[heading]].value = value
            return
    raise AssertionError(f"no row of {item.pk}")


def item(world: World, code: str = "topic_told") -> PlanItem:
    found = PlanItem.objects.select_related("ask__campaign__root", "participation__unit")
    return found.get(ask__code=code, participation__unit=world.school)


def test_the_headings_are_those_of_the_forms(signed_in: SignedIn, planned: World) -> None:
    forms = template_of(planned.campaign).forms
    office, clerk = signed_in(Role.OFFICE), signed_in(Role.CLERK, planned.school)
    whole = sheet_of(office.get(HERE + "plan.xlsx"), "工作计划表")
    assert headings(whole) == [*forms["work_plan"].headings, "适用单位", "依据"]
    own = clerk.get(HERE + "plan.xlsx")
    assert planned.school.name in str(sheet_of(own)["A2"].value)
    assert headings(sheet_of(own)) == [*forms["work_plan"].headings, "依据"]
    assert headings(sheet_of(office.get(HERE + "tasks.xlsx"))) == [
        *forms["task_breakdown"].headings,
        "适用单位",
    ]
    first, *rest = forms["progress_table"].headings
    assert headings(sheet_of(office.get(DOWN))) == [first, "单位", *rest, "完成日期", "编号"]
    assert headings(sheet_of(clerk.get(DOWN))) == [first, *rest, "完成日期", "编号"]


def test_a_clerk_gets_the_own_unit_alone(signed_in: SignedIn, planned: World) -> None:
    clerk = signed_in(Role.CLERK, planned.school)
    for address in ("plan.xlsx", "tasks.xlsx", "progress.xlsx"):
        text = str(list(sheet_of(clerk.get(HERE + address)).values))
        assert planned.other_school.name not in text
        assert clerk.get(f"{HERE}{address}?unit={planned.other_school.pk}").status_code == 404


def test_there_and_back_changes_nothing(
    signed_in: SignedIn, planned: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    said = Progress("=1+1 \t“引号”\n第二行", date(2014, 5, 20), "+原因 100%")
    report_progress(item(planned), said, 1, by=planned.office, at=planned.at)
    office = signed_in(Role.OFFICE)
    with django_assert_max_num_queries(25):
        out = office.get(DOWN)
    sheet = sheet_of(out)
    assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
    with django_assert_max_num_queries(25):
        checked = sent(office, sheet)
    assert "没有要写入的" in checked.text
    assert "读不进来的" not in checked.text


def test_what_a_clerk_filled_in_is_shown_and_then_written(signed_in: SignedIn, planned: World) -> None:
    clerk = signed_in(Role.CLERK, planned.school)
    sheet = sheet_of(clerk.get(DOWN))
    fill(sheet, item(planned), 进展情况="通知发到各支部", 完成日期="5月20日")
    fill(sheet, item(planned, "study_plan"), 未完成原因="等上级安排")
    checked = sent(clerk, sheet)
    assert "会写入 2 项" in checked.text
    assert "通知发到各支部" in checked.text
    assert item(planned).progress == ""
    assert taken(clerk, checked).status_code == 302
    assert (item(planned).progress, item(planned).done_on) == ("通知发到各支部", date(2014, 5, 20))
    assert item(planned, "study_plan").late_reason == "等上级安排"
    assert taken(clerk, checked).text.count("刚被别人改过") == 2  # sent twice: nothing is written twice


def test_a_clerk_of_two_schools_brings_one_sheet_for_both(
    planned: World, signed_in: SignedIn, account: Callable[..., object]
) -> None:
    account("both", (Role.CLERK, planned.school), (Role.CLERK, planned.other_school))
    client = Client()
    client.post("/sign-in", {"login": "both", "password": PASSWORD})
    sheet = sheet_of(client.get(DOWN))
    items = PlanItem.objects.filter(ask__code="topic_told").exclude(participation__unit=planned.bureau)
    for item in items:
        fill(sheet, item, 进展情况="已通知到人")
    assert taken(client, sent(client, sheet)).status_code == 302
    assert set(items.values_list("progress", flat=True)) == {"已通知到人"}


def test_a_date_that_moved_meanwhile_is_no_conflict(signed_in: SignedIn, planned: World) -> None:
    clerk = signed_in(Role.CLERK, planned.school)
    sheet = sheet_of(clerk.get(DOWN))
    set_item_date(item(planned), date(2014, 9, 1), 1, by=planned.office, at=planned.at)
    assert item(planned).version == 2
    fill(sheet, item(planned), 进展情况="通知了")
    assert taken(clerk, sent(clerk, sheet)).status_code == 302
    assert item(planned).progress == "通知了"


@pytest.mark.parametrize(
    ("chosen", "stays"),
    [
        (lambda _: {}, "活动办记的"),
        (lambda pk: {f"row-{pk}": "sheet"}, "我们填的"),
        (lambda pk: {f"row-{pk}": "sheet", "all": "now"}, "活动办记的"),
        (lambda _: {"all": "sheet"}, "我们填的"),
    ],
)
def test_where_both_wrote_the_clerk_chooses(
    signed_in: SignedIn, planned: World, chosen: Callable[[int], dict[str, str]], stays: str
) -> None:
    clerk = signed_in(Role.CLERK, planned.school)
    sheet = sheet_of(clerk.get(DOWN))
    fill(sheet, item(planned), 进展情况="我们填的")
    fill(sheet, item(planned, "study_plan"), 进展情况="没有争议的")
    report_progress(item(planned), Progress("活动办记的", None, ""), 1, by=planned.office, at=planned.at)
    checked = sent(clerk, sheet)
    assert "两边都改过的" in checked.text
    assert "我们填的" in checked.text
    assert "活动办记的" in checked.text
    assert taken(clerk, checked, **chosen(item(planned).pk)).status_code == 302
    assert item(planned).progress == stays
    assert item(planned, "study_plan").progress == "没有争议的"


def test_rows_of_others_and_rows_that_cant_be_read_are_told(signed_in: SignedIn, planned: World) -> None:
    office, clerk = signed_in(Role.OFFICE), signed_in(Role.CLERK, planned.school)
    sheet = sheet_of(office.get(DOWN))
    theirs = PlanItem.objects.get(ask__code="topic_told", participation__unit=planned.other_school)
    fill(sheet, theirs, 进展情况="替人填的")
    fill(sheet, item(planned), 进展情况="字" * 501)
    fill(sheet, item(planned, "study_plan"), 完成日期="2014-08-01")
    fill(sheet, item(planned, "great_check"), 完成时间=date(2014, 12, 1), 进展情况="进行中")
    checked = sent(clerk, sheet)
    assert "会写入 1 项" in checked.text
    for words in ("不在您的填报范围内", "至多 500 字", "在今天之后", "要改期，请找活动办"):
        assert words in checked.text
    assert taken(clerk, checked).status_code == 302
    theirs.refresh_from_db()
    assert theirs.progress == ""


def test_what_is_no_progress_table_is_refused(signed_in: SignedIn, planned: World) -> None:
    clerk = signed_in(Role.CLERK, planned.school)
    book = openpyxl.Workbook()
    book.active.append(["姓名", "进展情况"])
    book.active.append(["某某", "好"])
    refused = sent(clerk, book.active)
    assert refused.status_code == 422
    assert "请重新下载推进表" in refused.text
    assert clerk.post(UP, {"step": "check"}).status_code == 422
    assert clerk.post(UP, {"step": "take", "kept": "made-up"}).status_code == 409


def test_a_sheet_that_repeats_one_number_is_told_in_part(
    signed_in: SignedIn, planned: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk = signed_in(Role.CLERK, planned.school)
    sheet = sheet_of(clerk.get(DOWN))
    top = next(row for row in sheet.iter_rows(max_row=8) if row[0].value == "序号")
    words = [str(cell.value) for cell in top].index("进展情况")
    row = [cell.value for cell in sheet[top[0].row + 1]]
    for count in range(250):
        sheet.append([*row[:words], f"第{count}句", *row[words + 1 :]])
    told = sent(clerk, sheet).text
    assert told.count("编号相同、内容不同") == 200
    assert "还有 51 行，没有列出" in told
    monkeypatch.setattr("huiyin.web.campaigns.sheets._MOST_READ", 250)
    assert "一次最多导入 250 行" in sent(clerk, sheet).text
