"""Kinds of secret vote (votes.toml): what is asked, by which levels, and which of them are summed."""

from typing import Annotated

from pydantic import Field, StrictInt

from huiyin.process.campaigns.rules.parts import Code, HandsDown, Named, Sheet


class VoteKind(HandsDown, Named):
    """A kind of vote: its items, and the list of `levels` (lists.toml) that each is marked with.

    `summed` are the levels that make the share; `line` names the parameter below which the unit is voted on again, within `again`
    calendar days; without a line nothing follows.
    """

    levels: Code
    items: Annotated[tuple[Named, ...], Field(min_length=1)]
    summed: Annotated[tuple[Code, ...], Field(min_length=1)]
    line: Code | None = None
    again: Annotated[StrictInt, Field(ge=1, le=365)] = 30


class Votes(Sheet):
    """votes.toml."""

    votes: tuple[VoteKind, ...] = ()
