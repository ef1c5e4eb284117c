"""Which files are taken, and how large: one table for the two ways in which a file comes."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from huiyin.kit.errors import BadInput

MEGABYTE = 1024**2


class Kind(StrEnum):
    """How a file comes: kept byte for byte as evidence, or from a giver, cleaned (SPEC rule 5)."""

    EVIDENCE = "evidence"
    GIVEN = "given"


@dataclass(frozen=True)
class FileType:
    """What a file is. A name ends in one of `endings`, the first when its own is none of them."""

    media_type: str
    endings: tuple[str, ...]
    zh: str


_OFFICE = "application/vnd.openxmlformats-officedocument."

JPEG = FileType("image/jpeg", (".jpg", ".jpeg"), "JPEG 图片")
PNG = FileType("image/png", (".png",), "PNG 图片")
WEBP = FileType("image/webp", (".webp",), "WebP 图片")
HEIC = FileType("image/heic", (".heic", ".heif"), "HEIC 图片")
PDF = FileType("application/pdf", (".pdf",), "PDF")
DOCX = FileType(f"{_OFFICE}wordprocessingml.document", (".docx",), "Word 文档")
XLSX = FileType(f"{_OFFICE}spreadsheetml.sheet", (".xlsx",), "Excel 工作簿")
PPTX = FileType(f"{_OFFICE}presentationml.presentation", (".pptx",), "PPT 演示文稿")
DOC = FileType("application/msword", (".doc", ".wps"), "Word 文档（旧版）")
XLS = FileType("application/vnd.ms-excel", (".xls", ".et"), "Excel 工作簿（旧版）")
PPT = FileType("application/vnd.ms-powerpoint", (".ppt", ".dps"), "PPT 演示文稿（旧版）")
TEXT = FileType("text/plain", (".txt", ".csv"), "纯文本")

PICTURES = (JPEG, PNG, WEBP)


@dataclass(frozen=True)
class Allowance:
    """What is taken of one kind."""

    most_bytes: int
    types: tuple[FileType, ...]
    zh: str
    en: str


ALLOWED: dict[Kind, Allowance] = {
    Kind.EVIDENCE: Allowance(
        20 * MEGABYTE,
        (*PICTURES, HEIC, PDF, DOCX, XLSX, PPTX, DOC, XLS, PPT, TEXT),
        "图片、PDF、Word、Excel、PPT 或纯文本",
        "a picture, PDF, Word, Excel, PowerPoint or plain text",
    ),
    Kind.GIVEN: Allowance(
        10 * MEGABYTE, (*PICTURES, PDF), "图片（JPG、PNG、WebP）或 PDF", "a picture or a PDF"
    ),
}


class Stream(Protocol):
    """What bytes can be read from: an open file, an upload."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; none at the end."""


def read_upload(stream: Stream, kind: Kind) -> bytes:
    """All bytes of an upload. BadInput once there are too many; no more than that is ever read."""
    most = ALLOWED[kind].most_bytes
    parts: list[bytes] = []
    left = most + 1
    while left > 0 and (part := stream.read(left)):
        parts.append(part)
        left -= len(part)
    return checked_size(b"".join(parts), kind)


def checked_size(data: bytes, kind: Kind) -> bytes:
    """The bytes themselves, when there are any and not too many; else BadInput."""
    most = ALLOWED[kind].most_bytes
    if len(data) > most:
        raise BadInput(
            f"文件超过 {most // MEGABYTE} MB。请压缩图片、拆成几个文件，或只上传有关的几页。",
            f"The file is larger than {most // MEGABYTE} MB. Make the pictures smaller, split it, or send the pages that matter.",
        )
    if not data:
        raise BadInput("文件是空的，没有内容。请重新选择。", "The file is empty. Choose another one.")
    return data


def not_taken(kind: Kind, zh: str, en: str) -> BadInput:
    """The error for a file that really is `zh`/`en`, which isn't taken."""
    allowance = ALLOWED[kind]
    return BadInput(
        f"这个文件其实是{zh}，不能上传。可以上传{allowance.zh}。",
        f"The file is really {en}, which isn't taken. Send {allowance.en}.",
    )


def damaged(file_type: FileType) -> BadInput:
    """The error for a file that says it is of a type and can't be read as one."""
    return BadInput(
        f"{file_type.zh}已损坏，或夹带了别的内容，未予接收。请重新导出或另存后再上传。",
        f"The file ({file_type.media_type}) is damaged or carries something else; it wasn't taken. Export or save it anew.",
    )
