"""What a file is, by its first bytes: the name's ending is only what somebody called it."""

import re
from enum import StrEnum

from huiyin.kit.errors import BadInput

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BOMS = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")
_MARKUP = re.compile(
    rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype|html|head|meta|table|body|\?xml|style|div)\b", re.I | re.S
)
# Formats that people rename to .xlsx by hand, each with what to say of it.
_FOREIGN = (
    (b"%PDF-", "PDF 文件", "a PDF"),
    (b"\x89PNG", "图片", "a picture"),
    (b"\xff\xd8\xff", "图片", "a picture"),
    (b"GIF8", "图片", "a picture"),
    (b"Rar!", "RAR 压缩包", "a RAR archive"),
    (b"7z\xbc\xaf", "7z 压缩包", "a 7z archive"),
    (b"\x1f\x8b", "gzip 压缩包", "a gzip archive"),
    (b"{\\rtf", "RTF 文档", "an RTF document"),
    (b"MZ", "程序文件", "a program"),
    (b"\x7fELF", "程序文件", "a program"),
)
# Old BIFF streams without a container: Excel 2–4 only, which no reader here understands.
_HEAD = 4096


class Kind(StrEnum):
    """How a file can be read."""

    ZIP = "zip"  # .xlsx, .xlsm and whatever else comes as a zip
    OLE = "ole"  # .xls, and encrypted .xlsx
    TEXT = "text"  # .csv, .tsv, .txt


def kind_of(data: bytes, name: str) -> Kind:
    """Say how to read a file with these bytes; raise BadInput for what is no table at all."""
    head = data[:_HEAD]
    if head.startswith(b"PK\x03\x04"):
        return Kind.ZIP
    if head.startswith(_OLE):
        return Kind.OLE
    for magic, zh, en in _FOREIGN:
        if head.startswith(magic):
            raise BadInput(
                f"“{name}”其实是{zh}，不是表格。请用 Excel 或 WPS 另存为 .xlsx 后再导入。",
                f"“{name}” is really {en}, not a table. Save it as .xlsx in Excel or WPS and import that.",
            )
    if _MARKUP.match(head.lstrip(b"\xef\xbb\xbf")):
        raise BadInput(
            f"“{name}”其实是网页（HTML 或 XML），只是改了扩展名。请用 Excel 打开，另存为 .xlsx 后再导入。",
            f"“{name}” is really a web page (HTML or XML) under another name. Open it in Excel, save it as .xlsx and import that.",
        )
    if b"\x00" in head and not head.startswith(_BOMS):
        raise BadInput(
            f"“{name}”不是表格文件（内容是二进制数据）。请确认文件没有损坏，用 Excel 或 WPS 另存为 .xlsx 后再导入。",
            f"“{name}” is no table file (its content is binary). Check that it isn't damaged, save it as .xlsx and import that.",
        )
    return Kind.TEXT
