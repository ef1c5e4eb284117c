"""What is kept of a sealed matter, as one text to be enciphered: its words, and whatever came with them."""

import json
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from huiyin.process.opinions.rules.identity import said_parts, sealed_digest

SEALED = "sealed"
"""What matters, what is noted of them and said to and fro are enciphered for (kit.enciphering)."""


@dataclass(frozen=True)
class Said:
    """A message of a matter as it is outside; `digest` seals its words under its salt. `rated`: of a rating, what it speaks of."""

    pk: int
    kind: str
    body: str
    salt: str
    digest: str
    on: date
    by: str = ""
    sealed_in: int | None = None
    read_on: date | None = None
    rated: str = ""

    def as_text(self) -> str:
        """What is enciphered of it: the words and their salt, and what a rating speaks of."""
        return json.dumps([self.body, self.salt, *([self.rated] if self.rated else [])], ensure_ascii=False)


def said_in(text: str) -> tuple[str, str, str]:
    """(body, salt, rated) as `as_text` wrote them. ValueError or TypeError for anything else."""
    body, salt, rated = [*json.loads(text), ""][:3]
    return body, salt, rated


@dataclass(frozen=True)
class Package:
    """An opinion's words, its salt and all else that it brings back when it's handed back.

    `intake` and `row_no` lead to the workbook that it came from, None for one that came by itself. `beside`: what the room by
    which it came wants back with it, as plain values.
    """

    body: str
    salt: str
    source_id: str
    source_key: str
    received_by: int
    title: str = ""
    raised_on: date | None = None
    channel: str = ""
    channel_as_written: str = ""
    giver_kind: str = ""
    giver_as_written: str = ""
    unit_as_written: str = ""
    about_as_written: str = ""
    intake: int | None = None
    row_no: int | None = None
    beside: dict[str, Any] = field(default_factory=dict)

    def digest(self) -> str:
        """As the opinion's own is made, so that a row keeps its digest wherever it stands. ValueError for a salt that is none."""
        parts = said_parts(
            self.title,
            self.body,
            self.raised_on,
            self.channel_as_written,
            self.giver_as_written,
            self.unit_as_written,
            self.about_as_written,
            self.source_id,
        )
        return sealed_digest(self.salt, parts)

    def as_text(self) -> str:
        plain = vars(self) | {"raised_on": self.raised_on.isoformat() if self.raised_on else None}
        return json.dumps(plain, ensure_ascii=False)

    @classmethod
    def of_text(cls, text: str) -> "Package":
        """What `as_text` wrote. ValueError or TypeError for anything else."""
        plain = json.loads(text)
        raised = plain.pop("raised_on")
        return cls(**plain, raised_on=date.fromisoformat(raised) if raised else None)
