"""The different values of an array, as numpy.unique says them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.analysis.distinct import begins, distinct


@pytest.mark.parametrize("kind", [np.int64, np.int32, np.uint32])
@given(values=st.lists(st.integers(0, 9)))
def test_each_once_and_ascending(kind: type[np.integer], values: list[int]) -> None:
    found = distinct(np.array(values, kind))
    assert found.dtype == kind
    assert found.tolist() == sorted(set(values))
    assert len(begins(np.sort(np.array(values, kind)))) == len(found)
