"""`huiyin plan`: the plan that `lay_plan` would make, from a workbook of units and one date, without a database."""

import csv
import json
from datetime import date, datetime
from pathlib import Path
from time import perf_counter

import openpyxl
import pytest

from huiyin.cli.main import outcome
from huiyin.cli.plan import _members
from huiyin.kit.sheets import read_sheet
from huiyin.platform.calendar.rules import shipped
from huiyin.platform.orgs.commands import ensure_root, import_units
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.platform.orgs.rules.unit_rows import read_units
from huiyin.process.campaigns.commands import launch_campaign
from huiyin.process.campaigns.models import PlanItem
from huiyin.process.campaigns.rules import library_folder, load_template
from huiyin.process.campaigns.rules.plan_lines import PlanLines
from huiyin.process.campaigns.rules.timetable import Given, timetable_of

CODE = "mass-line-2014"
FIRST_EVENT = next(event.zh for event in load_template(library_folder(CODE)).events if event.after is None)
FIRST = {"city_meeting": date(2014, 5, 16), "push_meeting": date(2014, 5, 23)}
KINDS = ("机关处室", "直属单位", "高中", "初中", "幼儿园")


def units_file(folder: Path, count: int) -> Path:
    path = folder / "单位.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["单位名称", "上级单位", "类别"])
        rows.writerow(["某市教育局", "", "机关"])
        for number in range(1, count):
            rows.writerow([f"第{number}单位", "某市教育局", KINDS[number % len(KINDS)]])
    return path


def planned(folder: Path, *more: str, units: int = 8) -> int:
    events = [part for pair in FIRST.items() for part in ("--event", f"{pair[0]}={pair[1]}")]
    paths = ["--units", str(units_file(folder, units)), "--out", str(folder / "计划.xlsx")]
    return outcome(["plan", "--template", CODE, *paths, *(more if "--event" in more else events), *more])


@pytest.mark.django_db
def test_it_is_the_plan_that_lay_plan_makes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert planned(tmp_path, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    at = datetime.fromisoformat("2014-05-16T09:00:00+08:00")
    office = Actor("office", Role.OFFICE)
    root = ensure_root("某市教育局", by=office, at=at)
    import_units(read_units(read_sheet(tmp_path / "单位.csv")).rows, root, by=office, at=at)
    root.refresh_from_db()
    template = load_template(library_folder(CODE))
    units = list(Unit.objects.under(root.path))
    _, laid = launch_campaign(
        template, code=CODE, name="活动", root=root, units=units, events=FIRST, by=office, at=at
    )
    assert (told["units"], told["items"]) == (laid.units, laid.items)
    book = openpyxl.load_workbook(tmp_path / "计划.xlsx", read_only=True)
    rows = list(book["各单位计划"].iter_rows(min_row=3, values_only=True))
    at_of = {heading: place for place, heading in enumerate(rows[0])}
    written = sorted(
        (row[at_of["单位"]], row[at_of["工作任务"]], row[at_of["完成时间"]].date())
        for row in rows[1:]
        if isinstance(row[0], int)
    )
    kept = PlanItem.objects.values_list("participation__unit__name", "ask__title", "due_on")
    assert written == sorted(kept)
    assert all(row[at_of["依据"]] for row in rows[1:] if isinstance(row[0], int))


def test_the_headings_are_the_forms(tmp_path: Path) -> None:
    assert planned(tmp_path) == 0
    book = openpyxl.load_workbook(tmp_path / "计划.xlsx", read_only=True)
    headings = next(book["工作计划表"].iter_rows(min_row=3, max_row=3, values_only=True))
    form = load_template(library_folder(CODE)).forms["work_plan"]
    assert headings == (*form.headings, "适用单位", "依据")


def test_sixty_units_are_dated_within_a_second(tmp_path: Path) -> None:
    template = load_template(library_folder(CODE))
    _, members, _ = _members(template, units_file(tmp_path, 60), None)
    start = perf_counter()
    table = timetable_of(template, shipped(), members, [Given(*pair) for pair in FIRST.items()])
    lines = sum(1 for _ in PlanLines(table).by_unit())
    assert perf_counter() - start < 1
    assert lines > 60 * 50


def test_a_year_without_a_calendar_is_told_and_can_be_given(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert planned(tmp_path, "--event", f"{FIRST_EVENT}=2026年11月20日") == 0
    assert "2027 年的年历未录入" in capsys.readouterr().err
    notice = tmp_path / "2027.txt"
    notice.write_text(
        "元旦：1月1日至3日放假调休。\n劳动节：5月1日至3日放假。\n国庆节：10月1日至7日放假。", encoding="utf-8"
    )
    assert planned(tmp_path, "--event", "city_meeting=2026.11.20", "--calendar", f"2027={notice}") == 0
    assert "未录入" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("more", "code", "says"),
    [
        (["--event", "push_meeting=2014-05-23"], 3, f"缺少“{FIRST_EVENT}”的日期"),
        (["--event", "city_meeting"], 3, "要写成“事件=日期”"),
        (["--event", "city_meeting=5月16日"], 3, "请写成 2014-05-16"),
        (["--event", "city_meeting=2014-05-16", "--event", "gone=2014-05-23"], 3, "没有可定日期的事件“gone”"),
        (["--event", "city_meeting=2014-05-16", "--event", "push_meeting=2014-05-01"], 4, "不能早于"),
        (["--event", "city_meeting=2014-05-16", "--calendar", "2027"], 3, "要写成“年份=文件”"),
        (["--event", "city_meeting=2014-05-16", "--calendar", "2027=没有.txt"], 3, "读不了"),
        (["--event", "city_meeting=2014-05-16", "--units", "没有.xlsx"], 3, "找不到文件"),
    ],
)
def test_what_cant_be_used_is_said_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], more: list[str], code: int, says: str
) -> None:
    assert planned(tmp_path, *more) == code
    assert says in capsys.readouterr().err
    assert list(tmp_path.glob("*.xlsx")) == []
