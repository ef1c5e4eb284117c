import pytest

from huiyin.config.mail import mail_settings
from huiyin.kit.errors import BadInput

FROM = "回音 <huiyin@example.cn>"


def test_without_an_address_no_mail_leaves() -> None:
    assert mail_settings("", "")["EMAIL_BACKEND"].endswith("dummy.EmailBackend")


@pytest.mark.parametrize(
    ("address", "port", "tls", "ssl"),
    [
        ("smtp://mail.example.cn", 25, False, False),
        ("smtp+starttls://u%40x:p%2Fw@mail.example.cn", 587, True, False),
        ("smtps://u%40x:p%2Fw@mail.example.cn:994", 994, False, True),
    ],
)
def test_an_address_says_everything(address: str, port: int, *, tls: bool, ssl: bool) -> None:
    found = mail_settings(address, FROM)
    assert (found["EMAIL_PORT"], found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (port, tls, ssl)
    assert (found["EMAIL_HOST"], found["DEFAULT_FROM_EMAIL"]) == ("mail.example.cn", FROM)
    if "@mail" in address:
        assert (found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == ("u@x", "p/w")


@pytest.mark.parametrize(
    ("address", "sender"),
    [("mail.example.cn", FROM), ("http://mail.example.cn", FROM), ("smtp://h:x", FROM), ("smtp://h", "")],
)
def test_an_odd_address_is_refused(address: str, sender: str) -> None:
    with pytest.raises(BadInput):
        mail_settings(address, sender)
