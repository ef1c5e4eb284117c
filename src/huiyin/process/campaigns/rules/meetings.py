"""Kinds of meeting with their agendas (meetings.toml)."""

from typing import Annotated, Literal

from pydantic import Field

from huiyin.process.campaigns.rules.parts import Code, HandsDown, Named, Sheet, Text

Holds = Literal["text", "review", "demands", "praise", "findings"]


class AgendaPoint(Named):
    """A point of an agenda: who speaks, and what is written down of it.

    `holds` lists what the record of this point is made of: plain `text`, a `review` of what was done, numbered `demands`
    (each can become tasks), `praise`, and `findings` (each becomes a problem that is followed to its end).
    """

    who: Text
    holds: Annotated[tuple[Holds, ...], Field(min_length=1)] = ("text",)


class MeetingKind(HandsDown, Named):
    """A kind of meeting: its agenda in order, the event that it is, the documents that come out of it."""

    event: Code | None = None
    who: Text
    minutes: Code | None = None
    report: Code | None = None
    agenda: tuple[AgendaPoint, ...] = ()


class Meetings(Sheet):
    """meetings.toml."""

    meetings: tuple[MeetingKind, ...] = ()
