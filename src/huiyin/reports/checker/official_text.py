"""The paragraphs of an official paper: fonts, sizes, lines, indents, numbering, dates (DOMAIN 8.1).

Tables have no form in the standard and aren't looked into; quoted words (公文引文) are judged by their letters only.
"""

import re
from collections.abc import Iterator

from docx.document import Document
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from huiyin.reports.checker.faults import Fault
from huiyin.reports.checker.inherited import Inherited
from huiyin.reports.layout.official_styles import (
    BODY,
    LEVELS,
    LOOKS,
    NORMAL,
    NUMBERINGS,
    QUOTE,
    RED_NAME,
    TITLE,
    Look,
)

LINE_TOLERANCE = 4  # twips: some offices set 28.95 pt instead of 29
INDENT_TOLERANCE = 20  # twips

_BY_STYLE = {look.name.lower(): look for look in LOOKS if look is not NORMAL}
_DOCUMENT_NUMBER = re.compile(r"([〔\[［【（(])\d{4}([〕\]］】）)])(第?)(\d+)号")
_ZERO_IN_DATE = re.compile(r"\d年0\d*月|月0\d*日")


def text_faults(document: Document, inherited: Inherited) -> list[Fault]:
    """Faults of all paragraphs outside tables, from the top down; empty paragraphs have none."""
    faults: list[Fault] = []
    titles = 0
    for number, paragraph in enumerate(document.paragraphs, start=1):
        if not paragraph.text.strip():
            continue
        look = _BY_STYLE.get(inherited.style_name(paragraph), BODY)
        titles += look is TITLE
        where = f"第 {number} 段 / paragraph {number}"
        for zh, en in _paragraph_faults(paragraph, look, inherited):
            faults.append(Fault(where, zh, en))
    if not titles:
        faults.append(Fault("正文 / body", "没有标题。", "There is no title."))
    return faults


def _paragraph_faults(paragraph: Paragraph, look: Look, inherited: Inherited) -> Iterator[tuple[str, str]]:
    yield from _level_faults(paragraph, look)
    yield from _letter_faults(paragraph, look, inherited)
    yield from _shape_faults(paragraph, look, inherited)
    if look is not QUOTE:
        yield from _wording_faults(paragraph.text)


def _level(text: str) -> int | None:
    """The level that the numbering at the beginning of `text` stands for, from 0."""
    return next((level for level, form in enumerate(NUMBERINGS) if form.match(text)), None)


def _level_faults(paragraph: Paragraph, look: Look) -> Iterator[tuple[str, str]]:
    if look in LEVELS and _level(paragraph.text) != LEVELS.index(look):
        form = ("一、", "（一）", "1.", "（1）")[LEVELS.index(look)]
        yield (
            f"本级标题的序号应写作“{form}”。",
            f"A heading of this level begins with {form} or the next of its kind.",
        )


def _letter_faults(paragraph: Paragraph, look: Look, inherited: Inherited) -> Iterator[tuple[str, str]]:
    runs = [run for run in paragraph.runs if run.text.strip()]
    numbered = _font_of_numbering(paragraph.text, look)
    # A heading may run on into its paragraph: only its own letters, the first, must be of its font.
    if runs and numbered != look.font and _font(paragraph, runs[0], inherited) != numbered:
        yield f"这一级序号的字体应为“{numbered}”。", f"Numbering of this level should be set in {numbered}."
    if any(_font(paragraph, run, inherited) not in (look.font, numbered) for run in runs):
        yield f"字体应为“{look.font}”。", f"The font should be {look.font}."
    sizes = {inherited.of_run(paragraph, run, "w:sz", "w:val") for run in runs}
    # The red name of a briefing is as large as its line allows.
    if look is not RED_NAME and sizes - {str(look.size)}:
        yield f"字号应为 {look.size / 2:g} 磅。", f"The letters should be of {look.size / 2:g} pt."


def _font_of_numbering(text: str, look: Look) -> str:
    level = _level(text)
    return LEVELS[level].font if look is BODY and level is not None else look.font


def _font(paragraph: Paragraph, run: Run, inherited: Inherited) -> str | None:
    return inherited.of_run(paragraph, run, "w:rFonts", "w:eastAsia")


def _shape_faults(paragraph: Paragraph, look: Look, inherited: Inherited) -> Iterator[tuple[str, str]]:
    rule = inherited.of_paragraph(paragraph, "w:spacing", "w:lineRule")
    line = _number(inherited.of_paragraph(paragraph, "w:spacing", "w:line"))
    if look.line and (rule != "exact" or abs(line - look.line) > LINE_TOLERANCE):
        points = f"{look.line / 20:g}"
        yield f"行距应为固定值 {points} 磅。", f"The line spacing should be exactly {points} pt."
    if look.chars and not _is_indented(paragraph, look, inherited):
        yield "段首应空两字。", "The first line should be indented by two characters."
    if look is TITLE and inherited.of_paragraph(paragraph, "w:jc", "w:val") != "center":
        yield "标题应居中。", "The title should be centred."


def _is_indented(paragraph: Paragraph, look: Look, inherited: Inherited) -> bool:
    characters = _number(inherited.of_paragraph(paragraph, "w:ind", "w:firstLineChars"))
    if characters:
        return characters == look.chars
    twips = _number(inherited.of_paragraph(paragraph, "w:ind", "w:firstLine"))
    return abs(twips - look.chars * look.size // 10) <= INDENT_TOLERANCE


def _wording_faults(text: str) -> Iterator[tuple[str, str]]:
    for left, right, ordinal, digits in _DOCUMENT_NUMBER.findall(text):
        if left + right != "〔〕":
            yield "发文字号的年份应用六角括号〔〕。", "The year of a document number stands in 〔〕."
        if ordinal:
            yield "发文字号不加“第”字。", "A document number has no 第."
        if digits.startswith("0"):
            yield "发文字号不编虚位（不写前导 0）。", "A document number has no leading zero."
    if _ZERO_IN_DATE.search(text):
        yield "日期的月、日不编虚位（不写前导 0）。", "Month and day have no leading zero."


def _number(value: str | None) -> int:
    try:
        return int(value or 0)
    except ValueError:
        return 0
