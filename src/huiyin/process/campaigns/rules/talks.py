"""Talks (talks.toml): which pairs must talk, which other talks there are, and the words around them."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from huiyin.process.campaigns.rules.parts import Code, HandsDown, Named, Sheet


class Side(StrEnum):
    """Who somebody is in a talk: the unit's head, a member of its team, the head of a department in a member's charge, an inspector."""

    HEAD = "head"
    MEMBER = "member"
    DEPARTMENT = "department"
    INSPECTOR = "inspector"


class TalkKind(HandsDown, Named):
    """A kind of talk that is required: between whom. The engine knows the four pairs of sides that DOMAIN 2.5 names."""

    between: tuple[Side, Side]


class Talks(Sheet):
    """talks.toml; `zh` and `en` name the required talks together. Without kinds the campaign requires none.

    `rounds` names the parameter with the number of rounds; without it, one. `headings` are those under which points are written,
    `parts` the parts of a day into which talks are put, `objections` what may be said against one.
    """

    zh: str = ""
    en: str = ""
    rounds: Code | None = None
    kinds: tuple[TalkKind, ...] = ()
    asked_for: Named | None = None
    reminder: Named | None = None
    themes: tuple[Named, ...] = ()
    headings: tuple[Named, ...] = ()
    parts: Annotated[tuple[Named, ...], Field(max_length=4)] = ()
    objections: tuple[Named, ...] = ()

    def named(self, code: str) -> Named | None:
        """The kind of talk of a code, required or not."""
        others = [one for one in (self.asked_for, self.reminder) if one is not None]
        return next((kind for kind in (*self.kinds, *others) if kind.code == code), None)
