"""What a clerk may hand in by mistake: a clear sentence in both languages, no traceback, nothing half-done."""

import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from huiyin.cli.main import outcome

Maker = Callable[[Path], Path]


def written(name: str, content: bytes) -> Maker:
    def make(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(content)
        return path

    return make


def zip_bomb(folder: Path) -> Path:
    path = folder / "意见.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        book.writestr("[Content_Types].xml", "<Types/>")
        book.writestr("xl/workbook.xml", "<workbook/>")
        book.writestr("xl/worksheets/sheet1.xml", b"0" * 800_000_000)
    return path


def no_text_column(folder: Path) -> Path:
    path = folder / "意见.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet()
        for column in range(50):
            page.write_row(0, column, [f"列{column}"])
            page.write_row(1, column, [column])
    return path


def only_headings(folder: Path) -> Path:
    path = folder / "意见.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet().write_row(0, 0, ["编号", "意见原文"])
    return path


def huge_cells_only(folder: Path) -> Path:
    path = folder / "意见.csv"
    path.write_text("编号,意见原文\n1," + "苦" * 1_000_000 + "\n", encoding="utf-8")
    return path


CASES: dict[str, tuple[Maker, str]] = {
    "an empty file": (written("意见.xlsx", b""), "空"),
    "a binary renamed": (written("意见.xlsx", os.urandom(4000)), "文件"),
    "a picture renamed": (written("意见.xlsx", b"\x89PNG\r\n\x1a\n" + os.urandom(3000)), "图片"),
    "a web page renamed": (written("意见.xls", b"<html><table><tr><td>1</td></tr></table></html>"), "另存"),
    "no known encoding": (written("意见.csv", "r\xe9sum\xe9, \xe9t\xe9\n".encode("latin-1") * 20), "编码"),
    "no such file": (lambda folder: folder / "没有.xlsx", "没有"),
    "a folder": (lambda folder: folder, "文件夹"),
    "a zip bomb": (zip_bomb, "解压"),
    "fifty columns without words": (no_text_column, "--column"),
    "headings only": (only_headings, "没有"),
    "a cell of a million characters": (huge_cells_only, "20,000"),
}


@pytest.mark.parametrize("case", CASES)
def test_it_says_what_to_do_and_leaves_nothing(
    tmp_path: Path, case: str, capsys: pytest.CaptureFixture[str]
) -> None:
    make, word = CASES[case]
    (tmp_path / "in").mkdir()
    out = tmp_path / "结果"
    code = outcome(
        ["run", "--template", "mass-line-2014", "--opinions", str(make(tmp_path / "in")), "--out", str(out)]
    )
    printed = capsys.readouterr()
    assert code == 3
    assert word in printed.err
    assert "Traceback" not in printed.err
    assert len(printed.err.strip().splitlines()[-1]) > 10, "an English sentence follows"
    assert not out.exists()


def test_a_wrong_sheet_names_the_sheets_there_are(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "意见.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("征求意见").write_row(0, 0, ["编号", "意见原文"])
        book.add_worksheet("说明")
    arguments = ["run", "--template", "mass-line-2014", "--opinions", str(path), "--out", str(tmp_path / "o")]
    assert outcome([*arguments, "--sheet", "第三张"]) == 3
    assert "征求意见" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "code", "word"),
    [
        (["--template", "mass-line-2015"], 3, "mass-line-2014"),
        (["--column", "text"], 3, "字段=表头"),
        (["--column", "text=没有这列"], 3, "没有这列"),
        (["--column", "words=意见原文"], 3, "text"),
        (["--year", "12"], 2, "12"),
        (["--colour"], 2, "--colour"),
    ],
)
def test_a_wrong_option_says_what_may_stand_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, word: str
) -> None:
    path = tmp_path / "意见.csv"
    path.write_text("编号,意见原文\n1,食堂饭菜太贵\n", encoding="utf-8")
    fixed = ["run", "--template", "mass-line-2014", "--opinions", str(path), "--out", str(tmp_path / "o")]
    assert outcome([*fixed, *arguments]) == code
    printed = capsys.readouterr()
    assert word in printed.err
    assert not (tmp_path / "o").exists()


def test_json_errors_are_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = str(tmp_path / "没有.xlsx")
    arguments = [
        "run",
        "--template",
        "mass-line-2014",
        "--opinions",
        missing,
        "--out",
        str(tmp_path / "o"),
        "--json",
    ]
    assert outcome(arguments) == 3
    assert '"code": 3' in capsys.readouterr().out


def test_no_database_there_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert outcome(["template", "check", str(tmp_path)]) == 3
    assert "campaign.toml" in capsys.readouterr().err
