"""The report of a look back says what the pages say, and its papers stand before the checkers."""

import json
from datetime import date
from pathlib import Path

import pytest

from huiyin.analysis.effects import Verdict
from huiyin.cli.looking_back import everything
from huiyin.cli.main import outcome
from huiyin.kit.errors import Refused
from huiyin.process.effects.rules.words import VERDICT_NAMES
from huiyin.reports.checker.ledger import check_ledger
from huiyin.reports.checker.official import check_official
from huiyin.reports.papers.lookback import (
    _PROBLEM_COLUMNS,
    lookback_values,
    write_lookback_paper,
    write_lookback_workbook,
)
from tests.documents.labels import carries
from tests.process.effects.conftest import AFTER, BEFORE, CLOSED, Town
from tests.process.effects.conftest import town as town

pytestmark = pytest.mark.django_db


@pytest.fixture
def measured(town: Town) -> Town:
    town.fixed()
    other = town.problem(town.say(8, BEFORE, channel="letter"))
    town.close(other, date(2014, 5, 1))
    town.again(other, town.say(2, AFTER))
    town.run()
    return town


def test_it_says_what_the_rows_say(measured: Town) -> None:
    values = json.loads(json.dumps(lookback_values(everything(None, None))))
    assert [row["code"] for row in values["problems"]] == ["proven", "not_yet"]
    assert values["problems"][0]["before"] == "30/48，62%"
    assert values["problems"][0]["verdict"] == VERDICT_NAMES[Verdict.PROVEN]
    assert values["verdicts"] == {"proven": 1, "worse": 0, "not_yet": 1}
    assert [row["kind"] for row in values["sums"]] == ["整个活动", "问题类别"]


def test_only_what_was_closed_since_a_day(measured: Town) -> None:
    assert len(everything(None, CLOSED).problems) == 1


def test_its_papers_pass_and_carry_their_label(measured: Town, tmp_path: Path) -> None:
    report = everything(None, None)
    book, paper = tmp_path / "a.xlsx", tmp_path / "a.docx"
    write_lookback_workbook(report, book)
    write_lookback_paper(report, paper)
    assert check_ledger(book, [column.heading for column in _PROBLEM_COLUMNS]) == []
    assert check_official(paper) == []
    for file in (book, paper):
        assert carries(file.read_bytes(), "内部资料，注意保管")


def test_before_the_first_run_it_is_refused(town: Town) -> None:
    with pytest.raises(Refused):
        everything(None, None)


def test_another_ending_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert outcome(["lookback", "--out", "a.pdf"]) == 3
    assert ".docx" in capsys.readouterr().err
