"""Where messages may go beside the pages: e-mail, and robots of group chats.

Of what somebody types only kind, token and secret are kept, and the address is built anew from them: nobody can make
this server call an address of their choice.
"""

import re
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import parse_qs, quote, urlsplit

from huiyin.kit.errors import BadInput

LONGEST_EMAIL = 254
LONGEST_TYPED = 500
MOST_CHANNELS = 5


class ChannelKind(StrEnum):
    """The kinds, called as apprise's addresses begin."""

    EMAIL = "email"
    WECOM = "wecombot"
    DINGTALK = "dingtalk"
    FEISHU = "feishu"
    LARK = "lark"


CHANNEL_NAMES: dict[ChannelKind, str] = {
    ChannelKind.EMAIL: "电子邮件",
    ChannelKind.WECOM: "企业微信群机器人",
    ChannelKind.DINGTALK: "钉钉群机器人",
    ChannelKind.FEISHU: "飞书群机器人",
    ChannelKind.LARK: "Lark 群机器人",
}

# As the chats hand them out: host → kind, the path, and the name of the field with the token ("" it ends the path).
_HANDED_OUT: dict[str, tuple[ChannelKind, str, str]] = {
    "qyapi.weixin.qq.com": (ChannelKind.WECOM, "/cgi-bin/webhook/send", "key"),
    "oapi.dingtalk.com": (ChannelKind.DINGTALK, "/robot/send", "access_token"),
    "open.feishu.cn": (ChannelKind.FEISHU, "/open-apis/bot/v2/hook/", ""),
    "open.larksuite.com": (ChannelKind.LARK, "/open-apis/bot/v2/hook/", ""),
}
_TOKENS: dict[ChannelKind, re.Pattern[str]] = {
    ChannelKind.WECOM: re.compile(r"[A-Za-z0-9_-]{16,80}"),
    ChannelKind.DINGTALK: re.compile(r"[A-Za-z0-9]{32,128}"),
    ChannelKind.FEISHU: re.compile(r"[A-Za-z0-9_-]{16,80}"),
    ChannelKind.LARK: re.compile(r"[A-Za-z0-9_-]{16,80}"),
}
_SECRET = re.compile(r"[A-Za-z0-9]{8,128}")
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z0-9-]{2,63}")


@dataclass(frozen=True)
class Robot:
    """A group chat's robot. Who has the token can write into the group, so no repr shows it."""

    kind: ChannelKind
    token: str = field(repr=False)
    secret: str = field(default="", repr=False)

    @property
    def address(self) -> str:
        """As apprise reads it."""
        signed = f"{quote(self.secret, safe='')}@" if self.secret else ""
        return f"{self.kind}://{signed}{quote(self.token, safe='')}/"

    @property
    def tail(self) -> str:
        """Enough of it for its owner to know it by."""
        return self.token[-4:]


def read_robot(typed: str) -> Robot:
    """The robot of an address as the chat hands it out, or in apprise's spelling. BadInput for any other.

    `dingtalk://SECRET@TOKEN/` carries the secret of a robot that wants its messages signed.
    """
    text = typed.strip()
    robot = None
    if len(text) <= LONGEST_TYPED:
        try:
            robot = _handed_out(text) if text.lower().startswith("https://") else _spelt(text)
        except ValueError:  # brackets and the like, which no address has
            robot = None
    if robot is None:
        raise BadInput(
            "不认识这个地址。请把群机器人的 Webhook 地址整个粘贴进来：企业微信、钉钉、飞书、Lark 都可以。",
            "Unknown address. Paste the whole webhook address of the group's robot: WeCom, DingTalk, Feishu or Lark.",
        )
    return robot


def _handed_out(text: str) -> Robot | None:
    parts = urlsplit(text)
    kind, path, name = _HANDED_OUT.get(parts.netloc.lower(), (None, "", ""))
    if kind is None:
        return None
    if name:
        token = parse_qs(parts.query).get(name, [""])[0] if parts.path == path else ""
    else:
        token = parts.path.removeprefix(path).rstrip("/") if parts.path.startswith(path) else ""
    return _checked(kind, token, "")


def _spelt(text: str) -> Robot | None:
    scheme, _, rest = text.partition("://")
    body = rest.split("?")[0].rstrip("/")
    secret, _, token = body.rpartition("@")
    kind = next((kind for kind in _TOKENS if kind == scheme.lower()), None)
    return _checked(kind, token, secret) if kind else None


def _checked(kind: ChannelKind, token: str, secret: str) -> Robot | None:
    if not _TOKENS[kind].fullmatch(token):
        return None
    if secret and not (kind is ChannelKind.DINGTALK and _SECRET.fullmatch(secret)):
        return None
    return Robot(kind, token, secret)


def checked_email(typed: str) -> str:
    """An e-mail address without outer spaces, "" for none. BadInput for what is none."""
    text = typed.strip()
    if text and (len(text) > LONGEST_EMAIL or not _EMAIL.fullmatch(text)):
        raise BadInput(
            "邮箱地址不对，请检查，例如 name@example.cn。", "This is no e-mail address, like name@example.cn."
        )
    return text
