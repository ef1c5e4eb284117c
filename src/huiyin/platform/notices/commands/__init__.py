"""Every change to messages: put in by what tells, sent by the clock, arranged by their readers."""

from huiyin.platform.notices.commands.preferring import (
    Chosen,
    add_channel,
    end_feed,
    put_away,
    remove_channel,
    renew_feed,
    set_preference,
)
from huiyin.platform.notices.commands.putting import Notice, put_message, put_messages
from huiyin.platform.notices.commands.sending import Sent, send_due

__all__ = [
    "Chosen",
    "Notice",
    "Sent",
    "add_channel",
    "end_feed",
    "put_away",
    "put_message",
    "put_messages",
    "remove_channel",
    "renew_feed",
    "send_due",
    "set_preference",
]
