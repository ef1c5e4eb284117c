"""A minimal .xls, written byte by byte: no library that may be installed here writes one.

A BIFF8 stream (BOF, BOUNDSHEET, then each sheet's cells) inside a compound file with one FAT sector per 128 sectors.
"""

import struct
from collections.abc import Mapping, Sequence

_SECTOR = 512
_END, _FAT, _FREE = 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF


def xls_of(sheets: Mapping[str, Sequence[Sequence[str | float | None]]]) -> bytes:
    """Return the bytes of an .xls with these sheets."""
    return compound_of("Workbook", _workbook(sheets))


def compound_of(name: str, stream: bytes) -> bytes:
    """Return an OLE compound file that holds one stream."""
    stream = stream.ljust(4096, b"\0")  # shorter ones would belong into the mini stream
    stream += b"\0" * (-len(stream) % _SECTOR)
    count = len(stream) // _SECTOR
    fats = -(-(count + 1) // 127)
    chain = [*range(1, count), _END]
    table = [*chain, _END, *([_FAT] * fats)]  # the stream, the directory, the table itself
    table += [_FREE] * (fats * 128 - len(table))
    first_fat = count + 1
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    header += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIII", 0, fats, count, 0, 4096, _END, 0, _END, 0)
    header += struct.pack("<109I", *range(first_fat, first_fat + fats), *([_FREE] * (109 - fats)))
    directory = _entry("Root Entry", 5, child=1, start=_END, size=0) + _entry(
        name, 2, child=_FREE, start=0, size=len(stream)
    )
    directory = directory.ljust(_SECTOR, b"\0")
    return header + stream + directory + struct.pack(f"<{len(table)}I", *table)


def _entry(name: str, kind: int, *, child: int, start: int, size: int) -> bytes:
    encoded = name.encode("utf-16-le")
    head = encoded.ljust(64, b"\0") + struct.pack("<HBBIII", len(encoded) + 2, kind, 1, _FREE, _FREE, child)
    return head + b"\0" * 36 + struct.pack("<IQ", start, size)


def _workbook(sheets: Mapping[str, Sequence[Sequence[str | float | None]]]) -> bytes:
    bodies = [_sheet(rows) for rows in sheets.values()]
    names = [name.encode("utf-16-le") for name in sheets]
    start = len(_bof(5)) + sum(4 + 8 + len(name) for name in names) + 4
    out = _bof(5)
    for name, body in zip(names, bodies, strict=True):
        out += _record(0x85, struct.pack("<IHBB", start, 0, len(name) // 2, 1) + name)
        start += len(body)
    return out + _record(0x0A, b"") + b"".join(bodies)


def _sheet(rows: Sequence[Sequence[str | float | None]]) -> bytes:
    out = _bof(0x10) + _record(
        0x200, struct.pack("<IIHHH", 0, len(rows), 0, max(map(len, rows), default=0), 0)
    )
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                text = cell.encode("utf-16-le")
                out += _record(0x204, struct.pack("<HHHHB", at, column, 0, len(text) // 2, 1) + text)
            elif cell is not None:
                out += _record(0x203, struct.pack("<HHHd", at, column, 0, cell))
    return out + _record(0x0A, b"")


def _bof(kind: int) -> bytes:
    return _record(0x809, struct.pack("<HHHHII", 0x0600, kind, 0x0DBB, 0x07CC, 0, 6))


def _record(code: int, body: bytes) -> bytes:
    return struct.pack("<HH", code, len(body)) + body
