"""Text tables: the encoding found by trying, the delimiter by counting."""

import codecs
import csv
import io
import re

from huiyin.kit.errors import BadInput
from huiyin.kit.sheets.cells import Row, Sheet

MAX_ROWS = 1_048_576  # what one Excel sheet holds
MAX_CELL = (
    4_000_000  # characters; the row rules judge a long text, this only bounds a file with one lost quote
)
_DELIMITERS = (",", "\t", ";", "，")
_NAMES = {
    ",": ("逗号", "commas"),
    "\t": ("制表符", "tabs"),
    ";": ("分号", "semicolons"),
    "，": ("全角逗号", "full-width commas"),
}
_SAMPLE_LINES = 50
_LINE_BREAK = re.compile(r"\r\n|\r|\n")


def read_delimited(data: bytes, name: str) -> Sheet:
    """Read a .csv, .tsv or .txt; every cell is text, and a row's number is that of the record, as in Excel.

    Raises BadInput for an unknown encoding, a lost quotation mark or too many rows.
    """
    text, encoding = decode(data, name)
    delimiter = delimiter_of(text)
    rows = _records(text, delimiter, name)
    zh, en = _NAMES[delimiter]
    return Sheet(
        name=name,
        rows=rows,
        zh=f"文本表格，编码 {encoding}，以{zh}分隔",
        en=f"text table, {encoding}, separated by {en}",
    )


def decode(data: bytes, name: str) -> tuple[str, str]:
    """Return (text, encoding): a byte order mark decides, else strict UTF-8, else strict GB18030.

    UTF-8 comes first because Chinese UTF-8 often happens to be valid GB18030, and hardly ever the reverse.
    """
    for bom, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(bom):
            candidates, data = [encoding], data[len(bom) :]
            break
    else:
        candidates = ["utf-8", "gb18030"]
    for encoding in candidates:
        try:
            return data.decode(encoding), encoding.upper()
        except UnicodeDecodeError:
            continue
    raise BadInput(
        f"看不懂“{name}”的文字编码（既不是 UTF-8，也不是 GB18030）。请在 Excel 中另存为 .xlsx，或另存为“CSV UTF-8”后再导入。",
        f"“{name}” is in an unknown encoding (neither UTF-8 nor GB18030). Save it as .xlsx or as “CSV UTF-8” and import that.",
    )


def delimiter_of(text: str) -> str:
    """Return the delimiter that splits the first lines most evenly; a comma when none does.

    csv.Sniffer guesses letters and spaces in Chinese text, so the choice here is among four.
    """
    best, best_score = ",", (0, 0)
    sample = text[: 1 << 16]
    for delimiter in _DELIMITERS:
        reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
        widths: list[int] = []
        try:
            for row in reader:
                widths.append(len(row))
                if len(widths) == _SAMPLE_LINES:
                    break
        except csv.Error:
            pass
        wide = [width for width in widths if width > 1]
        usual = max(set(wide), key=wide.count) if wide else 0
        score = (wide.count(usual) if wide else 0, usual)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _records(text: str, delimiter: str, name: str) -> list[Row]:
    rows: list[Row] = []
    previous = csv.field_size_limit(MAX_CELL)
    try:
        # Strict: without it a lost quotation mark swallows the rows below and one that closes early vanishes from the
        # words, both without a sound. A mark in the middle of a cell stays text either way.
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            rows.append(tuple(cell or None for cell in record))
            if len(rows) > MAX_ROWS:
                raise BadInput(
                    f"“{name}”超过 {MAX_ROWS:,} 行，请分成几个文件导入。",
                    f"“{name}” has more than {MAX_ROWS:,} rows; split it into several files.",
                )
    except csv.Error as error:
        raise _lost_quote(name, _lost_quote_line(text, delimiter)) from error
    finally:
        csv.field_size_limit(previous)
    return rows


def _lost_quote(name: str, line: int | None) -> BadInput:
    if line is None:
        return BadInput(
            f"“{name}”有一格超过 {MAX_CELL:,} 字，无法读取。请检查引号是否配对，改正后再导入。",
            f"“{name}” has a cell of more than {MAX_CELL:,} characters. Check its quotation marks, mend it and import it again.",
        )
    return BadInput(
        f"“{name}”第 {line} 行开始的英文双引号没有配对（没有在单元格末尾结束），后面的意见会并成一条，所以没有读取。请补上或删去这个引号后再导入；引号是原文的，写成两个并把整格括起来。",
        f"“{name}”: the quotation mark that opens in line {line} isn't closed at the end of its cell, and would swallow the "
        "rows below. Add or remove the mark and import the file again; one that belongs to the words is doubled inside a quoted cell.",
    )


def _lost_quote_line(text: str, delimiter: str) -> int | None:
    """Return the line, from 1, of the first mark that opens a cell and isn't closed at a cell's end. O(characters)."""
    mark = re.escape(delimiter)
    # Possessive: no way back into a cell, so a long file costs one pass.
    cell = re.compile(rf'(?:"(?:[^"]|"")*+"(?=[{mark}\r\n]|\Z)|(?!")[^{mark}\r\n]*+)(?:[{mark}\r\n]|\Z)')
    at = 0
    while at < len(text):
        match = cell.match(text, at)
        if match is None:
            return len(_LINE_BREAK.findall(text, 0, at)) + 1
        at = match.end()
    return None
