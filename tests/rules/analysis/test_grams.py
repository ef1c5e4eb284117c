from hypothesis import given
from hypothesis import strategies as st

from huiyin.analysis.grams import gram_weights, word_buckets
from huiyin.analysis.normalise import Text


@given(st.text(alphabet="食堂饭菜涨價Ａ1 ，。😀", max_size=40))
def test_a_words_buckets_are_those_of_its_counts(word: str) -> None:
    assert word_buckets(word).tolist() == gram_weights([Text("", word)]).indices.tolist()
