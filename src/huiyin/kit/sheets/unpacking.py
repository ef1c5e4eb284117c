"""What is checked of an .xlsx before the workbook reader sees it.

The reader allocates its table by the furthest cell and copies a shared text once a cell, so a file of a few kilobytes
can ask for terabytes; Rust then aborts the process, which no `except` catches. Hence the limits stand here, in front.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from huiyin.kit.errors import BadInput

MAX_UNPACKED = 800 * 1024**2
MAX_MEMBERS = 10_000
MAX_RATIO = 200  # a real sheet packs 10 to 50 to 1
MAX_CELLS = 5_000_000  # rows × columns of the table that the furthest cell spans
MAX_TEXT = 1024**3  # bytes of text once every shared text is copied into its cells

_RATIO_FREE = 20 * 1024**2  # below this a high ratio is harmless: an empty form packs well
_LOCAL_HEADER = 30
_STORED, _DEFLATED = zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED
_FAR = re.compile(rb'<c r="(?:[A-Za-z]{2,}\d|[A-Za-z]\d{7})')
_TOKEN = re.compile(rb"<(?:\w+:)?(row|c)((?:\s[^>]*)?)>(</)?")
_PLACE = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{0,9})(\d{1,18})["']""")
_POINTER = re.compile(rb"""\bt\s*=\s*["']s["'][^>]*>\s*<(?:\w+:)?v[^>]*>\s*(\d{1,12})""")
_ITEM_END = re.compile(rb"</(?:\w+:)?si>")
_ERRORS = (zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, ValueError, OSError, EOFError)


@dataclass(slots=True)
class _Texts:
    """How much text the cells would hold: the shared texts' lengths, and how often a cell points at one."""

    lengths: list[int]
    pointers: int = 0

    @property
    def at_most(self) -> int:
        return self.pointers * max(self.lengths, default=0)


def check_workbook(data: bytes, name: str) -> bool:
    """Say whether some sheet holds a formula; raise BadInput for no .xlsx, or one that unpacks to more than it should.

    Every member is unpacked once, against what its header promises: a header can lie, and the reader believes it.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
        _check_is_workbook(members, name)
        _check_promises(members, len(data), name)
        texts = _Texts([])
        formulas = False
        for part in _parts(data, members, name):
            _check_part(part, texts, name)
            formulas = formulas or b"</f>" in part or b":f>" in part
        if texts.at_most > MAX_TEXT:
            _check_texts(_parts(data, members, name), texts, name)
    except _ERRORS as error:
        raise damaged(name) from error
    return formulas


def damaged(name: str) -> BadInput:
    """Return the error for a workbook that nothing here can read."""
    return BadInput(
        f"“{name}”已损坏或不是真正的 Excel 文件，无法读取。请用 Excel 或 WPS 打开并另存为 .xlsx 后再导入。",
        f"“{name}” is damaged or no real Excel file. Open it in Excel or WPS, save it as .xlsx and import that.",
    )


def encrypted(name: str) -> BadInput:
    """Return the error for a workbook that asks for a password."""
    return BadInput(
        f"“{name}”设有打开密码，无法读取。请在 Excel 中取消密码后再导入。",
        f"“{name}” is protected by a password. Remove the password in Excel and import it again.",
    )


def too_large(name: str) -> BadInput:
    """Return the error for a workbook that would fill the memory."""
    return BadInput(
        f"“{name}”解压后过大或远处有多余的单元格，可能损坏或是恶意文件，未予读取。请把表格内容复制到新工作簿后再导入。",
        f"“{name}” would unpack to too much, or has stray cells far out; it wasn't read. Copy the table into a new workbook and import that.",
    )


def _check_is_workbook(members: list[zipfile.ZipInfo], name: str) -> None:
    if any(member.flag_bits & 1 for member in members):
        raise encrypted(name)
    names = {member.filename for member in members}
    if "xl/workbook.xml" in names:
        return
    if any(part.startswith("word/") for part in names):
        zh, en = "Word 文档", "a Word document"
    elif any(part.startswith("ppt/") for part in names):
        zh, en = "PPT 演示文稿", "a slide show"
    elif "xl/workbook.bin" in names or "content.xml" in names:
        zh, en = "另一种格式的工作簿（.xlsb 或 .ods）", "a workbook of another format (.xlsb or .ods)"
    elif "[Content_Types].xml" in names:
        raise damaged(name)
    else:
        zh, en = "压缩包", "a zip archive"
    raise BadInput(
        f"“{name}”其实是{zh}，不能直接导入。请打开其中的表格，另存为 .xlsx 后再导入。",
        f"“{name}” is really {en}. Open the table in it, save it as .xlsx and import that.",
    )


def _check_promises(members: list[zipfile.ZipInfo], packed: int, name: str) -> None:
    unpacked = sum(member.file_size for member in members)
    bomb = unpacked > _RATIO_FREE and unpacked > MAX_RATIO * packed
    if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED or bomb:
        raise too_large(name)


def _parts(data: bytes, members: list[zipfile.ZipInfo], name: str) -> Iterator[bytes]:
    return (unpacked(data, member, name) for member in members)


def unpacked(data: bytes, member: zipfile.ZipInfo, name: str) -> bytes:
    """Return one member's bytes, never more than its header promises.

    zipfile stops at the promised size in silence; the workbook reader goes on to the end of the stream. So the stream is
    followed here by hand, and a broken promise is BadInput.
    """
    start = member.header_offset
    name_length, extra_length = struct.unpack_from("<HH", data, start + 26)
    start += _LOCAL_HEADER + name_length + extra_length
    raw = memoryview(data)[start : start + member.compress_size]
    if member.compress_type == _STORED:
        part = bytes(raw)
    elif member.compress_type == _DEFLATED:
        part = zlib.decompressobj(-zlib.MAX_WBITS).decompress(raw, member.file_size + 1)
    else:
        raise damaged(name)
    if len(part) > member.file_size:
        raise too_large(name)
    if len(part) < member.file_size:
        raise damaged(name)
    return part


def _check_part(part: bytes, texts: _Texts, name: str) -> None:
    if b"<!DOCTYPE" in part[:4096]:
        raise damaged(name)  # Office writes none; an entity bomb needs one
    if b"sheetData" in part:
        texts.pointers += part.count(b"</v") + part.count(b":v")
        if (_FAR.search(part) or _is_unusual(part)) and _spanned(part) > MAX_CELLS:
            raise too_large(name)
    else:
        ends = [match.start() for match in _ITEM_END.finditer(part)]
        texts.lengths += [end - start for start, end in zip([0, *ends], ends, strict=False)]


def _is_unusual(part: bytes) -> bool:
    """Say whether some cell doesn't begin with its reference, as Excel writes it: then `_FAR` may have missed it."""
    return part.count(b'<c r="') < part.count(b"<c ") + part.count(b"<c>") + part.count(b":c ") + part.count(
        b":c>"
    )


def _spanned(part: bytes) -> int:
    """Return rows × columns of the smallest table from A1 that holds every filled cell of a worksheet's XML.

    Cells that only carry a format are no cells to the reader: clerks who colour whole columns are let through.
    """
    row = column = last_row = last_column = 0
    for match in _TOKEN.finditer(part):
        tag, attributes, closed = match.groups()
        place = _PLACE.search(attributes)
        if tag == b"row":
            row, column = int(place[2]) if place else row + 1, 0
            continue
        column = _column(place[1]) if place else column + 1
        if place:
            row = int(place[2])
        if not closed and not attributes.endswith(b"/"):
            last_row, last_column = max(last_row, row), max(last_column, column)
    return last_row * last_column


def _column(letters: bytes) -> int:
    column = 0
    for letter in letters.upper():
        column = column * 26 + letter - 64
    return column


def _check_texts(parts: Iterator[bytes], texts: _Texts, name: str) -> None:
    """Count exactly what `at_most` only bounds: one long opinion among many short ones is no bomb."""
    total = 0
    for part in parts:
        if b"sheetData" in part:
            for match in _POINTER.finditer(part):
                index = int(match[1])
                total += texts.lengths[index] if index < len(texts.lengths) else 0
                if total > MAX_TEXT:
                    raise too_large(name)
