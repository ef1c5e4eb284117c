"""A giver's file between two pages of a form: enciphered under a key that stands in the page alone.

The server keeps no key, no row and no name: whoever leaves the page leaves bytes that nobody can read, and these go by themselves.
"""

import base64
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from huiyin.platform.files.rules.ready import Ready, ready_again

HELD_FOR = timedelta(hours=2)
"""At most; at least half of it, since the file system is told full hours only."""

_NAME, _KEY, _NONCE = 16, 32, 12


@dataclass(frozen=True)
class Ticket:
    """Under which name the bytes lie, and what opens them."""

    name: str
    key: bytes = field(repr=False)

    def printed(self) -> str:
        return base64.urlsafe_b64encode(bytes.fromhex(self.name) + self.key).decode()


def new_ticket() -> Ticket:
    return Ticket(secrets.token_hex(_NAME), secrets.token_bytes(_KEY))


def read_ticket(printed: str) -> Ticket | None:
    """What a page brings back; None for what is no ticket."""
    try:
        raw = base64.b64decode(printed.encode("ascii"), altchars=b"-_", validate=True)
    except ValueError:
        return None
    return Ticket(raw[:_NAME].hex(), raw[_NAME:]) if len(raw) == _NAME + _KEY else None


def locked(ready: Ready, ticket: Ticket) -> bytes:
    """The cleaned bytes of a file, enciphered for this ticket."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(ticket.key).encrypt(nonce, ready.data, ticket.name.encode())


def unlocked(blob: bytes, ticket: Ticket) -> Ready | None:
    """The file again, under a salt of its own; None where the ticket isn't of these bytes."""
    try:
        clean = AESGCM(ticket.key).decrypt(blob[:_NONCE], blob[_NONCE:], ticket.name.encode())
    except (InvalidTag, ValueError):
        return None
    return ready_again(clean)


def goes_at(at: datetime) -> datetime:
    """When something that is held from `at` on goes: a full hour, so that the file system isn't told when it came."""
    return at.replace(minute=0, second=0, microsecond=0) + HELD_FOR
