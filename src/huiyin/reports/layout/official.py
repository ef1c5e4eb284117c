"""Building blocks of an official paper: values in, a .docx on the grid of GB/T 9704-2012 out (DOMAIN 8.1).

paper = OfficialDocument("意见情况", date(2014, 5, 23))
paper.title("关于意见征集情况的报告")
paper.heading(1, "总体情况")        # 一、总体情况: the paper counts by itself
paper.paragraph("……")
paper.save(path)
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import BinaryIO, Literal

from docx.shared import Pt
from docx.table import Table
from docx.text.paragraph import Paragraph

from huiyin.kit.legible import legible
from huiyin.reports.layout import grid
from huiyin.reports.layout.official_styles import (
    ATTACHMENT,
    BODY,
    CAPTION,
    CELL,
    CELL_HEAD,
    DOCUMENT_NUMBER,
    FLUSH,
    LEVELS,
    NOTE,
    NUMBERINGS,
    QUOTE,
    SIGNATURE,
    TITLE,
    Look,
)
from huiyin.reports.layout.official_tables import IN_TEXT, PAGE_FOOT, add_row, frame_table
from huiyin.reports.layout.word import add_letters, blank_document, element, right_tab, save_document

Align = Literal["left", "center", "right"]

BODY_WIDTH_MM = 156
_LONGEST_HEADING = 28  # a line of the grid
_DIGITS = "〇一二三四五六七八九"
_TURNED = str.maketrans("“”‘’", "‘’“”")


def chinese_date(day: date) -> str:
    """2014年5月23日: Arabic, no leading zeros (DOMAIN 8.1)."""
    return f"{day.year}年{day.month}月{day.day}日"


def quoted(text: str) -> str:
    """In quotation marks; those inside it become the inner ones, and inner ones the outer (GB/T 15834-2011)."""
    return f"“{text.translate(_TURNED)}”"


def chinese_number(number: int) -> str:
    """1-99 as 一, 十, 十一, 二十 … Raises ValueError for others."""
    if not 1 <= number <= 99:
        raise ValueError(f"no heading is numbered {number}")
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")


def _label(level: int, number: int) -> str:
    """What stands before a heading: 一、（一）1.（1） (DOMAIN 8.1)."""
    if level <= 2:
        counted = chinese_number(number)
        return f"{counted}、" if level == 1 else f"（{counted}）"
    return f"{number}." if level == 3 else f"（{number}）"


class OfficialDocument:
    """A paper that grows from the top down.

    `subject` goes to the file's properties, `dated` is the day on the paper. A `mark` (内部未脱敏) and the
    classification (layout.labels) stand in the header of every page. Forbidden characters become visible signs and are counted in `replaced`.
    """

    def __init__(self, subject: str, dated: date, mark: str = "") -> None:
        self.dated = dated
        self.mark = mark
        self.replaced = 0
        self._counts = [0, 0, 0, 0]
        self._document = blank_document(dated, self._legible(subject), self._legible(mark))

    def add(self, look: Look, text: str, size: int | None = None) -> Paragraph:
        """A paragraph of one look; `size` in half points replaces the look's own."""
        paragraph = self._document.add_paragraph(style=look.name)
        if text:
            add_letters(paragraph, look, self._legible(text), size)
        return paragraph

    def document_number(self, organ: str, year: int, number: int) -> None:
        """发文字号, centred: 示教〔2014〕5号, without 第 and leading zeros."""
        self.add(DOCUMENT_NUMBER, f"{organ}〔{year}〕{number}号")

    def title(self, text: str, *, lines_above: int = 1) -> None:
        """The title, 2号 小标宋 centred, a blank line below it; \\n breaks the line where sense allows.

        Below the red line of a document with its number the standard wants two `lines_above`.
        """
        for _ in range(lines_above):
            self.blank_line()
        self.add(TITLE, text)
        self.blank_line()

    def addressee(self, text: str) -> None:
        """主送: flush left, a full-width colon at the end."""
        self.add(FLUSH, f"{text.rstrip(':：')}：")

    def heading(self, level: int, text: str) -> None:
        """A heading of level 1-4, numbered 一、（一）1.（1） by the paper itself; a level starts anew under the one above.

        Raises ValueError for another level, or for more than 99 headings of level 1 or 2.
        """
        if not 1 <= level <= len(LEVELS):
            raise ValueError(f"no heading of level {level}")
        self._counts[level - 1] += 1
        self._counts[level:] = [0] * (len(self._counts) - level)
        self.add(LEVELS[level - 1], _label(level, self._counts[level - 1]) + text)

    def renumber(self) -> None:
        """Headings of every level begin at one again: another speaker's points are their own."""
        self._counts = [0] * len(self._counts)

    def paragraph(self, text: str) -> None:
        """Body text, 3号 仿宋, indented by two characters; each line of `text` is a paragraph of its own.

        A line that somebody numbered (一、 …) has its number in the font of that level: not a letter is added or taken.
        """
        for line in self._legible(text).split("\n"):
            if line.strip():
                self._body(line.strip())

    def quote(self, text: str) -> None:
        """Somebody's words as they were written, 3号 楷体; the checker asks nothing of their wording."""
        self._paragraphs(QUOTE, text)

    def note(self, text: str) -> None:
        """注: what a number counts and what is not known, 4号 仿宋."""
        self.add(NOTE, f"注：{text}")

    def table(
        self,
        headings: Sequence[str],
        rows: Sequence[Sequence[str]],
        widths: Sequence[float] | None = None,
        *,
        caption: str = "",
        aligns: Sequence[Align] | None = None,
    ) -> None:
        """A bordered table whose head repeats on each page and whose rows aren't torn apart.

        `widths` in mm, 156 together at most; equal without. `aligns` by column; centred without. Raises ValueError when
        the table is wider than the page or a row hasn't one cell for each heading.
        """
        widths = widths or [BODY_WIDTH_MM / len(headings)] * len(headings)
        aligns = aligns or ["center"] * len(headings)
        if sum(widths) > BODY_WIDTH_MM + 0.01:
            raise ValueError(f"a table of {sum(widths)} mm doesn't fit into {BODY_WIDTH_MM} mm")
        if caption:
            self.add(CAPTION, caption)
        twips = [round(width * grid.TWIPS_PER_MM) for width in widths]
        table = self._document.add_table(rows=0, cols=len(headings))
        frame_table(table, twips, IN_TEXT)
        self._table_row(table, twips, headings, ["center"] * len(headings), CELL_HEAD)
        for row in rows:
            self._table_row(table, twips, row, aligns, CELL)

    def page_foot_table(self, look: Look, lines: Sequence[str]) -> None:
        """版记: one row a line, standing at the foot of the page where the text ends; a tab pushes the rest to the right.

        Heavy lines above and below, fine ones between (DOMAIN 8.1).
        """
        # LibreOffice lets no table float that is as wide as the text: there it follows the text, a line apart.
        self.blank_line()
        table = self._document.add_table(rows=0, cols=1)
        widths = [grid.BODY_WIDTH]
        frame_table(table, widths, PAGE_FOOT)
        for line in lines:
            paragraph = add_row(table, widths)[0].paragraphs[0]
            paragraph.style = look.name
            right_tab(paragraph, look)
            add_letters(paragraph, look, self._legible(line))
        # A floating table hangs on the paragraph after it: one of a point, that needs no room.
        last = self._document.add_paragraph(style=FLUSH.name)
        last.paragraph_format.line_spacing = Pt(1)

    def attachments(self, names: Sequence[str]) -> None:
        """附件说明, a line below the body: 附件：1. … without a mark at the end; one alone isn't numbered."""
        self.blank_line()
        for number, name in enumerate(names, start=1):
            label = "附件：" if number == 1 else "　　　"
            counted = f"{number}. " if len(names) > 1 else ""
            self._indent(self.add(ATTACHMENT, f"{label}{counted}{name.rstrip('。；;.')}"), left=200)

    def signature(self, unit: str, day: date | None = None) -> None:
        """署名 and 成文日期, right, four characters in (DOMAIN 8.1); the paper's own day when none is given."""
        self.blank_line()
        for text in (unit, chinese_date(day or self.dated)):
            self._indent(self.add(SIGNATURE, text), right=400)

    def blank_line(self) -> None:
        """One empty line of the grid."""
        self.add(FLUSH, "")

    def red_line(self) -> None:
        """The red line under a head, as wide as 版心."""
        paragraph = self._document.add_paragraph(style=FLUSH.name)
        properties = paragraph._p.get_or_add_pPr()
        rule = f'<w:bottom w:val="single" w:sz="{grid.RED_RULE}" w:space="1" w:color="{grid.RED}"/>'
        properties.append(element(f"<w:pBdr>{rule}</w:pBdr>"))
        properties.append(element('<w:spacing w:before="0" w:after="0" w:line="160" w:lineRule="exact"/>'))

    def save(self, target: str | Path | BinaryIO) -> None:
        """Write the paper; the same calls give the same bytes."""
        save_document(self._document, target)

    def _legible(self, text: str) -> str:
        shown, replaced = legible(text)
        self.replaced += replaced
        return shown

    def _paragraphs(self, look: Look, text: str) -> None:
        for line in self._legible(text).split("\n"):
            if line.strip():
                self.add(look, line.strip())

    def _body(self, line: str) -> None:
        found = ((look, form.match(line)) for look, form in zip(LEVELS, NUMBERINGS, strict=True))
        look, label = next(((look, match) for look, match in found if match), (BODY, None))
        if label is None or look.font == BODY.font:
            self.add(BODY, line)
            return
        # A short line without a stop is the heading itself; of a longer one only the number is.
        heads = len(line) <= _LONGEST_HEADING and not line.endswith(("。", "；", "："))
        end = len(line) if heads else label.end()
        paragraph = self.add(BODY, "")
        add_letters(paragraph, look, line[:end])
        if line[end:]:
            add_letters(paragraph, BODY, line[end:])

    def _indent(self, paragraph: Paragraph, *, left: int = 0, right: int = 0) -> None:
        """Indents in hundredths of a 3号 character."""
        unit = grid.BODY_SIZE
        xml = (
            f'<w:ind w:leftChars="{left}" w:left="{left * unit // 10}"'
            f' w:rightChars="{right}" w:right="{right * unit // 10}"/>'
        )
        paragraph._p.get_or_add_pPr().append(element(xml))

    def _table_row(
        self, table: Table, twips: list[int], texts: Sequence[str], aligns: Sequence[Align], look: Look
    ) -> None:
        cells = add_row(table, twips, is_head=look is CELL_HEAD)
        for cell, text, align in zip(cells, texts, aligns, strict=True):
            paragraph = cell.paragraphs[0]
            paragraph.style = look.name
            paragraph._p.get_or_add_pPr().append(element(f'<w:jc w:val="{align}"/>'))
            add_letters(paragraph, look, self._legible(text))
