"""Ids that tell nothing of the order of arrival, and digests that can be checked without the text (SPEC rules 1, 5)."""

import hashlib
import hmac
import secrets
from datetime import date, timedelta

_EPOCH = date(2010, 1, 1)
_RANDOM_BITS = 40


def first_id(day: date) -> int:
    """The lowest id of a day. Ids grow with the day and are random within it, so newest-first lists stay cheap."""
    return (day - _EPOCH).days << _RANDOM_BITS


def fresh_ids(day: date, count: int, taken: frozenset[int] = frozenset()) -> list[int]:
    """`count` different ids of `day`, ascending, none in `taken`. ValueError before 2010."""
    if day < _EPOCH:
        raise ValueError(f"no ids before {_EPOCH}")
    floor = first_id(day)
    chosen: set[int] = set()
    while len(chosen) < count:
        candidate = floor + 1 + secrets.randbits(_RANDOM_BITS - 1)
        if candidate not in taken:
            chosen.add(candidate)
    return sorted(chosen)


def day_after(day: date) -> date:
    return day + timedelta(days=1)


def fresh_salt() -> str:
    """128 random bits in hex: one salt a text, which goes when the text goes."""
    return secrets.token_hex(16)


def text_digest(salt: str, title: str, body: str) -> str:
    """HMAC-SHA-256 over a text with its own salt, hex. What the record keeps instead of the text (SPEC rule 1)."""
    message = len(title.encode()).to_bytes(8, "big") + title.encode() + body.encode()
    return hmac.new(bytes.fromhex(salt), message, hashlib.sha256).hexdigest()
