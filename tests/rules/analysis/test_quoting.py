import pytest

from huiyin.analysis.quoting import made_of, quotes

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


@pytest.mark.parametrize(
    ("title", "made"),
    [
        ("食堂的红烧肉里没有肉", True),
        ("老师态度不好. 上周问过两次没人管", True),  # two halves of a title, of two givers
        ("建议 一份要十二元", True),  # where a unit's name was left out
        ("红烧肉里，没有肉", True),
        ("问过两次", True),
        ("食堂饭菜价格偏高", False),
        ("……", False),
        ("", False),
    ],
)
def test_a_title_is_known_by_the_words_that_it_is_made_of(title: str, made: bool) -> None:  # noqa: FBT001 - a table
    assert made_of(title, WORDS) is made
