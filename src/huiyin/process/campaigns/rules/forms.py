"""Titles and columns of the documents that a campaign produces (forms.toml)."""

from typing import Annotated, Literal

from pydantic import Field, StrictBool, StrictInt

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


class Head(Part):
    """The red head and the foot of a briefing; {issue} and {copies} stand for numbers, {unit} for a name."""

    name: Text
    issue: Text
    editor: Text
    foot: tuple[Text, ...]
    copies: Text


class Form(Sourced):
    """A document: a table has columns, a briefing has a head, any other only its title."""

    title: Text
    en: Text
    landscape: StrictBool = False
    filled_by: str = ""
    filled_on: str = ""
    columns: tuple[Column, ...] = ()
    signatures: tuple[Text, ...] = ()
    foot: str = ""
    head: Head | None = None

    @property
    def headings(self) -> tuple[str, ...]:
        return tuple(column.heading for column in self.columns)


class Forms(Sheet):
    """forms.toml: the documents by code."""

    forms: Annotated[dict[Code, Form], Field(min_length=1)]
