"""推进表 as it comes back from a clerk's Excel: which row is which item, what was filled in, and what of it is new.

Rows are known by the column 编号 alone: rows may be sorted, moved, deleted and added, titles and headings edited. A number holds the
item, the version at which the sheet was made, and a mark of what stood there then, so that what the clerk changed can be told
from what somebody else changed meanwhile.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from huiyin.kit.errors import BadInput
from huiyin.kit.sheets import Cell, Row, Sheet, is_blank, normal_heading, read_date, text_of
from huiyin.kit.sheets.returned import (
    FOOT,
    HEAD_WITHIN,
    LETTERS,
    RowFault,
    first_text,
    letters_of,
    other_rows,
    plain_number,
    plain_text,
    text_at,
)

__all__ = [
    "Compared",
    "Key",
    "Progress",
    "ProgressRows",
    "RowFault",
    "SheetRow",
    "compared",
    "key_of",
    "not_to_report",
    "on_time",
    "other_date",
    "read_key",
    "read_progress",
    "without_a_day",
]

KEY_HEADING, DONE_HEADING = "编号", "完成日期"
YES, NO = "是", "否"

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "progress": ("进展情况", "进展", "进度", "完成情况", "工作进展"),
    "on_time": ("是否按期", "是否按期完成", "按期", "按期完成"),
    "reason": ("未完成原因", "未按期完成原因", "逾期原因", "原因"),
    "done_on": ("完成日期", "实际完成日期", "实际完成时间", "完成于"),
    "unit": ("单位", "单位名称"),
    "task": ("工作任务", "重点任务", "任务"),
    "due_on": ("完成时间", "完成时限", "时限"),
}
"""The words by which a column is known, in the form of `normal_heading`."""

_MARK, _CHECK = 5, 2
_KEY = re.compile(rf"(\d{{1,18}})-(\d{{1,10}})-([{LETTERS}]{{{_MARK}}})([{LETTERS}]{{{_CHECK}}})")
_KEY_SHAPE = re.compile(r"\s*\d{1,18}\s*[-－—–]\s*\d{1,10}\s*[-－—–]\s*[0-9A-Za-z]{7}\s*")


@dataclass(frozen=True)
class Progress:
    """How far an item is: words in one line, the day on which it was done (None: it isn't), why it is late."""

    progress: str
    done_on: date | None
    late_reason: str


@dataclass(frozen=True, slots=True)
class Key:
    """What a number says: the item, its version when the sheet was made, and the mark of what stood there."""

    item: int
    version: int
    mark: str


def key_of(campaign: str, item: int, version: int, said: Progress) -> str:
    """The number of an item on a sheet: `1234-3-QK7M2HW`. The last two letters fail when it was mistyped, or filled down by Excel."""
    body = f"{item}-{version}-{_mark(said)}"
    return body + _check(campaign, body)


def read_key(campaign: str, text: str) -> Key | None:
    """What `key_of` wrote for this campaign; None for anything else."""
    plain = plain_number(text)
    found = _KEY.fullmatch(plain)
    if found is None or _check(campaign, plain[:-_CHECK]) != found[4]:
        return None
    return Key(int(found[1]), int(found[2]), found[3])


def _mark(said: Progress) -> str:
    parts = (plain_text(said.progress), str(said.done_on or ""), plain_text(said.late_reason))
    return letters_of("\x1f".join(parts), _MARK)


def _check(campaign: str, body: str) -> str:
    return letters_of(f"{campaign}\x1f{body}", _CHECK)


def on_time(due_on: date | None, done_on: date | None, on: date) -> str:
    """What the column 是否按期 says: 是 or 否 once it is done or late, nothing before."""
    if due_on is None:
        return ""
    if done_on is not None:
        return YES if done_on <= due_on else NO
    return NO if due_on < on else ""


# ── Reading ──


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row of a sheet. None is a column that the sheet doesn't have; `done_on` counts where `has_done`."""

    row_no: int
    key: Key
    unit: str
    task: str
    progress: str | None
    reason: str | None
    done_on: date | None
    has_done: bool
    says_on_time: bool
    due_on: date | None


@dataclass
class ProgressRows:
    """What a sheet holds: rows that can be compared, rows that can't be taken, and the columns that weren't there."""

    rows: list[SheetRow] = field(default_factory=list)
    faults: list[RowFault] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def read_progress(
    sheet: Sheet, campaign: str, today: date, own: Mapping[str, Sequence[str]] | None = None
) -> ProgressRows:
    """Read a 推进表. `own` are the headings that the template's form has for a column, beside the usual ones.

    BadInput where no column holds numbers, or none that could be filled in is there.
    """
    at = _key_column(sheet)
    head, columns = _columns(sheet, at, own or {})
    found = ProgressRows(
        missing=[HEADINGS[code][0] for code in ("progress", "done_on", "reason") if code not in columns]
    )
    for row_no, row in sheet.numbered():
        if row_no <= head or is_blank(row) or _is_no_item(row, at):
            continue
        _take(row_no, row, at, columns, campaign, today, found)
    found.rows = list(_each_once(found))
    found.faults.sort(key=lambda fault: fault.row_no)
    return found


def _key_column(sheet: Sheet) -> int:
    counts: dict[int, int] = {}
    for row in sheet.rows:
        for at, cell in enumerate(row):
            if isinstance(cell, str) and _KEY_SHAPE.fullmatch(cell):
                counts[at] = counts.get(at, 0) + 1
    if not counts:
        raise BadInput(
            f"表里没有“{KEY_HEADING}”一列，认不出哪一行是哪一项。请重新下载推进表，把填好的内容贴进去再导入；不要删掉最后一列。",
            "The sheet lacks the column of numbers (编号), so nobody can tell which row is which item. Download the table again, "
            "paste what was filled in, and keep its last column.",
        )
    return max(counts, key=lambda at: (counts[at], -at))


def _columns(sheet: Sheet, key: int, own: Mapping[str, Sequence[str]]) -> tuple[int, dict[str, int]]:
    """The heading's row number and each field's position: the row that knows the most fields."""
    known = {
        code: (*(normal_heading(word) for word in own.get(code, ())), *words)
        for code, words in HEADINGS.items()
    }
    best: tuple[int, dict[str, int]] = (0, {})
    for row_no, row in list(sheet.numbered())[:HEAD_WITHIN]:
        words = [normal_heading(text_of(cell)) for cell in row]
        found = {
            code: next(words.index(word) for word in names if word in words)
            for code, names in known.items()
            if any(word in words for word in names)
        }
        found = {code: at for code, at in found.items() if at != key}
        if len(found) > len(best[1]):
            best = row_no, found
    if not {"progress", "done_on", "reason"} & best[1].keys():
        raise BadInput(
            "找不到表头“进展情况”“完成日期”“未完成原因”中的任何一个。请把表头改回下载时的样子。",
            "None of the headings 进展情况, 完成日期, 未完成原因 is there. Name the headings as they were when downloaded.",
        )
    return best


def _is_no_item(row: Row, key: int) -> bool:
    """Whether a row is the form's own: a total, a signature, a note, a heading that is repeated on each page."""
    if text_at(row, key) and _KEY_SHAPE.fullmatch(text_at(row, key)):
        return False
    filled = [text_of(cell).strip() for cell in row if text_of(cell).strip()]
    if not filled or FOOT.match(filled[0]):
        return True
    known = {word for words in HEADINGS.values() for word in words}
    return sum(normal_heading(text) in known for text in filled) >= 2


def _take(
    row_no: int,
    row: Row,
    key: int,
    columns: Mapping[str, int],
    campaign: str,
    today: date,
    found: ProgressRows,
) -> None:
    task = _field(row, columns, "task") or ""
    what = " ".join(filter(None, (_field(row, columns, "unit"), task)))[:80]

    def refuse(zh: str, en: str) -> None:
        found.faults.append(RowFault(row_no, what or first_text(row), zh, en))

    number = read_key(campaign, text_at(row, key))
    if number is None and not text_at(row, key):
        return refuse(
            "没有编号，认不出是哪一项，没有读入。要增加任务，请由活动办下达。",
            "no number, so nobody can tell which item it is: left out; a new task comes from the office",
        )
    if number is None:
        return refuse(
            f"编号“{text_at(row, key)[:30]}”不是本活动的，或被改动过，没有读入。请从原表复制编号。",
            "its number isn't of this campaign or was changed: left out; copy the number from the sheet as downloaded",
        )
    on_time_said = normal_heading(_field(row, columns, "on_time") or "") in ("是", "按期", "yes", "√", "✓")
    done = read_date(_cell(row, columns, "done_on"), default_year=today.year, today=today)
    if done.zh:
        return refuse(f"{DONE_HEADING}：{done.zh}，没有读入", f"the day it was done: {done.en}; left out")
    if "done_on" in columns and done.value is None and on_time_said:
        return refuse(
            "“是否按期”写了“是”，“完成日期”却空着，没有读入。请填哪天完成；要撤回完成，请两格都清空。",
            "it says done on time without the day: left out. Give the day; to take it back, empty both cells",
        )
    due = read_date(_cell(row, columns, "due_on"), default_year=today.year, today=date.max)
    found.rows.append(
        SheetRow(
            row_no,
            number,
            _field(row, columns, "unit") or "",
            task,
            _field(row, columns, "progress"),
            _field(row, columns, "reason"),
            done.value,
            "done_on" in columns,
            on_time_said,
            due.value,
        )
    )
    return None


def _each_once(found: ProgressRows) -> Iterator[SheetRow]:
    """One row for each item: a row that was copied says the same, or neither is taken."""
    first: dict[int, SheetRow] = {}
    numbers: dict[int, list[int]] = {}
    clashing: set[int] = set()
    for row in found.rows:
        there = first.setdefault(row.key.item, row)
        numbers.setdefault(row.key.item, []).append(row.row_no)
        if (there.progress, there.reason, there.done_on) != (row.progress, row.reason, row.done_on):
            clashing.add(row.key.item)
    for row in found.rows:
        there = first[row.key.item]
        if row.key.item not in clashing:
            if there is row:
                yield row
            continue
        zh, en = other_rows(numbers[row.key.item], row.row_no)
        found.faults.append(
            _told(
                row,
                f"与第 {zh} 行编号相同、内容不同，都没有读入。请留下对的一行。",
                f"the same number as row {en} and other words: neither is taken; keep the right one",
            )
        )


def _cell(row: Row, columns: Mapping[str, int], code: str) -> Cell:
    at = columns.get(code)
    return row[at] if at is not None and at < len(row) else None


def _field(row: Row, columns: Mapping[str, int], code: str) -> str | None:
    """The text of a field, None where the sheet has no such column."""
    return plain_text(text_of(_cell(row, columns, code))) if code in columns else None


# ── Comparing ──


@dataclass(frozen=True, slots=True)
class Compared:
    """What a row comes to beside what stands there now.

    `outcome`: "same" (nothing to do), "untouched" (the clerk left it as it was, somebody else changed it), "change", "conflict"
    (both changed it), or "no_day" (it says done in time, and the sheet has no column for the day).
    """

    outcome: Literal["same", "untouched", "change", "conflict", "no_day"]
    wanted: Progress


def compared(row: SheetRow, now: Progress, version: int) -> Compared:
    """A row beside the item as it is. A column that the sheet doesn't have says nothing."""
    wanted = Progress(
        now.progress if row.progress is None or row.progress == plain_text(now.progress) else row.progress,
        row.done_on if row.has_done else now.done_on,
        now.late_reason if row.reason is None or row.reason == plain_text(now.late_reason) else row.reason,
    )
    if row.says_on_time and not row.has_done and now.done_on is None:
        return Compared("no_day", wanted)
    if wanted == now:
        return Compared("same", wanted)
    if version == row.key.version or _mark(now) == row.key.mark:
        return Compared("change", wanted)
    return Compared("untouched" if _mark(wanted) == row.key.mark else "conflict", wanted)


def not_to_report(row: SheetRow) -> RowFault:
    """A row whose item isn't the reader's, or isn't there any more: the two look the same."""
    return _told(
        row,
        "这一项不在您的填报范围内，或已经没有了，没有读入。",
        "not yours to report, or not there any more: left out",
    )


def without_a_day(row: SheetRow) -> RowFault:
    """A row that came to "no_day"."""
    return _told(
        row,
        "“是否按期”写了“是”，表里却没有“完成日期”一列，没有读入。请补上这一列，填哪天完成。",
        "it says done in time, and the sheet has no column for the day: left out",
    )


def other_date(row: SheetRow, due_on: date | None, version: int) -> RowFault | None:
    """What to say of a row whose time limit was changed in the sheet; None where it wasn't."""
    if row.due_on is None or row.due_on == due_on or row.key.version != version:
        return None
    return _told(
        row,
        "表中改了完成时间，没有采用。要改期，请找活动办。",
        "its time limit was changed in the sheet: not taken; ask the office",
    )


def _told(row: SheetRow, zh: str, en: str) -> RowFault:
    return RowFault(row.row_no, " ".join(filter(None, (row.unit, row.task)))[:80], zh, en)
