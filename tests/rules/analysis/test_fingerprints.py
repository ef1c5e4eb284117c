"""Fingerprints: the promise of winnowing, and that stored ones stay comparable."""

from hypothesis import given
from hypothesis import strategies as st

from huiyin.analysis.fingerprints import FINGERPRINT_VERSION, GRAM, MOST_PLACES, WINDOW, fingerprints

HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)
GUARANTEED = GRAM + WINDOW - 1


def test_they_are_the_same_on_every_machine() -> None:
    """Stored in databases: change these only together with FINGERPRINT_VERSION and a new sweep."""
    assert FINGERPRINT_VERSION == 1
    found = fingerprints("班子成员下基层调研走马观花听汇报多看实情少")
    assert found == [(69274272268136362, 1), (831908598880179451, 5), (184516158677023079, 10)]


def test_too_short_a_text_has_none() -> None:
    assert fingerprints("") == []
    assert fingerprints("食" * (GRAM - 1)) == []
    assert len(fingerprints("食堂饭菜涨")) == 1


@given(
    st.text(HAN, min_size=GUARANTEED, max_size=GUARANTEED),
    st.text(HAN, max_size=30),
    st.text(HAN, max_size=30),
)
def test_a_run_that_two_texts_share_gives_both_the_same_one(run: str, before: str, after: str) -> None:
    one, other = before + run + after, after + run + before
    assert {key for key, _ in fingerprints(one)} & {key for key, _ in fingerprints(other)}


@given(st.text(HAN, max_size=200))
def test_few_are_kept_and_each_in_its_order(text: str) -> None:
    found = fingerprints(text)
    places = [at for _, at in found]
    assert places == sorted(set(places))
    assert all(-(1 << 63) <= key < 1 << 63 for key, _ in found)
    keys = [key for key, _ in found]
    assert all(keys.count(key) <= MOST_PLACES for key in keys)


def test_a_fifth_of_the_pieces_is_enough() -> None:
    text = "".join(chr(0x4E00 + at * 7919 % 20000) for at in range(2000))
    assert 0.15 < len(fingerprints(text)) / len(text) < 0.3
