"""The words for certainty: what they demand, and that they keep what they promise on the labels that ship."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.analysis.certainty import SURELY, Certainty, of_group, of_pair
from huiyin.analysis.grouping import CUT, wanted
from huiyin.analysis.nearduplicates import representatives
from huiyin.analysis.normalise import Text
from huiyin.analysis.vectors import Frequencies, vectorise
from huiyin.demo.library import clerks_texts

RANK = {Certainty.PERHAPS: 0, Certainty.LIKELY: 1, Certainty.VERY_LIKELY: 2}
likeness = st.floats(-0.1, 1)


@pytest.mark.parametrize(
    ("times", "word"),
    [
        (-1, "perhaps"),
        (0, "perhaps"),
        (0.999, "perhaps"),
        (1, "likely"),
        (1.499, "likely"),
        (1.5, "very_likely"),
    ],
)
def test_a_pair_is_called_by_how_many_times_it_is_what_grouping_wants(times: float, word: str) -> None:
    assert of_pair(times * CUT) == word


def test_what_grouping_joins_is_likely_at_least_whatever_its_size() -> None:
    for texts in (1, 2, 10, 500):
        enough = float(wanted(texts + 1))
        assert of_group(enough, enough, texts) == Certainty.LIKELY
        assert of_group(enough * 0.999, 1, texts) == Certainty.PERHAPS


def test_near_to_all_of_a_large_group_but_to_none_of_it_is_not_very_likely() -> None:
    mean = SURELY * float(wanted(51))
    assert mean < SURELY * CUT
    assert of_group(mean, mean, 50) == Certainty.LIKELY
    assert of_group(mean, SURELY * CUT, 50) == Certainty.VERY_LIKELY


@given(likeness, likeness, likeness, st.integers(1, 100))
def test_more_likeness_is_never_less_certain(one: float, other: float, nearest: float, texts: int) -> None:
    low, high = sorted((one, other))
    assert RANK[of_group(low, nearest, texts)] <= RANK[of_group(high, nearest, texts)]
    assert RANK[of_group(nearest, low, texts)] <= RANK[of_group(nearest, high, texts)]
    assert RANK[of_pair(low)] <= RANK[of_pair(high)]


def test_the_words_keep_what_they_promise_in_the_schools_of_the_demo() -> None:
    rows = clerks_texts()
    texts = [Text("", row.text) for row in rows]
    distinct = [at for at, first in enumerate(representatives(texts)) if at == first]
    frequencies = Frequencies()
    frequencies.add([texts[at] for at in distinct])
    matrix = vectorise([texts[at] for at in distinct], frequencies)
    near = (matrix @ matrix.T).toarray()
    said: dict[Certainty, list[bool]] = {word: [] for word in Certainty}
    for one, other in zip(*np.triu_indices(len(distinct), 1), strict=True):
        mine, theirs = rows[distinct[one]], rows[distinct[other]]
        if mine.unit == theirs.unit and (mine.matter or theirs.matter) and near[one, other] >= CUT / 2:
            said[of_pair(float(near[one, other]))].append(mine.matter == theirs.matter)
    assert {word: len(those) >= 40 for word, those in said.items()} == dict.fromkeys(Certainty, True)
    assert np.mean(said[Certainty.VERY_LIKELY]) >= 0.95
    assert np.mean(said[Certainty.LIKELY]) >= 0.75
    assert np.mean(said[Certainty.PERHAPS]) < np.mean(said[Certainty.LIKELY])
