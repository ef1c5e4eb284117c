"""One address: how HUIYIN_EMAIL_URL becomes Django's mail settings."""

from typing import Any
from urllib.parse import unquote, urlsplit

from huiyin.kit.errors import BadInput

_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
TIMEOUT = 15  # seconds that a silent mail server may hold the crew up


def mail_settings(address: str, sender: str) -> dict[str, Any]:
    """Django's settings for `smtp://`, `smtp+starttls://` or `smtps://user:password@host:port`, sent from `sender`.

    "" means no mail. BadInput for anything else, and without a sender.
    """
    if not address:
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in _PORTS or not parts.hostname:
        raise BadInput(
            "HUIYIN_EMAIL_URL 应写成 smtp://、smtp+starttls:// 或 smtps://用户:口令@主机:端口。",
            "HUIYIN_EMAIL_URL is smtp://, smtp+starttls:// or smtps://user:password@host:port.",
        )
    if "@" not in sender:
        raise BadInput(
            "设了 HUIYIN_EMAIL_URL，还要用 HUIYIN_EMAIL_FROM 写明发件人，如 回音 <huiyin@example.cn>。",
            "With HUIYIN_EMAIL_URL say by HUIYIN_EMAIL_FROM who sends, e.g. Huiyin <huiyin@example.cn>.",
        )
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or _PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+starttls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": TIMEOUT,
        "DEFAULT_FROM_EMAIL": sender,
    }
