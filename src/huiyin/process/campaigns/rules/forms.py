"""Titles and columns of the documents that a campaign produces (forms.toml)."""

from string import Formatter
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StrictBool, StrictInt

from huiyin.process.campaigns.rules.parts import Code, Part, Sheet, Sourced, Text


class Column(Part):
    """A column; `heading` is printed as it stands, `width` is in characters of the body font.

    `choices` are the values that a validation list offers; empty where anything may be written.
    """

    code: Code
    heading: Text
    kind: Literal["number", "date", "text"] = "text"
    width: Annotated[StrictInt, Field(ge=2, le=120)] = 12
    choices: tuple[Text, ...] = ()


def _with(place: str) -> AfterValidator:
    """Let a text through whose only place to be filled in is {place}: the engine knows no other."""

    def checked(text: str) -> str:
        try:
            parts = {part[1:] for part in Formatter().parse(text) if part[1] is not None}
        except ValueError:  # a bracket without its partner
            parts = {("", "", None)}
        if parts - {(place, "", None)}:
            raise ValueError(
                f"花括号里只能写 {{{place}}} / nothing but {{{place}}} can stand in curly brackets"
            )
        return text

    return AfterValidator(checked)


class Head(Part):
    """The red head and the foot of a briefing; {issue} and {copies} stand for numbers, {unit} for a name."""

    name: Text
    issue: Annotated[Text, _with("issue")]
    editor: Annotated[Text, _with("unit")]
    foot: tuple[Text, ...]
    copies: Annotated[Text, _with("copies")]


class Form(Sourced):
    """A document: a table has columns, a briefing has a head, any other only its title.

    `circular`: it goes down the unit tree, each level acknowledging it; where no form says so, any text may.
    `answers`: a text that is to answer what was said about the unit; its notes say what it speaks of, and what it leaves out.
    `praises`: the list by whose codes a feedback letter says what was good, one by one.
    `rows`: a list over the ledger, with a row for each problem, each measure, or each rule that was made; of the columns, those
    whose codes the ledger knows are filled in, others stay empty for whoever prints it. `common` leaves only common problems in.
    `parts` are lists that go together into one workbook, a sheet each.
    """

    title: Text
    en: Text
    landscape: StrictBool = False
    filled_by: str = ""
    filled_on: str = ""
    columns: tuple[Column, ...] = ()
    signatures: tuple[Text, ...] = ()
    foot: str = ""
    head: Head | None = None
    circular: StrictBool = False
    praises: Code | None = None
    answers: StrictBool = False
    rows: Literal["problems", "measures", "rules"] | None = None
    common: StrictBool = False
    parts: tuple[Code, ...] = ()

    @property
    def headings(self) -> tuple[str, ...]:
        return tuple(column.heading for column in self.columns)


class Forms(Sheet):
    """forms.toml: the documents by code."""

    forms: Annotated[dict[Code, Form], Field(min_length=1)]
