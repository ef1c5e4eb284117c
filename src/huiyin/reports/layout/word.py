"""An empty Word file on the grid of GB/T 9704-2012, and its saving: the same content gives the same bytes."""

import io
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import BinaryIO

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.parser import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.shared import Twips
from docx.text.paragraph import Paragraph

from huiyin.reports.layout import grid
from huiyin.reports.layout.labels import label_line
from huiyin.reports.layout.official_styles import (
    FOOTER,
    HEADER,
    NAMESPACE,
    Look,
    fonts_xml,
    letters_xml,
    settings_xml,
    styles_xml,
)

_LABEL_SIZE = 18  # half points
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
# Parts of python-docx's blank file that no official paper needs: a picture of the blank page, Western numbering.
_UNUSED = ("/thumbnail", "/customXml", "/stylesWithEffects", "/numbering", "/webSettings")


def blank_document(dated: date, subject: str, mark: str) -> Document:
    """An empty paper: styles, fonts, page, grid, page numbers; in the header of each page the `mark`, if any, and the classification."""
    document = docx.Document()
    _drop_unused(document)
    _refill(document.styles.element, styles_xml())
    _refill(document.settings.element, settings_xml())
    # python-docx has no name for this part: it only carries its bytes along.
    document.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)._blob = fonts_xml().encode()
    _properties(document, dated, subject)
    section = document.sections[0]
    _page(section)
    for even in (False, True):
        _page_number(section, even=even)
        header = section.even_page_header if even else section.header
        line, label = header.paragraphs[0], label_line([mark])
        if mark and label.startswith(mark):  # the mark is the classification: said once, and large
            add_letters(line, HEADER, mark)
            label = label.removeprefix(mark)
        elif mark:
            add_letters(line, HEADER, mark)
            line = header.add_paragraph(style=HEADER.name)
        add_letters(line, HEADER, label, _LABEL_SIZE)
    return document


def save_document(document: Document, target: str | Path | BinaryIO) -> None:
    """Write the paper to a path or an open binary file; no moment of saving gets into the bytes."""
    drawn = io.BytesIO()
    document.save(drawn)
    with zipfile.ZipFile(drawn) as parts, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        for part in parts.infolist():
            out.writestr(zipfile.ZipInfo(part.filename, _ZIP_EPOCH), parts.read(part), zipfile.ZIP_DEFLATED)


def element(xml: str) -> BaseOxmlElement:
    """The element that `xml` writes, with the prefix w understood."""
    head, _, rest = xml.partition(">")
    closed = head.endswith("/")
    return parse_xml(f"{head.rstrip('/')} {NAMESPACE}{'/' if closed else ''}>{rest}")


def add_letters(paragraph: Paragraph, look: Look, text: str, size: int | None = None) -> None:
    """A run of `text` that names its own font and size, so that text pasted elsewhere keeps them; \\n breaks the line."""
    run = paragraph.add_run(text)
    properties = run._r.get_or_add_rPr()
    _refill(properties, f"<w:rPr {NAMESPACE}>{letters_xml(look.font, size or look.size, look.color)}</w:rPr>")


def right_tab(paragraph: Paragraph, look: Look) -> None:
    """A tab stop at the right edge of 版心, one character in: what follows a tab ends there."""
    stop = grid.BODY_WIDTH - look.size * 10
    paragraph._p.get_or_add_pPr().append(element(f'<w:tabs><w:tab w:val="right" w:pos="{stop}"/></w:tabs>'))


def _refill(parent: BaseOxmlElement, xml: str) -> None:
    for child in list(parent):
        parent.remove(child)
    for child in list(parse_xml(xml)):
        parent.append(child)


def _drop_unused(document: Document) -> None:
    for rels in (document.part.package.rels, document.part.rels):
        for key, rel in list(rels.items()):
            if rel.reltype.endswith(_UNUSED):
                del rels[key]


def _properties(document: Document, dated: date, subject: str) -> None:
    properties = document.core_properties
    moment = datetime(dated.year, dated.month, dated.day, tzinfo=UTC)
    properties.created = properties.modified = moment
    properties.title, properties.language, properties.revision = subject[:255], "zh-CN", 1
    properties.author = properties.last_modified_by = properties.comments = properties.keywords = ""


def _page(section: Section) -> None:
    section.page_width, section.page_height = Twips(grid.PAGE_WIDTH), Twips(grid.PAGE_HEIGHT)
    section.top_margin, section.bottom_margin = Twips(grid.MARGIN_TOP), Twips(grid.MARGIN_BOTTOM)
    section.left_margin, section.right_margin = Twips(grid.MARGIN_LEFT), Twips(grid.MARGIN_RIGHT)
    section.header_distance = Twips(grid.HEADER_DISTANCE)
    section.footer_distance = Twips(grid.FOOTER_DISTANCE)
    section.gutter = Twips(0)
    for old in section._sectPr.xpath("./w:docGrid"):
        section._sectPr.remove(old)
    lines = f'w:linePitch="{grid.GRID_LINE_PITCH}" w:charSpace="{grid.GRID_CHAR_SPACE}"'
    section._sectPr.append(element(f'<w:docGrid w:type="{grid.GRID_TYPE}" {lines}/>'))


def _page_number(section: Section, *, even: bool) -> None:
    """— 1 —, one character in from the outer edge (DOMAIN 8.1)."""
    side = "left" if even else "right"
    footer = section.even_page_footer if even else section.footer
    paragraph = footer.paragraphs[0]
    properties = paragraph._p.get_or_add_pPr()
    properties.append(element(f'<w:ind w:{side}Chars="100" w:{side}="{grid.SMALL_SIZE * 10}"/>'))
    properties.append(element(f'<w:jc w:val="{side}"/>'))
    add_letters(paragraph, FOOTER, "— ")
    field = element('<w:fldSimple w:instr=" PAGE "/>')
    add_letters(paragraph, FOOTER, "1")
    field.append(paragraph.runs[-1]._r)
    paragraph._p.append(field)
    add_letters(paragraph, FOOTER, " —")
