import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.analysis.normalise import normalise


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


@given(st.text())
def test_blanks_and_punctuation_change_nothing(text: str) -> None:
    assert normalise(f"　{text}。！") == normalise(text)
