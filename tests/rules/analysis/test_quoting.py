import pytest

from huiyin.analysis.quoting import quotes

WORDS = "食堂的红烧肉里没有肉，一份要十二元，上周问过两次没人管"


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("食堂的红烧肉里没有肉", True),
        ("有家长说：红烧肉里没有肉，一份要十二元，已责成整改", True),
        ("食堂饭菜价格偏高，家长有意见", False),
        ("食堂", False),
        ("", False),
        (WORDS, True),
    ],
)
def test_a_quotation_is_told_from_a_summary(text: str, quoted: bool) -> None:  # noqa: FBT001 - a table
    assert quotes(text, WORDS) is quoted
