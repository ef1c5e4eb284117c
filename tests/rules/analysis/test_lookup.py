"""Many words are found at once, exactly where `str.find` would find each."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.analysis.lookup import Words

ALPHABET = "收费补课站"


@given(
    st.lists(st.text(alphabet=ALPHABET, min_size=2, max_size=4), max_size=8),
    st.text(alphabet=ALPHABET, max_size=30),
)
def test_finds_what_a_plain_search_finds(words: list[str], text: str) -> None:
    plain = {(at, at + len(word)) for word in words for at in range(len(text)) if text.startswith(word, at)}
    found = list(Words(words).every(text))
    assert set(found) == plain
    assert found == sorted(plain, key=lambda span: (span[0], -span[1]))


@given(
    st.lists(st.text(alphabet=ALPHABET, min_size=2, max_size=4), max_size=8),
    st.text(alphabet=ALPHABET, max_size=30),
)
def test_outermost_are_those_inside_no_other(words: list[str], text: str) -> None:
    every = set(Words(words).every(text))
    inside = {
        one for one in every for other in every if other != one and other[0] <= one[0] and one[1] <= other[1]
    }
    assert set(Words(words).outermost(text)) == every - inside


def test_a_word_of_one_character_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 2"):
        Words(["校"])
