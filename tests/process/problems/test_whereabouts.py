"""What a giver is told of their matter, and what not."""

from datetime import timedelta

import pytest

from huiyin.process.answers.commands import add_under_receipt, keep_message
from huiyin.process.answers.models import Answer, Answered, Receipt
from huiyin.process.answers.queries import receipt_of
from huiyin.process.channels.commands import open_entrance, submit_opinion
from huiyin.process.channels.rules.given import Given
from huiyin.process.opinions.commands import mark_duplicate, settle_opinion
from huiyin.process.opinions.models import Opinion
from huiyin.process.opinions.rules.disposition import Disposition
from huiyin.process.problems.commands import Wording, merge_problems, raise_problem
from huiyin.process.problems.models import Problem
from huiyin.process.problems.queries import Whereabouts, whereabouts
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def receipt(world: World) -> Receipt:
    entrance = open_entrance(
        world.campaign, name="三中家长", channel="online", about=world.school, by=world.office, at=world.at
    )
    code = submit_opinion(entrance, Given("食堂的红烧肉里没有肉"), nonce=b"n" * 16, at=world.at).code
    found = receipt_of(code)
    assert found is not None
    return found


def where(receipt: Receipt) -> Whereabouts:
    found = whereabouts(receipt.matter)
    assert found is not None
    return found


def raised(world: World, opinions: list[int], *, checked: bool = False, title: str = "午餐缩水") -> Problem:
    wording = Wording(title=title, source="masses", manifestation="荤菜减少", checked=checked)
    return raise_problem(
        world.campaign, wording, opinions=opinions, owner=world.school, by=world.office, at=world.at
    )


def test_at_first_it_waits(world: World, receipt: Receipt) -> None:
    found = where(receipt)
    assert (found.disposition, found.problems, found.answers) == (Disposition.WAITING, (), ())
    assert found.entered_on == world.at.date()
    assert not found.gone


def test_a_title_is_told_when_somebody_has_looked_at_it(world: World, receipt: Receipt) -> None:
    raised(world, [receipt.matter])
    assert [(one.number, one.title, one.owner) for one in where(receipt).problems] == [
        ("2014-001", "", "云河市第三中学")
    ]
    Problem.objects.update(checked_by="office", checked_on=world.at.date())
    assert [one.title for one in where(receipt).problems] == ["午餐缩水"]


def test_it_follows_a_problem_into_another(world: World, receipt: Receipt) -> None:
    other = world.take("食堂饭菜太贵")[0]
    mine, home = raised(world, [receipt.matter]), raised(world, [other.pk], title="饭菜涨价")
    merge_problems(home, [mine], by=world.office, at=world.at)
    assert [one.number for one in where(receipt).problems] == ["2014-002"]


def test_a_duplicate_is_where_the_first_one_is(world: World, receipt: Receipt) -> None:
    first = world.take("红烧肉里没有肉")[0]
    raised(world, [first.pk])
    mine = Opinion.objects.get(pk=receipt.matter)
    mark_duplicate(mine, of=first, by=world.office, at=world.at)
    assert where(receipt).disposition == Disposition.DUPLICATE
    assert len(where(receipt).problems) == 1


def test_reasons_of_the_office_stay_with_it(world: World, receipt: Receipt) -> None:
    mine = Opinion.objects.get(pk=receipt.matter)
    settle_opinion(mine, as_=Disposition.FORWARDED, why="转给某科的某人", by=world.office, at=world.at)
    assert "某科" not in str(where(receipt))


def test_answers_are_told_once_they_are_given(world: World, receipt: Receipt) -> None:
    day = world.at.date()
    for state, decider in (("draft", ""), ("returned", ""), ("given", "leader")):
        answer = Answer.objects.create(
            campaign=world.campaign,
            body=f"已答 {state}",
            state=state,
            drafted_by="office",
            drafted_on=day,
            decided_by=decider,
            decided_on=day if decider else None,
            why="没有说到办法" if state == "returned" else "",
        )
        Answered.objects.create(answer=answer, opinion_id=receipt.matter)
    assert [answer.body for answer in where(receipt).answers] == ["已答 given"]


def test_a_question_stands_before_what_was_said_to_it(world: World, receipt: Receipt) -> None:
    assert not where(receipt).asked
    on = world.at.date()
    keep_message(receipt.matter, receipt.campaign_id, "question", "是哪一天？", on=on, by="office")
    assert where(receipt).unanswered
    keep_message(receipt.matter, receipt.campaign_id, "reply", "上周三", on=on)
    add_under_receipt(receipt, "今天又没有", at=world.at + timedelta(days=1))
    found = where(receipt)
    assert [one.kind for one in found.messages] == ["question", "reply", "addition"]
    assert (found.asked, found.unanswered) == (True, False)


def test_of_what_is_no_opinion_nothing_is_known(world: World) -> None:
    assert whereabouts(1) is None
