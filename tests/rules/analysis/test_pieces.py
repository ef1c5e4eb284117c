import hashlib

import numpy as np
import pytest

from huiyin.analysis.grams import BUCKETS, gram_weights
from huiyin.analysis.normalise import Text
from huiyin.analysis.pieces import VERSION, packed, unpacked
from tests.rules.analysis.matters import MATTERS

TEXTS = [Text("", body) for bodies in MATTERS.values() for body in bodies] + [
    Text("", ""),
    Text("题目", "正文"),
]


def test_what_was_packed_is_the_same_bit_by_bit() -> None:
    grams = gram_weights(TEXTS)
    again = unpacked(packed(grams))
    assert again.shape == grams.shape
    assert np.array_equal(again.indptr, grams.indptr)
    assert np.array_equal(again.indices, grams.indices)
    assert again.data.tobytes() == grams.data.tobytes()


def test_rows_are_packed_each_by_itself() -> None:
    apart = [packed(gram_weights([text]))[0] for text in TEXTS]
    assert packed(gram_weights(TEXTS)) == apart
    assert unpacked([]).shape == (0, BUCKETS)


def test_something_else_is_refused() -> None:
    with pytest.raises(ValueError, match="buffer size"):
        unpacked([b"123"])
    with pytest.raises(ValueError, match="pieces"):
        unpacked([b"\xff" * 8])


def test_a_change_of_what_a_text_says_of_its_grams_raises_the_version() -> None:
    """If this fails because `gram_weights` was changed, raise VERSION and write the new digest here."""
    [pieces] = packed(gram_weights([Text("食堂", "食堂的菜又贵又少，食堂还排长队。")]))
    assert (VERSION, hashlib.sha256(pieces).hexdigest()[:16]) == (b"1", "619af705b2c0d614")
