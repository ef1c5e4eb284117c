"""Shared words: the reason why one opinion stands beside another."""

import time

from hypothesis import given
from hypothesis import strategies as st

from huiyin.analysis.normalise import Text
from huiyin.analysis.shared import LONGEST_TEXT, MOST_WORDS, common_words, shared_words, word_weight
from huiyin.analysis.vectors import Frequencies

HAN = st.text(alphabet="食堂饭菜涨价的了學校学 ，1Ａ", max_size=40)


def words(left: str, right: str) -> list[str]:
    return [found.word for found in shared_words(left, right)]


def test_the_longest_shared_words_come_first() -> None:
    left, right = "食堂饭菜又涨价了，希望学校管一管", "涨价以后食堂饭菜更少"
    assert words(left, right) == ["食堂饭菜", "涨价"]
    first = shared_words(left, right)[0]
    assert (first.left, first.right) == (((0, 4),), ((4, 8),))


def test_stop_words_and_punctuation_are_no_reason() -> None:
    assert words("希望领导重视，建议解决问题", "希望领导重视，建议解决问题") == []
    assert words("我们的操场", "他们的操场") == ["操场"]
    assert words("abc 123", "abc 123") == []


def test_traditional_and_full_width_are_the_same_and_places_are_those_written() -> None:
    left, right = "（ＡＢ）學校飯菜漲價", "学校饭菜涨价了"
    found = shared_words(left, right)
    assert [word.word for word in found] == ["學校飯菜漲價"]
    assert left[slice(*found[0].left[0])] == "學校飯菜漲價"
    assert right[slice(*found[0].right[0])] == "学校饭菜涨价"


def test_a_rare_word_weighs_more_than_a_common_one_of_its_length() -> None:
    frequencies = Frequencies()
    frequencies.add([Text("", f"食堂{n}") for n in "甲乙丙丁"] + [Text("", "操场")])
    weight = word_weight(frequencies)
    assert weight("操场") > weight("食堂") > 0
    assert weight("食堂饭菜") > weight("食堂")
    found = shared_words("食堂，操场", "操场；食堂", weight)
    assert [word.word for word in found] == ["操场", "食堂"]


def test_common_words_are_those_that_most_share() -> None:
    texts = ["食堂饭菜涨价，队伍也长", "食堂饭菜难吃", "食堂饭菜太咸，队伍乱", "操场积水"]
    assert common_words(texts) == ["食堂饭菜", "队伍"]
    assert common_words(texts[:1]) == []
    assert common_words([]) == []


def test_rarity_decides_when_it_is_known() -> None:
    left, right = "食堂饭菜，操场", "操场；食堂饭菜"
    rare = {"操场": 9.0, "食堂饭菜": 1.0}
    assert [found.word for found in shared_words(left, right, rare.__getitem__)] == ["操场", "食堂饭菜"]


@given(HAN, HAN)
def test_every_place_holds_the_word_in_both(left: str, right: str) -> None:
    found = shared_words(left, right)
    assert len(found) <= MOST_WORDS
    for word, mine, theirs in found:
        assert len(word) >= 2
        assert left[slice(*mine[0])] == word
        assert mine
        assert theirs
        assert all(end - start == len(word) for start, end in (*mine, *theirs))


def test_long_texts_stay_cheap() -> None:
    left, right = "食堂" * LONGEST_TEXT, "堂食饭" * LONGEST_TEXT
    start = time.process_time()
    shared_words(left, right)
    assert time.process_time() - start < 2
