"""The printed slip by which somebody gets into an account for the first time: shown once, typed once."""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime, timedelta

LETTERS = "ACDEFGHJKMNPRTVWXY"
"""Letters that can't be taken for another one or for a digit: no B (8), I and L (1), O and Q (0), S (5), U (V), Z (2)."""

LENGTH = 16  # log2(18**16) = 66 bits: beyond guessing, even from the stored hash
VALID_FOR = timedelta(days=14)
_BLOCK = 4


@dataclass(frozen=True)
class Slip:
    """What the slip says. `code` is printed and then forgotten: only its hash is kept, and no repr shows it."""

    login: str
    name: str
    code: str = field(repr=False)
    until: datetime


def printed(letters: str) -> str:
    """The code as it is printed, in blocks of four: ACDE-FGHJ-KMNP-RTVW."""
    return "-".join(letters[start : start + _BLOCK] for start in range(0, len(letters), _BLOCK))


def typed(text: str) -> str:
    """What was printed, from what somebody typed: any width and case, with or without spaces and hyphens."""
    return re.sub(r"[^A-Z]", "", unicodedata.normalize("NFKC", text).upper())
