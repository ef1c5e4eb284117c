"""The word lists of what givers want, on invented texts: those they were made on (the demo's), and others."""

import pytest

from huiyin.analysis.labels import Lexicon
from huiyin.demo.library import clerks_texts, voices
from huiyin.process.campaigns.rules import library_folder, load_template

CONCERNS = Lexicon(load_template(library_folder("mass-line-2014")).concern_lexicon())

HELD_OUT = (
    ("建议学校把值周表贴在大厅，大家都看得到。", "advice"),
    ("能不能把家长会放到晚上开，白天请假扣钱。", "advice"),
    ("希望机关的同志多下来走走。", "advice"),
    ("社团课可否让学生自己选？", "advice"),
    ("最好能提前一周通知放假安排，我们好买票。", "advice"),
    ("作业应当分层布置，基础差的少写两道。", "advice"),
    ("我实名举报后勤采购收受供货商回扣。", "accusation"),
    ("会计用假发票冲账，小金库的钱过年分了。", "accusation"),
    ("请纪委严查去年的装修招标，有人围标。", "accusation"),
    ("单位的公车周末停在农家乐门口，一停一天。", "accusation"),
    ("体育馆的押金交了一年，要求退还。", "claim"),
    ("恳请尽快解决三号楼漏雨的问题。", "claim"),
    ("我的工龄少算四年，申诉两次没人理，请给个说法。", "claim"),
    ("去年的监考费一直没发，请领导过问一下，补发给我们。", "claim"),
    ("求求你们派人来修一下电梯，老人上不去。", "claim"),
    ("请问退休教师体检在哪里报名？", "enquiry"),
    ("想问问休学要什么材料，找哪个科室。", "enquiry"),
    ("孩子户口不在本地，转学怎么办理？", "enquiry"),
    ("家里突然遭了火灾，学费交不上，求助。", "enquiry"),
    ("感谢李老师背着孩子去医院。", "thanks"),
    ("门卫师傅下雨天给孩子撑伞，值得表扬。", "thanks"),
    ("新食堂的菜真不错，给厨房点赞。", "thanks"),
    ("操场的灯坏了两盏，晚上看不清路。", ""),
    ("一个月开了九次会，课都耽误了。", ""),
    ("班里五十六个人，坐得满满当当。", ""),
    ("领导的办公室铺了地毯。", ""),
    ("心理咨询室的门总是锁着。", ""),
    ("晨会上表扬了迟到最少的班。", ""),
    ("转来转去还是那句话：材料不齐。", ""),
    ("举报电话打过去是空号。", ""),
)


def said(text: str) -> str:
    return next((one.code for one in CONCERNS.suggest(text)), "")


def test_the_lists_know_the_texts_they_were_made_on() -> None:
    told = [(said(base.text), base.concern) for base in (*clerks_texts(), *voices())]
    spoken = [right == word for word, right in told if word]
    assert sum(word == right for word, right in told) / len(told) >= 0.9
    assert sum(spoken) / len(spoken) >= 0.8


def test_the_lists_do_well_on_texts_they_have_not_seen() -> None:
    wrong = [
        f"{text} → {said(text) or '-'}, not {code or '-'}" for text, code in HELD_OUT if said(text) != code
    ]
    assert len(wrong) <= len(HELD_OUT) * 0.2, "\n".join(wrong)


@pytest.mark.parametrize(
    ("text", "code"),
    [("希望你们尽快解决热水问题", "claim"), ("希望热水问题能早点解决", "claim"), ("希望加强管理", "advice")],
)
def test_a_wish_to_have_something_settled_is_a_claim(text: str, code: str) -> None:
    assert said(text) == code
