"""Checks an official paper (.docx) against GB/T 9704-2012 (DOMAIN 8.1): page, grid, page numbers, then its text."""

import zipfile
from pathlib import Path
from typing import BinaryIO

import docx
from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section, _Footer
from docx.shared import Length

from huiyin.kit.errors import BadInput
from huiyin.reports.checker.faults import Fault
from huiyin.reports.checker.inherited import Inherited
from huiyin.reports.checker.official_text import text_faults
from huiyin.reports.layout import grid
from huiyin.reports.layout.fonts import SONGTI

MARGIN_TOLERANCE = 57  # twips: 1 mm, as the standard allows for 天头 and 订口


def check_official(paper: str | Path | BinaryIO, mark: str = "") -> list[Fault]:
    """What is wrong with the form of `paper`; an empty list when nothing is.

    With a `mark` (内部未脱敏) its header must show it on every page. Raises BadInput for what is no .docx.
    """
    document = _opened(paper)
    faults: list[Fault] = []
    for number, section in enumerate(document.sections, start=1):
        where = f"第 {number} 节 / section {number}"
        faults += _page_faults(where, section)
        faults += _number_faults(where, section, first=number == 1)
        if mark:
            faults += _mark_faults(where, section, mark)
    if not document.settings.odd_and_even_pages_header_footer:
        faults.append(
            Fault("设置 / settings", "页码未区分单双页。", "Odd and even pages share one page number.")
        )
    return faults + _language_faults(document) + text_faults(document, Inherited(document))


def _opened(paper: str | Path | BinaryIO) -> Document:
    try:
        return docx.Document(str(paper) if isinstance(paper, Path) else paper)
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError, SyntaxError, OSError) as error:
        raise BadInput("不是可以打开的 .docx 文件。", "Not a .docx file that can be opened.") from error


def _page_faults(where: str, section: Section) -> list[Fault]:
    faults = []
    if (_twips(section.page_width), _twips(section.page_height)) != (grid.PAGE_WIDTH, grid.PAGE_HEIGHT):
        faults.append(
            Fault(where, "纸张不是 A4 纵向（210×297 毫米）。", "The paper is not A4 upright (210 x 297 mm).")
        )
    margins = (
        ("上边距（天头）", "top margin", section.top_margin, grid.MARGIN_TOP),
        ("下边距", "bottom margin", section.bottom_margin, grid.MARGIN_BOTTOM),
        ("左边距（订口）", "left margin", section.left_margin, grid.MARGIN_LEFT),
        ("右边距", "right margin", section.right_margin, grid.MARGIN_RIGHT),
        ("页脚位置", "footer distance", section.footer_distance, grid.FOOTER_DISTANCE),
    )
    for zh, en, length, wanted in margins:
        if abs(_twips(length) - wanted) > MARGIN_TOLERANCE:
            mm = f"{wanted / grid.TWIPS_PER_MM:.0f}"
            faults.append(Fault(where, f"{zh}应为 {mm} 毫米。", f"The {en} should be {mm} mm."))
    lines = section._sectPr.find(qn("w:docGrid"))
    found = tuple(
        None if lines is None else lines.get(qn(f"w:{name}")) for name in ("type", "linePitch", "charSpace")
    )
    if found != (grid.GRID_TYPE, str(grid.GRID_LINE_PITCH), str(grid.GRID_CHAR_SPACE)):
        faults.append(
            Fault(where, "文档网格不是每页 22 行、每行 28 字。", "The grid is not 22 lines of 28 characters.")
        )
    return faults


def _number_faults(where: str, section: Section, *, first: bool) -> list[Fault]:
    faults = []
    for zh, en, footer, align in (
        ("单页", "odd", section.footer, "right"),
        ("双页", "even", section.even_page_footer, "left"),
    ):
        if footer.is_linked_to_previous and not first:
            continue
        faults += [Fault(where, f"{zh}{a}", f"{b} ({en} pages).") for a, b in _footer_faults(footer, align)]
    return faults


def _footer_faults(footer: _Footer, align: str) -> list[tuple[str, str]]:
    if footer.is_linked_to_previous or not footer.paragraphs:
        return [("没有页码。", "No page number")]
    paragraph = footer.paragraphs[0]
    codes = [field.get(qn("w:instr")) for field in paragraph._p.iter(qn("w:fldSimple"))]
    codes += [code.text for code in paragraph._p.iter(qn("w:instrText"))]
    text = "".join(piece.text or "" for piece in paragraph._p.iter(qn("w:t"))).strip()
    if not any((code or "").split()[:1] == ["PAGE"] for code in codes):
        return [("没有页码。", "No page number")]
    faults = []
    if not (text.startswith("—") and text.endswith("—")):
        faults.append(("页码两侧应有一字线（— 1 —）。", "The page number stands without its dashes"))
    jc = paragraph._p.find(f"{qn('w:pPr')}/{qn('w:jc')}")
    indent = paragraph._p.find(f"{qn('w:pPr')}/{qn('w:ind')}")
    if jc is None or jc.get(qn("w:val")) != align:
        faults.append(("页码应单页居右、双页居左。", "The page number is on the wrong side"))
    elif not _is_one_character_in(indent, align):
        faults.append(("页码应离版心外侧空一字。", "The page number is not one character in"))
    if any(_letters(run) != (SONGTI, str(grid.SMALL_SIZE)) for run in paragraph._p.iter(qn("w:r"))):
        faults.append(("页码应为 4号宋体。", "The page number is not in 4号 宋体"))
    return faults


def _is_one_character_in(indent: BaseOxmlElement | None, side: str) -> bool:
    """In character units, or in twips where a program keeps no others."""
    if indent is None:
        return False
    characters = indent.get(qn(f"w:{side}Chars"))
    if characters is not None:
        return str(characters) == "100"
    twips = str(indent.get(qn(f"w:{side}")))
    return twips.isdecimal() and abs(int(twips) - grid.SMALL_SIZE * 10) <= MARGIN_TOLERANCE


def _letters(run: BaseOxmlElement) -> tuple[str | None, str | None]:
    """Chinese font and size of a run, as it names them itself."""
    font, size = run.find(f"{qn('w:rPr')}/{qn('w:rFonts')}"), run.find(f"{qn('w:rPr')}/{qn('w:sz')}")
    return (
        None if font is None else font.get(qn("w:eastAsia")),
        None if size is None else size.get(qn("w:val")),
    )


def _mark_faults(where: str, section: Section, mark: str) -> list[Fault]:
    faults = []
    for zh, en, header in (("单页", "odd", section.header), ("双页", "even", section.even_page_header)):
        if mark not in "".join(paragraph.text for paragraph in header.paragraphs):
            faults.append(
                Fault(where, f"{zh}页眉缺少标记“{mark}”。", f"The header lacks the mark {mark} ({en} pages).")
            )
    return faults


def _language_faults(document: Document) -> list[Fault]:
    defaults = document.styles.element.find(
        f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}/{qn('w:lang')}"
    )
    if defaults is not None and defaults.get(qn("w:eastAsia")) == "zh-CN":
        return []
    return [Fault("默认样式 / defaults", "文字语言不是简体中文（zh-CN）。", "The language is not zh-CN.")]


def _twips(length: Length | None) -> int:
    return 0 if length is None else round(length.twips)
