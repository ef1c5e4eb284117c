"""Frames of tables in an official paper: widths in twips, borders in eighths of a point (DOMAIN 8.1)."""

from dataclasses import dataclass

from docx.oxml.ns import qn
from docx.table import Table, _Cell

from huiyin.reports.layout import grid
from huiyin.reports.layout.word import element


@dataclass(frozen=True)
class Frame:
    """How a table's lines run: thickness `outer` above and below, `inner` between rows, `upright` beside cells (0: none)."""

    outer: int
    inner: int
    upright: int
    at_page_foot: bool = False


IN_TEXT = Frame(grid.RULE_INNER, grid.RULE_INNER, grid.RULE_INNER)
_PADDING = {"top": 40, "left": 80, "bottom": 40, "right": 80}  # twips
PAGE_FOOT = Frame(grid.RULE_OUTER, grid.RULE_INNER, 0, at_page_foot=True)


def frame_table(table: Table, twips: list[int], frame: Frame) -> None:
    """Give an empty table its lines, its fixed widths and its place."""
    properties = table._tbl.tblPr
    for old in list(properties):
        properties.remove(old)
    if frame.at_page_foot:
        place = 'w:vertAnchor="margin" w:horzAnchor="margin" w:tblpX="0" w:tblpYSpec="bottom"'
        properties.append(element(f"<w:tblpPr {place}/>"))
    thickness = {"top": frame.outer, "left": frame.upright, "bottom": frame.outer, "right": frame.upright}
    thickness |= {"insideH": frame.inner, "insideV": frame.upright}
    lines = "".join(_line(side, size) for side, size in thickness.items())
    properties.append(element(f'<w:tblW w:w="{sum(twips)}" w:type="dxa"/>'))
    properties.append(element('<w:jc w:val="center"/>'))
    properties.append(element(f"<w:tblBorders>{lines}</w:tblBorders>"))
    properties.append(element('<w:tblLayout w:type="fixed"/>'))
    pads = "".join(f'<w:{side} w:w="{pad}" w:type="dxa"/>' for side, pad in _PADDING.items())
    properties.append(element(f"<w:tblCellMar>{pads}</w:tblCellMar>"))
    for column, width in zip(table._tbl.tblGrid.gridCol_lst, twips, strict=True):
        column.set(qn("w:w"), str(width))


def add_row(table: Table, twips: list[int], *, is_head: bool = False) -> list[_Cell]:
    """A new row that no page break tears apart, repeated on each page when it is the head; its empty cells."""
    row = table._tbl.add_tr()
    head = "<w:tblHeader/>" if is_head else ""
    row.append(element(f"<w:trPr><w:cantSplit/>{head}</w:trPr>"))
    cells = []
    for width in twips:
        cell = row.add_tc()
        properties = cell.get_or_add_tcPr()
        for old in list(properties):
            properties.remove(old)
        properties.append(element(f'<w:tcW w:w="{width}" w:type="dxa"/>'))
        properties.append(element('<w:vAlign w:val="center"/>'))
        cells.append(_Cell(cell, table))
    return cells


def _line(side: str, size: int) -> str:
    if not size:
        return f'<w:{side} w:val="nil"/>'
    return f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="000000"/>'
