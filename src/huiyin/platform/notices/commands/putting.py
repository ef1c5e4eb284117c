"""Into the message of the day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction

from huiyin.kit.clock import CHINA
from huiyin.platform.accounts.models import Account
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.notices.models import Message
from huiyin.platform.notices.rules.sections import Section, check_sections, merged, to_json
from huiyin.platform.orgs.rules.rights import Actor

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Notice:
    """What somebody is to be told on a day."""

    account: Account
    day: date
    sections: tuple[Section, ...]


def put_message(account: Account, day: date, sections: Sequence[Section], *, by: Actor, at: datetime) -> int:
    """`put_messages` for one person."""
    return put_messages([Notice(account, day, tuple(sections))], by=by, at=at)


@transaction.atomic
def put_messages(notices: Sequence[Notice], *, by: Actor, at: datetime) -> int:
    """Put notices into their readers' messages of the day; how many sections were new. 2 queries and few more for many.

    A section whose key has been put before is the same one: it takes the earlier one's place while that waits, and is
    left out when that went out, so whatever puts may run twice. When the day's message is out, the next day's takes the rest.
    One record for all, with numbers only. It asks for no right: whoever calls it has checked the right to the act that
    the message tells of. BadInput for a section against its rules; closed accounts are passed over.
    """
    check_sections(section for notice in notices for section in notice.sections)
    wanted = [notice for notice in notices if notice.sections and notice.account.active]
    if not wanted:
        return 0
    take_turn()
    there = _there(wanted)
    before = {message.pk: message.sections for messages in there.values() for message in messages}
    added = sum(_put(notice, there.setdefault(notice.account.pk, []), at) for notice in wanted)
    now = [message for messages in there.values() for message in messages]
    Message.objects.bulk_create([message for message in now if message.pk not in before])
    changed = [message for message in now if before.get(message.pk, message.sections) != message.sections]
    Message.objects.bulk_update(changed, ["sections"], 500)
    if added:
        facts = {"accounts": len({notice.account.pk for notice in wanted}), "sections": added}
        record(act="messages.put", subject="messages", by=by.code, at=at, facts=facts)
    return added


def _there(notices: Sequence[Notice]) -> dict[int, list[Message]]:
    """Account → its messages from the first of the days on."""
    rows = Message.objects.filter(
        account__in={notice.account.pk for notice in notices},
        day__gte=min(notice.day for notice in notices),
    )
    there: dict[int, list[Message]] = {}
    for row in rows.order_by("day"):
        there.setdefault(row.account_id, []).append(row)
    return there


def _put(notice: Notice, there: list[Message], at: datetime) -> int:
    """Change the account's messages in memory; how many sections are new to them all."""
    out = {section.key for message in there if message.sent_at for section in message.content}
    sections = [section for section in notice.sections if section.key not in out]
    waiting = {
        section.key: message for message in there if not message.sent_at for section in message.content
    }
    added = 0
    for section in sections:
        message = waiting.get(section.key) or _of_the_day(notice, there, at)
        added += section.key not in waiting
        waiting[section.key] = message
        message.sections = to_json(merged(message.content, [section]))
    return added


def _of_the_day(notice: Notice, there: list[Message], at: datetime) -> Message:
    """The message that waits for the notice's day, or for the first later one on which none went out; made if need be."""
    by_day = {message.day: message for message in there}
    day = notice.day
    while day in by_day and by_day[day].sent_at:
        day += _DAY
    if day not in by_day:
        begins = datetime.combine(day, time(), CHINA)
        by_day[day] = Message(account=notice.account, day=day, sections=[], ready_after=max(at, begins))
        there.append(by_day[day])
    return by_day[day]
