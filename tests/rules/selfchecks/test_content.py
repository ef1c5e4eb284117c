from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from huiyin.process.selfchecks.queries.texts import signs_of
from huiyin.process.selfchecks.rules.content import Content, Item, plain, text_of
from huiyin.process.selfchecks.rules.differences import differences, sentences
from huiyin.process.selfchecks.rules.hints import hints_of, own_cases
from huiyin.process.selfchecks.rules.pasting import Pasted, pasted_of, still_there
from tests.world import TEMPLATE

PERSONAL = TEMPLATE.selfchecks.kind("personal")
LEAF = TEMPLATE.focus_leaves()[0]
ITEM = Item("示范课照搬了旧教案", LEAF.code, date(2014, 4, 12), "purpose", "6月底前重备三节课", "models")


def test_a_paper_as_text_has_the_templates_blocks_and_the_authors_words() -> None:
    content = Content({"discipline": "两次缺席。\n\n一次迟到。", "causes": "懒。"}, (ITEM,))
    lines = text_of(content, PERSONAL, TEMPLATE).split("\n")
    assert lines[:3] == [f"一、{PERSONAL.blocks[0].zh}", "两次缺席。", "一次迟到。"]
    assert "1．2014年4月12日，示范课照搬了旧教案" in lines
    assert "1．6月底前重备三节课" in lines
    assert any(line.endswith("：第1个。") for line in lines)


def test_content_survives_its_storage() -> None:
    content = Content({"discipline": "一"}, (ITEM, Item("二")), {"models": "没有找到"})
    assert Content.of_json(content.as_json()) == content
    assert Content.of_json(content.as_json()).digest == content.digest


def test_pasted_word_becomes_plain_lines() -> None:
    assert plain("一、题目\x0b\uf0b7 会多\u200b\r\n二\x07\x00") == "一、题目\n· 会多\n二"


@given(st.text(max_size=200), st.text(max_size=200))
def test_differences_lead_from_one_to_the_other(before: str, after: str) -> None:
    runs = differences(before, after)
    assert "".join(one.text for one in runs if one.kind != "gone") == "".join(sentences(after))
    assert "".join(one.text for one in runs if one.kind != "new") == "".join(sentences(before))


def test_a_sentence_that_changed_is_shown_as_gone_and_new() -> None:
    runs = differences("一直很忙。会太多。", "一直很忙。4月开了十次会。")
    assert [(one.kind, one.text) for one in runs] == [
        ("same", "一直很忙。"),
        ("gone", "会太多。"),
        ("new", "4月开了十次会。"),
    ]


def kinds(content: Content) -> set[str]:
    text = text_of(content, PERSONAL, TEMPLATE)
    return {one.kind for one in hints_of(content, text, TEMPLATE, signs_of(TEMPLATE))}


def test_hints_speak_of_what_is_missing() -> None:
    every = {row.code: "对照过，没有找到" for row in TEMPLATE.mirrors}
    assert kinds(Content({"discipline": "两次没有参加组织生活会。"}, (ITEM,), every)) == set()
    assert kinds(Content({}, (Item("工作不够细"),), {})) == {"undated", "measure", "wind", "mirror"}
    objective = Content({}, (Item("4月8日没有答复", LEAF.code, None, "ability", "改", ""),), every)
    assert kinds(objective) == {"objective"}


def test_praise_that_takes_more_room_than_problems_is_noted() -> None:
    praise = "一年来取得了显著成绩，三次获得市里表彰，教学质量名列前茅。"
    every = {row.code: "没有找到" for row in TEMPLATE.mirrors}
    assert "praise" in kinds(Content({"discipline": praise}, (), every))
    wrong = "但是听课不够，全年只听了四节；家长反映的两件事没有答复，一拖就是三个月，问题出在自己身上。"
    assert "praise" not in kinds(Content({"discipline": praise + wrong}, (), every))


def test_own_cases_name_a_time_or_a_place() -> None:
    items = (ITEM, Item("学习不够深入"), Item("上周三食堂停水没人管"))
    assert own_cases(Content({}, items), signs_of(TEMPLATE)) == 2


def test_what_was_pasted_is_told_while_it_stands() -> None:
    rows = [
        {"block": "discipline", "begins": "长期以来", "length": 300},
        {"block": "discipline", "begins": "短", "length": 20},
        {"block": 3, "begins": None, "length": "x"},
        "nonsense",
    ]
    found = pasted_of(rows, 200)
    assert found == (Pasted("discipline", "长期以来", 300),)
    assert still_there(found, "长期以来抓得不紧") == found
    assert still_there(found, "改过了") == ()
