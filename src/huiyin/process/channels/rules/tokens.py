"""A form's token: signed, for one entrance, good for a day; it makes the receipt, so sending a form twice is one opinion.

Nothing is kept of it and nothing in it says who asked for it: abuse is slowed down without tracking anybody (SPEC rule 5).
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

LEAST = timedelta(seconds=3)
"""Nobody reads the form, writes a sentence and sends it in less."""

GOOD_FOR = timedelta(hours=24)
_NONCE, _TIME, _MAC = 16, 4, 16


@dataclass(frozen=True)
class Token:
    """What a good token says: the nonce of the receipt (answers.rules.receipts), and how old the form is."""

    nonce: bytes
    age: timedelta

    @property
    def too_fast(self) -> bool:
        return self.age < LEAST

    @property
    def too_old(self) -> bool:
        return self.age > GOOD_FOR


def make_token(key: str, entrance: str, nonce: bytes, at: datetime) -> str:
    """The token of a form that is shown at `at`, printable."""
    body = nonce + int(at.timestamp()).to_bytes(_TIME, "big")
    return base64.urlsafe_b64encode(body + _mac(key, entrance, body)).decode().rstrip("=")


def read_token(key: str, entrance: str, token: str, at: datetime) -> Token | None:
    """What a token says; None when it isn't one of this entrance."""
    try:
        raw = base64.urlsafe_b64decode(token.encode("ascii") + b"=" * (-len(token) % 4))
    except ValueError:
        return None
    body, mac = raw[: _NONCE + _TIME], raw[_NONCE + _TIME :]
    if len(raw) != _NONCE + _TIME + _MAC or not hmac.compare_digest(mac, _mac(key, entrance, body)):
        return None
    shown = int.from_bytes(body[_NONCE:], "big")
    return Token(body[:_NONCE], timedelta(seconds=at.timestamp() - shown))


def _mac(key: str, entrance: str, body: bytes) -> bytes:
    return hmac.new(key.encode(), b"form" + entrance.encode() + b"|" + body, hashlib.sha256).digest()[:_MAC]
