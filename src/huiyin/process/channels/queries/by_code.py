"""From an address to its entrance."""

from datetime import date

from huiyin.platform.prepared import PreparedRow
from huiyin.process.channels.models import Entrance

_BY_CODE = PreparedRow(
    Entrance,
    "code",
    beside=("campaign", "campaign__root", "about"),
    without=("campaign__template", "campaign__root__aliases", "about__aliases"),
)


def entrance_of(code: str) -> Entrance | None:
    """The entrance with this code, with its campaign and unit; None when there is none. One query."""
    return _BY_CODE.get(code.lower())


def is_open(entrance: Entrance, day: date) -> bool:
    """Whether it takes opinions on that day."""
    return entrance.opens_on <= day <= (entrance.closes_on or day)
