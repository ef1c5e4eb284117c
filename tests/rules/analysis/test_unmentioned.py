"""What an answer says nothing of, by its words."""

from hypothesis import given
from hypothesis import strategies as st

from huiyin.analysis.unmentioned import unmentioned

SAID = (
    "食堂的红烧肉里没有肉，一份要十二元。账目从来不公布！孩子每天中午排队二十分钟。能不能多开一个窗口？谢谢"
)


def left(answer: str) -> list[tuple[str, bool]]:
    (found,) = unmentioned([SAID], answer)
    return [(SAID[one.start : one.end], one.asks) for one in found]


def test_a_stock_answer_leaves_nearly_everything() -> None:
    stock = "您反映的情况，学校高度重视，已责成有关部门认真研究，感谢关心支持。"
    assert ("能不能多开一个窗口？", True) in left(stock)
    assert len(left(stock)) == 5


def test_what_is_answered_isn_t_marked() -> None:
    answer = (
        "六月三日起食堂增开两个窗口，排队一般不超过十分钟。账目每月五日公布。红烧肉每份八十克肉，降到十元。"
    )
    assert left(answer) == []


def test_a_question_is_told_from_a_clause() -> None:
    answer = "食堂账目从六月起每月公布，红烧肉每份十元。"
    assert left(answer) == [("孩子每天中午排队二十分钟", False), ("能不能多开一个窗口？", True)]


def test_each_text_has_its_own_and_nothing_leaves_nothing() -> None:
    assert unmentioned([], "答复") == []
    assert unmentioned(["", "谢谢"], "答复") == [[], []]
    first, second = unmentioned(["校车总是晚点", "食堂账目不公布"], "食堂账目每月公布。")
    assert (len(first), second) == (1, [])


@given(st.lists(st.text(max_size=60), max_size=4), st.text(max_size=80))
def test_places_lie_within_their_text_in_order(texts: list[str], answer: str) -> None:
    for text, found in zip(texts, unmentioned(texts, answer), strict=True):
        at = 0
        for one in found:
            assert at <= one.start < one.end <= len(text)
            at = one.end
