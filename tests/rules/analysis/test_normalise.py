import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.analysis.characters import fold
from huiyin.analysis.normalise import _NOISE, _PLAIN, letters, normalise, opening


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("", ""),
        ("Ａ３区　１２栋！", "a3区12栋"),
        ("食堂，\r\n饭菜 太贵。", "食堂饭菜太贵"),
        ("___（空白）___", "空白"),
        ("👍👍👍", ""),
        ("\ud800坏字符", "坏字符"),
        ("①楼", "1楼"),
        ("東門停車場", "东门停车场"),
    ],
)
def test_only_what_carries_meaning_is_left(written: str, meant: str) -> None:
    assert normalise(written) == meant


def test_texts_of_common_characters_alone_need_no_compatibility_forms() -> None:
    plain = [chr(code) for code in range(0x10000) if _PLAIN.fullmatch(chr(code))]
    assert {"一", "，", "a"} <= set(plain)
    assert {"Ａ", "①", "㎡"}.isdisjoint(plain)
    for letter in plain:
        known = unicodedata.normalize("NFKC", letter).casefold()
        assert normalise(letter) == fold(_NOISE.sub("", known))
        assert not unicodedata.combining(letter), "nothing that would join with its neighbour"


@given(st.text())
def test_blanks_and_punctuation_change_nothing(text: str) -> None:
    assert normalise(f"　{text}。！") == normalise(text)


@given(st.text(max_size=200), st.integers(0, 80))
def test_an_opening_is_how_the_normalised_text_begins(text: str, characters: int) -> None:
    begun = opening(text, characters)
    assert len(begun) <= characters
    # A sign that joins with what follows is cut off from it where the reading ends.
    assert normalise(text).startswith(begun[:-1])


def test_an_opening_is_whole_where_two_characters_in_three_are_blanks() -> None:
    assert opening("食 　堂　 的 　菜　 贵", 4) == "食堂的菜"


def _read(text: str) -> str:
    return "".join(map(chr, letters(text).tolist()))


def test_letters_are_those_of_the_normalised_texts() -> None:
    every = [chr(code) for code in range(0x10000) if _PLAIN.fullmatch(chr(code))]
    assert [_read(letter) for letter in every] == [normalise(letter) for letter in every]
    assert _read("".join(every)) == normalise("".join(every))
    assert _read("") == ""


@given(st.text() | st.text(alphabet="食堂涨價A1，。"))
def test_letters_of_any_text_are_those_of_the_normalised_one(text: str) -> None:
    assert _read(text) == normalise(text)
