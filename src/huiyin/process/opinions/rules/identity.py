"""Ids that tell nothing of the order of arrival, and digests that can be checked without the text (SPEC rules 1, 5)."""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import date, timedelta

_EPOCH = date(2010, 1, 1)
_RANDOM_BITS = 40


def first_id(day: date) -> int:
    """The lowest id of a day. Ids grow with the day and are random within it, so newest-first lists stay cheap."""
    return (day - _EPOCH).days << _RANDOM_BITS


def fresh_ids(day: date, count: int, taken: frozenset[int] = frozenset()) -> list[int]:
    """`count` different ids of `day` in no order, none in `taken`. ValueError before 2010."""
    if day < _EPOCH:
        raise ValueError(f"no ids before {_EPOCH}")
    floor = first_id(day)
    chosen: set[int] = set()
    while len(chosen) < count:
        candidate = floor + 1 + secrets.randbits(_RANDOM_BITS - 1)
        if candidate not in taken:
            chosen.add(candidate)
    shuffled = list(chosen)
    secrets.SystemRandom().shuffle(shuffled)
    return shuffled


def fresh_id(day: date) -> int:
    """One of 2^39 ids of `day`. That it's taken is as good as impossible, and the database refuses the second one."""
    if day < _EPOCH:
        raise ValueError(f"no ids before {_EPOCH}")
    return first_id(day) + 1 + secrets.randbits(_RANDOM_BITS - 1)


_REFERENCE = "23456789ABCDEFGHJKMNPQRTUVWXY"


def reference(pk: int) -> str:
    """The number under which an opinion that came by no list is spoken of: its day and nine characters of its random id.

    Not consecutive, so that none is missed when one is sealed off, and no order of arrival shows.
    """
    days, rest = divmod(pk, 1 << _RANDOM_BITS)
    letters = ""
    for _ in range(9):  # 29**9 > 2**40
        rest, place = divmod(rest, len(_REFERENCE))
        letters = _REFERENCE[place] + letters
    return f"{_EPOCH + timedelta(days=days):%m%d}-{letters}"


def day_after(day: date) -> date:
    return day + timedelta(days=1)


def fresh_salt() -> str:
    """128 random bits in hex: one salt a text, which goes when the text goes."""
    return secrets.token_hex(16)


def sealed_digest(salt: str, said: Sequence[str]) -> str:
    """HMAC-SHA-256 with a text's own salt, hex: what the record keeps instead of the text (SPEC rule 1).

    `said` are title, body and what came with them (day, channel, givers, unit and person as written, number), so that none
    of it can be changed unnoticed. Lengths go in, so fields can't run together.
    """
    mac = hmac.new(bytes.fromhex(salt), digestmod=hashlib.sha256)
    for part in said:
        data = part.encode()
        mac.update(len(data).to_bytes(8, "big"))
        mac.update(data)
    return mac.hexdigest()


def said_parts(
    title: str,
    body: str,
    raised_on: date | None,
    channel: str,
    giver: str,
    unit: str,
    about: str,
    number: str,
) -> tuple[str, ...]:
    """What is sealed of an opinion, in the order in which it's sealed."""
    return (title, body, raised_on.isoformat() if raised_on else "", channel, giver, unit, about, number)


def keyed(secret: str, key: str) -> str:
    """A row's key under its campaign's secret, hex: a key made of a row's content must not confirm a guessed text."""
    return hmac.new(bytes.fromhex(secret), key.encode(), hashlib.sha256).hexdigest()
