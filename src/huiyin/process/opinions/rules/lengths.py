"""The length of an opinion's vector, kept where it is placed, so that those to come are compared with it without weighing all its words.

It holds for one count of the pieces and for the names that were taken out of the words: a stamp before it says which.
"""

import hashlib
import struct

from huiyin.process.opinions.rules.scopes import Mask

_STAMP = 8
_LENGTH = struct.Struct("<d")


def stamp_of(vocabulary: str, mask: Mask) -> bytes:
    """Eight bytes for what a length was worked out by: the digest of what was counted, and whose names were taken out of the words."""
    return hashlib.blake2b(vocabulary.encode() + mask.stamp, digest_size=_STAMP).digest()


def kept_length(stamp: bytes, length: float) -> bytes:
    return stamp + _LENGTH.pack(length)


def length_in(kept: bytes | memoryview | None, stamp: bytes) -> float | None:
    """The length that is kept, bit by bit as it was; None where it was worked out by something else, or not at all."""
    whole = bytes(kept or b"")
    if whole[:_STAMP] != stamp or len(whole) != _STAMP + _LENGTH.size:
        return None
    found: float = _LENGTH.unpack_from(whole, _STAMP)[0]
    return found
