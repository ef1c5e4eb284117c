"""The form in which formal texts are compared."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from huiyin.analysis.letters import letters_of

ANY = st.text(alphabet="食堂學１2９.,:，。 \n《》二三十😀\ud800aＡ的", max_size=60)


def test_numbers_and_cited_titles_are_one_letter_each() -> None:
    one = letters_of("2013年，按《关于厉行节约的若干规定（试行）》压减三十五项，占12.5%。")
    other = letters_of("２０１４年按《关于会风的规定》压减四十项，占 8%")
    assert one.text == other.text == "0年按《压减0项占0"
    assert one.span(0, 1) == (0, 4)
    assert one.span(3, 4) == (7, 24)


def test_a_single_numeral_is_a_letter_of_its_word() -> None:
    assert letters_of("一些三农问题").text == "一些三农问题"


def test_forms_of_a_character_are_one_letter() -> None:
    assert letters_of("ＡＢ學校飯菜").text == letters_of("ab学校饭菜").text


def test_what_is_typed_over_and_over_is_said_once() -> None:
    assert letters_of("很好" + "啊" * 5000 + "真的").text == "很好啊啊啊真的"
    assert letters_of("加强领导。" * 40).text == "加强领导" * 3
    assert letters_of("啊啊啊").text == "啊啊啊"


@given(ANY)
def test_every_letter_knows_its_place(text: str) -> None:
    letters = letters_of(text)
    assert len(letters.text) == len(letters.starts) == len(letters.ends)
    places = [letters.span(at, at + 1) for at in range(len(letters.text))]
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert all(one[1] <= other[0] for one, other in pairwise(places))
