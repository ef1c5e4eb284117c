"""Segments of JPEG and boxes of JPEG 2000 that say more than the picture: for pictures inside a PDF, which stay as coded."""

_START_OF_SCAN, _END = 0xDA, 0xD9
_ADOBE = 0xEE  # says how the colours are coded: without it the picture turns green
_COMMENT = 0xFE
_ALONE = {0x01, *range(0xD0, 0xD9)}
_JP2_START = b"\x00\x00\x00\x0cjP  \r\n\x87\n"
_JP2_TELLING = (b"xml ", b"uuid", b"uinf")


def bare_jpeg(data: bytes) -> bytes:
    """The JPEG without application segments (EXIF, XMP, IPTC, thumbnails), comments, and bytes behind its end.

    ValueError when it isn't one.
    """
    if not data.startswith(b"\xff\xd8"):
        raise ValueError("no JPEG")
    kept = [b"\xff\xd8"]
    at = 2
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            raise ValueError("no segment of a JPEG")
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker == _END:
            break
        length = 0 if marker in _ALONE else int.from_bytes(data[at + 2 : at + 4], "big")
        end = at + 2 + length
        if marker == _START_OF_SCAN:
            scan_end = _scan_end(data, end)
            kept.append(data[at:scan_end])
            at = scan_end
            continue
        if marker == _ADOBE:
            kept.append(data[at : min(end, at + 16)])
        elif not (0xE0 <= marker <= 0xEF or marker == _COMMENT):
            kept.append(data[at:end])
        at = end
    return b"".join([*kept, b"\xff\xd9"])


def _scan_end(data: bytes, at: int) -> int:
    """Where the coded picture from `at` ends: at the next marker that is no stuffing and no restart."""
    while (at := data.find(b"\xff", at)) >= 0 and at + 1 < len(data):
        if data[at + 1] == 0 or 0xD0 <= data[at + 1] <= 0xD7:
            at += 2
        elif data[at + 1] == 0xFF:
            at += 1
        else:
            return at
    return len(data)


def bare_jp2(data: bytes) -> bytes:
    """The JPEG 2000 file without boxes of XML and UUIDs; a bare code stream as it is. ValueError when the boxes don't fit."""
    if not data.startswith(_JP2_START):
        return data
    kept = []
    at = 0
    while at < len(data):
        size = int.from_bytes(data[at : at + 4], "big") or len(data) - at
        if size == 1:
            size = int.from_bytes(data[at + 8 : at + 16], "big")
        if size < 8 or at + size > len(data):
            raise ValueError("no box of JPEG 2000")
        if data[at + 4 : at + 8] not in _JP2_TELLING:
            kept.append(data[at : at + size])
        at += size
    return b"".join(kept)
