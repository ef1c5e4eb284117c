"""整改台账 to be edited and brought back: the ledger under the template's headings, and 措施, a row for each measure.

Each fact stands in one cell: of a problem on the first sheet, of a measure on the second, so that nobody has to keep two cells alike.
The last column of both, 编号, tells rows apart when they come back (rectification.rules.exchange_keys).
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from huiyin.kit.blocks import in_blocks
from huiyin.kit.outputs import written_whole
from huiyin.process.campaigns.rules.forms import Form
from huiyin.process.campaigns.rules.template import Template
from huiyin.process.rectification.queries import measure_values, problem_values
from huiyin.process.rectification.rules.exchange_keys import PROBLEM_FIELDS, measure_key, problem_key
from huiyin.process.rectification.rules.exchange_sheet import KEY_HEADING, MEASURE_HEADINGS, MEASURES
from huiyin.process.rectification.rules.words import MEASURE_STATES, MeasureState
from huiyin.reports.layout.ledger import write_ledgers
from huiyin.reports.layout.ledger_shape import Cell, Column, LedgerSheet
from huiyin.reports.papers.columns import column_of
from huiyin.reports.papers.list_columns import value_of
from huiyin.reports.papers.lists import Wanted, blocks, list_rows

LEDGER = "rectification_ledger"

_KEY = Column("key", KEY_HEADING, "code", 18)
_WIDTHS = {"number": 12, "problem": 26, "what": 40, "doer": 12, "result": 26, "progress": 28, "state": 10}
_NUMBERS_A_QUERY = 400


def ledger_form(template: Template) -> Form:
    """The form of the ledger, which every template has."""
    return template.forms[LEDGER]


def exchange_name(template: Template) -> str:
    """What the workbook is called."""
    return f"{ledger_form(template).title}（可修改）"


def choices_in(template: Template) -> dict[str, dict[str, str]]:
    """Field → name → code, for the fields that hold codes of the template."""
    return {
        "horizon": {row.zh: row.code for row in template.horizons},
        "cause": {row.zh: row.code for row in template.causes},
        "mirror": {row.zh: row.code for row in template.mirrors},
    }


def write_exchange(wanted: Wanted, path: Path, today: date) -> None:
    """Both sheets, of what the reader's filters show. About 20 queries for each five hundred problems."""
    marks = ("带编号的两张表，改好后在同一页导入；编号一列不要改",)
    form = ledger_form(wanted.template)
    ledger = LedgerSheet(
        title=form.title,
        columns=(*_columns(form, wanted.template), _KEY),
        rows=_problems(wanted, form),
        unit=wanted.campaign.root.name,
        filled_on=today,
        marks=marks,
        frozen_columns=2,
    )
    measures = LedgerSheet(
        title=MEASURES,
        columns=(
            Column("position", "序号", "number"),
            *(
                Column(code, heading, "date")
                if code == "until"
                else Column(code, heading, "text", _WIDTHS[code], typed=True)
                for code, heading in MEASURE_HEADINGS.items()
            ),
            _KEY,
        ),
        rows=_measures(wanted),
        unit=wanted.campaign.root.name,
        filled_on=today,
        marks=(*marks, "加一条措施：插一行，写问题编号和措施，编号一格留空"),
        frozen_columns=3,
    )
    with written_whole(path) as part:
        write_ledgers(part, (ledger, measures))


def shown_cells(wanted: Wanted, numbers: Collection[str]) -> dict[str, Mapping[str, str]]:
    """Number → what the ledger's columns show of it now, by their codes. 8 queries for 400 problems."""
    form = ledger_form(wanted.template)
    found: dict[str, Mapping[str, str]] = {}
    for some in in_blocks(sorted(numbers), _NUMBERS_A_QUERY):
        for row in list_rows(replace(wanted, visible=wanted.visible.filter(number__in=some)), form):
            found[row.row.number] = {column.code: _text(value_of(column, row)) for column in form.columns}
    return found


def _columns(form: Form, template: Template) -> Iterator[Column]:
    choices = choices_in(template)
    for column in form.columns:
        drawn = column_of(column)
        if column.code in choices:
            yield replace(drawn, kind="choice", choices=tuple(choices[column.code]))
        else:
            yield replace(drawn, typed=column.code in PROBLEM_FIELDS and drawn.kind in ("text", "long_text"))


def _problems(wanted: Wanted, form: Form) -> Iterator[dict[str, Cell]]:
    for row in list_rows(wanted, form):
        yield {
            **{column.code: value_of(column, row) for column in form.columns},
            "key": problem_key(wanted.campaign.code, row.row.number, problem_values(row.row.problem)),
        }


def _measures(wanted: Wanted) -> Iterator[dict[str, Cell]]:
    position = 0
    for block in blocks(wanted):
        for row in block.rows:
            for measure in block.there[row.problem.pk].measures:
                position += 1
                yield {
                    "position": position,
                    "number": row.number,
                    "problem": row.title,
                    "what": measure.what,
                    "doer": measure.doer,
                    "until": measure.until,
                    "result": measure.result,
                    "progress": measure.progress,
                    "state": MEASURE_STATES[MeasureState(measure.state)],
                    "key": measure_key(
                        wanted.campaign.code, row.number, measure.number, measure_values(measure)
                    ),
                }


def _text(value: Cell) -> str:
    return value.isoformat() if isinstance(value, date) else "" if value is None else str(value)
