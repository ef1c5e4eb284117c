"""From an address to its entrance."""

from datetime import date

from huiyin.process.channels.models import Entrance


def entrance_of(code: str) -> Entrance | None:
    """The entrance with this code, with its campaign and unit; None when there is none. One query."""
    found = Entrance.objects.select_related("campaign__root", "about").defer("campaign__template")
    return found.filter(code=code.lower()).first()


def is_open(entrance: Entrance, day: date) -> bool:
    """Whether it takes opinions on that day."""
    return entrance.opens_on <= day <= (entrance.closes_on or day)
