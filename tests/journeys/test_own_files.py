"""The command on files of its own, SQLite on whatever engine the suite runs: made, opened elsewhere, forged, missing."""

import shutil
import sqlite3
from pathlib import Path

import openpyxl
import pytest

from tests.journeys.test_main_job import DEMO, Desk
from tests.migrated import begin
from tests.races.fresh import environment

OWN = "own.sqlite3"


def own_desk(folder: Path) -> Desk:
    begin(folder / OWN)
    return Desk(folder, environment(str(folder / OWN)))


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The main job was done; nobody changes this one's file, only copies of it."""
    desk = own_desk(tmp_path_factory.mktemp("own"))
    desk.run(DEMO / "opinions.csv")
    return desk


def copied(desk: Desk, folder: Path) -> Path:
    return Path(shutil.copy(desk.folder / OWN, folder / "forged.sqlite3"))


def test_init_makes_a_database_that_verifies(tmp_path: Path) -> None:
    desk = own_desk(tmp_path)
    address = str(tmp_path / "new.sqlite3")
    assert desk.huiyin("init", "--database", address).returncode == 0
    assert desk.huiyin("audit", "verify", "--database", address).returncode == 0


def test_a_changed_word_is_found_and_named(tmp_path: Path, own: Desk) -> None:
    """Whoever has the file can drop the triggers; the chain is what then tells."""
    copy = copied(own, tmp_path)
    with sqlite3.connect(copy) as database:
        database.execute("DROP TRIGGER opinions_opinion_no_update")
        database.execute("UPDATE opinions_opinion SET body = '一切都好' WHERE source_id = 'Y007'")
    database.close()
    done = own.huiyin("audit", "verify", "--database", str(copy))
    assert done.returncode == 5
    assert "Y007" in done.stdout


@pytest.fixture(scope="module")
def forged(tmp_path_factory: pytest.TempPathFactory, own: Desk) -> Path:
    """Without its triggers and foreign keys' checks, as somebody with the file could make it."""
    copy = copied(own, tmp_path_factory.mktemp("forger"))
    with sqlite3.connect(copy) as database:
        names = database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in names:
            database.execute(f"DROP TRIGGER {name}")
    database.close()
    return copy


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE audit_record SET facts = '{' WHERE act = 'opinions.taken'",
        "UPDATE audit_record SET facts = '{}' WHERE act = 'opinions.taken'",
        "UPDATE audit_record SET at = 'garbage' WHERE seq = 2",
        "UPDATE opinions_opinion SET digest = 'zz' WHERE source_id = 'Y009'",
        "UPDATE opinions_opinion SET salt = 'zz' WHERE source_id = 'Y009'",
        "UPDATE opinions_opinion SET raised_on = '2014-07-01' WHERE source_id = 'Y009'",
        "UPDATE opinions_opinion SET title = NULL, body = NULL, salt = NULL WHERE source_id = 'Y009'",
        "UPDATE opinions_opinion SET body = CAST(X'FF' AS TEXT) WHERE source_id = 'Y009'",
        "UPDATE campaigns_campaign SET template = replace(template, '形式主义', '形式')",
        "DELETE FROM opinions_opinion WHERE source_id = 'Y009'",
        "DELETE FROM audit_record WHERE seq = 3",
        "DELETE FROM audit_head",
    ],
)
def test_whatever_is_tampered_with_verification_ends_with_5(
    tmp_path: Path, own: Desk, forged: Path, tampering: str
) -> None:
    copy = tmp_path / "forged.sqlite3"
    shutil.copy(forged, copy)
    with sqlite3.connect(copy) as database:
        database.execute(tampering)
    database.close()
    done = own.huiyin("audit", "verify", "--database", str(copy))
    assert done.returncode == 5, done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_verifying_makes_no_database(tmp_path: Path) -> None:
    desk = own_desk(tmp_path)
    missing = tmp_path / "missing.sqlite3"
    done = desk.huiyin("audit", "verify", "--database", str(missing))
    assert done.returncode == 3
    assert "--database" in done.stderr
    assert not missing.exists()
    assert desk.huiyin("audit", "verify", "--head", "").returncode == 3


def test_sheets_that_were_not_read_are_in_the_summary(tmp_path: Path) -> None:
    own = own_desk(tmp_path)
    book = openpyxl.Workbook()
    for name in ("一中", "二中"):
        page = book.create_sheet(name)
        page.append(["编号", "收集时间", "意见原文"])
        page.append([f"{name}1", "2014-05-23", "食堂饭菜太贵"])
    book.save(tmp_path / "意见.xlsx")
    found = own.run(tmp_path / "意见.xlsx")
    assert found["file"] == {"name": "意见.xlsx", "sheet": "一中", "other_sheets": ["Sheet", "二中"]}
    assert found["dates_without_year"] == {}
    assert "未收录的行.xlsx" not in found["files"]
    done = own.huiyin(
        "run",
        "--template",
        "mass-line-2014",
        "--opinions",
        str(tmp_path / "意见.xlsx"),
        "--out",
        str(own.out),
    )
    assert "没有读取的工作表 2 张：“Sheet”、“二中”" in done.stdout


def test_a_paper_that_is_open_elsewhere_is_named(tmp_path: Path) -> None:
    desk = own_desk(tmp_path)
    table = tmp_path / "一条.csv"
    table.write_text("意见\n食堂饭菜太贵\n", encoding="utf-8")
    out = tmp_path / "o"
    (out / "简报.docx").mkdir(parents=True)
    arguments = ["--template", "mass-line-2014", "--opinions", str(table), "--out", str(out)]
    done = desk.huiyin("run", *arguments)
    assert done.returncode == 3
    assert "简报.docx" in done.stderr
    assert "关闭" in done.stderr
    assert "Traceback" not in done.stderr
