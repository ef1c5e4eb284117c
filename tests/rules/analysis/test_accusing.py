"""Sentences that name a person together with words of law or discipline: a hint, by the sentence, with persons and words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.analysis.accusing import Accusing, AccusingWords
from huiyin.analysis.labels import Entry
from huiyin.process.campaigns.rules import library_folder, load_template

ACCUSING = Accusing(load_template(library_folder("mass-line-2014")).protection.accusing_words())


def accused(text: str) -> list[str]:
    return [text[one.start : one.end] for one in ACCUSING.find(text)]


@pytest.mark.parametrize(
    "text",
    [
        "王校长收了施工队的红包。",
        "副校长把门面房的租金装进自己口袋，是小金库",
        "會計用假發票套取經費",
        "李某某挪用伙食费",
        "招办的科长改分，一分两千",
        "班主任收下一张购物卡",
        "校长的小舅子中标，合同是内定的",
        "孙老师体罚学生",
    ],
)
def test_a_person_and_a_breach_in_one_sentence_are_hinted_at(text: str) -> None:
    assert accused(text) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "有的校长收红包。",  # nobody in particular
        "个别班主任收购物卡",
        "校长们都说没有小金库",
        "学校有小金库。",  # nobody
        "校长不听课。",  # no breach
        "校长很少下来。食堂有人拿回扣。",  # in two sentences
        "请公布举报电话，王老师",
        "尊敬的王书记：您好，我举报学校乱收费",  # whom the letter is for
        "班主任布置的作业太多",
    ],
)
def test_without_either_there_is_no_hint(text: str) -> None:
    assert accused(text) == []


def test_the_sentence_its_persons_and_its_words_are_told() -> None:
    text = "食堂的菜太咸。王校长收了回扣，采购的人是他弟弟！操场也不平。"
    (found,) = ACCUSING.find(text)
    assert text[found.start : found.end] == "王校长收了回扣，采购的人是他弟弟！"
    assert [text[start:end] for start, end in found.persons] == ["王校长", "校长"]
    assert "回扣" in [text[start:end] for start, end in found.words]


def test_without_words_nothing_is_hinted_at() -> None:
    assert Accusing(AccusingWords(Entry("breach", ()), (), ())).find("王校长受贿") == []


# Written when the lists had been widened by the misses among the ones above; the lists were not changed for these.
ACCUSATIONS = (
    "校长家里装修用的是学校工地上的材料和工人。",
    "陈主任管着助学金，名单里有两个孩子早就转走了，钱照领。",
    "食堂采购员和科长合伙抬高菜价，每月分一次。",
    "书记的爱人挂在学校领工资，三年没上过一天班。",
    "李园长把家长交的体检费存进自己的折子。",
    "总务主任收了灯具厂的回扣才换的灯。",
    "副校长酒后骑车撞了学生，私下赔钱了事。",
    "招办主任拿了人家五千块，答应给孩子换班。",
    "周老师罚学生跪在走廊里，还扇耳光。",
    "会计做了两本账，检查时拿另一本。",
    "教导主任泄露考题给自己带的班。",
    "校长生日摆了三十桌，老师都随了礼。",
    "体育组长把比赛奖金私分了。",
    "局长的司机开着公车去接亲。",
    "孙教练摸女队员，队里都知道，不敢说。",
)
PLAIN = (
    "科长出差两周，公章锁在抽屉里。",
    "刘老师一个人带三个班，工资和别人一样。",
    "校长说经费不够，投影机明年再买。",
    "班主任让家长轮流打扫教室。",
    "王主任每次都说研究研究。",
    "会计催得紧，发票抬头错一个字就退。",
    "书记下来调研，先让我们排练。",
    "园长不让家长进门，说是规定。",
    "局长信箱写了三回没有回音。",
    "教研组长评课只说好话。",
    "校医下午三点就走了。",
    "副校长分管后勤，宿舍漏雨找不到他。",
    "张老师布置的作业孩子要写到十一点。",
    "主任开会念稿子，大家看手机。",
    "出纳只有周二上班，退费要等一周。",
)
SEEN = (
    "后勤主任采购课桌吃了回扣，一张桌子贵四十。",
    "基建科长的外甥包了操场工程，没有招过标。",
    "书记用学校的车接送他孙子，油钱也报了。",
    "教导主任卖插班名额，一个两万。",
    "陈老师在外面收钱补课，课上不讲完。",
    "食堂承包人每月给校长送钱，账上有。",
    "副局长的儿子没考上编制也上了班。",
    "出纳把学生的保险费挪去炒股。",
    "李会计虚报人数多领补助。",
)


def test_accusations_of_many_sorts_are_hinted_at() -> None:
    assert [text for text in SEEN if not accused(text)] == []


def test_half_of_the_accusations_never_seen_are_hinted_at_and_few_others() -> None:
    assert sum(bool(accused(text)) for text in ACCUSATIONS) >= 8
    assert sum(bool(accused(text)) for text in PLAIN) <= 1


def test_who_accuses_isn_t_accused() -> None:
    assert accused("举报人：李小梅") == []
    assert accused("我叫李小梅，要举报食堂") == []


@given(st.text(max_size=120))
def test_places_are_of_the_text(text: str) -> None:
    for one in ACCUSING.find(f"王校长{text}受贿"):
        for start, end in ((one.start, one.end), *one.persons, *one.words):
            assert 0 <= start < end <= len(text) + 5
