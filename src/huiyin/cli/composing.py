"""Who writes the day's messages. The clock calls them once on each working day, and again when one of them fails.

A composer asks `notices.queries.due_today` to whom what is due, and hands what it wrote to `notices.commands.put_messages`
with keys that tell the day (`weekly:2014-05-19`), so that a second call changes nothing.
"""

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime

from huiyin.kit.clock import day_in_china
from huiyin.platform.notices.commands import put_messages
from huiyin.platform.notices.commands.putting import Notice
from huiyin.platform.notices.queries import due_today
from huiyin.platform.notices.rules.rhythm import DayOff, Kind, Rhythm
from huiyin.platform.notices.rules.sections import Section
from huiyin.platform.orgs.rules.rights import Actor
from huiyin.process.campaigns.models import Campaign
from huiyin.reports.desk.messages import sections_of
from huiyin.reports.desk.reminding import days_of, reminders_of

Composer = Callable[[Actor, datetime, DayOff], int]
"""Writes for somebody (the clock) at a moment, knowing the days off; how many sections were new."""


def compose_desk(by: Actor, at: datetime, off: DayOff) -> int:
    """The weekly reminder and the half month's digest of every campaign, for whoever wants them and has something to do."""
    day = day_in_china(at)
    due = {one.account.pk: one for one in due_today(day, rhythm=Rhythm(), off=off)}
    kinds = {pk: regular for pk, one in due.items() if (regular := one.kinds - {Kind.DIRECT})}
    told: dict[int, list[Section]] = defaultdict(list)
    for campaign in Campaign.objects.select_related("root").order_by("pk") if kinds else ():
        for pk, sections in sections_of(campaign, day, kinds).items():
            told[pk] += sections
    notices = [Notice(due[pk].account, day, tuple(sections)) for pk, sections in sorted(told.items())]
    return put_messages(notices, by=by, at=at)


def compose_rectification(by: Actor, at: datetime, off: DayOff) -> int:
    """On every working day, for heads and clerks: dates of their problems and measures that come near or have passed, and what was decided."""
    day = day_in_china(at)
    due = {
        one.account.pk: one.account
        for one in due_today(day, rhythm=Rhythm(), off=off)
        if Kind.DIRECT in one.kinds
    }
    told: dict[int, list[Section]] = defaultdict(list)
    for campaign in (
        Campaign.objects.filter(closed_on=None).select_related("root").order_by("pk") if due else ()
    ):
        for pk, section in reminders_of(campaign, days_of(day, off), due).items():
            told[pk].append(section)
    notices = [Notice(due[pk], day, tuple(sections)) for pk, sections in sorted(told.items())]
    return put_messages(notices, by=by, at=at)


COMPOSERS: tuple[Composer, ...] = (compose_desk, compose_rectification)


def compose_messages(*, by: Actor, at: datetime, off: DayOff) -> int:
    """Let every composer write; how many sections were new."""
    return sum(composer(by, at, off) for composer in COMPOSERS)
