"""What texts speak of, by a thesaurus."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiyin.analysis.concepts import Concept, Thesaurus, nearness, rarity, thesaurus_of
from huiyin.analysis.normalise import normalise

CONCEPTS = (
    Concept("meals", ("吃", "饭", "食堂")),
    Concept("meat", ("没肉", "和尚饭")),
    Concept("sports", ("体育课又被占了", "跑道")),
    Concept("loss", ("吃亏是福",)),
)
THESAURUS = Thesaurus(CONCEPTS, ("吃亏", "跑道歉"))


def spoken(text: str) -> dict[str, tuple[str, ...]]:
    return dict(THESAURUS.spoken([normalise(text)])[0])


def test_words_of_any_length_tell_what_is_spoken_of() -> None:
    assert spoken("中午没肉，交了钱吃的像和尚饭") == {"meat": ("没肉", "和尚饭"), "meals": ("吃",)}
    assert spoken("体育课又被占了") == {"sports": ("体育课又被占了",)}
    assert spoken("體育課又被佔了") == spoken("体育课又被占了")


def test_a_word_inside_a_longer_one_does_not_count() -> None:
    assert spoken("老实人吃亏") == {}
    assert spoken("吃亏是福") == {"loss": ("吃亏是福",)}
    assert spoken("吃亏还是吃饭") == {"meals": ("吃", "饭")}
    assert "meals" not in spoken("和尚饭")


def test_words_that_only_overlap_count_both() -> None:
    both = Thesaurus([Concept("one", ("食堂排队",)), Concept("two", ("排队打饭",))])
    assert set(both.spoken(["食堂排队打饭"])[0]) == {"one", "two"}


def test_no_word_reaches_from_one_text_into_the_next() -> None:
    assert [dict(one) for one in THESAURUS.spoken(["没", "肉", "", "跑", "道"])] == [{}] * 5


def test_how_often_is_counted_in_different_words() -> None:
    assert THESAURUS.counted(["吃饭吃饭", "没肉", ""]).tolist() == [[2, 0, 0, 0], [0, 1, 0, 0], [0, 0, 0, 0]]


def test_texts_are_near_by_what_few_others_speak_of() -> None:
    counts = THESAURUS.counted(["没肉，吃", "和尚饭", "吃", "吃", "跑道"])
    assert rarity(counts)[1] > rarity(counts)[0]
    near = nearness(counts)
    assert near[0] > near[1] == near[2] > near[3] == 0
    # by hand: of 4 texts 2 have the one concept of the first two; each is lengthened by 1 + ln 5
    rare, unseen = 1 + np.log(3 / 2), 1 + np.log(3)
    assert nearness(THESAURUS.counted(["没肉", "跑道"]))[0] == 0
    both = nearness(THESAURUS.counted(["没肉", "和尚饭"]))[0]
    assert both == pytest.approx(1 / (1 + unseen**2))
    assert rare == pytest.approx(rarity(THESAURUS.counted(["没肉", "跑道"]))[1])


def test_the_same_words_are_made_ready_once() -> None:
    assert thesaurus_of(CONCEPTS, ()) is thesaurus_of(tuple(CONCEPTS), ())


def test_without_words_nothing_is_found() -> None:
    empty = Thesaurus([])
    assert empty.spoken(["食堂"]) == [{}]
    assert empty.counted(["食堂"]).shape == (1, 0)
    assert nearness(empty.counted(["食堂", "饭"])).tolist() == [0]


def test_rare_characters_are_characters_like_others() -> None:
    """They were taken for the end of a text, so that any text that ended in 吃 spoke of 吃𧭘."""
    rare = Thesaurus([Concept("rare", ("吃𧭘", "𠮷")), Concept("other", ("吃𠀋",))])
    assert rare.spoken(["我吃", "吃", "吃𧭘", "𠮷", "吃𠀋𧭘"]) == [
        {},
        {},
        {"rare": ("吃𧭘",)},
        {"rare": ("𠮷",)},
        {"other": ("吃𠀋",)},
    ]


words = st.text("吃饭没肉跑道歉和尚A𧭘𠮷😀\ud800\0", min_size=1, max_size=5)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # the machine may be busy
@given(
    st.lists(words, min_size=1, max_size=6),
    st.lists(st.text("吃饭没肉跑道歉和尚A𧭘𠮷😀\ud800", max_size=30), max_size=4),
)
def test_it_finds_what_a_plain_search_finds(listed: list[str], texts: list[str]) -> None:
    """The definition itself: of all occurrences those that lie in no other, longer one."""
    texts = [normalise(text) for text in texts]
    names = sorted({normalise(word) for word in listed} - {""})
    thesaurus = Thesaurus([Concept(f"C{at}", (word,)) for at, word in enumerate(names)])
    for text, found in zip(texts, thesaurus.spoken(texts), strict=True):
        every = [
            (at, at + len(word), word)
            for word in names
            for at in range(len(text))
            if text.startswith(word, at)
        ]
        outer = {
            word
            for start, end, word in every
            if not any(s <= start and end <= e and (s, e) != (start, end) for s, e, _ in every)
        }
        assert {word for said in found.values() for word in said} == outer
