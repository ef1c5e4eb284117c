"""Passages that a text shares with others."""

import random
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.analysis.copied import Passage, Sources

NOTICE = (
    "各单位要把听取意见贯穿始终，班子成员每人至少联系两所学校，走进课堂、食堂和宿舍，当面听教师和学生把话说完。"
    "对能够马上解决的事项，要在五个工作日内办结并向提出人回话；对一时解决不了的，要说明原因、定下期限，由主要负责人签字后公布。"
    "督导人员将在2014年6月20日前随机走访15所学校，核对回话是否属实，结果当场反馈，不要求另外准备材料。"
)
OWN = "我园今年春天把晨检口从南门移到了东侧长廊，家长不必再在车流里排队。门卫老赵说，最多的一天放进来三百一十二个孩子，没有一个淋雨。"
LATER = "下一步打算把滑梯旁边的砖地换成软垫，钱从公用经费里出，工期放在暑假，换下来的砖铺在菜园小路上。"
OTHER = "河道边的那排水杉是建校时种的，如今高过了四层楼。每到深秋，落叶铺满跑道，体育课就改成了扫叶课。"


def found(text: str, *sources: str) -> list[Passage]:
    return Sources(dict(enumerate(sources, start=7))).passages(text)


def test_a_passage_word_for_word_is_found_with_its_places() -> None:
    [one] = found(OWN + NOTICE + LATER, OTHER, OTHER + NOTICE)
    assert one.source == 8
    assert (OWN + NOTICE + LATER)[one.start : one.end] == NOTICE.rstrip("。")
    assert (OTHER + NOTICE)[one.source_start : one.source_end] == NOTICE.rstrip("。")
    assert one.word_for_word


def test_own_words_have_none() -> None:
    assert found(OWN + LATER, NOTICE, OTHER) == []
    assert found("", NOTICE) == []
    assert found(OWN, "") == []


def test_words_in_others_place_are_no_disguise() -> None:
    text = NOTICE
    for word, other in (
        ("贯穿始终", "贯彻全程"),
        ("至少", "最少"),
        ("走进", "深入"),
        ("马上", "立即"),
        ("办结", "处理完"),
        ("说明", "讲清"),
        ("公布", "公示"),
        ("随机", "不定点"),
        ("属实", "真实"),
        ("准备", "整理"),
    ):
        text = text.replace(word, other)
    [one] = found(OWN + text + LATER, NOTICE)
    assert one.start <= len(OWN) + 8
    assert one.end >= len(OWN + text) - 12
    assert 0.6 < one.kept < 1
    assert not one.word_for_word


def test_other_numbers_are_no_disguise_and_are_told() -> None:
    text = NOTICE.replace("2014年6月20日", "2015年11月3日").replace("15所", "40所")
    [one] = found(text, NOTICE)
    assert (one.kept, one.renumbered, one.word_for_word) == (1.0, True, False)
    [same] = found(NOTICE, NOTICE)
    assert not same.renumbered


def test_shuffled_sentences_are_one_passage() -> None:
    first, second, third = NOTICE.split("。")[:3]
    text = f"{OWN}{third}。{first}。{second}。{LATER}"
    [one] = found(text, NOTICE)
    assert one.start == len(OWN)
    assert one.end == len(text) - len(LATER) - 1
    assert one.kept < 1


def test_the_number_of_the_next_heading_is_no_part_of_it() -> None:
    text = f"一、\n{NOTICE}\n二、{OWN}"
    [one] = found(text, f"一、\n{NOTICE}\n二、{OTHER}")
    assert text[one.start : one.end].strip("。") == NOTICE.strip("。")


def test_traditional_and_full_width_are_the_same() -> None:
    text = NOTICE.replace("学", "學").replace("来", "來").replace("2014", "２０１４")
    [one] = found(text, NOTICE)
    assert one.word_for_word is False  # the year is written another way
    assert one.kept == 1.0


def test_citing_a_document_copies_nothing() -> None:
    title = "《关于在全市教育系统深入开展厉行节约反对铺张浪费专项治理工作的实施意见（试行）》"
    assert found(f"{OWN}根据{title}办。", f"{OTHER}见{title}。") == []


def test_the_source_that_has_most_of_it_is_named_and_the_others_beside() -> None:
    half = NOTICE[: len(NOTICE) // 2]
    [one] = found(OWN + NOTICE, half, NOTICE, OTHER)
    assert (one.source, one.also) == (8, (7,))


def test_what_two_sources_hold_in_part_is_two_passages() -> None:
    first, second, third = NOTICE.split("。")[:3]
    one, other = found(f"{first}。{OWN}{second}。{third}。", first, f"{second}。{third}。")
    assert (one.source, other.source) == (7, 8)
    assert one.end <= other.start


HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)


@settings(deadline=None, max_examples=60)
@given(
    st.integers(0, 2**32),
    st.text("食堂学校的了，。123", max_size=80),
    st.text("食堂学校的了，。123", max_size=80),
)
def test_places_are_in_order_and_inside_whatever_comes(seed: int, before: str, after: str) -> None:
    draw = random.Random(seed)  # noqa: S311
    run = "".join(chr(draw.randrange(0x4E00, 0x9FA5)) for _ in range(40))
    text, source = before + run + after, after + run + before
    got = found(text, source, before + after)
    assert any(one.start <= len(before) + 10 and one.end >= len(before) + 30 for one in got)
    assert all(0 <= one.start < one.end <= len(text) for one in got)
    assert all(one.end <= other.start for one, other in pairwise(got))
    assert all(0 < one.kept <= 1 for one in got)


@pytest.mark.parametrize(
    ("text", "most"),
    [("啊" * 20_000, 0.5), (NOTICE * 60, 2), ("加强领导，提高认识。" * 1500, 0.5), ("😀\ud800" * 4000, 0.5)],
    ids=["one character", "one notice sixty times", "one phrase", "no letters"],
)
def test_a_text_over_and_over_stays_cheap(text: str, most: float) -> None:
    sources = Sources(dict.fromkeys(range(30), text))
    start = time.process_time()
    sources.passages(text)
    assert time.process_time() - start < most
