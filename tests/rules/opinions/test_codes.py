"""Raw words to codes."""

import pytest

from huiyin.process.opinions.rules.codes import match_code

GIVERS = [
    ("teacher", ["教师", "老师"]),
    ("student", ["学生"]),
    ("parent", ["家长", "学生家长"]),
    ("retired", ["离退休", "退休教师"]),
]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("教师", "teacher"),
        (" 教 师 ", "teacher"),
        ("teacher", "teacher"),
        ("学生家长", "parent"),
        ("部分学生家长代表", "parent"),
        ("退休教师", "retired"),
        ("□教师 ☑学生 □家长", "student"),
        ("√老师", "teacher"),
        ("", None),
        ("   ", None),
    ],
)
def test_it_is_matched_without_a_word(raw: str, code: str | None) -> None:
    assert match_code(raw, GIVERS) == match_code(raw, GIVERS)
    match = match_code(raw, GIVERS)
    assert (match.code, match.zh, match.en) == (code, "", "")


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ("教师、学生", "同时符合几个选项"),
        ("路人", "不在选项之中"),
        ("□教师 □学生", "没有勾选"),
        ("路" * 50, "“此格内容”不在选项之中"),
    ],
)
def test_it_is_left_open_with_a_reason(raw: str, reason: str) -> None:
    match = match_code(raw, GIVERS)
    assert match.code is None
    assert reason in match.zh
    assert match.en
