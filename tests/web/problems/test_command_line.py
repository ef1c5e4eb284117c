"""The ledger out and in by `huiyin problems`: a preview unless it's asked to write, by the rules of the page."""

import json
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import openpyxl
import pytest

from huiyin.cli.main import outcome
from huiyin.platform.audit.models import Record
from huiyin.process.problems.models import Problem
from huiyin.process.rectification.models import Measure
from tests.process.rectification.conftest import Ledger
from tests.web.problems.rectified import ledger

__all__ = ["ledger"]

Typed = Callable[..., int]


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Typed:
    """Types a command on the database of the test."""
    monkeypatch.setattr("huiyin.cli.problems.database", lambda _address, **_more: nullcontext())
    return lambda *words: outcome(["problems", *words])


def edited(path: Path, heading: str, value: str, sheet: int = 0) -> None:
    """Write into the first row's cell under a heading."""
    book = openpyxl.load_workbook(path)
    rows = list(book.worksheets[sheet].iter_rows())
    top = next(row for row in rows if row[0].value == "序号")
    column = next(cell.column for cell in top if cell.value == heading)
    book.worksheets[sheet].cell(top[0].row + 1, column, value)
    book.save(path)


def test_it_is_shown_first_and_written_when_asked(
    typed: Typed, ledger: Ledger, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "台账.xlsx"
    assert typed("export", "--out", str(path)) == 0
    assert "1 个问题" in capsys.readouterr().out
    records = Record.objects.count()
    assert typed("import", str(path), "--write") == 0
    assert Record.objects.count() == records
    edited(path, "整改目标", "每餐价格看得见")
    edited(path, "销号状态", "销号")
    edited(path, "进展情况", "已贴两周", sheet=1)
    capsys.readouterr()
    assert typed("import", str(path)) == 0
    said = capsys.readouterr()
    assert "食堂价格公开 → 每餐价格看得见" in said.out
    assert "会改 2 格" in said.out
    assert "状态不能在表里改" in said.out
    assert "加 --write 写入" in said.err
    assert ledger.now().goal == "食堂价格公开"
    assert Record.objects.count() == records
    assert typed("import", str(path), "--write", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["written"] == {"problems": 1, "measures": 1, "added": 0}
    assert [one["field"] for one in told["changes"]] == ["goal", "progress"]
    assert ledger.now().goal == "每餐价格看得见"
    assert Measure.objects.get().progress == "已贴两周"
    assert ledger.now().state == "claimed"
    assert set(Record.objects.filter(seq__gt=records).values_list("by", flat=True)) == {"command-line"}


def test_what_both_changed_stays_unless_the_sheet_is_chosen(
    typed: Typed, ledger: Ledger, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "台账.xlsx"
    typed("export", "--out", str(path))
    edited(path, "整改目标", "表里的")
    Problem.objects.update(goal="别人改的")
    assert typed("import", str(path), "--write") == 0
    assert "两边都改过，保留现在的 1 格" in capsys.readouterr().out
    assert ledger.now().goal == "别人改的"
    assert typed("import", str(path), "--write", "--mine") == 0
    assert ledger.now().goal == "表里的"


def test_a_campaign_that_isn_t_known_and_a_file_that_is_no_ledger_are_told(
    typed: Typed, ledger: Ledger, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "台账.xlsx"
    assert typed("export", "--out", str(path), "--campaign", "none") == 3
    assert "mass-line" in capsys.readouterr().err
    path.write_text("一,二\n1,2\n", encoding="utf-8")
    assert typed("import", str(path)) == 3
    assert typed("import", str(tmp_path / "none.xlsx")) == 3
