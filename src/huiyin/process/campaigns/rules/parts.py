"""The bricks of every template file: strict tables, codes with their names, and where a thing comes from."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, StrictBool, StringConstraints, model_validator

Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]*$", max_length=40)]
FactName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$", max_length=80)]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class Part(BaseModel):
    """A table of a template: no key that the schema doesn't know, and nothing changed after it is read."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, serialize_by_alias=True)


class Sourced(Part):
    """A row that says where it comes from.

    `source` names the public basis; `default` marks what was not checked against a text: a habit that this template
    offers and that a campaign should confirm.
    """

    source: Text
    default: StrictBool = False


class Named(Sourced):
    """A code with its names: the code is stored, the Chinese name shown, the English beside it."""

    code: Code
    zh: Text
    en: Text
    note: str = ""


class HandsDown(Part):
    """A table whose `source` and `default` hold for each row inside it that names no source of its own."""

    @model_validator(mode="before")
    @classmethod
    def hand_down(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        inherited = {key: data[key] for key in ("source", "default") if key in data}
        return {key: _inherit(value, inherited) for key, value in data.items()}


class Sheet(HandsDown):
    """A file, or a list in a file, with rows that have a source; it may name one for all of them."""

    source: str = ""
    default: StrictBool = False


def _inherit(value: Any, inherited: dict[str, Any]) -> Any:
    if isinstance(value, dict):
        return {key: _inherit_row(row, inherited) for key, row in value.items()}
    if isinstance(value, list):
        return [_inherit_row(row, inherited) for row in value]
    return value


def _inherit_row(row: Any, inherited: dict[str, Any]) -> Any:
    return {**inherited, **row} if isinstance(row, dict) and "source" not in row else row
