"""What is typed becomes terms, and terms become pairs that no engine can read as its own syntax."""

import pytest

from huiyin.kit.errors import BadInput
from huiyin.platform.texts.rules import Sought, as_document, as_tsvector, pairs, search_terms


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("食堂", ("食堂",)),
        ("  食堂　饭菜 ", ("食堂", "饭菜")),
        ("食堂 食堂", ("食堂",)),
        ("臺灣", ("台湾",)),
        ("ＷＩＦＩ", ("wifi",)),
        ("食堂，饭菜！", ("食堂饭菜",)),
        ("食堂 贵", ("食堂",)),
        ('"食堂" NEAR/2 饭*', ("食堂", "near2")),
        ("食\x00堂", ("食堂",)),
        ("食\ud800堂", ("食堂",)),
        ("𠮷野家", ("𠮷野家",)),
        ("O'Brien -- ; DROP", ("obrien", "drop")),
    ],
)
def test_terms_are_what_carries_meaning(typed: str, terms: tuple[str, ...]) -> None:
    assert search_terms(typed) == terms


@pytest.mark.parametrize(
    "typed", ["", " ", "食", "食 堂", "😀😀😀", "。。。", "\x00", "*", '""', "\ud800\udfff", "___"]
)
def test_less_than_two_characters_is_no_search(typed: str) -> None:
    with pytest.raises(BadInput, match="两个字"):
        search_terms(typed)


def test_a_page_of_text_is_no_search() -> None:
    assert search_terms("食堂" * 50)
    with pytest.raises(BadInput, match="太长"):
        search_terms("食" * 10_000)


def test_a_pair_belongs_to_its_corpus() -> None:
    assert pairs(7, "食堂饭") == ["食堂7", "堂饭7"]
    assert pairs(7, "食") == []


def test_terms_are_phrases_of_pairs() -> None:
    sought = Sought(7, ("食堂饭", "太贵"))
    assert sought.as_fts5() == '"食堂7 堂饭7" AND "太贵7"'
    assert sought.as_tsquery() == "'食堂7' & '堂饭7' & '太贵7'"
    assert sought.longer == ("食堂饭",)


def test_parts_of_a_text_stay_apart() -> None:
    assert as_document(7, ("食堂", "y12")) == "食堂7 x y17 127"
    assert as_tsvector(7, ("食堂食堂", "")) == "'食堂7' '堂食7'"
