"""Another than who wrote it gives an answer, once, as it was seen; the database holds what the command says."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from huiyin.kit.errors import Conflict, NotAllowed, Refused
from huiyin.platform.audit.models import Record
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.answers.commands import (
    draft_answer,
    edit_answer,
    give_answer,
    redraft_answer,
    return_answer,
)
from huiyin.process.answers.models import Answer, Answered
from huiyin.process.opinions.commands import settle_opinion
from huiyin.process.opinions.models import Opinion
from huiyin.process.opinions.rules.disposition import Disposition
from tests.process.answers.conftest import Heard

pytestmark = pytest.mark.django_db
TEXTS = ("食堂账目不公开", "食堂的账从来不公布")


@pytest.fixture
def made(heard: Heard) -> Answer:
    opinions = [heard.say(text).pk for text in TEXTS]
    world = heard.world
    return draft_answer(
        world.campaign, opinions, "每月五日公布。", settles=True, by=heard.writer, at=world.at
    )


def test_the_day_of_the_first_answer_stays(heard: Heard, made: Answer) -> None:
    first = Opinion.objects.order_by("pk")[0]
    earlier = heard.world.at.date() - timedelta(days=1)
    Opinion.objects.filter(pk=first.pk).update(answered_on=earlier)
    give_answer(made, 1, by=heard.approver, at=heard.world.at)
    made.refresh_from_db()
    assert (made.state, made.decided_by, made.decided_on) == ("given", "approver", heard.world.at.date())
    days = Opinion.objects.order_by("answered_on").values_list("answered_on", flat=True)
    assert list(days) == [earlier, heard.world.at.date()]


def test_what_waits_is_settled_where_that_was_asked_for(heard: Heard, made: Answer) -> None:
    first = Opinion.objects.select_related("campaign").order_by("pk")[0]
    settle_opinion(first, as_=Disposition.FORWARDED, why="已转总务处", by=heard.writer, at=heard.world.at)
    assert give_answer(made, 1, by=heard.approver, at=heard.world.at) == 1
    assert set(Opinion.objects.values_list("disposition", flat=True)) == {"forwarded", "answered"}
    acts = Record.objects.order_by("-seq").values_list("act", flat=True)[:2]
    assert list(acts) == ["opinion.settled", "answer.given"]


def test_nothing_is_settled_where_nobody_asked(heard: Heard) -> None:
    one, world = heard.say(TEXTS[0]), heard.world
    made = draft_answer(world.campaign, [one.pk], "每月五日公布。", by=heard.writer, at=world.at)
    assert give_answer(made, 1, by=heard.approver, at=world.at) == 0
    one.refresh_from_db()
    assert (one.disposition, one.answered_on) == ("waiting", world.at.date())


def test_who_wrote_any_of_it_does_not_give_it(heard: Heard, made: Answer) -> None:
    at = heard.world.at
    with pytest.raises(NotAllowed, match="不能自己审批"):
        give_answer(made, 1, by=heard.writer, at=at)
    return_answer(made, 1, "没有说在哪里", by=heard.approver, at=at)
    again = redraft_answer(made, "在公示栏公布。", settles=False, by=heard.approver, at=at)
    for by in (heard.writer, heard.approver):
        with pytest.raises(NotAllowed, match="不能自己审批"):
            give_answer(again, 1, by=by, at=at)
    give_answer(again, 1, by=Actor("third", Role.OFFICE), at=at)


def test_the_database_refuses_it_too(made: Answer) -> None:
    row = Answer.objects.filter(pk=made.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.update(state="given", decided_by="writer")
    with pytest.raises(IntegrityError), transaction.atomic():
        row.update(state="returned", decided_by="approver")


def test_two_who_approve_at_once_give_it_once(heard: Heard, made: Answer) -> None:
    """Both have the page open: the row as each of them saw it is still a draft."""
    first, second = (Answer.objects.select_related("campaign__root").get(pk=made.pk) for _ in range(2))
    give_answer(first, 1, by=heard.approver, at=heard.world.at)
    with pytest.raises(Conflict):
        give_answer(second, 1, by=Actor("third", Role.OFFICE), at=heard.world.at)
    with pytest.raises(Conflict):
        return_answer(second, 1, "晚了一步", by=Actor("third", Role.OFFICE), at=heard.world.at)
    made.refresh_from_db()
    assert made.decided_by == "approver"
    assert Record.objects.filter(act="answer.given").count() == 1


def test_what_was_edited_since_it_was_seen_is_not_given(heard: Heard, made: Answer) -> None:
    edit_answer(made, 1, "另外的话。", settles=False, by=heard.writer, at=heard.world.at)
    with pytest.raises(Conflict):
        give_answer(made, 1, by=heard.approver, at=heard.world.at)
    give_answer(made, 2, by=heard.approver, at=heard.world.at)


@pytest.mark.parametrize("why", ["", "  ", "长" * 501])
def test_it_is_returned_with_a_reason(heard: Heard, made: Answer, why: str) -> None:
    with pytest.raises(Refused, match="理由"):
        return_answer(made, 1, why, by=heard.approver, at=heard.world.at)


def test_whoever_works_on_only_some_of_it_decides_nothing(heard: Heard, made: Answer) -> None:
    Opinion.objects.filter(pk=Opinion.objects.order_by("pk")[0].pk).update(about=heard.world.bureau)
    by = Actor("office", Role.OFFICE, heard.world.bureau.path)
    for decide in (
        lambda: give_answer(made, 1, by=by, at=heard.world.at),
        lambda: return_answer(made, 1, "不是我的", by=by, at=heard.world.at),
    ):
        with pytest.raises(NotAllowed):
            decide()


def test_what_was_given_or_returned_never_changes(heard: Heard, made: Answer) -> None:
    give_answer(made, 1, by=heard.approver, at=heard.world.at)
    for change in ({"body": "另外的话"}, {"state": "draft"}, {"decided_by": "third"}):
        with pytest.raises(Exception, match="never changes"), transaction.atomic():
            Answer.objects.filter(pk=made.pk).update(**change)
    with pytest.raises(Exception, match="refused"), transaction.atomic():
        Answered.objects.filter(answer=made).update(opinion=Opinion.objects.order_by("-pk")[0])
