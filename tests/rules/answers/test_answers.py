import pytest

from huiyin.kit.errors import BadInput
from huiyin.process.answers.rules.answers import letters_digest, needs_answer


def test_the_words_stand_without_blanks_around_them() -> None:
    assert needs_answer(" 账目每月公布。\n") == "账目每月公布。"


@pytest.mark.parametrize("body", ["", " \n", "字" * 5001])
def test_an_answer_has_words(body: str) -> None:
    with pytest.raises(BadInput):
        needs_answer(body)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("账目 6 月 5 日公布。", "账目7月20日公布", True),
        ("账目每月公布。", "賬目每月公布", True),
        ("账目每月公布。", "账目每周公布。", False),
    ],
)
def test_the_same_letters_have_the_same_digest(one: str, other: str, same: bool) -> None:  # noqa: FBT001
    assert (letters_digest(one) == letters_digest(other)) is same
