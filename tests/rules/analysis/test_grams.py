import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.analysis.grams import gram_weights, grams_of, word_buckets
from huiyin.analysis.normalise import Text


@given(st.text(alphabet="食堂饭菜涨價Ａ1 ，。😀", max_size=40))
def test_a_words_buckets_are_those_of_its_counts(word: str) -> None:
    assert word_buckets(word).tolist() == gram_weights([Text("", word)]).indices.tolist()


@given(st.lists(st.tuples(*[st.text(alphabet="食堂饭涨價Ａ1 ，😀", max_size=12)] * 2), max_size=9))
def test_the_grams_of_many_texts_are_those_of_each(words: list[tuple[str, str]]) -> None:
    texts = [Text(*one) for one in words]
    found = gram_weights(texts)
    assert found.shape[0] == len(texts)
    for row, text in enumerate(texts):
        alone = gram_weights([text])
        own = slice(found.indptr[row], found.indptr[row + 1])
        assert np.array_equal(found.indices[own], alone.indices)
        assert np.array_equal(found.data[own], alone.data)


@given(st.lists(st.tuples(*[st.text(alphabet="食堂饭涨價Ａ1 ，😀", max_size=12)] * 2), max_size=5))
def test_grams_among_some_are_those_of_all(words: list[tuple[str, str]]) -> None:
    texts = [Text(*one) for one in words]
    among = np.zeros(1 << 4, np.bool_)
    among[::3] = True
    every, some = grams_of(texts), grams_of(texts, among)
    kept = among[every.buckets % len(among)]
    assert some.buckets.tolist() == every.buckets[kept].tolist()
    assert some.said.tolist() == every.said[kept].tolist()
    assert some.rows.tolist() == every.rows[kept].tolist()


LONG = ("長長的题目" * 40, "食堂，太贵！" * 120)
ODD = [
    ("", ""),
    LONG,
    ("", LONG[1]),
    (LONG[0], ""),
    ("㎡①１", "ﬁ" * 400),
    ("食\ud800堂", "太贵"),
    ("一", "　，。"),
]


@pytest.mark.parametrize("beyond", [[], [("𠮷野家", "😀太贵")]], ids=["16 bits", "more"])
@pytest.mark.parametrize("named", [1, 3])
def test_a_dozen_read_at_once_are_as_each_read_alone(beyond: list[tuple[str, str]], named: int) -> None:
    texts = [Text(*one) for one in [*ODD, *beyond]]
    among = np.zeros(1 << 4, np.bool_)
    among[::named] = True
    found = grams_of(texts, among)
    for row, text in enumerate(texts):
        own = slice(found.ends[row], found.ends[row + 1])
        alone = grams_of([text], among)
        assert np.array_equal(found.buckets[own], alone.buckets)
        assert np.array_equal(found.said[own], alone.said)


def test_a_text_is_so_many_grams_each_weighed_by_its_length_and_place() -> None:
    one = float(gram_weights([Text("", "ab")]).data.sum())
    assert abs(one - (1.3 + 1.3 * 0.5 ** (1 / 150) + 1.0)) < 1e-6
    (twice,) = gram_weights([Text("a", "a")]).data.tolist()
    assert abs(twice - 1.3 * (1 + np.log(3))) < 1e-6
    assert gram_weights([Text("ab", "")]).data.tolist() == gram_weights([Text("", "ab")]).data.tolist()
