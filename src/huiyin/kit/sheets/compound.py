"""What is checked of an .xls before the workbook reader sees it.

An .xls is a compound file ([MS-CFB]) whose stream 「Workbook」 is a row of records ([MS-XLS]). The reader reserves memory for
what its DIMENSIONS record promises and for its furthest cell, up to 65,536 × 65,536, and Rust aborts the process when it can't.
So the records are walked here first, in the reader's own order: from each BOUNDSHEET's offset to the EOF.
"""

import struct
from collections.abc import Iterator

from huiyin.kit.sheets.unpacking import MAX_CELLS, damaged, encrypted, too_large

_MAX_COLUMNS = 256
_MAX_ROWS = 65_536
_MAX_SHEETS = 1_000
_STREAMS = ("Workbook", "Book")
_ENCRYPTED = ("EncryptedPackage", "EncryptionInfo")
_SECTOR_SHIFTS = (9, 12)
_LAST_SECTOR = 0xFFFFFFFA  # sector numbers from here on are marks, not sectors
_EOF, _BOUNDSHEET, _DIMENSIONS, _FILEPASS, _MULRK = 0x0A, 0x85, 0x200, 0x2F, 0xBD
_CELLS = frozenset({0x06, 0x206, 0x406, 0x203, 0x03, 0x204, 0x04, 0x205, 0x27E, 0xFD, 0xD6, _MULRK})


def check_compound(data: bytes, name: str) -> None:
    """Raise BadInput for a compound file that is no workbook, is encrypted, damaged, or asks for too much memory."""
    try:
        streams = dict(_streams(data))
        if any(part in streams for part in _ENCRYPTED):
            raise encrypted(name)
        books = [streams[part] for part in _STREAMS if part in streams]
        if not books:
            raise damaged(name)
        for book in books:
            _check_book(book, name)
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise damaged(name) from error


def entry_names(data: bytes) -> frozenset[str]:
    """Return the names of everything that a compound file holds; raise IndexError or struct.error when it is damaged."""
    shift = struct.unpack_from("<H", data, 30)[0]
    if shift not in _SECTOR_SHIFTS:
        raise IndexError("no sector size of a compound file")
    directory = _chain(data, _table(data, shift), struct.unpack_from("<I", data, 48)[0], shift)
    return frozenset(_entry(directory, at, shift)[0] for at in range(0, len(directory) - 127, 128)) - {""}


def _check_book(book: bytes, name: str) -> None:
    offsets: list[int] = []
    for code, start, length in _records(book, 0):
        if code == _FILEPASS:
            raise encrypted(name)
        if code == _BOUNDSHEET and length >= 4:
            offsets.append(struct.unpack_from("<I", book, start)[0])
    if len(offsets) > _MAX_SHEETS:
        raise too_large(name)
    spanned = 0
    for offset in offsets:
        spanned += _spanned(book, offset, name)
        if spanned > MAX_CELLS:
            raise too_large(name)


def _spanned(book: bytes, offset: int, name: str) -> int:
    """Return rows × columns of the table that a sheet's cells span or its DIMENSIONS promise."""
    rows = columns = 0
    for code, start, length in _records(book, offset):
        if code in _CELLS and length >= 4:
            row, column = struct.unpack_from("<HH", book, start)
            column += (length - 6) // 6 if code == _MULRK else 0
        elif code == _DIMENSIONS and length >= 10:
            wide = length == 14
            top, row, left, column = struct.unpack_from("<IIHH" if wide else "<HHHH", book, start)
            row, column = max(row, 1) - 1, max(column, 1) - 1
            if top > row or left > column:
                raise damaged(name)  # the reader would count the rows by subtraction, below nought
        else:
            continue
        if row >= _MAX_ROWS or column >= _MAX_COLUMNS:
            raise damaged(name)
        rows, columns = max(rows, row + 1), max(columns, column + 1)
    return rows * columns


def _records(book: bytes, offset: int) -> Iterator[tuple[int, int, int]]:
    """Yield (code, start, length) of the records from `offset` to the EOF record or the end."""
    while offset + 4 <= len(book):
        code, length = struct.unpack_from("<HH", book, offset)
        yield code, offset + 4, length
        if code == _EOF:
            return
        offset += 4 + length


def _streams(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield (name, bytes) of the compound file's workbook and encryption streams."""
    shift = struct.unpack_from("<H", data, 30)[0]
    if shift not in _SECTOR_SHIFTS:
        raise IndexError("no sector size of a compound file")
    directory_count, table_count, directory_at, mini_limit, mini_table_at, mini_table_count = (
        struct.unpack_from("<III4xIII", data, 40)
    )
    if max(directory_count, table_count, mini_table_count) > len(data) >> shift:
        raise IndexError("more sectors than the file has")
    table = _table(data, shift)
    directory = _chain(data, table, directory_at, shift)
    entries = [_entry(directory, at, shift) for at in range(0, len(directory) - 127, 128)]
    if not entries:
        return
    if any(size > len(data) for name, _, size in entries[1:] if name in _STREAMS) or entries[0][2] > len(
        data
    ):
        raise IndexError("a stream longer than the file")
    mini_stream = _chain(data, table, entries[0][1], shift)
    mini_bytes = _chain(data, table, mini_table_at, shift)
    mini_table = _numbers(mini_bytes)
    if _has_loop(table) or _has_loop(mini_table):
        raise IndexError("a chain of sectors that never ends")
    for name, start, size in entries[1:]:
        if name not in _STREAMS + _ENCRYPTED:
            continue
        if size < mini_limit:
            yield name, _linked(mini_stream, mini_table, start, 64, 0)[:size]
        else:
            yield name, _chain(data, table, start, shift)[:size]


def _entry(directory: bytes, at: int, shift: int) -> tuple[str, int, int]:
    length = min(struct.unpack_from("<H", directory, at + 64)[0], 64)
    start, size = struct.unpack_from("<II" if shift == _SECTOR_SHIFTS[0] else "<IQ", directory, at + 116)
    return directory[at : at + max(length - 2, 0)].decode("utf-16-le", "replace"), start, size


def _table(data: bytes, shift: int) -> tuple[int, ...]:
    """Return the sector table (FAT): sector number → the next one of its chain."""
    size = 1 << shift
    listed = list(struct.unpack_from("<109I", data, 76))
    extra = struct.unpack_from("<I", data, 68)[0]
    for _ in range(len(data) // size + 1):
        if extra >= _LAST_SECTOR:
            break
        *block, extra = struct.unpack_from(f"<{size // 4}I", data, size * (extra + 1))
        listed += block
    else:
        raise IndexError("a sector list that never ends")
    return _numbers(b"".join(data[size * (at + 1) : size * (at + 2)] for at in listed if at < _LAST_SECTOR))


def _numbers(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])


def _has_loop(table: tuple[int, ...]) -> bool:
    """Say whether some chain of sectors comes back to itself: the reader would follow it until the memory is full."""
    seen_from = [-1] * len(table)
    for start in range(len(table)):
        at = start
        while at < len(table) and seen_from[at] < 0:
            seen_from[at] = start
            at = table[at]
        if at < len(table) and seen_from[at] == start:
            return True
    return False


def _chain(data: bytes, table: tuple[int, ...], start: int, shift: int) -> bytes:
    return _linked(data, table, start, 1 << shift, 1 << shift)


def _linked(data: bytes, table: tuple[int, ...], start: int, size: int, base: int) -> bytes:
    """Return the bytes of a chain of sectors; one that leaves the table ends there."""
    parts: list[bytes] = []
    while start < len(table) and len(parts) <= len(table):
        parts.append(data[base + start * size : base + (start + 1) * size])
        start = table[start]
    return b"".join(parts)
