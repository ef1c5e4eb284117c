"""The notes of a formal text: what a reader is told, and what not."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

import pytest
from django.test.utils import CaptureQueriesContext

from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.platform.texts.queries import Source
from huiyin.process.campaigns.commands import (
    draft_paper,
    enrol_units,
    index_formal_texts,
    issue_circular,
    sign_paper,
    start_campaign,
)
from huiyin.process.campaigns.commands.circulars import Notice
from huiyin.process.campaigns.commands.papers import Draft
from huiyin.process.campaigns.models import Paper
from huiyin.process.campaigns.queries.cascade import participation_of
from huiyin.process.opinions.access import visible_opinions
from huiyin.process.problems.access import visible_problems
from huiyin.process.problems.commands import Wording, raise_problem
from huiyin.process.problems.queries.notes import Checked, Reader, TextNotes, _parts, notes_on
from tests.process.problems.conftest import Heard
from tests.world import TEMPLATE, World

pytestmark = pytest.mark.django_db

THEIRS = (
    "晨检口移到了东侧长廊，家长不必再在车流里排队，门卫老赵说最多的一天放进来三百一十二个孩子，没有一个淋雨。"
)
MINE = "河道边的那排水杉如今高过了四层楼，每到深秋落叶铺满跑道，6月3日体育组的老师和学生一起扫了两个小时。"
NOTICE = "班子成员每人联系两所学校，走进课堂和宿舍当面听教师和学生把话说完，五个工作日内办结并向本人回话。"


@dataclass
class Desk:
    """The other school's draft and the bureau's notice, in the index; the first school's clerk writes."""

    world: World
    theirs: Paper
    at: datetime

    def reader(self, actor: Actor) -> Reader:
        campaign = self.world.campaign
        return Reader((actor,), visible_problems([actor], campaign), visible_opinions([actor], campaign))

    def checked(self, unit: Unit | None = None, **more: object) -> Checked:
        checked = Checked(self.world.campaign, unit or self.world.school, self.at.date())
        return replace(checked, **more)

    def notes(self, text: str, actor: Actor | None = None, **more: object) -> TextNotes:
        return notes_on(text, self.checked(**more), self.reader(actor or self.world.clerk))


@pytest.fixture
def desk(world: World, at: datetime) -> Desk:
    clerk = Actor("clerk-y", Role.CLERK, world.other_school.path)
    draft = Draft("rectification_plan", "幼儿园的整改方案", THEIRS)
    paper = draft_paper(world.campaign, world.other_school, draft, by=clerk, at=at)
    to = [one for one in [participation_of(world.campaign, world.school)] if one]
    notice = Notice("method", "实施办法", NOTICE, ack_days=2)
    issue_circular(world.campaign, notice, world.bureau, to, by=world.office, at=at)
    index_formal_texts(world.campaign, by=world.office, at=at)
    return Desk(world, paper, at)


def test_a_passage_of_a_text_that_one_may_not_open_is_told_without_a_word_of_it(desk: Desk) -> None:
    text = MINE + "\n" + THEIRS.replace("东侧长廊", "西侧连廊").replace("三百一十二", "二百零五")
    notes = desk.notes(text)
    [one] = notes.copied
    assert text[one.start : one.end].startswith("晨检口")
    assert (one.source, one.passage, one.own) == (None, "", False)
    for secret in ("东侧长廊", "三百一十二", "幼儿园", "整改方案", str(desk.world.other_school.pk) + ","):
        assert secret not in repr(replace(notes, text=""))


def test_who_may_open_it_is_told_whose_it_is_and_how_it_stands_there(desk: Desk) -> None:
    text = THEIRS.replace("东侧长廊", "西侧连廊")
    [one] = desk.notes(text, desk.world.office).copied
    assert one.source is not None
    assert (one.source.title, one.source.unit_name) == ("幼儿园的整改方案", "云河市实验幼儿园")
    assert "东侧长廊" in one.passage
    assert not one.word_for_word


def test_what_the_notice_says_is_told_with_its_source(desk: Desk) -> None:
    [one] = desk.notes(MINE + NOTICE).copied
    assert one.source is not None
    assert (one.source.title, one.word_for_word, one.own) == ("实施办法", True, False)


def test_own_earlier_words_are_told_as_such_and_a_text_is_not_its_own_source(desk: Desk) -> None:
    world = desk.world
    draft = Draft("rectification_plan", "去年的方案", MINE)
    mine = draft_paper(world.campaign, world.school, draft, by=world.clerk, at=desk.at)
    index_formal_texts(world.campaign, by=world.office, at=desk.at)
    [one] = desk.notes(MINE).copied
    assert (one.own, one.source and one.source.title) == (True, "去年的方案")
    assert desk.notes(MINE, itself=Source("paper", mine.pk)).copied == ()
    assert desk.notes(MINE, but=(Source("paper", mine.pk),)).copied == ()


def test_last_years_paper_is_found_and_opened_by_who_still_may(desk: Desk, at: datetime) -> None:
    world = desk.world
    last = start_campaign(TEMPLATE, code="last-year", name="去年", root=world.bureau, by=world.office, at=at)
    enrol_units(last, [world.bureau, world.school], by=world.office, at=at)
    draft_paper(last, world.school, Draft("summary_report", "去年的总结", MINE), by=world.clerk, at=at)
    assert desk.notes(MINE).copied == ()
    index_formal_texts(last, by=world.office, at=at)
    [one] = desk.notes(MINE).copied
    assert one.source is not None
    assert (one.own, one.source.title, one.source.campaign) == (True, "去年的总结", "last-year")
    only_here = replace(world.clerk, campaign=world.campaign.code)
    assert desk.notes(MINE, only_here).copied[0].source is None


def test_a_passage_that_two_have_names_the_one_that_may_be_opened(desk: Desk, at: datetime) -> None:
    """The other school has the notice, too; the clerk sees the notice."""
    world = desk.world
    clerk = Actor("clerk-y", Role.CLERK, world.other_school.path)
    draft = Draft("special_plan", "专项方案", NOTICE + THEIRS)
    draft_paper(world.campaign, world.other_school, draft, by=clerk, at=at)
    index_formal_texts(world.campaign, by=world.office, at=at)
    [one] = desk.notes(MINE + NOTICE).copied
    assert one.source is not None
    assert one.source.title == "实施办法"
    assert "专项" not in repr(one)


def test_a_signed_briefing_from_above_may_be_opened(desk: Desk, at: datetime) -> None:
    world = desk.world
    words = "四月以来局里开了九场座谈会，当场答复一百二十件，其余的逐件登记，办到哪一步每周五在网上公布一次。"
    paper = draft_paper(
        world.campaign, world.bureau, Draft("briefing", "第一期", words), by=world.office, at=at
    )
    index_formal_texts(world.campaign, by=world.office, at=at)
    assert desk.notes(words).copied[0].source is None
    sign_paper(paper, 1, by=Actor("leader", Role.LEADER, world.bureau.path), at=at)
    source = desk.notes(words).copied[0].source
    assert source is not None
    assert source.title == "第一期"


def test_set_phrases_and_the_machines_own_sentences_are_no_copying(desk: Desk) -> None:
    world = desk.world
    phrase = "以为民务实清廉为主要内容的党的群众路线教育实践活动"
    draft = Draft("special_plan", "方案", f"{phrase}。截至2014年5月20日，共收到意见建议450条，涉及12个单位。")
    clerk = Actor("clerk-y", Role.CLERK, world.other_school.path)
    draft_paper(world.campaign, world.other_school, draft, by=clerk, at=desk.at)
    index_formal_texts(world.campaign, by=world.office, at=desk.at)
    given = "一、听取意见\n截至2014年5月23日，共收到意见建议31条，涉及3个单位。"
    text = f"{phrase}。{MINE}\n{given}"
    assert desk.notes(text, given=given).copied == ()
    assert len(desk.notes(text).copied) == 1


def test_headings_between_copied_words_are_not_marked_as_copied(desk: Desk) -> None:
    first, rest = THEIRS.split("，门卫")
    given = "一、存在的问题\n二、努力方向和整改措施\n三、其他"
    text = f"一、存在的问题\n{first}。\n二、努力方向和整改措施\n{rest}"
    [one] = desk.notes(text, given=given).copied
    marked = [text[start:end] for start, end in one.parts]
    assert [words[:4] for words in marked] == [first[:4], rest[:4]]
    assert not any("存在的问题" in words or "努力方向" in words for words in marked)
    [all_of_it] = desk.notes(text).copied
    assert "努力方向" in "".join(text[start:end] for start, end in all_of_it.parts)


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("班子每周三到食堂一起吃饭。\n三、其他\n没有。", ["班子每周三到食堂一起吃饭。"]),
        ("三、其他\n没有。\n三、其他\n5月", ["没有。", "5月"]),
        ("三、其他", []),
    ],
)
def test_a_word_between_headings_is_marked_only_where_nothing_longer_is(text: str, marked: list[str]) -> None:
    given = [(found.start(), found.end()) for found in re.finditer("三、其他", text)]
    assert [text[start:end] for start, end in _parts(text, 0, len(text), given)] == marked


def test_other_units_places_and_phrases_are_noted_and_own_ones_not(desk: Desk) -> None:
    text = "云河市第三中学和云河市教育局，5月6日参观云河市实验幼儿园，借鉴临沂市的做法，今后要加强学习。"
    notes = desk.notes(text)
    said = {note.kind.value: text[note.start : note.end] for note in notes.worded}
    assert said == {"unit": "云河市实验幼儿园", "place": "临沂市", "stock": "今后要加强学习"}


def test_a_bureau_names_its_schools(desk: Desk) -> None:
    assert desk.notes("5月6日到云河市实验幼儿园。", unit=desk.world.bureau).worded == ()


def test_a_text_without_anything_to_note(desk: Desk) -> None:
    assert desk.notes("").empty
    assert desk.notes(MINE).empty
    assert desk.notes(MINE).answered is None


def problem(heard: Heard, title: str, owner: Unit) -> None:
    wording = Wording(title=title, source="masses", manifestation="", checked=False)
    raise_problem(heard.world.campaign, wording, owner=owner, by=heard.office, at=heard.world.at)


def test_which_problems_of_the_unit_it_answers(heard: Heard, desk: Desk) -> None:
    problem(heard, "食堂饭菜涨价没有事先说明", desk.world.school)
    problem(heard, "操场照明坏了", desk.world.school)
    problem(heard, "校车超载", desk.world.other_school)
    text = "一、措施\n5月30日前公示菜价，食堂饭菜涨价一律事先说明理由。"
    notes = desk.notes(text, answers=True)
    assert notes.answered is not None
    assert notes.left_out is not None
    [answered] = notes.answered
    assert (answered.title, answered.kind) == ("食堂饭菜涨价没有事先说明", "problem")
    assert "食堂饭菜涨价" in text[answered.start : answered.end]
    assert answered.words
    assert [one.title for one in notes.left_out] == ["操场照明坏了"]


def test_a_heading_answers_nothing(heard: Heard, desk: Desk) -> None:
    problem(heard, "整改措施没有写由谁办", desk.world.school)
    text = "一、努力方向和整改措施没有写由谁办\n每周五公布一次。"
    said = desk.notes(text, answers=True)
    assert said.answered
    given = desk.notes(text, answers=True, given=text.split("\n", maxsplit=1)[0])
    assert (given.answered, len(given.left_out or ())) == ((), 1)


def test_groups_are_told_only_to_who_may_read_their_words(heard: Heard, desk: Desk) -> None:
    notes = desk.notes("没有写食堂。", answers=True)
    assert (notes.answered, notes.left_out) == ((), ())
    office = desk.notes("没有写。", heard.office, answers=True)
    assert office.left_out is not None
    assert [one.kind for one in office.left_out] == ["group"]
    assert "涨价" in office.left_out[0].title


def test_queries_dont_grow_with_the_passages(
    desk: Desk, django_assert_max_num_queries: Callable[[int], CaptureQueriesContext]
) -> None:
    with django_assert_max_num_queries(12):
        desk.notes("\n".join([THEIRS, MINE, NOTICE]))
