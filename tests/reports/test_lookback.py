"""The report of a look back says what the pages say, and its papers stand before the checkers."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from docx import Document
from python_calamine import CalamineWorkbook

from huiyin.analysis.effects import Verdict
from huiyin.cli.looking_back import everything
from huiyin.cli.main import outcome
from huiyin.kit.errors import Refused
from huiyin.process.effects.access import visible_effects
from huiyin.process.effects.rules.words import VERDICT_NAMES
from huiyin.process.problems.models import Problem
from huiyin.process.recurrences.models import Decided
from huiyin.process.recurrences.rules.answers import Answer
from huiyin.reports.checker.ledger import check_ledger
from huiyin.reports.checker.official import check_official
from huiyin.reports.papers.lookback import (
    _PROBLEM_COLUMNS,
    lookback_of,
    lookback_values,
    write_lookback_paper,
    write_lookback_workbook,
)
from tests.documents.labels import carries
from tests.process.effects.conftest import AFTER, BEFORE, CLOSED, UNTIL, Town
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


def test_what_was_spoken_of_again_stands_in_each_of_them(measured: Town, tmp_path: Path) -> None:
    """As people confirmed it, with the new problem that followed; not what is only suggested, nor what was rejected. A reader who isn't told
    figures over few givers is told that it is few."""
    old = measured.problem(measured.say(6, BEFORE))
    measured.close(old)
    for answer, opinion in zip(
        (Answer.AGAIN, Answer.AGAIN, Answer.ANOTHER), measured.say(3, AFTER), strict=True
    ):
        Decided.objects.create(
            problem=old,
            opinion_id=opinion,
            round=1,
            answer=answer,
            role="office",
            decided_by="x",
            decided_on=CLOSED,
        )
    new = measured.problem(measured.say(1, AFTER))
    Problem.objects.filter(pk=new.pk).update(follows=old, year=old.year, serial=old.serial, occurrence=2)
    new.refresh_from_db()
    measured.run(UNTIL + timedelta(days=1))
    report = everything(None, None)
    rows = {row["number"]: (row["again"], row["followed"]) for row in lookback_values(report)["problems"]}  # type: ignore[attr-defined]
    assert rows.pop(old.number) == ("2", new.number)
    assert set(rows.values()) == {("0", "—")}
    book, paper = tmp_path / "a.xlsx", tmp_path / "a.docx"
    write_lookback_workbook(report, book)
    write_lookback_paper(report, paper)
    lines = CalamineWorkbook.from_path(book).get_sheet_by_index(0).to_python()
    assert [line[-2:] for line in lines if line[0] == old.number] == [["2", new.number]]
    [table] = [table for table in Document(str(paper)).tables if table.cell(0, 3).text == "另立的新问题"]
    assert [cell.text for cell in table.rows[1].cells][2:] == ["2", new.number]
    assert check_official(paper) == []
    seen = visible_effects([measured.office], measured.campaign)
    few = lookback_values(lookback_of(measured.campaign, seen, lambda _: False))["problems"]
    assert [row["again"] for row in few if row["number"] == old.number] == ["不足5"]  # type: ignore[attr-defined]


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
