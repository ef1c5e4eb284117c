"""Vectors that are held under keys."""

import numpy as np
import scipy.sparse as sp

from huiyin.analysis.grams import BUCKETS, gram_weights
from huiyin.analysis.holding import HeldVectors, matrix_of
from huiyin.analysis.normalise import Text

ROWS = gram_weights([Text("", "食堂"), Text("", ""), Text("", "食堂饭菜")])


def test_rows_come_back_as_they_were() -> None:
    held = HeldVectors()
    made = held.hold(["one", "none", "two"], ROWS)
    assert (matrix_of([made["one"], made["none"], made["two"]]) != ROWS).nnz == 0
    assert (matrix_of([held.among(["two"])["two"]]) != ROWS[[2]]).nnz == 0
    assert matrix_of([]).shape == (0, BUCKETS)
    assert held.among(["three"]) == {}


def test_those_asked_for_longest_ago_go_first() -> None:
    one, two = (sp.csr_matrix(ROWS[[at]]) for at in (0, 2))
    held = HeldVectors(most=one.nnz + two.nnz)
    held.hold(["one"], one)
    held.hold(["two"], two)
    held.hold(["two"], two)  # again isn't more
    held.among(["one"])
    held.hold(["one more"], one)
    assert ["one" in held, "two" in held, "one more" in held] == [True, False, True]
    assert len(held.among(["one more"])["one more"][0]) == one.nnz
    assert np.array_equal(held.among(["one"])["one"][1], one.data)
