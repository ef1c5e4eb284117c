"""Characters that mean the same are matched in one form, each in its old place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.analysis.characters import fold, quickly_folded
from huiyin.analysis.traditional import SIMPLIFIED, TRADITIONAL


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("學習與聽課", "学习与听课"),
        ("ＡＰＰ打卡２０次，（三）", "app打卡20次,(三)"),
        ("全角　空格", "全角 空格"),
        ("KTV", "ktv"),
        ("简体不变。", "简体不变。"),
        ("", ""),
    ],
)
def test_fold(written: str, plain: str) -> None:
    assert fold(written) == plain


def test_the_table_is_a_table() -> None:
    assert len(TRADITIONAL) == len(SIMPLIFIED) == len(set(TRADITIONAL))
    assert not set(TRADITIONAL) & set(SIMPLIFIED)


@given(st.text())
def test_every_character_keeps_its_place_and_folding_twice_changes_nothing(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_looked_up_in_a_table_it_is_the_same(text: str) -> None:
    assert quickly_folded(text) == fold(text)
