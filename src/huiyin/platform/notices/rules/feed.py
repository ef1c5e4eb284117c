"""A person's dates as a calendar that phones and office programs subscribe to (RFC 5545)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event

REFRESH = timedelta(hours=6)


@dataclass(frozen=True)
class Entry:
    """One day with something to do. `uid` stays the same when the rest changes; `path` is its page on this site.

    `changed_at` (aware) tells calendars which of two versions is the newer.
    """

    uid: str
    day: date
    title: str
    description: str
    path: str
    changed_at: datetime


def calendar_of(entries: Iterable[Entry], *, name: str, address: str) -> bytes:
    """The entries as an .ics file in UTF-8: whole days, busy for nobody. `address`: where the site is, without a slash at its end."""
    calendar = Calendar()
    calendar.add("prodid", "-//Huiyin//Feed//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", "Asia/Shanghai")
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    for entry in entries:
        calendar.add_component(_event(entry, address))
    return bytes(calendar.to_ical())


def _event(entry: Entry, address: str) -> Event:
    event = Event()
    event.add("uid", f"{entry.uid}@huiyin")
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + timedelta(days=1))
    event.add("summary", entry.title)
    if entry.description:
        event.add("description", entry.description)
    if entry.path:
        event.add("url", f"{address}{entry.path}")
    changed = entry.changed_at.astimezone(UTC)
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("transp", "TRANSPARENT")
    return event
