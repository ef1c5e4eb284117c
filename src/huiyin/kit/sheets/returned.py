"""Sheets that go out to be filled in and come back: the numbers by which their rows are known, whatever else is edited.

A number is printed in the last column and ends in letters that are made of what it says and what stood in the row, so that a
number which was mistyped, or counted up by Excel's filling down, is known, and what the clerk changed can be told from
what somebody else changed meanwhile.
"""

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from huiyin.kit.legible import legible
from huiyin.kit.sheets.cells import Row, text_of

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that is taken for another
FOOT = re.compile(
    r"(?:注|备注|说明)[:：]|(?:合计|总计|共计)|(?:填表人|填报人|制表人?|单位负责人|联系电话)(?:[:：]|$)"
)
"""What the lines below a table begin with."""
HEAD_WITHIN = 60
"""Rows within which the heading is looked for."""
_OTHERS_NAMED = 5  # rows of one number: a sheet may hold thousands


@dataclass(frozen=True, slots=True)
class RowFault:
    """A row that isn't taken (or, in a list of notes, one of which something isn't taken): what it is about, and why."""

    row_no: int
    what: str
    zh: str
    en: str


def letters_of(text: str, count: int) -> str:
    """`count` letters, at most twelve, made of a text: five bits each."""
    number = int.from_bytes(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:8], "big")
    return "".join(LETTERS[(number >> (5 * at)) % 32] for at in range(count))


def plain_number(text: str) -> str:
    """A number as it was printed, however it was typed off: half width, capitals, one kind of dash, no letter that isn't in LETTERS."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).upper()
    return re.sub("[—–]", "-", plain).replace("O", "0").replace("I", "1").replace("L", "1")


def plain_text(text: str) -> str:
    """A text as a sheet can show it, so that the way there and back changes nothing."""
    return legible(text)[0].strip()


def other_rows(numbers: Sequence[int], own: int) -> tuple[str, str]:
    """The other rows of one number in Chinese and English, the first few by name."""
    named = [number for number in numbers[: _OTHERS_NAMED + 1] if number != own][:_OTHERS_NAMED]
    more = len(numbers) - 1 - len(named)
    zh, en = "、".join(map(str, named)), ", ".join(map(str, named))
    return (f"{zh} 等 {len(numbers) - 1}", f"{en} and {more} more") if more else (zh, en)


def text_at(row: Row, at: int) -> str:
    """The text of a cell, "" beyond the row's end."""
    return text_of(row[at]).strip() if at < len(row) else ""


def first_text(row: Row) -> str:
    """What a row begins with, cut for a message."""
    return next((text_of(cell).strip()[:80] for cell in row if text_of(cell).strip()), "")
