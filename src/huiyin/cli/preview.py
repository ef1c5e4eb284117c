"""What the workbook was taken for, guess by guess, before anything is written."""

from collections.abc import Iterator

from huiyin.cli.judging import Judged
from huiyin.cli.refusals import REFUSALS
from huiyin.cli.wording import FIELD_NAMES, other_sheets_line, yearless_line
from huiyin.process.opinions.rules.returned import REFUSED_SHEET, REMARKS_SHEET

MOST_ROWS_SHOWN = 10

_SKIPPED = {
    "blank": "空行",
    "head": "重复的表头",
    "foot": "合计、签名和附注",
    "merged": "合并单元格的余行",
    "repeated": "编号和内容都相同的重复行",
}


def preview_lines(judged: Judged) -> Iterator[str]:
    """Every guess in a line of its own, then the rows that stay out and why."""
    head = judged.columns.header_row
    where = f"表头在第 {head} 行" if head is not None else "没有表头"
    yield f"{judged.path.name}：读取工作表“{judged.sheet.name}”，{where}，内容从第 {judged.columns.first_data_row} 行起。"
    if judged.sheet.others:
        yield f"  {other_sheets_line(judged.sheet.others)}"
    for guess in judged.columns.guesses:
        field = f"{FIELD_NAMES[guess.field]}（{guess.field}）"
        yield f"  {guess.letter} 列“{guess.header}”→ {field}：{guess.zh}"
    if judged.columns.ignored:
        yield f"  未读取的列：{'、'.join(judged.columns.ignored[:20])}"
    skipped = "，".join(f"{_SKIPPED.get(why, why)} {n} 行" for why, n in judged.skipped.items())
    yield f"  可收录 {len(judged.good)} 条" + (f"；跳过{skipped}" if skipped else "")
    yield from _feet(judged)
    years = judged.years_given()
    if years:
        yield f"  {yearless_line(years)}"
    yield from _refused(judged)
    yield from _remarks(judged)


def _feet(judged: Judged) -> Iterator[str]:
    """Which rows were taken for totals, signatures and notes: an opinion among them would be lost unseen."""
    if judged.feet:
        shown = "、".join(map(str, judged.feet[:MOST_ROWS_SHOWN]))
        more = f"等 {len(judged.feet)} 行" if len(judged.feet) > MOST_ROWS_SHOWN else "行"
        yield f"  当作合计、签名和附注跳过的是第 {shown} {more}，请核对其中没有意见"


def _refused(judged: Judged) -> Iterator[str]:
    if judged.bad:
        yield f"  不能收录 {len(judged.bad)} 行："
        yield from (f"    第 {row.row_no} 行：{row.zh}" for row in judged.bad[:MOST_ROWS_SHOWN])
        if len(judged.bad) > MOST_ROWS_SHOWN:
            rest = len(judged.bad) - MOST_ROWS_SHOWN
            yield f"    ……其余 {rest} 行，收录后见“{REFUSALS}”的工作表“{REFUSED_SHEET}”"


def _remarks(judged: Judged) -> Iterator[str]:
    remarks = judged.notes()
    if remarks:
        yield f"  已收录但请核对 {len(remarks)} 处："
        yield from (f"    第 {row_no} 行：{note.zh}" for row_no, note in remarks[:MOST_ROWS_SHOWN])
        if len(remarks) > MOST_ROWS_SHOWN:
            rest = len(remarks) - MOST_ROWS_SHOWN
            yield f"    ……另有 {rest} 处，收录后见“{REFUSALS}”的工作表“{REMARKS_SHEET}”"
