"""An answer is written to opinions whose givers can read it, by who works on all of them, one at a time."""

import pytest

from huiyin.kit.errors import BadInput, Conflict, NotAllowed, Refused
from huiyin.platform.audit.models import Record
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.answers.commands import draft_answer, edit_answer, redraft_answer, return_answer
from huiyin.process.answers.models import Answer, Answered
from huiyin.process.answers.queries import answerable, same_elsewhere
from huiyin.process.opinions.commands import withdraw_opinion
from huiyin.process.opinions.models import Opinion
from tests.process.answers.conftest import Heard

pytestmark = pytest.mark.django_db
WORDS = "食堂账目自六月起每月五日公布。"


def draft(heard: Heard, *opinions: Opinion, body: str = WORDS, by: Actor | None = None) -> Answer:
    world = heard.world
    chosen = [opinion.pk for opinion in opinions]
    return draft_answer(world.campaign, chosen, body, by=by or heard.writer, at=world.at)


def test_it_is_for_one_or_for_several(heard: Heard) -> None:
    one, other = heard.say("食堂账目不公开"), heard.say("食堂的账从来不公布")
    made = draft(heard, one, other, body=f" {WORDS}\n")
    assert (made.body, made.state, made.drafted_by) == (WORDS, "draft", "writer")
    assert set(Answered.objects.values_list("opinion_id", flat=True)) == {one.pk, other.pk}
    last = Record.objects.latest("seq")
    assert last.act == "answer.drafted"
    assert WORDS not in last.facts


@pytest.mark.parametrize("body", ["", " \n", "字" * 5001])
def test_it_has_words_and_not_too_many(heard: Heard, body: str) -> None:
    with pytest.raises(BadInput):
        draft(heard, heard.say("食堂账目不公开"), body=body)


def test_nobody_or_too_many_are_answered_by_none(heard: Heard) -> None:
    with pytest.raises(BadInput, match="100"):
        draft(heard)
    with pytest.raises(BadInput, match="100"):
        draft_answer(heard.world.campaign, range(101), WORDS, by=heard.writer, at=heard.world.at)


def test_whoever_has_no_receipt_is_answered_in_public(heard: Heard) -> None:
    (listed,) = heard.world.take("校车晚点没有人管")
    with pytest.raises(Refused, match="没有回执"):
        draft(heard, heard.say("食堂账目不公开"), listed)


def test_what_was_taken_back_is_left_alone(heard: Heard) -> None:
    one = heard.say("食堂账目不公开")
    withdraw_opinion(one, by=heard.writer, at=heard.world.at)
    with pytest.raises(Refused, match="撤回"):
        draft(heard, one)


def test_a_second_answer_waits_for_the_first(heard: Heard) -> None:
    one, other = heard.say("食堂账目不公开"), heard.say("食堂的账从来不公布")
    draft(heard, one)
    with pytest.raises(Refused, match="等待审批"):
        draft(heard, other, one)


def test_only_who_works_on_all_of_them_writes(heard: Heard) -> None:
    one = heard.say("食堂账目不公开")
    for by in (
        heard.world.clerk,
        Actor("school", Role.OFFICE, heard.world.school.path),
        Actor("inspector", Role.SUPERVISION, heard.world.bureau.path),
    ):
        with pytest.raises(NotAllowed):
            draft(heard, one, by=by)
    Opinion.objects.filter(pk=one.pk).update(about=heard.world.bureau)
    with pytest.raises(NotAllowed):
        draft(heard, one, by=Actor("office", Role.OFFICE, heard.world.bureau.path))
    draft(heard, one, by=Actor("inspector", Role.SUPERVISION, heard.world.bureau.path))


def test_a_draft_is_edited_by_its_writer_in_the_version_that_was_seen(heard: Heard) -> None:
    made, at = draft(heard, heard.say("食堂账目不公开")), heard.world.at
    with pytest.raises(NotAllowed, match="退回"):
        edit_answer(made, 1, "改过", settles=False, by=heard.approver, at=at)
    edit_answer(made, 1, "改过", settles=True, by=heard.writer, at=at)
    with pytest.raises(Conflict):
        edit_answer(made, 1, "再改", settles=True, by=heard.writer, at=at)
    made.refresh_from_db()
    assert (made.body, made.version, made.settles) == ("改过", 2, True)


def test_a_returned_one_stays_and_is_written_anew_once(heard: Heard) -> None:
    one, at = heard.say("食堂账目不公开"), heard.world.at
    made = draft(heard, one)
    with pytest.raises(Conflict):
        redraft_answer(made, "还没有退回", settles=False, by=heard.writer, at=at)
    return_answer(made, 1, "没有说在哪里公布", by=heard.approver, at=at)
    again = redraft_answer(made, "在校门口公示栏公布", settles=False, by=heard.writer, at=at)
    made.refresh_from_db()
    assert (made.state, made.body, made.why) == ("returned", WORDS, "没有说在哪里公布")
    assert (again.follows_id, again.state) == (made.pk, "draft")
    assert list(Answered.objects.filter(answer=again).values_list("opinion_id", flat=True)) == [one.pk]
    with pytest.raises(Conflict):
        redraft_answer(made, "又一份", settles=False, by=heard.writer, at=at)


def test_it_is_said_which_of_a_matter_want_an_answer(heard: Heard) -> None:
    one, other, third = (heard.say(text) for text in ("食堂账目不公开", "食堂账目没有贴", "食堂的账呢"))
    heard.world.take("食堂账目也没人查")
    draft(heard, one)
    Opinion.objects.filter(pk=other.pk).update(answered_on=heard.world.at.date())
    found = answerable(Opinion.objects.of(heard.world.campaign))
    assert [opinion.pk for opinion in found.opinions] == [third.pk]
    assert (found.more, found.answered, found.drafted, found.without) == (0, 1, 1, 1)
    anew = answerable(Opinion.objects.of(heard.world.campaign), anew=True)
    assert {opinion.pk for opinion in anew.opinions} == {other.pk, third.pk}


def test_the_same_answer_elsewhere_is_counted_whatever_its_numbers_and_marks(heard: Heard) -> None:
    for number, text in enumerate(("食堂账目不公开", "校车晚点", "厕所没水"), 3):
        draft(heard, heard.say(text), body=f"感谢反映！学校高度重视，已于 6 月 {number} 日转有关部门。")
    campaign = heard.world.campaign
    assert same_elsewhere(campaign, "感谢反映，学校高度重视，已于6月20日转有关部门") == 3
    assert same_elsewhere(campaign, WORDS) == 0
