"""Office files: zip packages (.docx, .xlsx, .pptx) and compound files (.doc, .xls, .ppt), told by what lies in them.

Macros are refused in both. Nothing is unpacked but the list of contents, and no more of it than it promises.
"""

import struct
import zipfile
import zlib
from io import BytesIO

from huiyin.kit.errors import BadInput
from huiyin.kit.sheets.compound import entry_names
from huiyin.kit.sheets.unpacking import MAX_MEMBERS, MAX_RATIO, MAX_UNPACKED, unpacked
from huiyin.platform.files.rules.kinds import (
    DOC,
    DOCX,
    PPT,
    PPTX,
    XLS,
    XLSX,
    FileType,
    Kind,
    damaged,
    not_taken,
)

_CONTENTS = "[Content_Types].xml"
_MAX_CONTENTS = 1024**2
_RATIO_FREE = 20 * 1024**2
_END = b"PK\x05\x06"
_END_LENGTH = 22
_PACKAGES = (
    ("word/document.xml", b"wordprocessingml.document.main+xml", DOCX),
    ("xl/workbook.xml", b"spreadsheetml.sheet.main+xml", XLSX),
    ("ppt/presentation.xml", b"presentationml.presentation.main+xml", PPTX),
)
_RUNNING = (
    ".exe",
    ".dll",
    ".scr",
    ".com",
    ".bat",
    ".cmd",
    ".ps1",
    ".vbs",
    ".js",
    ".jse",
    ".hta",
    ".jar",
    ".lnk",
)
_COMPOUNDS = (("WordDocument", DOC), ("Workbook", XLS), ("Book", XLS), ("PowerPoint Document", PPT))
_COMPOUND_MACROS = {"_VBA_PROJECT", "_VBA_PROJECT_CUR", "VBA", "Macros"}
_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    NotImplementedError,
    ValueError,
    OSError,
    EOFError,
    BadInput,
)


def package_type(data: bytes, kind: Kind) -> FileType:
    """Which Office file a zip is. BadInput for every other zip, for macros, programs and passwords, and for a bomb."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
    except _ERRORS as error:
        raise damaged(DOCX) from error
    names = {member.filename for member in members}
    found = next((known for known in _PACKAGES if known[0] in names), None)
    if found is None or _CONTENTS not in names:
        raise not_taken(kind, "压缩包，或另一种格式的文档", "an archive or a document of another format")
    _, marker, file_type = found
    _check_frame(data, members, file_type)
    lowered = [name.lower() for name in names]
    if any("vba" in name.rpartition("/")[2] for name in lowered):
        raise with_macros()
    if any(name.endswith(_RUNNING) for name in lowered):
        raise not_taken(kind, "夹带程序的文档", "a document that carries a program")
    contents = _contents(data, members, file_type)
    if b"macroEnabled" in contents:
        raise with_macros()
    if marker not in contents:
        raise damaged(file_type)
    return file_type


def compound_type(data: bytes, kind: Kind) -> FileType:
    """Which Office file a compound file is. BadInput for every other one, for macros and for passwords."""
    try:
        names = entry_names(data)
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise damaged(DOC) from error
    if "EncryptedPackage" in names or "EncryptionInfo" in names:
        raise with_password()
    if names & _COMPOUND_MACROS:
        raise with_macros()
    found = next((file_type for name, file_type in _COMPOUNDS if name in names), None)
    if found is None:
        raise not_taken(
            kind, "安装包、邮件或另一种格式的文件", "an installer, a mail or a file of another format"
        )
    return found


def with_macros() -> BadInput:
    """The error for a document that can run something."""
    return BadInput(
        "文档里带有宏，不能上传。请另存为不含宏的 .docx、.xlsx 或 .pptx 后再上传。",
        "The document holds macros and isn't taken. Save it as .docx, .xlsx or .pptx without macros.",
    )


def with_password() -> BadInput:
    """The error for a file that asks for a password."""
    return BadInput(
        "文件设有打开密码，别人无法查看。请取消密码后再上传。",
        "The file is protected by a password, so nobody could look at it. Remove the password and send it again.",
    )


def _check_frame(data: bytes, members: list[zipfile.ZipInfo], file_type: FileType) -> None:
    """The package is the whole file, from its first byte to its last, and promises nothing monstrous."""
    if any(member.flag_bits & 1 for member in members):
        raise with_password()
    if data[-_END_LENGTH:][:4] != _END or min(member.header_offset for member in members) != 0:
        raise damaged(file_type)
    size = sum(member.file_size for member in members)
    bomb = size > _RATIO_FREE and size > MAX_RATIO * len(data)
    odd = any(name.startswith("/") or ".." in name.split("/") for name in (m.filename for m in members))
    if len(members) > MAX_MEMBERS or size > MAX_UNPACKED or bomb or odd:
        raise damaged(file_type)


def _contents(data: bytes, members: list[zipfile.ZipInfo], file_type: FileType) -> bytes:
    member = next(member for member in members if member.filename == _CONTENTS)
    if member.file_size > _MAX_CONTENTS:
        raise damaged(file_type)
    try:
        return unpacked(data, member, "")
    except _ERRORS as error:
        raise damaged(file_type) from error
