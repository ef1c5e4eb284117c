import logging

import apprise
import pytest

from huiyin.kit.enciphering import Unreadable, decipher, encipher
from huiyin.kit.errors import BadInput
from huiyin.platform.notices.rules.channels import ChannelKind, Robot, checked_email, read_robot
from huiyin.platform.notices.rules.wishes import Channel, channels_from_text, channels_to_text

TOKEN, LONG = "0123abcd-4567-89ef-0123-456789abcdef", "0a" * 32
GOOD = [
    (f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={TOKEN}", ChannelKind.WECOM, TOKEN),
    (f" wecombot://{TOKEN}/?verify=no ", ChannelKind.WECOM, TOKEN),
    (f"https://oapi.dingtalk.com/robot/send?access_token={LONG}", ChannelKind.DINGTALK, LONG),
    (f"dingtalk://SECret123@{LONG}/", ChannelKind.DINGTALK, LONG),
    (f"https://open.feishu.cn/open-apis/bot/v2/hook/{TOKEN}", ChannelKind.FEISHU, TOKEN),
    (f"https://open.larksuite.com/open-apis/bot/v2/hook/{TOKEN}/", ChannelKind.LARK, TOKEN),
]


@pytest.mark.parametrize(("typed", "kind", "token"), GOOD)
def test_a_robot_is_read_as_the_chat_hands_it_out(typed: str, kind: ChannelKind, token: str) -> None:
    robot = read_robot(typed)
    assert (robot.kind, robot.token) == (kind, token)
    assert token not in repr(robot)
    made = apprise.Apprise.instantiate(robot.address)
    assert made is not None, "apprise reads what we make of it"
    assert str(made.secure_protocol) == kind.value
    assert made.verify_certificate is True


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "https://evil.example/cgi-bin/webhook/send?key=" + TOKEN,
        "https://qyapi.weixin.qq.com@evil.example/cgi-bin/webhook/send?key=" + TOKEN,
        "https://qyapi.weixin.qq.com/other?key=" + TOKEN,
        "http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=" + TOKEN,
        "https://open.feishu.cn/open-apis/bot/v2/hook/../" + TOKEN,
        "https://[",
        "json://localhost/x",
        "mailto://user:password@10.0.0.1",
        "file:///etc/passwd",
        "wecombot://short",
        f"wecombot://{TOKEN}@{TOKEN}",
        "wecombot://" + "a" * 600,
    ],
)
def test_no_other_address_can_be_called(typed: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), pytest.raises(BadInput) as caught:
        read_robot(typed)
    assert TOKEN not in str(caught.value) + caplog.text


def test_channels_come_back_as_they_were_kept() -> None:
    channels = (Channel("a1", Robot(ChannelKind.DINGTALK, LONG, "SECret123")),)
    assert channels_from_text(channels_to_text(channels)) == channels


@pytest.mark.parametrize(
    "typed", ["x", "a@b", "a b@c.cn", "a@b.cn\nBcc: d@e.cn", "@b.cn", f"{'a' * 250}@b.cn"]
)
def test_what_is_no_email_address_is_refused(typed: str) -> None:
    with pytest.raises(BadInput):
        checked_email(typed)


def test_an_email_address_loses_its_spaces() -> None:
    assert (checked_email(" li.si@edu.example.cn "), checked_email("  ")) == ("li.si@edu.example.cn", "")


def test_what_is_enciphered_opens_with_its_key_and_use_only() -> None:
    made = encipher("号码", key="k" * 40, use="a")
    assert decipher(made, key="k" * 40, use="a") == "号码"
    assert encipher("号码", key="k" * 40, use="a") != made
    for key, use, text in (
        ("j" * 40, "a", made),
        ("k" * 40, "b", made),
        ("k" * 40, "a", made[:-8]),
        ("k" * 40, "a", "?"),
    ):
        with pytest.raises(Unreadable):
            decipher(text, key=key, use=use)
