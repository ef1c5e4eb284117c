"""Names, numbers and details by which a giver could be known: found with their places, and little else with them."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.analysis.characters import fold
from huiyin.analysis.identifying import Identifying, IdentifyingWords
from huiyin.process.campaigns.rules import library_folder, load_template

HIDING = Identifying(load_template(library_folder("mass-line-2014")).protection.identifying_words())


def told(text: str, hiding: Identifying = HIDING) -> list[tuple[str, str]]:
    return [(one.kind, text[one.start : one.end]) for one in hiding.find(text)]


# All invented: numbers of no one, with digits that no office gives out.
CASES: tuple[tuple[str, list[tuple[str, str]]], ...] = (
    # phones, as people write them
    ("请打13800000000找我", [("phone", "13800000000")]),
    ("手机：138 0000 0000。", [("phone", "138 0000 0000")]),
    ("电话是１３８－００００－００００", [("phone", "１３８－００００－００００")]),
    ("+86 13800000000也行", [("phone", "+86 13800000000")]),
    ("家里0571-88880000，晚上在", [("phone", "0571-88880000")]),
    ("联系电话88880000", [("phone", "88880000")]),
    ("幺三八零零零零零零零零", [("phone", "幺三八零零零零零零零零")]),
    # cards and numbers
    ("身份证110101200001010018", [("identity", "110101200001010018")]),
    ("身份证11010120000101001X，", [("identity", "11010120000101001X")]),
    ("学号2013040512的同学", [("number", "2013040512")]),
    ("卡号：6222000000000000000", [("number", "6222000000000000000")]),
    ("准考证号 140203000", [("number", "140203000")]),
    # accounts
    ("加我微信abc_12345说", [("account", "abc_12345")]),
    ("微信号：13800000000", [("account", "13800000000")]),
    ("ＱＱ１２３４５６７８", [("account", "１２３４５６７８")]),
    ("QQ群是 12345678", [("account", "12345678")]),
    ("写信到 someone.else@example.com 就行", [("account", "someone.else@example.com")]),
    # how pupils and parents name themselves and others
    ("我是他同桌陈子涵，都看见了", [("name", "陈子涵")]),
    ("我是初二三班的陈子涵", [("name", "陈子涵")]),
    ("班主任李红梅总骂人", [("name", "李红梅")]),
    ("陈子涵的妈妈去找过", [("name", "陈子涵")]),
    ("有个叫赵敏的老师", [("name", "赵敏")]),
    ("午饭太凉了（陈子涵）", [("name", "陈子涵")]),
    ("午饭太凉了\n初二（3）班 陈子涵", [("name", "陈子涵")]),
    ("我是初二三班的学生，老师叫家长来学校", []),
    ("我是张家港人（周三下午）", []),
    # plates
    ("车牌浙A12345一直堵着", [("plate", "浙A12345")]),
    ("苏E·D0000F停在门口", [("plate", "苏E·D0000F")]),
    # where somebody lives
    ("我住3栋2单元501室", [("address", "3栋2单元501室")]),
    ("住在12幢303", [("address", "12幢303")]),
    ("文化路18号的住户", [("address", "路18号")]),
    ("四号楼402没有热水", [("address", "四号楼402")]),
    ("302寝室八个人", [("address", "302寝室")]),
    # names, of oneself and of others
    ("我叫李小梅，是家长", [("name", "李小梅")]),
    ("学生姓名：陈一鸣", [("name", "陈一鸣")]),
    ("我是赵敏。", [("name", "赵敏")]),
    ("联系人：孙丽", [("name", "孙丽")]),
    ("我儿子叫王一博住校", [("name", "王一博")]),
    ("请领导看看。\n周小川", [("name", "周小川")]),
    ("王老师收了本子", [("name", "王老师")]),
    ("班主任陈红让买", [("name", "陈红")]),
    ("姓于的老师", [("name", "姓于的老师")]),
    ("欧阳主任和李某某在场", [("name", "欧阳主任"), ("name", "李某某")]),
    ("张小红同学被推倒", [("name", "张小红同学")]),
    # one of a few
    ("我是初二（3）班的班长", [("role", "初二（3）班的班长")]),
    ("高一5班语文课代表说", [("role", "高一5班语文课代表")]),
    ("三年级2班家委会成员", [("role", "三年级2班家委会成员")]),
    ("全年级只有我一个走读生", [("role", "只有我一个")]),
)

NOTHING = (
    "",
    "向老师反映过，没有用",
    "时任校长答应的",
    "学校长期不开门",
    "许多老师加班",
    "老师张口就骂",
    "任课老师都知道",
    "尊敬的王书记：您好",
    "和老师商量",
    "2014年5月12日上午8点30分",
    "一学期收费380元，共1200人",
    "坐3路车到105路终点站",
    "二楼食堂、三号楼三楼的厕所",
    "国发〔2012〕41号文件",
    "地铁2号线",
    "三年级二班的教室漏水",
    "4栋的电梯坏了",
    "班长应该由大家选",
    "电话打不通，微信群里天天接龙",
    "QQ群里发通知",
    "热线12345",
    "9800元、12000元、150000元",
)


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text[:14] for text, _ in CASES])
def test_what_tells_is_found_in_its_place(text: str, expected: list[tuple[str, str]]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize("text", NOTHING)
def test_what_tells_nothing_is_left_alone(text: str) -> None:
    assert told(text) == []


def test_without_words_numbers_are_found_all_the_same() -> None:
    bare = Identifying(IdentifyingWords((), (), (), ()))
    assert told("王老师的电话13800000000，我叫李小梅", bare) == [("phone", "13800000000"), ("name", "李小梅")]


@given(st.text(max_size=120))
def test_places_are_of_the_text_and_apart(text: str) -> None:
    reach = 0
    for one in HIDING.find(text):
        assert reach <= one.start < one.end <= len(text)
        reach = one.end


@given(st.lists(st.sampled_from([text for text, _ in CASES]), max_size=4))
def test_form_of_characters_makes_no_difference(parts: list[str]) -> None:
    text = "；".join(parts)
    assert [(one.kind, one.start, one.end) for one in HIDING.find(text)] == [
        (one.kind, one.start, one.end) for one in HIDING.find(fold(text))
    ]


@pytest.mark.parametrize("piece", ["1", "a.", "a-@", "z" * 64 + "@" + "b" * 300])
def test_what_may_become_an_address_is_not_read_to_the_end_from_each_letter(piece: str) -> None:
    """7,000 times the same digit took 54 ms, 40,000 times 1.8 s."""
    text = (piece * 40_000)[:40_000]
    took = []
    for _ in range(3):
        begun = process_time()
        HIDING.find(text)
        took.append(process_time() - begun)
    assert min(took) < 0.6


def test_an_address_of_the_greatest_length_is_an_address() -> None:
    longest = "a" * 64 + "@" + "b" * 63 + ".com"
    assert told(f"写信到{longest}谢谢") == [("account", longest)]
