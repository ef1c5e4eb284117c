"""Which column of a table holds which field, by the words of its heading."""

from collections.abc import Mapping

from huiyin.kit.errors import BadInput
from huiyin.kit.sheets import Sheet, is_blank, normal_heading, text_of

_HEADER_WITHIN = 40

Headings = Mapping[str, tuple[str, ...]]


def columns_of(
    sheet: Sheet, headings: Headings, *, needed: Mapping[str, str], table: str
) -> tuple[int, dict[str, int]]:
    """Return the heading's row number and each field's position: the row that knows the most fields.

    `headings` are the words of each field in the form of `normal_heading`, in order of preference; `needed` are the fields
    without which it is no heading, with the word to show; `table` is the table's Chinese name. Raises BadInput.
    """
    best: tuple[int, dict[str, int]] = (0, {})
    filled = [(row_no, row) for row_no, row in sheet.numbered() if not is_blank(row)][:_HEADER_WITHIN]
    if not filled:
        raise BadInput(f"“{sheet.name}”里没有任何内容。", f"“{sheet.name}” holds nothing.")
    for row_no, row in filled:
        words = [normal_heading(text_of(cell)) for cell in row]
        found = {field: at for field, known in headings.items() if (at := _first(words, known)) is not None}
        if needed.keys() <= found.keys() and len(found) > len(best[1]):
            best = row_no, found
    if not best[1]:
        present = "、".join(text_of(cell).strip() for cell in filled[0][1] if cell is not None)
        words_zh = "、".join(f"“{word}”" for word in needed.values())
        raise BadInput(
            f"{table}中找不到{words_zh}列。第 {filled[0][0]} 行是：{present[:200]}。请把所在列的表头改为{words_zh}。",
            f"The table lacks a column {words_zh}. Row {filled[0][0]} reads: {present[:200]}. Name the headings {words_zh}.",
        )
    return best


def _first(words: list[str], known: tuple[str, ...]) -> int | None:
    return next((words.index(word) for word in known if word in words), None)
