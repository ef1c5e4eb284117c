"""Paper forms: the number on a sheet, the code on its stub, what is written on it, and what becomes of it. Pure.

A sheet has two parts. The giver tears off the stub and keeps it: its code is the receipt. The sheet itself is handed in, scanned and
typed in by its number. From the number to the code leads only the key that is outside the database, so neither whoever types nor
whoever has the database can use the receipt.
"""

import hashlib
import hmac
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from huiyin.kit.errors import BadInput
from huiyin.process.answers.rules.receipts import (
    ALPHABET,
    MOST_FURTHER,
    check_letter,
    checked,
    receipt_code,
)
from huiyin.process.campaigns.rules.forms import Column, Form
from huiyin.process.channels.rules.given import Given
from huiyin.process.channels.rules.taking_down import past_day

FORM = "opinion_form"
"""The form in a template's forms.toml that is printed."""

CHANNEL = "form"
"""The channel in a template's lists.toml by which it comes in."""

SCAN_DAYS = "scan_days"
USUAL_SCAN_DAYS = 30
"""How long scans are kept at most by campaigns whose template has no such number."""

MOST_COPIES = 500
MOST_ROWS = 1 + MOST_FURTHER
MOST_PAGES = 60
MOST_SCANS = 1000
LONGEST_NAME = 80
LONGEST_CELL = 7000
_LETTERS = 7
LENGTH = _LETTERS + 1


class SheetState(StrEnum):
    """What became of a sheet; OUT: printed, and not back yet."""

    OUT = "out"
    TYPED = "typed"
    UNREADABLE = "unreadable"
    BLANK = "blank"
    VOID = "void"


STATE_NAMES = {
    SheetState.OUT: "没收回",
    SheetState.TYPED: "已录",
    SheetState.UNREADABLE: "看不清",
    SheetState.BLANK: "空白",
    SheetState.VOID: "作废",
}

ASIDE = (SheetState.UNREADABLE, SheetState.BLANK, SheetState.VOID)
"""What can be said of a sheet that isn't typed in."""


def fresh_numbers(count: int) -> list[str]:
    """So many numbers of sheets by chance (29⁷ each), none like another, in their own order: nobody can tell whose is the next."""
    found: set[str] = set()
    while len(found) < count:
        letters = "".join(secrets.choice(ALPHABET) for _ in range(_LETTERS))
        found.add(letters + check_letter(letters))
    return sorted(found)


def number_typed(text: str) -> str | None:
    """The number that somebody typed, in any width and case, with or without the hyphen; None when it can't be one."""
    return checked(text, LENGTH)


def stub_code(key: str, number: str) -> str:
    """The receipt's code on the stub of a sheet; nobody without `key` can make it of the number."""
    nonce = hmac.new(key.encode(), b"stub" + number.encode(), hashlib.sha256)
    return receipt_code(key, nonce.digest())


@dataclass(frozen=True)
class Fields:
    """What a row of the form asks: `main` is where the matter itself is written, `beside` what is asked beside it."""

    main: Column
    beside: tuple[Column, ...]


def fields_of(form: Form | None) -> Fields:
    """The fields of a row. The widest column without a list to choose from is the main one. BadInput where there is none."""
    columns = [column for column in form.columns if column.kind == "text"] if form else []
    free = [column for column in columns if not column.choices]
    if not free:
        raise BadInput(
            "本活动的模板没有征求意见表（forms.toml 里的 opinion_form），印不了。",
            "This campaign's template has no opinion form (opinion_form in forms.toml) to print.",
        )
    main = max(free, key=lambda column: column.width)
    return Fields(main, tuple(column for column in columns if column is not main))


def short_heading(column: Column) -> str:
    """The heading without what it says in brackets to whoever fills it in."""
    return column.heading.split("（")[0]


@dataclass(frozen=True)
class Row:
    """One filled row of a sheet, verbatim: the matter, and (heading, words) of what is written beside it."""

    text: str
    beside: tuple[tuple[str, str], ...] = ()

    @property
    def empty(self) -> bool:
        return not self.text.strip() and not any(words.strip() for _, words in self.beside)

    def body(self) -> str:
        """The words as they are kept: the matter first, under it what is written beside."""
        lines = [self.text] if self.text.strip() else []
        return "\n".join([*lines, *(f"{name}：{words}" for name, words in self.beside if words.strip())])


def row_of(fields: Fields, cells: Mapping[str, str]) -> Row:
    """A row of what stands in the columns, by their codes."""
    beside = [(short_heading(column), cells.get(column.code, "")) for column in fields.beside]
    return Row(cells.get(fields.main.code, ""), tuple(beside))


@dataclass(frozen=True)
class Sheet:
    """A sheet as it is typed in. `written_on` is the day on it; `stub_there`: it was handed in with its stub, whose code others saw."""

    number: str
    rows: tuple[Row, ...]
    written_on: date | None
    giver_kind: str = ""
    stub_there: bool = False

    def needs_sense(self, today: date) -> date:
        """The day on which it was said. BadInput for what can't be kept."""
        if not self.rows:
            raise BadInput(
                "这张表一条也没有录。没写字的表，请按“空白”。",
                "Nothing of this sheet was typed in. A sheet without a word is 'blank'.",
            )
        if len(self.rows) > MOST_ROWS:
            raise BadInput(
                f"一张表至多记 {MOST_ROWS} 条，请把说同一件事的并成一条。",
                f"{MOST_ROWS} opinions a sheet at most: put what speaks of the same matter together.",
            )
        for row in self.rows:
            Given(row.body()).needs_words()
        return past_day(self.written_on, today, "填表日期", "day on the sheet")


def needs_number(text: str) -> str:
    """The number; BadInput where it was typed wrongly."""
    number = number_typed(text)
    if number is None:
        raise BadInput(
            "表号抄错了：八位，印在表的右上角，不是存根上的回执码。请对照扫描件再输一遍。",
            "That isn't a sheet's number: eight characters, at the top right of the sheet; not the code on its stub. Look again.",
        )
    return number


@dataclass(frozen=True)
class Order:
    """What is to be printed."""

    name: str
    copies: int
    giver_kind: str = ""
    hand_in_by: date | None = None

    def needs_sense(self, today: date, kinds: Sequence[str]) -> None:
        """BadInput for what can't be printed."""
        if not 0 < len(self.name.strip()) <= LONGEST_NAME:
            raise BadInput(
                f"请写发给谁（{LONGEST_NAME} 字以内），例如“云河市第三中学·家长”。",
                f"Say for whom it is, in {LONGEST_NAME} characters.",
            )
        if not 0 < self.copies <= MOST_COPIES:
            raise BadInput(
                f"一批印 1 到 {MOST_COPIES} 份，还要就再印一批。",
                f"From 1 to {MOST_COPIES} sheets a batch; print another batch for more.",
            )
        if self.giver_kind and self.giver_kind not in kinds:
            raise BadInput(
                f"本活动没有“{self.giver_kind}”这个反映群体。",
                f"This campaign has no kind of giver '{self.giver_kind}'.",
            )
        if self.hand_in_by is not None and self.hand_in_by < today:
            raise BadInput("交表截止日已经过了。", "The day by which it is to be handed in has passed.")


@dataclass(frozen=True)
class Printed:
    """A sheet as it is printed: its number, and the code of its stub. Only ever in the answer to the act of printing."""

    number: str
    code: str = field(repr=False)


def in_blocks(number: str) -> str:
    """K7M2-9XQ4"""
    return f"{number[:4]}-{number[4:]}"
