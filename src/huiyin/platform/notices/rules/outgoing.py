"""A message as it leaves this house."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from huiyin.platform.notices.rules.channels import ChannelKind
from huiyin.platform.notices.rules.sections import Section, as_text
from huiyin.platform.notices.rules.wishes import EMAIL, Wishes

LONGEST_CHAT = 1900  # bytes; WeCom refuses a text of more than 2,048, the others take more


@dataclass(frozen=True)
class Outgoing:
    """What to send, and where: an e-mail address, or a robot's address as apprise reads it. No repr shows either."""

    kind: ChannelKind
    to: str = field(repr=False)
    subject: str
    text: str = field(repr=False)


Deliver = Callable[[Outgoing], bool]
"""Sends one; whether it worked. It doesn't raise for what the other side does."""


def outgoing(
    channel: str, wishes: Wishes, *, day: date, sections: tuple[Section, ...], address: str
) -> Outgoing | None:
    """The message for one channel; None when its owner has taken the channel away since."""
    subject = f"回音提醒（{day.month} 月 {day.day} 日）"
    text = as_text(sections, address)
    if channel == EMAIL:
        return Outgoing(ChannelKind.EMAIL, wishes.email, subject, text) if wishes.email else None
    for each in wishes.channels:
        if each.id == channel:
            return Outgoing(each.robot.kind, each.robot.address, subject, shortened(text, address))
    return None


def shortened(text: str, address: str) -> str:
    """`text` as far as every group chat takes it: whole lines of LONGEST_CHAT bytes at most, and where the rest is."""
    if len(text.encode()) <= LONGEST_CHAT:
        return text
    rest = f"……其余请登录回音，在“消息”里看。{address and address + '/messages'}\n"
    left = LONGEST_CHAT - len(rest.encode())
    kept = []
    for line in text.splitlines(keepends=True):
        left -= len(line.encode())
        if left < 0:
            break
        kept.append(line)
    return "".join([*kept, rest])
