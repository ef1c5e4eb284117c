"""What people do with their own messages. The record says what was changed, never to what."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db import transaction

from huiyin.kit.enciphering import encipher
from huiyin.kit.errors import BadInput, Refused, Unseen
from huiyin.platform.accounts.models import Account
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.notices.models import Feed, Message, Preference
from huiyin.platform.notices.queries import USE, hash_of, wishes_of
from huiyin.platform.notices.rules.channels import MOST_CHANNELS, checked_email, read_robot
from huiyin.platform.notices.rules.rhythm import MOST_QUIET, Quiet
from huiyin.platform.notices.rules.wishes import Channel, channels_to_text


@dataclass(frozen=True)
class Chosen:
    """What somebody chose on the page, all of it."""

    email: str = field(repr=False)
    weekly: bool
    halfmonth: bool
    quiet: Quiet


@transaction.atomic
def set_preference(account: Account, chosen: Chosen, *, at: datetime) -> None:
    """Set address, rhythm and quiet hours of one's own messages. BadInput for an address that is none, or too long a silence."""
    email = checked_email(chosen.email)
    if chosen.quiet.hours() > MOST_QUIET:
        raise BadInput(
            f"免打扰时段最长 {MOST_QUIET} 小时，否则消息没有时间发出。不想收的，请关掉每周提醒和半月小结。",
            f"Quiet hours are {MOST_QUIET} a day at most, or nothing could go out. Switch the regular messages off instead.",
        )
    take_turn()
    old = wishes_of(account)
    changed = [
        name
        for name, before, after in (
            ("email", old.email, email),
            ("weekly", old.weekly, chosen.weekly),
            ("halfmonth", old.halfmonth, chosen.halfmonth),
            ("quiet", old.quiet, chosen.quiet),
        )
        if before != after or (name == "email" and old.unreadable)
    ]
    if not changed:
        return
    fields = {
        "weekly": chosen.weekly,
        "halfmonth": chosen.halfmonth,
        "quiet_from": chosen.quiet.since,
        "quiet_to": chosen.quiet.until,
    }
    Preference.objects.update_or_create(account=account, defaults={**fields, "email": _enciphered(email)})
    _say(account, "preference.set", at, {"changed": changed})


@transaction.atomic
def add_channel(account: Account, typed: str, *, at: datetime) -> None:
    """Add a group's robot to one's channels. BadInput for an unknown address, Refused for one more than five or one twice."""
    robot = read_robot(typed)
    take_turn()
    there = wishes_of(account).channels
    if any(channel.robot == robot for channel in there):
        raise Refused("这个渠道已经有了。", "This channel is there already.")
    if len(there) >= MOST_CHANNELS:
        raise Refused(
            f"最多 {MOST_CHANNELS} 个渠道，请先去掉一个。",
            f"There can be {MOST_CHANNELS} channels; take one away first.",
        )
    _write_channels(account, (*there, Channel(secrets.token_hex(6), robot)))
    _say(account, "preference.channel_added", at, {"kind": robot.kind.value})


@transaction.atomic
def remove_channel(account: Account, channel: str, *, at: datetime) -> None:
    """Take a channel away, by its id. Unseen when it isn't there."""
    take_turn()
    there = wishes_of(account).channels
    gone = next((each for each in there if each.id == channel), None)
    if gone is None:
        raise Unseen
    _write_channels(account, tuple(each for each in there if each is not gone))
    _say(account, "preference.channel_removed", at, {"kind": gone.robot.kind.value})


@transaction.atomic
def renew_feed(account: Account, *, at: datetime) -> str:
    """A new secret address for one's calendar, in place of an older one: 256 random bits, known now and never again."""
    token = secrets.token_urlsafe(32)
    take_turn()
    Feed.objects.update_or_create(account=account, defaults={"token_hash": hash_of(token)})
    _say(account, "feed.renewed", at, {})
    return token


@transaction.atomic
def end_feed(account: Account, *, at: datetime) -> None:
    """No calendar any more. Refused when there is none."""
    take_turn()
    if not Feed.objects.filter(account=account).delete()[0]:
        raise Refused("日历订阅已经停了。", "The calendar feed has ended already.")
    _say(account, "feed.ended", at, {})


@transaction.atomic
def put_away(account: Account, message: int, *, at: datetime) -> None:  # noqa: ARG001 - every command takes it
    """Put one of one's own messages away. Unseen when it isn't one's own or isn't out; again is nothing.

    No record: it is a tidy desk and no act of the campaign, and a list of who put what away when would be the read receipt that we don't
    keep.
    """
    own = Message.objects.filter(pk=message, account=account).exclude(sent_at=None)
    if not own.update(put_away=True):
        raise Unseen


def _write_channels(account: Account, channels: tuple[Channel, ...]) -> None:
    kept = _enciphered(channels_to_text(channels)) if channels else ""
    Preference.objects.update_or_create(account=account, defaults={"channels": kept})


def _enciphered(text: str) -> str:
    return encipher(text, key=settings.SECRET_KEY, use=USE) if text else ""


def _say(account: Account, act: str, at: datetime, facts: dict[str, object]) -> None:
    record(act=act, subject=account.code, by=account.code, at=at, facts=facts)
