"""Wrong codes: each makes the next try wait longer. The form itself carries how many there were; nobody is known or slowed by it
but whoever sends that form (SPEC rule 5). What holds a thief off is the code's own length, 73 bits.
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

LONGEST_WAIT = timedelta(seconds=60)
_NONCE, _TIME, _MAC = 16, 4, 16
_MOST = 255


@dataclass(frozen=True)
class Try:
    """What a form for a code says: how many wrong ones it saw, its nonce (of a renewed receipt), and when it was shown."""

    wrong: int
    nonce: bytes
    shown: datetime

    def left(self, at: datetime) -> int:
        """Seconds still to wait at `at`: 2, 4, 8 … 60 after one, two, three … wrong codes."""
        if not self.wrong:
            return 0
        wait = min(timedelta(seconds=2 ** min(self.wrong, 6)), LONGEST_WAIT)
        return max(0, -(-(self.shown + wait - at) // timedelta(seconds=1)))


def make_try(key: str, wrong: int, nonce: bytes, at: datetime) -> str:
    """The signed token of a form that is shown at `at` after `wrong` wrong codes, printable."""
    body = bytes([min(wrong, _MOST)]) + nonce + int(at.timestamp()).to_bytes(_TIME, "big")
    return base64.urlsafe_b64encode(body + _mac(key, body)).decode().rstrip("=")


def read_try(key: str, token: str, at: datetime) -> Try | None:
    """What a token says; None when it isn't one. `at` gives the result its time zone."""
    try:
        raw = base64.urlsafe_b64decode(token.encode("ascii") + b"=" * (-len(token) % 4))
    except ValueError:
        return None
    body, mac = raw[:-_MAC], raw[-_MAC:]
    if len(raw) != 1 + _NONCE + _TIME + _MAC or not hmac.compare_digest(mac, _mac(key, body)):
        return None
    shown = datetime.fromtimestamp(int.from_bytes(body[-_TIME:], "big"), tz=at.tzinfo)
    return Try(body[0], body[1 : 1 + _NONCE], shown)


def _mac(key: str, body: bytes) -> bytes:
    return hmac.new(key.encode(), b"try" + body, hashlib.sha256).digest()[:_MAC]
