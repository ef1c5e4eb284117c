"""Whether a text speaks of a matter, and where."""

from hypothesis import given
from hypothesis import strategies as st

from huiyin.analysis.answering import SPEAKS_OF, speaks_of
from huiyin.analysis.normalise import Text
from huiyin.analysis.vectors import Frequencies

PAPER = (
    "一、整改措施\n班子成员每周陪餐两次。食堂早餐的品种由三样加到六样，5月底前公示菜谱。\n"
    "宿舍热水供应时间延长到22点；锅炉检修放在周末。\n进一步改进作风。"
)
ANY = st.text("食堂宿舍热水早餐品种少。；\n，123😀", max_size=80)


def spoken(*matters: str, text: str = PAPER) -> list[str | None]:
    return [text[one.start : one.end] if one else None for one in speaks_of(text, matters)]


def test_the_sentences_that_speak_of_a_matter_are_found_and_no_others() -> None:
    food, water, nothing = spoken("食堂早餐品种少", "宿舍没有热水", "操场照明坏了")
    assert food is not None
    assert "食堂早餐的品种" in food
    assert water is not None
    assert water.startswith("宿舍热水")
    assert nothing is None


def test_a_pair_of_sentences_stays_in_its_paragraph() -> None:
    assert all("\n" not in one for one in spoken("食堂早餐品种少", "宿舍热水", "改进作风") if one)


def test_what_all_say_weighs_less_than_what_few_say() -> None:
    frequencies = Frequencies()
    frequencies.add(
        [Text("", f"学校食堂的{thing}") for thing in "甲乙丙丁戊己庚辛壬癸" * 20] + [Text("", "晾衣架")]
    )
    text = "学校食堂很好。"
    [common] = speaks_of(text, ["学校食堂旁边没有晾衣架"])
    [weighed] = speaks_of(text, ["学校食堂旁边没有晾衣架"], frequencies)
    assert common is not None
    assert weighed is None or weighed.share < common.share


def test_nothing_speaks_of_nothing() -> None:
    assert speaks_of("", ["食堂"]) == [None]
    assert speaks_of(PAPER, []) == []
    assert speaks_of(PAPER, ["", "。"]) == [None, None]


@given(ANY, st.lists(ANY, max_size=4))
def test_places_are_inside_whatever_comes(text: str, matters: list[str]) -> None:
    found = speaks_of(text, matters)
    assert len(found) == len(matters)
    for one in found:
        assert one is None or (0 <= one.start < one.end <= len(text) and SPEAKS_OF <= one.share <= 1.001)
