"""The command as a clerk types it, on the invented opinions that ship with the product; then again, and with more."""

import csv
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from huiyin.kit.sheets import read_sheet
from huiyin.process.campaigns.rules import library_folder, load_template
from huiyin.reports.checker.ledger import check_ledger
from huiyin.reports.checker.official import check_official
from huiyin.reports.papers.columns import with_concern
from tests.documents.labels import carries
from tests.races.fresh import fresh_database
from tests.warm import run

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "src" / "huiyin" / "library" / "demo"
PAPERS = {
    "意见建议汇总表.xlsx": "opinion_summary",
    "班子问题清单.xlsx": "team_problem_list",
    "整改台账.xlsx": "rectification_ledger",
}


class Desk:
    """A folder, a database, and the command."""

    def __init__(self, folder: Path, env: dict[str, str]) -> None:
        self.folder = folder
        self.env = env
        self.out = folder / "结果"

    def huiyin(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        return run(["-c", "from huiyin.cli.main import main; main()", *arguments], self.env)

    def run(self, opinions: Path, *more: str) -> dict[str, Any]:
        arguments = [
            "--template",
            "mass-line-2014",
            "--opinions",
            str(opinions),
            "--out",
            str(self.out),
            "--json",
            *more,
        ]
        done = self.huiyin("run", *arguments)
        assert done.returncode == 0, done.stderr
        found: dict[str, Any] = json.loads(done.stdout)
        return found


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("desk")
    with fresh_database(folder) as env:
        yield Desk(folder, env)


@pytest.fixture(scope="module")
def summary(desk: Desk) -> dict[str, Any]:
    return desk.run(DEMO / "opinions.csv", "--units", str(DEMO / "units.csv"))


@pytest.fixture(scope="module")
def opinions(desk: Desk, summary: dict[str, Any]) -> list[dict[str, str]]:
    with (desk.out / "opinions.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def originals() -> dict[str, str]:
    """编号 → 意见原文, straight from the shipped file."""
    with (DEMO / "opinions.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row[0]: row[5] for row in csv.reader(file) if len(row) > 5 and row[0].startswith("Y")}


def test_everything_that_is_named_is_there(desk: Desk, summary: dict[str, Any]) -> None:
    assert sorted(summary["files"]) == sorted([*PAPERS, "简报.docx", "opinions.csv", "summary.json"])
    assert {path.name for path in desk.out.iterdir()} >= set(summary["files"])
    assert not [path for path in desk.out.iterdir() if path.name.endswith(".part")]
    assert json.loads((desk.out / "summary.json").read_text(encoding="utf-8")) == summary


def test_every_word_is_kept_to_the_letter(opinions: list[dict[str, str]]) -> None:
    assert {row["source_id"]: row["text"] for row in opinions} == originals()


def test_the_counts_agree_with_each_other(summary: dict[str, Any], opinions: list[dict[str, str]]) -> None:
    counts = summary["opinions"]
    assert summary["rows"]["added"] == counts["received"] == len(opinions) == len(originals())
    assert counts["received"] == sum(
        counts[part] for part in counts if part not in {"received", "near_duplicates"}
    )
    assert counts["near_duplicates"] == sum(bool(row["near_duplicate_of"]) for row in opinions)
    assert summary["groups"]["groups"] == len({row["group_no"] for row in opinions} - {""})
    assert summary["rates"]["focus"]["k"] == sum(bool(row["labels"]) for row in opinions)
    assert summary["rates"]["specificity"]["k"] == sum(row["specific"] == "1" for row in opinions)
    assert summary["rates"]["focus"]["suggested"], "nobody has decided anything yet"


def test_a_near_duplicate_sits_with_its_original(opinions: list[dict[str, str]]) -> None:
    by_id = {row["source_id"]: row for row in opinions}
    copies = [row for row in opinions if row["near_duplicate_of"]]
    assert len(copies) >= 12, "fifteen were planted"
    for row in copies:
        assert row["group_no"]
        assert row["group_no"] == by_id[row["near_duplicate_of"]]["group_no"]


def test_units_are_known_by_their_short_names(
    summary: dict[str, Any], opinions: list[dict[str, str]]
) -> None:
    assert summary["units"]["not_matched"] == {}
    assert sum(row["unit"].startswith("云河市") for row in opinions) > 500


@pytest.mark.parametrize("paper", PAPERS)
def test_ledgers_pass_their_checker(desk: Desk, summary: dict[str, Any], paper: str) -> None:
    form = load_template(library_folder("mass-line-2014")).forms[PAPERS[paper]]
    asked = with_concern(form.columns) if PAPERS[paper] == "opinion_summary" else form.columns
    assert check_ledger(desk.out / paper, [column.heading for column in asked]) == []


def test_the_briefing_passes_its_checker(desk: Desk, summary: dict[str, Any]) -> None:
    assert check_official(desk.out / "简报.docx", mark="内部未脱敏") == []
    papers = [path for path in desk.out.iterdir() if path.suffix in {".xlsx", ".docx", ".csv"}]
    assert len(papers) >= 5
    for path in papers:
        assert carries(path.read_bytes(), "内部未脱敏"), path.name


def test_the_record_verifies_by_the_printed_head(desk: Desk, summary: dict[str, Any]) -> None:
    done = desk.huiyin("audit", "verify", "--head", summary["head"])
    assert done.returncode == 0, done.stdout
    assert "✓" in done.stdout
    assert desk.huiyin("audit", "verify", "--head", "1-" + "0" * 32).returncode == 5
    assert desk.huiyin("audit", "verify", "--head", "nonsense").returncode == 3


def test_the_same_again_adds_nothing_and_changes_no_number(
    desk: Desk, summary: dict[str, Any], opinions: list[dict[str, str]]
) -> None:
    again = desk.run(DEMO / "opinions.csv")
    assert (again["rows"]["added"], again["rows"]["already_there"]) == (0, len(opinions))
    with (desk.out / "opinions.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.DictReader(file)) == opinions


def test_a_mended_and_longer_list_brings_what_is_new_and_names_what_clashes(
    desk: Desk, summary: dict[str, Any]
) -> None:
    longer = desk.folder / "续.csv"
    first = next(iter(originals()))
    longer.write_text(
        f"编号,意见原文,收集时间\n{first},换成了别的话,5.23\nN1,操场夜里一盏灯也没有,6.3\nN2,,6.3\n",
        encoding="gb18030",
    )
    added = desk.run(longer)
    assert (added["rows"]["added"], added["rows"]["refused"]) == (1, 2)
    assert "未收录的行.xlsx" in added["files"]
    head, *rows = read_sheet(desk.out / "未收录的行.xlsx", sheet="未收录的行").rows
    assert head == ("行号", "未收录的原因", "Reason", "编号", "意见原文", "收集时间")
    assert [row[0] for row in rows] == ["2", "4"]
    assert "不可改" in str(rows[0][1])
    assert rows[0][4] == "换成了别的话", "what stays out isn't lost"
    assert added["dates_without_year"], "6.3 names no year"


def test_without_a_terminal_progress_is_plain_lines(desk: Desk, tmp_path: Path) -> None:
    table = tmp_path / "一条.csv"
    table.write_text("意见\n食堂饭菜太贵\n", encoding="utf-8")
    done = desk.huiyin(
        "run", "--template", "mass-line-2014", "--opinions", str(table), "--out", str(tmp_path / "o")
    )
    assert "收录意见" in done.stderr
    assert "\x1b" not in done.stderr + done.stdout
    assert "结果在" in done.stdout


def test_a_preview_writes_nothing(desk: Desk, tmp_path: Path) -> None:
    out = tmp_path / "o"
    arguments = [
        "--template",
        "mass-line-2014",
        "--opinions",
        str(DEMO / "opinions.csv"),
        "--out",
        str(out),
        "--preview",
    ]
    done = desk.huiyin("run", *arguments)
    assert done.returncode == 0
    assert "意见原文" in done.stderr
    assert not out.exists()
