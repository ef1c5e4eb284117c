"""The formulas of a worksheet that have no value: 「=-食堂太贵」 is what somebody wrote, and nothing else keeps it.

The workbook reader gives "" for a formula without a cached value, and openpyxl can't tell 「no value yet」 from 「the value
is an empty text」 (=IF(A1="","",…), which every form has). So those cells are read from the sheet's own XML. Nothing is evaluated.
Parts with a DOCTYPE were refused before (unpacking), so no entity can blow up here.
"""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from xml.etree import ElementTree

from huiyin.kit.sheets.unpacking import unpacked

_REFERENCE = re.compile(r"([A-Za-z]{1,3})(\d{1,7})")


def uncached_formulas(data: bytes, sheet: str, name: str) -> dict[tuple[int, int], str]:
    """Return {(row, column) from 0: "=…"} of the sheet's formulas whose cached value is missing or an error.

    `data` is an .xlsx that check_workbook let through. Raises ElementTree.ParseError or KeyError for broken XML.
    """
    part = _sheet_part(data, sheet, name)
    return dict(_found(part)) if part else {}


def _sheet_part(data: bytes, sheet: str, name: str) -> bytes | None:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        members = {member.filename: member for member in archive.infolist()}
    workbook = ElementTree.fromstring(unpacked(data, members["xl/workbook.xml"], name))  # noqa: S314 — see the module
    links = ElementTree.fromstring(unpacked(data, members["xl/_rels/workbook.xml.rels"], name))  # noqa: S314 — see the module
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    for element in workbook.iter():
        if _local(element.tag) == "sheet" and element.get("name") == sheet:
            identity = next((value for key, value in element.items() if _local(key) == "id"), None)
            target = posixpath.normpath(posixpath.join("/xl", targets.get(identity, ""))).lstrip("/")
            return unpacked(data, members[target], name) if target in members else None
    return None


def _found(part: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    # Cells are dropped once read, or a sheet of a million formulas would stand in memory as a tree.
    for _, element in ElementTree.iterparse(BytesIO(part)):  # noqa: S314 — see the module
        tag = _local(element.tag)
        if tag == "c":
            place = _REFERENCE.fullmatch(element.get("r", ""))
            formula = _uncached(element)
            if place and formula:
                yield (int(place[2]) - 1, _position(place[1])), formula
        elif tag == "row":
            element.clear()


def _uncached(cell: ElementTree.Element) -> str | None:
    children = {_local(child.tag): child.text or "" for child in cell}
    kind = cell.get("t", "n")
    valued = children.get("v") or kind == "str"
    if not children.get("f") or (valued and kind != "e"):
        return None
    return "=" + children["f"]


def _position(letters: str) -> int:
    position = 0
    for letter in letters.upper():
        position = position * 26 + ord(letter) - 64
    return position - 1


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
