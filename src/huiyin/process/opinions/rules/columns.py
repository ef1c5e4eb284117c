"""Which column of a workbook is what: by its heading, by its content where the heading is odd or absent, or as told.

Every guess carries its reason, for the preview (R32: "a preview of every guess").
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import islice, zip_longest

from huiyin.kit.errors import BadInput
from huiyin.kit.sheets import Cell, Row, Sheet, column_letter, is_blank, normal_heading, text_of
from huiyin.kit.sheets.dates import read_date
from huiyin.process.opinions.rules.heading_words import FIELDS, ORIGINAL_TEXT, Meaning, meaning_of

_HEADER_WITHIN = 40  # filled rows; no form has a longer preface
_SAMPLE = 300  # rows, spread over the file, looked at to judge a column by its content
_MOST_CLASHES = (
    0.2  # of a column's numbers; above that it counts within a unit or a page, and identifies nothing
)
_LONGEST_HEADING = 60
_SHORTEST_TEXT = 6  # characters on average; below that a column is a name or a code, not an opinion
_MOSTLY = 0.8
# Only for asking 「is this a date at all」: any day and year do.
_ANY_DAY = date(2099, 12, 31)


@dataclass(frozen=True, slots=True)
class Guess:
    """One column taken for one field: its position (0 is column A), heading, and why, in a sentence each."""

    field: str
    index: int
    header: str
    zh: str
    en: str

    @property
    def letter(self) -> str:
        """The column's letters in Excel."""
        return column_letter(self.index)


@dataclass(frozen=True)
class Columns:
    """Where an opinion's fields lie in a sheet.

    `header_row` is the heading's row number as Excel shows it, None when there is none; `first_data_row` follows it.
    `headers` are the headings as written, by position. `guesses` has one Guess a column; `text` may be several columns,
    joined in their order; "position" is a column that looked like own numbers and isn't read. `heads` holds the lines down to the heading, so that a repeated page head is known.
    """

    header_row: int | None
    first_data_row: int
    headers: tuple[str, ...]
    guesses: tuple[Guess, ...]
    heads: frozenset[tuple[str, ...]] = frozenset()

    @cached_property
    def by_field(self) -> Mapping[str, tuple[int, ...]]:
        """Each field's columns, in their order; a field that the file hasn't is not in it."""
        fields: dict[str, tuple[int, ...]] = {}
        for guess in self.guesses:
            fields[guess.field] = (*fields.get(guess.field, ()), guess.index)
        return fields

    @cached_property
    def head_starts(self) -> frozenset[str]:
        """What the lines of `heads` begin with."""
        return frozenset(words[0] for words in self.heads if words)

    def of(self, field: str) -> tuple[int, ...]:
        """Return the positions of a field's columns, in their order; empty when the file has none."""
        return self.by_field.get(field, ())

    @property
    def ignored(self) -> tuple[str, ...]:
        """The headings of the columns that are not read."""
        used = {guess.index for guess in self.guesses}
        return tuple(header for index, header in enumerate(self.headers) if header and index not in used)


def find_columns(sheet: Sheet, *, overrides: Mapping[str, str] | None = None) -> Columns:
    """Find the heading row and the columns of an opinion table.

    `overrides` maps a field ("text", "title", "source_no", "raised_on", "channel", "giver", "unit", "about") to a heading of
    the file or a column letter, several joined by "+", or to "" for 「the file has none」; it wins over every guess.
    Raises BadInput for an unknown field or heading, for an empty sheet, and when no column can be the text.
    """
    told = dict(overrides or {})
    _check_fields(told)
    lines = list(
        islice(((row_no, row) for row_no, row in sheet.numbered() if not is_blank(row)), _HEADER_WITHIN)
    )
    if not lines:
        raise BadInput(f"“{sheet.name}”里没有任何内容。", f"“{sheet.name}” holds nothing.")
    header_row, first = _header_row(lines, told)
    if header_row is not None:
        header_row, first = _both_levels(sheet, header_row)
    headers = _headers(sheet, header_row, first)
    below = sheet.rows[first - sheet.first_row :]
    data = [row for row in below[:: max(1, len(below) // _SAMPLE)] if not is_blank(row)]
    headers += ("",) * (max(map(len, data), default=0) - len(headers))
    guesses = _guesses(headers, _contents(data, len(headers)), told)
    if "source_no" not in told:
        guesses = [_position_only(guess) if _restarts(guess, guesses, below) else guess for guess in guesses]
    heads = frozenset(filled_words(row) for row_no, row in lines if row_no < first)
    return Columns(header_row, first, headers, tuple(sorted(guesses, key=lambda guess: guess.index)), heads)


def filled_words(row: Row) -> tuple[str, ...]:
    """Return the texts of a row's filled cells, stripped: two page heads are the same when these are."""
    return tuple(text_of(cell).strip() for cell in row if cell is not None)


def _check_fields(told: Mapping[str, str]) -> None:
    unknown = [field for field in told if field not in FIELDS]
    if unknown:
        known = "、".join(FIELDS)
        raise BadInput(
            f"--column 不认识“{unknown[0]}”。可用的有：{known}。",
            f"--column doesn't know “{unknown[0]}”. There are: {', '.join(FIELDS)}.",
        )


# ── the heading row ──────────────────────────────────────────────────────────────────────────────────────────────────


def _header_row(lines: Sequence[tuple[int, Row]], told: Mapping[str, str]) -> tuple[int | None, int]:
    """Return (row number of the heading or None, row number of the first data row)."""
    wanted = {normal_heading(name) for value in told.values() for name in value.split("+") if name.strip()}
    scored = [(_score(row, wanted), -row_no) for row_no, row in lines]
    score, row = max(scored)
    if score > (0, 0):
        return -row, -row + 1
    widest = max(_filled(row) for _, row in lines)
    at, (row_no, first) = next((at, line) for at, line in enumerate(lines) if _filled(line[1]) * 2 > widest)
    if _stands_out(first, [row for _, row in lines[at + 1 :]]):
        return row_no, row_no + 1
    return None, row_no


def _score(row: Row, wanted: set[str]) -> tuple[int, int]:
    """Rank a row as a heading: by the headings asked for, then by the meanings of its words, known words counting twice.

    At least one word must be known for sure, because an opinion may end in 「…的问题」 too; a meaning counts once, because a
    data row may repeat a word; and a lone word must be the name of the text column.
    """
    texts = [cell for cell in row if isinstance(cell, str) and len(cell) <= _LONGEST_HEADING]
    asked = sum(normal_heading(text) in wanted for text in texts)
    meanings = {meaning for text in texts if (meaning := meaning_of(text))}
    exact = {meaning.field for meaning in meanings if meaning.exact}
    alone = exact == {"text"} and _filled(row) == 1
    if not alone and (not exact or len(meanings) < 2 or len(texts) < _filled(row)):
        return asked, 0
    return asked, len(exact) + len(meanings)


def _filled(row: Row) -> int:
    return len(row) - row.count(None)


def _stands_out(row: Row, below: Sequence[Row]) -> bool:
    """Say whether a row of unknown words heads a table: short texts over something else (long texts, numbers, dates)."""
    if _filled(row) < 2 or not below:
        return False
    if any(
        cell is not None and (not isinstance(cell, str) or len(cell) > 20 or _is_date(cell)) for cell in row
    ):
        return False
    for index, cell in enumerate(row):
        column = [other[index] for other in below if index < len(other) and other[index] is not None]
        if not isinstance(cell, str) or not column:
            continue
        odd = sum(not isinstance(other, str) or _is_date(other) for other in column)
        if odd * 2 > len(column) or (len(cell) <= 12 and _mean_length(column) >= 3 * len(cell)):
            return True
    return False


def _both_levels(sheet: Sheet, header_row: int) -> tuple[int, int]:
    """Return (first row of the heading, first data row): headings of two levels are merged downward where they have one."""
    merged = {row for row, _ in sheet.merged_down}
    if header_row in merged and header_row > sheet.first_row:
        return header_row - 1, header_row + 1
    return header_row, header_row + (2 if header_row + 1 in merged else 1)


def _headers(sheet: Sheet, header_row: int | None, first: int) -> tuple[str, ...]:
    """Return the headings by position; of two levels the lower one, with the upper behind it where that says what it is."""
    if header_row is None:
        return ()
    levels = [
        [text_of(cell).strip() for cell in row]
        for row in sheet.rows[header_row - sheet.first_row : first - sheet.first_row]
    ]
    headers: list[str] = []
    upper = ""
    for top, bottom in zip_longest(levels[0], levels[-1], fillvalue=""):
        upper = top or (upper if len(levels) > 1 else "")
        lower = bottom if bottom != upper else ""
        headers.append(lower if lower and meaning_of(lower) else (lower + upper if lower or top else ""))
    return tuple(headers)


# ── the columns ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _contents(data: Sequence[Row], width: int) -> list[list[Cell]]:
    """Return each column's filled cells."""
    return [[row[at] for row in data if at < len(row) and row[at] is not None] for at in range(width)]


def _guesses(headers: tuple[str, ...], contents: list[list[Cell]], told: Mapping[str, str]) -> list[Guess]:
    guesses = [guess for field, value in told.items() for guess in _told(field, value, headers)]
    taken = {guess.index for guess in guesses}
    meanings = {at: meaning for at, header in enumerate(headers) if (meaning := meaning_of(header))}
    for field in FIELDS:
        if field in told:
            continue
        found = [at for at, meaning in meanings.items() if meaning.field == field and at not in taken]
        chosen = (
            _text_columns(found, meanings, headers, contents)
            if field == "text"
            else _best(found, meanings, contents)
        )
        guesses += [_by_heading(field, at, headers, meanings[at], contents[at]) for at in chosen]
        taken |= set(chosen)
    free = [at for at in range(len(headers)) if at not in taken and at not in meanings]
    guesses += list(_by_content(guesses, free, headers, contents, told))
    if not any(guess.field == "text" for guess in guesses):
        guesses = [_title_as_text(guess) for guess in guesses]
    if not any(guess.field == "text" for guess in guesses):
        raise _no_text(headers)
    return guesses


def _told(field: str, value: str, headers: tuple[str, ...]) -> Iterator[Guess]:
    for name in filter(None, (part.strip() for part in value.split("+"))):
        at = _position(name, headers)
        if at is None:
            present = [header for header in headers if header]
            raise BadInput(
                f"表里没有“{name}”这一列。现有的列：{'、'.join(present) or '（没有表头，请用列字母，如 text=B）'}。",
                f"There is no column “{name}”. There are: {', '.join(present) or '(no headings; use a letter, as text=B)'}.",
            )
        yield Guess(field, at, headers[at], "按 --column 指定", "as told by --column")


def _position(name: str, headers: tuple[str, ...]) -> int | None:
    """Find a column by its heading as written, then by its words, then by its letter."""
    if name in headers:
        return headers.index(name)
    words = [normal_heading(header) for header in headers]
    if normal_heading(name) in words:
        return words.index(normal_heading(name))
    letters = [column_letter(at) for at in range(len(headers))]
    return letters.index(name.upper()) if name.upper() in letters else None


def _best(found: list[int], meanings: Mapping[int, Meaning], contents: list[list[Cell]]) -> list[int]:
    """Return the one best column of a field: one with content, the best known word, the leftmost."""
    return sorted(found, key=lambda at: (not contents[at], meanings[at].order, at))[:1]


def _text_columns(
    found: list[int], meanings: Mapping[int, Meaning], headers: tuple[str, ...], contents: list[list[Cell]]
) -> list[int]:
    """Return the text's columns: one that holds the original alone, else all that hold a part, else the loose ones."""
    filled = [at for at in found if contents[at]] or found
    original = [at for at in filled if meanings[at].exact and normal_heading(headers[at]) in ORIGINAL_TEXT]
    if original:
        return _best(original, meanings, contents)
    return [at for at in filled if meanings[at].exact] or filled


def _by_heading(
    field: str, at: int, headers: tuple[str, ...], meaning: Meaning, content: Sequence[Cell]
) -> Guess:
    header = headers[at]
    if meaning.exact:
        zh, en = f"按列名“{header}”认出", f"known by its heading “{header}”"
    else:
        zh, en = f"列名“{header}”与此相近", f"its heading “{header}” comes close"
    if field == "raised_on" and sum(map(_may_be_date, content)) < _MOSTLY * len(content):
        zh, en = zh + "；但多数内容不像日期，请核对", en + "; but most cells are no dates, please check"
    return Guess(field, at, header, zh, en)


def _by_content(
    guesses: list[Guess],
    free: list[int],
    headers: tuple[str, ...],
    contents: list[list[Cell]],
    told: Mapping[str, str],
) -> Iterator[Guess]:
    """Guess the text and the date by what stands in the columns whose headings say nothing."""
    known = {guess.field for guess in guesses} | set(told)
    dates = [at for at in free if contents[at] and _are_dates(contents[at])]
    if "raised_on" not in known and dates:
        at = dates[0]
        yield Guess("raised_on", at, headers[at], "按内容认出：多数是日期", "by its content: mostly dates")
    texts = [at for at in free if at not in dates and contents[at]]
    if "text" in known or not texts:
        return
    at = max(texts, key=lambda at: _mean_length(contents[at]))
    mean = round(_mean_length(contents[at]))
    if mean >= _SHORTEST_TEXT:
        yield Guess(
            "text",
            at,
            headers[at],
            f"按内容认出：文字最长的一列（平均 {mean} 字）",
            f"by its content: the longest text ({mean} characters on average)",
        )


def _title_as_text(guess: Guess) -> Guess:
    """A file with nothing but titles has its words in them."""
    if guess.field != "title":
        return guess
    return Guess(
        "text",
        guess.index,
        guess.header,
        guess.zh + "；没有正文列，以标题作原文",
        guess.en + "; no body, so the title is the text",
    )


def _restarts(guess: Guess, guesses: Sequence[Guess], rows: Sequence[Row]) -> bool:
    """Say whether a column of own numbers starts again and again: many numbers stand before different texts.

    A file that simply holds its rows twice has the same texts too, and keeps its numbers.
    """
    if guess.field != "source_no":
        return False
    at, texts = guess.index, [other.index for other in guesses if other.field == "text"]
    first: dict[str, tuple[Cell, ...]] = {}
    numbers = clashes = 0
    for row in rows:
        number = text_of(row[at]).strip() if at < len(row) else ""
        if number:
            words = tuple(row[text] for text in texts if text < len(row))
            numbers += 1
            clashes += first.setdefault(number, words) != words
    return clashes > _MOST_CLASHES * numbers


def _position_only(guess: Guess) -> Guess:
    zh, en = (
        "同一编号多次对应不同的意见，只当序号，不作编号",
        "one number stands before several opinions: taken as a position only",
    )
    return Guess("position", guess.index, guess.header, zh, en)


def _no_text(headers: tuple[str, ...]) -> BadInput:
    present = "、".join(filter(None, headers))
    return BadInput(
        f"找不到意见原文所在的列。{f'表头有：{present}' if present else '表格没有表头'}。请用 --column text=列名 指明，例如 --column text=留言详情；没有表头时用列字母，如 --column text=B。",
        f"No column holds the opinions' text. {f'Headings: {present}' if present else 'There are no headings'}. Say which with --column text=HEADING, as in --column text=留言详情, "
        "or by letter, as in --column text=B.",
    )


def _mean_length(cells: Sequence[Cell]) -> float:
    """Return the mean length of a column's texts; numbers and dates count as nothing."""
    return sum(len(cell.strip()) for cell in cells if isinstance(cell, str)) / len(cells)


def _are_dates(cells: Sequence[Cell]) -> bool:
    return sum(map(_is_date, cells)) >= _MOSTLY * len(cells)


def _is_date(cell: Cell) -> bool:
    """Say whether a cell is a date for sure; a number or 「3.5」 alone may be anything."""
    if isinstance(cell, date):
        return True
    if not isinstance(cell, str) or len(cell) > 40:
        return False
    read = read_date(cell, default_year=2000, today=_ANY_DAY)
    return read.value is not None and (read.explicit or "月" in cell) and not cell.strip().isdigit()


def _may_be_date(cell: Cell) -> bool:
    """Say whether a cell below a date's heading can be read as a date: there 「3.5」 is one."""
    return read_date(cell, default_year=2000, today=_ANY_DAY).value is not None
