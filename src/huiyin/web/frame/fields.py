"""What was typed into a form, as what it means; where it means nothing, a BadInput that says what to type."""

import re
from datetime import date
from enum import StrEnum
from typing import TypeVar

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, QueryDict

from huiyin.kit.errors import BadInput
from huiyin.kit.sheets import Sheet, sheet_from, sheets_from

LARGEST_UPLOAD = 20 * 1024**2
_LONGEST = 200
_UNSTORABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")

Choice = TypeVar("Choice", bound=StrEnum)


def line(given: QueryDict, name: str, *, longest: int = _LONGEST) -> str:
    """One line of text without control characters, cut off where nobody types any more."""
    return _UNSTORABLE.sub(" ", str(given.get(name, ""))).strip()[:longest]


def day(given: QueryDict, name: str, zh: str, en: str) -> date | None:
    """A day from a date field, None when it is empty; `zh` and `en` name the field."""
    typed = line(given, name)
    if not typed:
        return None
    try:
        return date.fromisoformat(typed)
    except ValueError as error:
        raise BadInput(
            f"{zh}“{typed[:30]}”看不懂，请写成 2014-03-01。", f"{en} '{typed[:30]}': write 2014-03-01."
        ) from error


def one_of(given: QueryDict, name: str, kind: type[Choice], zh: str, en: str) -> Choice:
    """One of a closed list; `zh` and `en` name the field."""
    try:
        return kind(line(given, name))
    except ValueError as error:
        raise BadInput(f"请选择{zh}。", f"Choose a {en}.") from error


def words(given: QueryDict, name: str, *, longest: int) -> str:
    """Several lines of text as they were typed; BadInput, never a cut, where they are too many."""
    typed = str(given.get(name, "")).replace("\r\n", "\n").strip()
    if len(typed) > longest:
        raise BadInput(
            f"太长了：至多 {longest} 字，现有 {len(typed)} 字。",
            f"Too long: at most {longest} characters, here {len(typed)}.",
        )
    return typed


def uploaded(request: HttpRequest) -> tuple[str, Sheet]:
    """The name and the table of the uploaded file. BadInput without one, and for what is no table."""
    name, data = _file(request)
    return name, sheet_from(data, name)


def uploaded_sheets(request: HttpRequest) -> tuple[str, list[Sheet]]:
    """The same for a workbook all of whose sheets are read."""
    name, data = _file(request)
    return name, sheets_from(data, name)


def _file(request: HttpRequest) -> tuple[str, bytes]:
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile) or not file.name:
        raise BadInput("请选择一个文件。", "Choose a file.")
    if (file.size or 0) > LARGEST_UPLOAD:
        limit = LARGEST_UPLOAD // 1024**2
        raise BadInput(
            f"“{file.name}”超过 {limit} MB，请拆成几个文件，或删去其中的图片后再导入。",
            f"“{file.name}” is larger than {limit} MB. Split it, or remove its pictures.",
        )
    return file.name, file.read()
