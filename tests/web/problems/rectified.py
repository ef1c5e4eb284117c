"""A problem of the first school in the middle of its rectification, for the lists and the way there and back."""

import io

import openpyxl
import pytest
from django.http import HttpResponse
from openpyxl.worksheet.worksheet import Worksheet

from huiyin.process.problems.commands import Wording, raise_problem
from huiyin.process.rectification.commands import write_measure
from huiyin.process.rectification.models import Measure
from huiyin.process.rectification.rules.hints import Wanted
from tests.process.rectification.conftest import Ledger
from tests.world import World

HERE = "/c/mass-line/problems"


def sheet_of(answer: HttpResponse, name: str | None = None) -> Worksheet:
    assert answer.status_code == 200, answer.content.decode()[:500]
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    return book[name] if name else book.worksheets[0]


def rows_of(sheet: Worksheet) -> tuple[list[str], list[dict[str, object]]]:
    """The headings, and the rows below them by heading."""
    lines = list(sheet.values)
    top = next(at for at, line in enumerate(lines) if line[0] == "序号")
    headings = [str(cell) for cell in lines[top] if cell is not None]
    body = [line for line in lines[top + 1 :] if isinstance(line[0], int)]
    return headings, [dict(zip(headings, line, strict=False)) for line in body]


def rectifying(world: World, title: str = "食堂菜价不公开") -> Ledger:
    """Claimed and planned, with one measure."""
    wording = Wording(title=title, source="own", manifestation="学生不知道每餐多少钱", focus="")
    problem = raise_problem(world.campaign, wording, owner=world.school, by=world.clerk, at=world.at)
    ledger = Ledger(world, problem, world.at)
    ledger.decide()
    ledger.claim()
    ledger.plan()
    return ledger


def second(ledger: Ledger, what: str = "=每月 5 日公布账目") -> Measure:
    wanted = Wanted(what, "", None, "")
    return write_measure(ledger.now(), wanted, by=ledger.world.clerk, at=ledger.at)


@pytest.fixture
def ledger(world: World) -> Ledger:
    return rectifying(world)
