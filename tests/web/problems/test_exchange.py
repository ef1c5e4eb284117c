"""The ledger goes to Excel and comes back: what clerks do there, cell by cell, without loss and without half."""

import io
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from pytest_django import DjangoAssertNumQueries

from huiyin.platform.audit.models import Record
from huiyin.platform.orgs.rules.rights import Role
from huiyin.process.problems.commands import Wording, raise_problem
from huiyin.process.problems.models import Problem
from huiyin.process.rectification.commands import Planned, plan_rectification, tell_progress
from huiyin.process.rectification.models import Measure
from tests.process.rectification.conftest import Ledger
from tests.web.conftest import SignedIn
from tests.web.problems.rectified import HERE, ledger, rectifying, second
from tests.world import World

__all__ = ["ledger"]

DOWN, UP = f"{HERE}/exchange.xlsx", f"{HERE}/exchange"


@pytest.fixture
def clerk(signed_in: SignedIn, world: World) -> Client:
    return signed_in(Role.CLERK, world.school)


def book_of(answer: HttpResponse) -> Workbook:
    assert answer.status_code == 200, answer.content.decode()[:300]
    return openpyxl.load_workbook(io.BytesIO(answer.content))


def cells_of(book: Workbook) -> list[list[tuple[object, ...]]]:
    return [list(sheet.values) for sheet in book.worksheets]


def sent(client: Client, book: Workbook, name: str = "台账.xlsx") -> HttpResponse:
    data = io.BytesIO()
    book.save(data)
    return client.post(UP, {"step": "check", "file": SimpleUploadedFile(name, data.getvalue())})


def taken(client: Client, checked: HttpResponse, **chosen: str) -> HttpResponse:
    kept = checked.text.split('name="kept" value="')[1].split('"')[0]
    return client.post(UP, {"step": "take", "kept": kept, **chosen})


def places(sheet: Worksheet) -> tuple[int, dict[str, int]]:
    """The heading's row number, and each heading's column number."""
    top = next(row for row in sheet.iter_rows() if row[0].value == "序号")
    return int(top[0].row), {str(cell.value): int(cell.column) for cell in top if cell.value}


def fill(book: Workbook, sheet: int, key: str, **cells: Any) -> int:
    """Fill in cells by heading in the row whose number begins with `key`; the row's number."""
    page = book.worksheets[sheet]
    head, at = places(page)
    for row in page.iter_rows(min_row=head + 1):
        if str(row[at["编号"] - 1].value or "").startswith(key):
            for heading, value in cells.items():
                column = next(c for h, c in at.items() if h.startswith(heading))
                page.cell(row[0].row, column).value = value
            return int(row[0].row)
    raise AssertionError(f"no row of {key}")


def add(book: Workbook, **cells: Any) -> int:
    """A row more on the second sheet, right below the table."""
    page = book.worksheets[1]
    head, at = places(page)
    row = next(
        row for row in range(head + 1, page.max_row + 2) if not isinstance(page.cell(row, 1).value, int)
    )
    page.insert_rows(row)
    for heading, value in cells.items():
        page.cell(row, at[heading], value)
    return row


def test_there_and_back_changes_nothing(clerk: Client, ledger: Ledger) -> None:
    second(ledger, "=1+1 \t“引号”\n第二行")
    before = Record.objects.count()
    out = book_of(clerk.get(DOWN))
    assert not any(cell.data_type == "f" for sheet in out for row in sheet.iter_rows() for cell in row)
    checked = sent(clerk, out)
    assert "没有要写入的：3 行和现在一样" in checked.text
    assert "不采用的" not in checked.text
    assert "系统里不改的" not in checked.text
    assert cells_of(book_of(clerk.get(DOWN))) == cells_of(out)
    assert Record.objects.count() == before


def test_what_a_clerk_edited_is_shown_then_written_and_goes_out_again_the_same(
    clerk: Client, ledger: Ledger
) -> None:
    number, raised = ledger.problem.number, ledger.today
    book = book_of(clerk.get(DOWN))
    fill(book, 0, number, 整改目标="每周公开一次", 牵头领导="分管副校长", 时限类型="立行立改")
    fill(
        book,
        1,
        f"{number}.1",
        整改措施="每周一、周四公示食堂菜价",
        进展情况="第一周已公示",
        完成时限="６月２０日",
    )
    add(
        book,
        问题编号=number,
        问题="食堂菜价不公开",
        整改措施="请家长看账",
        责任人="总务主任",
        完成时限=date(2014, 6, 30),
    )
    before = Record.objects.count()
    checked = sent(clerk, book)
    assert "会改 6 格" in checked.text
    assert "会加 1 条措施" in checked.text
    for words in ("食堂价格公开", "每周公开一次", "限期整改", "立行立改", "2014-06-20", "请家长看账"):
        assert words in checked.text
    assert Record.objects.count() == before
    assert taken(clerk, checked).status_code == 302
    problem, (first, new) = ledger.now(), Measure.objects.order_by("number")
    assert (problem.goal, problem.leader, problem.horizon) == ("每周公开一次", "分管副校长", "at_once")
    assert problem.responsible == "总务主任"
    assert (first.what, first.progress, first.version) == ("每周一、周四公示食堂菜价", "第一周已公示", 3)
    assert first.until == date(2014, 6, 20)
    assert first.until > raised
    assert (new.what, new.doer, new.until, new.number) == ("请家长看账", "总务主任", date(2014, 6, 30), 2)
    acts = list(Record.objects.order_by("seq").values_list("act", flat=True))[before:]
    assert acts == ["problem.planned", "measure.written", "measure.told", "measure.written"]
    again = book_of(clerk.get(DOWN))
    assert "没有要写入的" in sent(clerk, again).text
    # The edited workbook once more: what was added isn't added again, and nothing clashes.
    twice = sent(clerk, book)
    assert "没有要写入的" in twice.text
    assert "已有同样的措施" in twice.text
    assert "刚刚由别人改过" in taken(clerk, checked).text
    assert Measure.objects.count() == 2


def test_rows_and_columns_may_be_moved_and_deleted(clerk: Client, world: World) -> None:
    one, other = rectifying(world), rectifying(world, "操场晚上不开")
    book = book_of(clerk.get(DOWN))
    page = book.worksheets[0]
    head, at = places(page)
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=head + 1, max_row=head + 2)]
    for offset, values in enumerate(reversed(rows)):
        for column, value in enumerate(values, start=1):
            page.cell(head + 1 + offset, column, value)
    page.delete_cols(at["整改目标"])
    page.move_range(f"B{head}:B{head + 2}", cols=40)  # 问题, far to the right
    fill(book, 0, one.problem.number, 责任人="校长")
    fill(book, 0, other.problem.number, 责任人="书记")
    checked = sent(clerk, book)
    assert "整改台账：整改目标" in checked.text
    assert "会改 2 格" in checked.text
    taken(clerk, checked)
    assert (one.now().responsible, one.now().goal) == ("校长", "食堂价格公开")
    assert other.now().responsible == "书记"


def test_what_only_others_changed_stays_and_what_both_changed_is_asked(clerk: Client, ledger: Ledger) -> None:
    world, number = ledger.world, ledger.problem.number
    book = book_of(clerk.get(DOWN))
    fill(book, 0, number, 整改目标="表里的目标")
    fill(book, 1, f"{number}.1", 整改措施="表里的措施")
    measure = Measure.objects.get()
    tell_progress(ledger.now(), measure, "页面上的进展", by=world.clerk, at=world.at)
    planned = Planned("页面上的目标", "校长", "总务主任", ledger.now().due_on, "by_date")
    plan_rectification(ledger.now(), planned, by=world.clerk, at=world.at)
    checked = sent(clerk, book)
    assert "两边都改过 1 格" in checked.text
    assert "会改 1 格" in checked.text
    assert taken(clerk, checked).status_code == 302
    now, measure = ledger.now(), Measure.objects.get()
    assert (now.goal, now.leader) == ("页面上的目标", "校长")
    assert (measure.what, measure.progress) == ("表里的措施", "页面上的进展")
    again = sent(clerk, book)
    assert taken(clerk, again, **{f"{number}.0.goal": "sheet"}).status_code == 302
    assert ledger.now().goal == "表里的目标"


def test_a_state_typed_by_hand_and_what_belongs_elsewhere_is_told(clerk: Client, ledger: Ledger) -> None:
    number = ledger.problem.number
    book = book_of(clerk.get(DOWN))
    fill(
        book,
        0,
        number,
        销号状态="销号",
        销号日期="5月30日",
        责任单位="云河市第一小学",
        整改措施="全改了",
        整改目标="改好",
    )
    fill(book, 1, f"{number}.1", 办理状态="已完成", 问题编号="2014-999")
    text = sent(clerk, book).text
    assert text.count("状态不能在表里改，请在页面上办理") == 3
    assert "责任单位由活动办在页面上定" in text
    assert "措施在“措施”表里改" in text
    assert "措施不能换到别的问题" in text
    assert "会改 1 格" in text
    assert ledger.now().state == "claimed"


@pytest.mark.parametrize(
    ("sheet", "cells", "said"),
    [
        (0, {"整改时限": "2014-12-31"}, "整改时限已经定下"),
        (0, {"整改时限": None}, "整改时限已经定下"),
        (0, {"时限类型": "看情况"}, "没有这一项，可填：立行立改、限期整改、长期坚持"),
        (0, {"整改目标": "长" * 501}, "太长了：至多 500 字，现有 501 字"),
        (0, {"整改目标": "=A1&B1"}, "这一格是公式"),
        (1, {"完成时限": "2014-05-01"}, "早于问题提出的日期 2014-05-23"),
        (1, {"完成时限": "六月下旬"}, "不是具体的某一天"),
        (1, {"完成时限": "2094.6.1"}, "在今天之后"),
        (1, {"整改措施": None}, "措施不能清空"),
        (1, {"整改措施": "=SUM(A1:A9)"}, "这一格是公式"),
    ],
)
def test_a_cell_that_cant_be_taken_says_why_and_keeps_no_other_back(
    clerk: Client, ledger: Ledger, sheet: int, cells: dict[str, Any], said: str
) -> None:
    number = ledger.problem.number
    book = book_of(clerk.get(DOWN))
    fill(book, 0, number, 责任人="校长")
    fill(book, sheet, number if sheet == 0 else f"{number}.1", **cells)
    due = ledger.now().due_on
    checked = sent(clerk, book)
    assert said in checked.text
    assert "会改 1 格" in checked.text
    assert taken(clerk, checked).status_code == 302
    assert (ledger.now().responsible, ledger.now().due_on) == ("校长", due)
    assert Measure.objects.get().what == "每周一公示食堂菜价"


def test_words_that_begin_like_a_formula_and_are_none_are_taken(clerk: Client, ledger: Ledger) -> None:
    book = book_of(clerk.get(DOWN))
    page = book.worksheets[1]
    row = fill(book, 1, f"{ledger.problem.number}.1")
    cell = page.cell(row, places(page)[1]["进展情况"])
    cell.value, cell.data_type = "=菜价公示了，还差账目", "s"
    assert taken(clerk, sent(clerk, book)).status_code == 302
    assert Measure.objects.get().progress == "=菜价公示了，还差账目"


def test_merged_cells_doubled_rows_and_odd_numbers(clerk: Client, world: World) -> None:
    one, other = rectifying(world), rectifying(world, "操场晚上不开")
    second(one, "请家长看账")
    book = book_of(clerk.get(DOWN))
    pages = book.worksheets
    head, at = places(pages[0])
    pages[0].merge_cells(
        start_row=head + 1, end_row=head + 2, start_column=at["牵头领导"], end_column=at["牵头领导"]
    )
    fill(book, 0, one.problem.number, 牵头领导="校长")
    row = fill(book, 1, f"{one.problem.number}.1")
    columns = places(pages[1])[1]
    values = [cell.value for cell in pages[1][row]]
    pages[1].insert_rows(row + 1)
    for column, value in enumerate(values, start=1):
        pages[1].cell(row + 1, column, value)
    pages[1].cell(row + 1, columns["进展情况"], "另一句")
    key = fill(book, 1, f"{one.problem.number}.2")
    cell = pages[1].cell(key, columns["编号"])
    cell.value = str(cell.value)[:-1] + ("8" if str(cell.value)[-1] != "8" else "7")
    checked = sent(clerk, book)
    assert "这一格是合并单元格" in checked.text
    assert checked.text.count("编号相同、内容不同") == 2
    assert "编号不是本活动的" in checked.text
    assert "会改 1 格" in checked.text
    taken(clerk, checked)
    assert (one.now().leader, other.now().leader) == ("校长", "")


def test_new_measures_name_their_problem_and_nobody_elses(
    clerk: Client, signed_in: SignedIn, world: World
) -> None:
    own = rectifying(world)
    wording = Wording(title="别校的问题", source="masses")
    foreign = raise_problem(world.campaign, wording, owner=world.other_school, by=world.office, at=world.at)
    book = book_of(clerk.get(DOWN))
    add(book, 问题编号=own.problem.number, 问题="填充带错了题目", 整改措施="甲")
    add(book, 问题编号=foreign.number, 整改措施="乙")
    add(book, 问题编号="第三个", 整改措施="丙")
    add(book, 问题编号=own.problem.number, 责任人="没有写措施")
    add(book, 问题编号="２０１４－００１", 整改措施="全角编号也认")
    checked = sent(clerk, book)
    for said in ("和这一行写的对不上", "没有这个问题，或不在您能看到的范围内", "新措施要写明“问题编号”"):
        assert said in checked.text
    assert "会加 1 条措施" in checked.text
    assert taken(clerk, checked).status_code == 302
    assert [one.what for one in Measure.objects.order_by("number")] == ["每周一公示食堂菜价", "全角编号也认"]
    # Another school's clerk brings the same workbook: none of it is theirs.
    other = signed_in(Role.CLERK, world.other_school, login="other")
    fill(book, 0, own.problem.number, 整改目标="别人来改")
    assert "没有这个问题，或不在您能看到的范围内" in sent(other, book).text


def test_a_closed_problem_is_fixed(signed_in: SignedIn, ledger: Ledger) -> None:
    clerk, number = signed_in(Role.CLERK, ledger.world.school), ledger.problem.number
    book = book_of(clerk.get(DOWN))
    fill(book, 0, number, 整改目标="事后改的")
    fill(book, 1, f"{number}.1", 进展情况="事后写的")
    Problem.objects.filter(pk=ledger.problem.pk).update(state="closed", closed_on=ledger.today)
    checked = sent(clerk, book)
    assert checked.text.count("这个问题现在是“销号”") == 2
    assert "没有要写入的" in checked.text


def test_what_changes_between_looking_and_taking_is_refused_whole(clerk: Client, ledger: Ledger) -> None:
    number, world = ledger.problem.number, ledger.world
    book = book_of(clerk.get(DOWN))
    fill(book, 0, number, 整改目标="表里的目标")
    fill(book, 1, f"{number}.1", 整改措施="表里的措施")
    checked = sent(clerk, book)
    tell_progress(ledger.now(), Measure.objects.get(), "页面上的进展", by=world.clerk, at=world.at)
    assert taken(clerk, checked).status_code == 302  # another cell: nothing clashes
    assert Measure.objects.get().what == "表里的措施"
    book = book_of(clerk.get(DOWN))
    fill(book, 0, number, 整改目标="再改")
    fill(book, 1, f"{number}.1", 进展情况="表里的进展")
    checked = sent(clerk, book)
    tell_progress(ledger.now(), Measure.objects.get(), "又一句", by=world.clerk, at=world.at)
    before = Record.objects.count()
    answer = taken(clerk, checked)
    assert "刚刚由别人改过，这个问题的修改都没有写入" in answer.text
    assert (ledger.now().goal, Record.objects.count()) == ("表里的目标", before)


def test_tables_that_are_no_ledger_are_refused(clerk: Client, ledger: Ledger) -> None:
    book = Workbook()
    book.active.append(["序号", "姓名"])  # type: ignore[union-attr]
    assert "认不出这张表" in sent(clerk, book).text
    book = book_of(clerk.get(DOWN))
    for page in book.worksheets:
        page.delete_cols(places(page)[1]["编号"])
    checked = sent(clerk, book)
    assert checked.text.count("没有“编号”一列") == 2
    assert "没有要写入的" in checked.text
    assert clerk.post(UP, {"step": "take", "kept": "nonsense"}).status_code == 409


def test_a_csv_of_one_sheet_is_enough(clerk: Client, ledger: Ledger) -> None:
    page = book_of(clerk.get(DOWN)).worksheets[1]
    lines = [
        ",".join("" if cell is None else str(cell).split(" 00:")[0] for cell in row) for row in page.values
    ]
    text = "\n".join(lines).replace("公示栏有当周价目表", "公示栏和群里都有")
    file = SimpleUploadedFile("措施.csv", text.encode("gb18030"))
    checked = clerk.post(UP, {"step": "check", "file": file})
    assert "会改 1 格" in checked.text
    taken(clerk, checked)
    assert Measure.objects.get().result == "公示栏和群里都有"


def test_queries_stay_the_same_for_many_rows(
    signed_in: SignedIn, world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    clerk = signed_in(Role.CLERK, world.school)
    many = [rectifying(world, f"问题 {number}") for number in range(8)]
    with django_assert_max_num_queries(30):
        book = book_of(clerk.get(DOWN))
    for one in many:
        fill(book, 0, one.problem.number, 整改目标="表里的目标")
        fill(book, 1, f"{one.problem.number}.1", 进展情况="表里的进展")
    with django_assert_max_num_queries(30 + 2 * len(many)):
        checked = sent(clerk, book)
    with django_assert_max_num_queries(20 + 2 * len(many)):
        taken(clerk, checked)
    assert Problem.objects.filter(goal="表里的目标").count() == len(many)
    assert many[0].now().due_on == world.at.date() + timedelta(days=30)
