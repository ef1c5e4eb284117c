"""What is asked before the public is told, and the figure beside it."""

import pytest

from huiyin.kit.errors import BadInput, Refused
from huiyin.process.publicity.rules.matters import (
    LONGEST,
    Assured,
    Worded,
    figure,
    needs_assurance,
    own_runs,
    written,
)

BOTH = Assured(nobody_known=True, looked=True)


@pytest.mark.parametrize(
    ("givers", "before", "shown"),
    [
        (None, None, None),
        (0, None, None),
        (4, None, None),
        (5, None, 5),
        (7, None, 7),
        (8, 7, 7),
        (11, 7, 7),
        (12, 7, 12),
        (6, 7, 6),
        (4, 7, None),
    ],
)
def test_a_figure_says_nothing_of_one_giver(
    givers: int | None, before: int | None, shown: int | None
) -> None:
    assert figure(givers, before, 5) == shown


@pytest.mark.parametrize("givers", [None, 0, 4])
def test_few_givers_ask_for_a_stated_confirmation(givers: int | None) -> None:
    with pytest.raises(Refused, match="看不出是谁"):
        needs_assurance(givers, 5, (), Assured(looked=True))
    needs_assurance(givers, 5, (), Assured(nobody_known=True))


def test_telling_words_ask_once() -> None:
    with pytest.raises(Refused, match="王老师、13900000000"):
        needs_assurance(9, 5, ["王老师", "13900000000", "王老师"], Assured(nobody_known=True))
    needs_assurance(9, 5, ["王老师"], Assured(looked=True))
    needs_assurance(9, 5, (), Assured())
    needs_assurance(None, 5, ["王老师"], BOTH)


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        ("题目", (" ", "情况", "答复")),
        ("反映的情况", ("题目", "\n", "答复")),
        ("答复", ("题目", "情况", "")),
        ("最多 100 字", ("长" * (LONGEST["title"] + 1), "情况", "答复")),
        ("最多 2000 字", ("题目", "情况", "长" * (LONGEST["answer"] + 1))),
    ],
)
def test_every_part_is_there_and_has_room(name: str, texts: tuple[str, str, str]) -> None:
    with pytest.raises(BadInput, match=name):
        written(Worded(*texts))


def test_a_givers_own_words_are_found_whatever_signs_stand_between() -> None:
    said = ["上周三的午餐，只有两片肉，问总务处说菜价涨了，没有人管。"]
    text = "家长反映：上周三的午餐只有两片肉、问总务处说菜价涨了。已核实。"
    assert own_runs(text, said) == ["上周三的午餐只有两片肉、问总务处说菜价涨了"]
    assert own_runs("午餐分量减少，总务处解释为菜价上涨。", said) == []
    assert own_runs("午餐", said) == own_runs(text, []) == []
