"""The length of an opinion's vector, kept where it is placed, so that those to come are compared with it without weighing all its words.

It holds for one count of the pieces and for the names that were taken out of the words: a stamp before it says which.
"""

import hashlib
import struct
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from huiyin.process.opinions.rules.scopes import Mask

_STAMP = 8
_LENGTH = struct.Struct("<d")
_KEPT = np.dtype([("stamp", "<u8"), ("length", "<f8")])
_NOTHING = bytes(_KEPT.itemsize)


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


def lengths_in(kept: Sequence[bytes | memoryview | None], stamps: Sequence[bytes]) -> NDArray[np.float64]:
    """`length_in` of many, each with the stamp that it should have; 0 for None."""
    whole = [one if one is not None and len(one) == _KEPT.itemsize else _NOTHING for one in kept]
    rows = np.frombuffer(b"".join(whole), _KEPT)
    wanted = np.frombuffer(b"".join(stamps), _KEPT["stamp"])
    found: NDArray[np.float64] = np.where(rows["stamp"] == wanted, rows["length"], 0.0)
    return found
