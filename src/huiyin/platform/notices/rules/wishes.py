"""How somebody wants their messages."""

import json
from dataclasses import dataclass, field

from huiyin.platform.notices.rules.channels import ChannelKind, Robot
from huiyin.platform.notices.rules.rhythm import Quiet

EMAIL = "email"
"""The channel id of the e-mail address: everybody has one at most."""


@dataclass(frozen=True)
class Channel:
    """A robot under an id that stays when others come and go."""

    id: str
    robot: Robot


@dataclass(frozen=True)
class Wishes:
    """The defaults are those of somebody who never said anything: on the pages only, both regular messages, quiet nights."""

    email: str = field(default="", repr=False)
    weekly: bool = True
    halfmonth: bool = True
    quiet: Quiet = field(default_factory=Quiet)
    channels: tuple[Channel, ...] = ()
    unreadable: bool = False
    """Address and channels are there, but enciphered under another key: they want to be given again."""

    def ways(self) -> dict[str, ChannelKind]:
        """Channel id → kind, of everything beside the pages."""
        mail = {EMAIL: ChannelKind.EMAIL} if self.email else {}
        return mail | {channel.id: channel.robot.kind for channel in self.channels}


def channels_to_text(channels: tuple[Channel, ...]) -> str:
    """As they are enciphered."""
    return json.dumps(
        [[each.id, each.robot.kind.value, each.robot.token, each.robot.secret] for each in channels]
    )


def channels_from_text(text: str) -> tuple[Channel, ...]:
    """What `channels_to_text` wrote."""
    return tuple(
        Channel(id_, Robot(ChannelKind(kind), token, secret)) for id_, kind, token, secret in json.loads(text)
    )
