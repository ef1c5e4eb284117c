"""An opinion is specific when it names two of: when, where or which unit, who, what happened, how much (SPEC section 5)."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.analysis.specificity import Signs, SignWords, specifics
from huiyin.process.campaigns.rules import library_folder, load_template

SIGNS = Signs(load_template(library_folder("mass-line-2014")).signs.words(), units=["育英附小", "计财处"])

CASES: tuple[tuple[str, str], ...] = (
    # general complaints and wishes name nothing that could be checked
    ("食堂饭菜质量差。", "where"),
    ("收费太乱，家长意见很大。", ""),
    ("老师工作压力大，待遇低。", ""),
    ("希望领导多深入基层，多听听老师的意见。", ""),
    ("个别教师存在体罚学生的现象。", ""),
    ("建议加强对校外培训机构的管理。", ""),
    ("有些领导经常迟到早退。", ""),
    ("学校应该多组织活动。", ""),
    ("作业太多，孩子太累。", ""),
    ("服务态度不好，办事效率低。", ""),
    ("农村小学条件差，各中学都一样。", ""),
    ("一些干部不了解情况，一定程度上存在形式主义。", ""),
    ("会议多，文件多，检查多。", ""),
    ("如果收了钱就应该给发票。", ""),
    ("三年级的孩子太小。", "where"),
    ("第二个问题是第三条没有落实。", ""),
    ("无。", ""),
    ("", ""),
    # one kind alone is not enough
    ("上学期收费很乱。", "when"),
    ("班主任脾气不好。", "who"),
    ("一个月要三百元。", "how_much"),
    ("实验小学管理混乱。", "where"),
    ("把我推来推去，最后退回了材料。", "what"),
    # two and more
    ("5月12日放学后，校门口堵了四十分钟。", "when where what how_much"),
    ("班主任上周三罚站我女儿两节课。", "when who what how_much"),
    ("新城实验小学每生收了八十元资料费。", "where what how_much"),
    ("２０１４年４月８日家长会上提的意见至今没有答复。", "when what"),
    ("人事处的电话打了三次没人接。", "where what how_much"),
    ("教务处让全校老师在一周内补填二十张表。", "where what how_much"),
    ("校長上學期只到教室聽過一次課。", "when who what"),
    ("食堂的菜里吃出虫子。", "where what"),
    ("育英附小的门卫不让家长进门。", "where who"),
    ("计财处报销一笔培训费拖了半年。", "where what how_much"),
    ("副局长的司机周末开公车去钓鱼。", "when who"),
    ("王老师在家里补课，一节课一百五十元。", "who what how_much"),
    ("初三(2)班体育课被改成数学课。", "where what"),
    ("这学期迎接了十一次检查。", "when what how_much"),
    ("晚上9点半还在群里通知第二天交材料。", "when"),
    ("一位家长说：“交了五百元还没有收据。”", "who what how_much"),
    ("三楼厕所停水两个月。", "where what how_much"),
    ("周六上午补课，每人交二百元。", "when what how_much"),
    ("满意率由百分之九十五变成82%，是统一填的。", "how_much"),
)


@pytest.mark.parametrize(("text", "kinds"), CASES)
def test_what_a_text_names(text: str, kinds: str) -> None:
    found = specifics(text, SIGNS)
    assert " ".join(found.kinds) == kinds
    assert found.specific is (len(kinds.split()) >= 2)


def test_spans_are_places_in_the_text_as_given() -> None:
    text = "ＡＢＣ。校長５月１２日收了３００元"
    found = specifics(text, SIGNS)
    assert [text[start:end] for start, end in found.who] == ["校長"]
    assert [text[start:end] for start, end in found.when] == ["５月１２日"]
    assert [text[start:end] for start, end in found.what] == ["收了"]
    assert [text[start:end] for start, end in found.how_much] == ["３００元"]


def test_a_role_inside_a_place_is_the_place_only() -> None:
    found = specifics("校长室", SIGNS)
    assert found.kinds == ("where",)


def test_a_place_inside_a_role_is_the_role_only() -> None:
    assert specifics("食堂师傅", SIGNS).kinds == ("who",)


def test_known_units_count_only_when_they_are_given() -> None:
    words = SignWords(*([()] * 11))
    assert specifics("七号楼的事", Signs(words)).kinds == ()
    assert specifics("七号楼的事", Signs(words, units=["七号楼"])).kinds == ("where",)


def test_a_sign_of_one_character_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 2"):
        Signs(SignWords(*([()] * 11)), units=["校"])


@pytest.mark.parametrize("numeral", ["十", "1", "一十", "一", "万", "0.", "百分之"])
def test_a_page_of_one_numeral_takes_no_longer_than_a_page_of_words(numeral: str) -> None:
    begun = time.process_time()
    specifics((numeral * 7000)[:7000] + "元", SIGNS)
    assert time.process_time() - begun < 1  # it took hours; 20 ms now


def test_a_number_in_words_is_read_whole() -> None:
    text = "收了一百二十三万四千五百六十七元"
    assert specifics(text, SIGNS).how_much == ((2, len(text)),)


@given(st.text(alphabet="校長老师班主任收了罚站5月12日元三次食堂实验小学，。让被 ０", max_size=80))
def test_every_span_lies_in_the_text_and_kinds_follow_spans(text: str) -> None:
    found = specifics(text, SIGNS)
    for kind in ("when", "where", "who", "what", "how_much"):
        spans = getattr(found, kind)
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert list(spans) == sorted(spans)
        assert (kind in found.kinds) is bool(spans)
