"""What a file is, by its content alone: puremagic says what it could be, and each type then has to prove it."""

import re
import zipfile
from collections.abc import Callable
from io import BytesIO

import puremagic

from huiyin.platform.files.rules.kinds import (
    ALLOWED,
    HEIC,
    JPEG,
    PDF,
    PNG,
    TEXT,
    WEBP,
    FileType,
    Kind,
    damaged,
    not_taken,
)
from huiyin.platform.files.rules.packages import compound_type, package_type
from huiyin.platform.files.rules.pdfs import check_pdf
from huiyin.platform.files.rules.pictures import check_picture

_HEAD = 8192
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"mif1"}
_MARKUP = re.compile(rb"<(?:!doctype|html|head|body|script|svg|iframe|\?xml|\?php|meta|object|embed)\b", re.I)
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]")
_SIGNATURES: tuple[tuple[bytes, int, FileType], ...] = (
    (b"\xff\xd8\xff", 0, JPEG),
    (b"\x89PNG\r\n\x1a\n", 0, PNG),
    (b"WEBP", 8, WEBP),
    (b"%PDF-", 0, PDF),
)
# What people rename: the ending by which puremagic knows it, and what to call it.
_NAMED = {
    ".exe": ("程序文件", "a program"),
    ".elf": ("程序文件", "a program"),
    ".rar": ("RAR 压缩包", "a RAR archive"),
    ".7z": ("7z 压缩包", "a 7z archive"),
    ".gz": ("gzip 压缩包", "a gzip archive"),
    ".zip": ("压缩包", "an archive"),
    ".svg": ("SVG 图形（可夹带脚本）", "an SVG drawing, which can carry scripts"),
    ".html": ("网页", "a web page"),
    ".xml": ("XML 文件", "an XML file"),
    ".rtf": ("RTF 文档", "an RTF document"),
    ".gif": ("GIF 图片", "a GIF picture"),
    ".bmp": ("BMP 图片", "a BMP picture"),
    ".tif": ("TIFF 图片", "a TIFF picture"),
    ".mp4": ("视频", "a video"),
    ".mov": ("视频", "a video"),
    ".mp3": ("录音", "a sound recording"),
    ".wav": ("录音", "a sound recording"),
}


def sniffed(data: bytes, kind: Kind) -> FileType:
    """The type of a file's content, which is one that is taken of this kind; BadInput says what it is otherwise.

    The name has no part in it. A file that is two things at once (a page that is also a PDF, a picture with an archive
    behind it) is none.
    """
    file_type = _type(data, kind)
    if file_type not in ALLOWED[kind].types:
        raise not_taken(kind, file_type.zh, f"a file of the type {file_type.media_type}")
    check = _CHECKS.get(file_type)
    if check is not None:
        check(data)
        if zipfile.is_zipfile(BytesIO(data)):
            raise damaged(file_type)
    return file_type


def _type(data: bytes, kind: Kind) -> FileType:
    for magic, at, file_type in _SIGNATURES:
        if data[at : at + len(magic)] == magic and (at == 0 or data[:4] == b"RIFF"):
            return file_type
    if data.startswith(b"PK\x03\x04"):
        return package_type(data, kind)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return compound_type(data, kind)
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC_BRANDS:
        return HEIC
    if _MARKUP.search(data[:_HEAD]):
        raise not_taken(kind, "网页、SVG 或 XML 文件", "a web page, an SVG drawing or an XML file")
    _refuse_known(data, kind)
    if _is_text(data):
        return TEXT
    raise not_taken(kind, "无法识别的文件", "of a type that nobody here knows")


def _refuse_known(data: bytes, kind: Kind) -> None:
    """BadInput that names what puremagic is sure about; text formats that it guesses are text."""
    try:
        endings = [match.extension.lower() for match in puremagic.magic_string(data[:_HEAD])]
    except (puremagic.PureError, ValueError):
        return
    for ending in endings:
        if ending in _NAMED:
            raise not_taken(kind, *_NAMED[ending])


def _is_text(data: bytes) -> bool:
    """Whether this is text: UTF-8, UTF-16 with its mark, or GB 18030, without control characters."""
    marked = [encoding for bom, encoding in _BOMS if data.startswith(bom)]
    for encoding in marked or ["utf-8", "gb18030"]:
        try:
            return not _CONTROLS.search(data.decode(encoding))
        except UnicodeDecodeError:
            continue
    return False


def _check_heic(data: bytes) -> None:
    """The boxes follow each other to the last byte: nothing lies behind them."""
    at = 0
    while at < len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        if size == 1:
            size = int.from_bytes(data[at + 8 : at + 16], "big")
        if size < 8 or at + size > len(data):
            raise damaged(HEIC)
        at += size


def _check_whole_pdf(data: bytes) -> None:
    if _MARKUP.search(data[:1024]) or b"%%EOF" not in data[-1024:]:
        raise damaged(PDF)
    check_pdf(data)


_CHECKS: dict[FileType, Callable[[bytes], None]] = {
    **dict.fromkeys((JPEG, PNG, WEBP), check_picture),
    HEIC: _check_heic,
    PDF: _check_whole_pdf,
}
