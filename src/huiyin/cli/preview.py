"""What the workbook was taken for, guess by guess, before anything is written."""

from collections.abc import Iterator

from huiyin.cli.judging import Judged

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
    yield f"{judged.path.name}：工作表“{judged.sheet.name}”，{where}，内容从第 {judged.columns.first_data_row} 行起。"
    for guess in judged.columns.guesses:
        yield f"  {guess.letter} 列“{guess.header}”→ {guess.field}：{guess.zh}"
    if judged.columns.ignored:
        yield f"  未读取的列：{'、'.join(judged.columns.ignored[:20])}"
    skipped = "，".join(f"{_SKIPPED.get(why, why)} {n} 行" for why, n in judged.skipped.items())
    yield f"  可收录 {len(judged.good)} 条" + (f"；跳过{skipped}" if skipped else "")
    if judged.bad:
        yield f"  不能收录 {len(judged.bad)} 行："
        yield from (f"    第 {row.row_no} 行：{row.zh}" for row in judged.bad[:MOST_ROWS_SHOWN])
        if len(judged.bad) > MOST_ROWS_SHOWN:
            yield f"    ……其余 {len(judged.bad) - MOST_ROWS_SHOWN} 行见“未收录的行”"
    remarks = judged.notes()
    if remarks:
        yield f"  已收录但请核对 {len(remarks)} 处："
        yield from (f"    第 {row_no} 行：{note.zh}" for row_no, note in remarks[:MOST_ROWS_SHOWN])
        if len(remarks) > MOST_ROWS_SHOWN:
            yield f"    ……另有 {len(remarks) - MOST_ROWS_SHOWN} 处"
