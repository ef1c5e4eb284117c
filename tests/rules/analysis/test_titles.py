import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.analysis.grams import Matrix
from huiyin.analysis.normalise import Text
from huiyin.analysis.titles import LONGEST, SHORTEST, group_title, typical
from huiyin.analysis.vectors import Frequencies, vectorise
from tests.rules.analysis.matters import MATTERS

ALL = [Text("", body) for bodies in MATTERS.values() for body in bodies]


def known(texts: list[Text]) -> Frequencies:
    frequencies = Frequencies()
    frequencies.add(ALL + texts)
    return frequencies


def titled(texts: list[Text]) -> str:
    frequencies = known(texts)
    return group_title(texts, vectorise(texts, frequencies), frequencies)


def vectors(texts: list[Text]) -> Matrix:
    return vectorise(texts, known(texts))


@pytest.mark.parametrize("name", MATTERS)
def test_without_titles_it_is_a_clause_that_somebody_wrote(name: str) -> None:
    title = titled([Text("", body) for body in MATTERS[name]])
    assert any(title in body for body in MATTERS[name])
    assert SHORTEST <= len(title) <= LONGEST


def test_the_clause_is_about_the_matter_and_not_a_greeting() -> None:
    texts = [
        Text("", "尊敬的各位领导你们好，第三食堂麻辣烫里有钢丝球，盼复"),
        Text("", "尊敬的各位领导你们好，第三食堂的麻辣烫吃出钢丝球，谢谢"),
        Text("", "尊敬的各位领导你们好，七号宿舍楼没有热水，请尽快处理"),
    ]
    frequencies = known(
        [*texts, *(Text("", f"尊敬的各位领导你们好，{chr(0x5000 + place)}") for place in range(40))]
    )
    title = group_title(texts[:2], vectorise(texts[:2], frequencies), frequencies)
    assert "麻辣烫" in title


def test_a_title_goes_before_a_clause() -> None:
    texts = [
        Text("东门外停车位严重不足！", MATTERS["east gate parking"][0]),
        Text("", "东门停车位严重不足怎么办呢"),
    ]
    assert titled(texts) == "东门外停车位严重不足"


def test_the_title_nearest_to_the_group_is_taken_not_the_first() -> None:
    texts = [
        Text("有几件事想问问学校领导", "东门停车位不够"),
        Text("东门停车位严重不够用", "东门停车位"),
        Text("东门停车位不够用堵车", ""),
    ]
    assert "东门停车位" in titled(texts)


def test_a_long_title_gives_its_best_clause() -> None:
    long = "关于一些问题的反映，东门停车位不够早上堵车，另外还有其他几个方面的问题也想请学校领导一并关心"
    assert len(long) > LONGEST
    assert titled([Text(long, ""), Text("", "东门停车位不够堵车")]) == "东门停车位不够早上堵车"


def test_an_endless_sentence_is_cut() -> None:
    title = titled([Text("", "东门停车位" * 100)])
    assert SHORTEST <= len(title) <= LONGEST


def test_a_bracket_is_not_left_open() -> None:
    assert titled([Text("", "请公布《教职工停车管理办法》。")]) == "请公布《教职工停车管理办法》"


def test_a_few_words_are_better_than_none() -> None:
    assert titled([Text("", "太挤！")]) == "太挤"


@pytest.mark.parametrize("texts", [[Text("", "")], [Text("。。", "👍"), Text("", "\n")]])
def test_no_words_no_title(texts: list[Text]) -> None:
    assert titled(texts) == ""


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=80), st.text(max_size=200)), min_size=1, max_size=4))
def test_a_title_is_short_and_ends_in_a_word(given_texts: list[tuple[str, str]]) -> None:
    title = titled([Text(*parts) for parts in given_texts])
    assert len(title) <= LONGEST
    assert "\n" not in title
    assert not re.search(r"[。，、！？；：,.!?;:\s]$", title)


def test_the_typical_member_is_the_one_nearest_to_the_others() -> None:
    bodies = ["另外顺便说一句东门也堵", "东门停车位不够早上堵车", "东门停车位不够用", "早上东门堵车停车位少"]
    assert typical(vectors([Text("", body) for body in bodies])) == 1


def test_of_equals_the_first_is_typical() -> None:
    assert typical(vectors([Text("", "东门停车"), Text("", "东门停车")])) == 0


def test_a_group_has_members() -> None:
    with pytest.raises(ValueError, match="members"):
        typical(vectors(ALL)[:0])
