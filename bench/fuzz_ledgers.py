"""What the fuzz of tables does with the importers of ledgers: a small ledger with its numbers, and every reader that takes one in."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date

from huiyin.kit.errors import BadInput
from huiyin.kit.sheets import Sheet, sheets_from
from huiyin.process.campaigns.rules.progress_sheet import Progress, compared, key_of, read_progress
from huiyin.process.rectification.rules.exchange import Differences, Standing, StandingMeasure, differences
from huiyin.process.rectification.rules.exchange_edits import edits_of
from huiyin.process.rectification.rules.exchange_keys import (
    MEASURE_FIELDS,
    PROBLEM_FIELDS,
    measure_key,
    problem_key,
)
from huiyin.process.rectification.rules.exchange_sheet import MEASURE_HEADINGS, read_exchange
from huiyin.process.rectification.rules.foreign import Lists, read_foreign, too_long

_CODE = "mass-line"
_NUMBER = "2014-001"
_TODAY = date(2014, 6, 30)
_FORM: Mapping[str, str] = {
    "number": "序号", "problem": "问题", "goal": "整改目标", "measures": "整改措施", "leader": "牵头领导", "unit": "责任单位",
    "responsible": "责任人", "due_on": "整改时限", "horizon": "时限类型", "closure": "销号状态", "note": "备注",
}  # fmt: skip
_CHOICES = {"horizon": {"立行立改": "at_once", "限期整改": "by_date"}, "cause": {}, "mirror": {}}
_VALUES = {
    **dict.fromkeys(PROBLEM_FIELDS, ""),
    "goal": "价格公开",
    "due_on": "2014-07-15",
    "horizon": "by_date",
}
_MEASURE = {
    **dict.fromkeys(MEASURE_FIELDS, ""),
    "what": "每周公示菜价",
    "until": "2014-07-01",
    "progress": "办了一周",
}
_LISTS = Lists(source=[("own", ("自己找",))], focus=[], cause=[], horizon=[("at_once", ("立行立改",))])

LEDGER: list[list[str | float | None]] = [
    ["整改台账", *[None] * 11],
    [*_FORM.values(), "编号"],
    [
        1.0, "食堂菜价不公开", "价格公开了", "1.公示；2.看账", None, "市第三中学", "总务主任", "2014-07-15", "限期整改", "整改中", None,
        problem_key(_CODE, _NUMBER, _VALUES),
    ],
    ["合计", *[None] * 11],
]  # fmt: skip
MEASURES: list[list[str | float | None]] = [
    ["序号", *MEASURE_HEADINGS.values(), "编号"],
    [
        1.0, _NUMBER, "食堂菜价不公开", "每周公示菜价", "总务主任", "7月1日", None, "办了两周", "办理中",
        measure_key(_CODE, _NUMBER, 1, _MEASURE),
    ],
    [2.0, _NUMBER, "食堂菜价不公开", "请家长看账", None, "2014.7.20", None, None, None, None],
]  # fmt: skip
PROGRESS: list[list[str | float | None]] = [
    ["序号", "工作任务", "进展情况", "是否按期", "未完成原因", "完成日期", "编号"],
    [1.0, "开座谈会", "开了两次", "是", None, "5月20日", key_of(_CODE, 12, 3, Progress("", None, ""))],
]


def read_ledgers(data: bytes, name: str, sheet: Sheet) -> None:
    """Take a table into every importer that knows its rows by numbers, and into the one for lists of other systems."""
    standing = Standing(
        _NUMBER, "食堂菜价不公开", "市第三中学", "2014-05-23", mine=True, fixed=None, values=_VALUES,
        measures={1: StandingMeasure(_MEASURE, doing=True)}, shown={"closure": "整改中"},
    )  # fmt: skip
    with suppress(BadInput):
        read = read_exchange(sheets_from(data, name), _FORM, _CHOICES, _CODE, _TODAY)
        found: Differences = differences(read.rows, {_NUMBER: standing}, _FORM)
        edits_of([*found.changes, *found.conflicts], found.added)
    with suppress(BadInput):
        for problem in read_foreign(sheet, _LISTS, _TODAY).problems:
            too_long(problem)
            problem.as_words()
    with suppress(BadInput):
        for row in read_progress(sheet, _CODE, _TODAY).rows:
            compared(row, Progress("", None, ""), 3)
