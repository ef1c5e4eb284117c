"""What the machine says of an opinion, and whether it is right: how sure, which words, what needs care."""

import re

import pytest
from django.test import Client

from huiyin.process.opinions.commands import (
    learn_labels,
    refresh_suggestions,
    sweep_opinions,
    triage_opinion,
)
from huiyin.process.opinions.models import Opinion, Suggestion
from tests.world import World

PAGE = "/c/mass-line/triage/suggestions"


def triage_page(office: Client, opinion: Opinion) -> str:
    return office.get(f"/c/mass-line/triage/{opinion.pk}").text


def one(world: World, words: str) -> Opinion:
    (opinion,) = world.take(words)
    Opinion.objects.filter(pk=opinion.pk).update(about=world.school)
    sweep_opinions(world.campaign, by=world.office, at=world.at)
    return opinion


def test_a_suggestion_says_how_sure_it_is_and_marks_its_words(
    office: Client, opinions: list[Opinion]
) -> None:
    text = triage_page(office, opinions[0])
    assert re.search(r'<span class="sure (very_likely|likely|perhaps)" title="把握 \d+%">', text)
    assert re.search(r'<mark class="(\w+ )*why">', text)
    assert "建议的依据" in text
    assert '<mark class="when">上周三</mark>' in text


def test_the_words_stay_whole_under_their_marks(office: Client, world: World) -> None:
    words = "5月12日王校长在会议室收了施工队的红包，班主任都知道。"
    text = triage_page(office, one(world, words))
    paragraph = re.search(r'<p class="words large" lang="zh">(.*?)</p>', text, re.DOTALL)
    assert paragraph is not None
    assert re.sub("<[^>]+>", "", paragraph.group(1)) == words


def test_none_is_suggested_with_how_sure_the_machine_is(office: Client, opinions: list[Opinion]) -> None:
    mine = Suggestion.objects.filter(opinion=opinions[0], kind="focus")
    mine.delete()
    Suggestion.objects.create(opinion=opinions[0], kind="focus", rank=1, code="", chance=930, lesson=1)
    text = triage_page(office, opinions[0])
    checked = re.search(
        r'<input type="radio" name="focus" value="" data-key="0" checked>.*?</label>', text, re.DOTALL
    )
    assert checked is not None
    assert "很可能" in checked.group()
    assert "把握 93%" in checked.group()


def test_an_accusation_is_offered_for_the_sealed_channel(office: Client, world: World) -> None:
    text = triage_page(office, one(world, "食堂的菜太咸。王校长收了施工队的红包。操场也不平。"))
    assert "建议转入密封渠道" in text
    assert re.search(r'<mark class="accuse[^"]*">', text)
    marked = re.findall(r'<mark class="[^"]*accuse[^"]*">(.*?)</mark>', text)
    assert "".join(marked) == "王校长收了施工队的红包。"


def test_what_tells_who_wrote_is_marked_and_named(office: Client, world: World) -> None:
    text = triage_page(office, one(world, "我叫李小梅，住3栋2单元501室，电话13800000000，作业太多。"))
    assert "可能认出提意见的人" in text
    assert re.search(r'<mark class="[^"]*tell[^"]*">李小梅</mark>', text)
    for word in ("李小梅", "3栋2单元501室", "13800000000"):
        assert f'<mark class="tell" lang="zh">{word}</mark>' in text
    assert "建议转入密封渠道" not in text


def test_an_opinion_without_such_words_has_no_hints(office: Client, opinions: list[Opinion]) -> None:
    text = triage_page(office, opinions[3])
    assert "建议转入密封渠道" not in text
    assert "可能认出提意见的人" not in text


def test_before_anything_was_decided_the_page_says_so(office: Client, opinions: list[Opinion]) -> None:
    text = office.get(PAGE).text
    assert "还没有先有建议、后有决定的意见" in text
    assert "现在按模板的词表建议" in text
    assert "再有 50 个决定" in text


def test_hits_of_few_are_told_without_a_rate(office: Client, opinions: list[Opinion], world: World) -> None:
    for opinion in opinions:
        triage_opinion(opinion, focus="G5", topic="E06", specific=True, by=world.office, at=world.at)
    text = office.get(PAGE).text
    assert "模板的词表" in text
    assert "不足 10 条不计率" in text
    assert not re.search(r"\d+%</td>", text)
    assert "再有 46 个决定" in text
    assert "人定为" in text


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_lesson_is_told_with_how_it_did(office: Client, world: World, language: str) -> None:
    opinions = world.take(
        *(f"{what}，第{at}次" for at in range(30) for what in ("纸船漂在水缸里", "石磨转了三圈"))
    )
    Opinion.objects.update(about=world.school)
    sweep_opinions(world.campaign, by=world.office, at=world.at)
    for at, opinion in enumerate(opinions[:50]):
        code = "G3" if at % 2 else "F1"
        triage_opinion(opinion, focus=code, topic="", specific=False, by=world.office, at=world.at)
    learn_labels(world.campaign, by=world.office, at=world.at)
    assert "重新提建议" in office.get(PAGE).text
    refresh_suggestions(world.campaign, by=world.office, at=world.at)
    for at, opinion in enumerate(opinions[50:], start=50):
        code = "G3" if at % 2 else "F1"
        triage_opinion(opinion, focus=code, topic="", specific=False, by=world.office, at=world.at)
    office.cookies["huiyin_language"] = language
    text = office.get(PAGE).text
    assert "50/50" in text
    assert re.search(r"100% <span class=\"n\">10/10", text)
    if language == "zh-hans":
        assert "第 1 次学习，学了 50 个决定" in text
        assert "采用" in text
        assert "仍用词表" in text  # of the topic, which was always the same
