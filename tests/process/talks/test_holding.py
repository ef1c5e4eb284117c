"""That a talk took place takes two presses, each by its own person."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, transaction

from huiyin.kit.errors import BadInput, Conflict, NotAllowed, Refused, Unseen
from huiyin.platform.audit.models import Record
from huiyin.process.talks.access import get_own_talk, own_talks, visible_parties
from huiyin.process.talks.commands import (
    ask_for_talk,
    confirm_talk,
    object_to_talk,
    plan_talk,
    remind_head,
    say_held,
    say_not_held,
)
from huiyin.process.talks.models import Objection, Talk
from huiyin.process.talks.queries import units_talks
from huiyin.process.talks.rules.states import TalkState
from tests.process.talks.conftest import DAY, School

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk(school: School) -> Talk:
    school.lay_out()
    return school.talk("head", "a")


def fresh(school: School) -> Talk:
    return school.talk("head", "a")


def test_planned_held_and_confirmed(school: School, talk: Talk) -> None:
    at, head, member = school.world.at, school.people["head"], school.people["a"]
    plan_talk(talk, day=school.today + DAY, part="am", place="三楼小会议室", who=head, at=at)
    planned = fresh(school)
    assert (planned.state, planned.part, planned.place) == (TalkState.PLANNED, "am", "三楼小会议室")
    say_held(planned, held_on=school.today + DAY, who=head, at=at + DAY)
    held = fresh(school)
    assert (held.state, held.one_on, held.other_on) == (TalkState.HELD, school.today + DAY, None)
    confirm_talk(held, who=member, at=at + 2 * DAY)
    done = fresh(school)
    assert (done.state, done.other_on) == (TalkState.CONFIRMED, school.today + 2 * DAY)
    acts = list(Record.objects.filter(subject=f"talk:{talk.pk}").values_list("act", "by"))
    assert acts == [("talk.planned", head.code), ("talk.held", head.code), ("talk.confirmed", member.code)]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE talks_talk SET state = 'held', other_on = NULL",
        "UPDATE talks_talk SET state = 'dropped', held_on = NULL, one_on = NULL, other_on = NULL",
        "UPDATE talks_talk SET held_on = '2014-05-01'",
        "UPDATE talks_talk SET place = 'x'",
        "UPDATE talks_talk SET other_id = one_id",
        "DELETE FROM talks_talk",
    ],
)
def test_what_both_confirmed_stays_whoever_writes(
    school: School, talk: Talk, run_sql: Callable[[str], None], statement: str
) -> None:
    at, head, member = school.world.at, school.people["head"], school.people["a"]
    say_held(talk, held_on=school.today, who=head, at=at)
    confirm_talk(fresh(school), who=member, at=at)
    others = Talk.objects.exclude(pk=talk.pk)
    if statement.startswith("UPDATE talks_talk SET place"):
        assert others.update(place="三楼")  # what isn't confirmed moves
    with pytest.raises(DatabaseError, match="huiyin"), transaction.atomic():
        run_sql(f"{statement} WHERE id = {talk.pk}")
    assert fresh(school).state == TalkState.CONFIRMED


def test_one_press_isn_t_enough_and_nobody_presses_for_another(school: School, talk: Talk) -> None:
    at, head = school.world.at, school.people["head"]
    say_held(talk, held_on=school.today, who=head, at=at)
    confirm_talk(fresh(school), who=head, at=at)  # once more by the same: it changes nothing
    assert fresh(school).state == TalkState.HELD
    for name in ("b", "department", "inspector", "nobody"):
        with pytest.raises(NotAllowed):
            confirm_talk(fresh(school), who=school.people[name], at=at)
    assert units_talks([school.part], school.today)[school.part.pk].confirmed == 0


def test_both_press_at_once_and_the_second_learns_of_the_first(school: School, talk: Talk) -> None:
    at = school.world.at + DAY
    same = fresh(school)  # both have the page open
    say_held(talk, held_on=school.today, who=school.people["head"], at=at)
    with pytest.raises(Conflict, match="对方刚刚写下"):
        say_held(same, held_on=school.today + DAY, who=school.people["a"], at=at)
    assert fresh(school).held_on == school.today


def test_who_confirms_confirms_the_day_that_they_saw(school: School, talk: Talk) -> None:
    at, head, member = school.world.at + DAY, school.people["head"], school.people["a"]
    say_held(talk, held_on=school.today, who=head, at=at)
    seen = fresh(school)
    say_not_held(fresh(school), who=head, at=at)
    say_held(fresh(school), held_on=school.today + DAY, who=head, at=at)
    with pytest.raises(Conflict):
        confirm_talk(seen, who=member, at=at)


def test_an_objection_says_why_and_is_settled_by_saying_it_anew(school: School, talk: Talk) -> None:
    at, head, member = school.world.at + DAY, school.people["head"], school.people["a"]
    say_held(talk, held_on=school.today, who=head, at=at)
    with pytest.raises(BadInput):
        object_to_talk(fresh(school), reason="no_such", who=member, at=at)
    with pytest.raises(Conflict):
        object_to_talk(fresh(school), reason="wrong_day", who=head, at=at)  # one's own words
    object_to_talk(fresh(school), reason="wrong_day", note="是今天上午谈的", who=member, at=at)
    assert fresh(school).state == TalkState.OBJECTED
    assert list(Objection.objects.values_list("by", "reason")) == [(member.pk, "wrong_day")]
    say_held(fresh(school), held_on=school.today + DAY, who=member, at=at)
    again = fresh(school)
    assert (again.state, again.one_on, again.other_on) == (TalkState.HELD, None, school.today + DAY)
    confirm_talk(again, who=head, at=at)
    assert fresh(school).state == TalkState.CONFIRMED
    assert Objection.objects.count() == 1
    with pytest.raises(DatabaseError), transaction.atomic():
        Objection.objects.update(reason="not_held")


def test_after_an_objection_either_may_say_that_it_wasn_t_held(school: School, talk: Talk) -> None:
    at = school.world.at
    say_held(talk, held_on=school.today, who=school.people["head"], at=at)
    with pytest.raises(Conflict):
        say_not_held(fresh(school), who=school.people["a"], at=at)  # that would be an objection
    object_to_talk(fresh(school), reason="not_held", who=school.people["a"], at=at)
    say_not_held(fresh(school), who=school.people["head"], at=at)
    assert (fresh(school).state, fresh(school).held_on) == (TalkState.DUE, None)


def test_days_lie_where_they_can(school: School, talk: Talk) -> None:
    at, head = school.world.at, school.people["head"]
    with pytest.raises(BadInput):
        say_held(talk, held_on=school.today + DAY, who=head, at=at)
    with pytest.raises(Refused):
        plan_talk(talk, day=school.today - DAY, who=head, at=at)
    with pytest.raises(BadInput):
        plan_talk(talk, day=school.today, part="night", who=head, at=at)
    with pytest.raises(BadInput):
        plan_talk(talk, day=school.today, place="长" * 61, who=head, at=at)


def test_only_the_two_have_a_talk_s_page_and_others_see_that_and_when(school: School, talk: Talk) -> None:
    assert get_own_talk(talk.pk, school.people["head"]) == talk
    for name in ("b", "inspector", "nobody"):
        with pytest.raises(Unseen):
            get_own_talk(talk.pk, school.people[name])
    assert own_talks(school.people["a"]).count() == 4
    assert list(visible_parties([school.world.clerk], school.world.campaign)) == [school.part]
    assert not visible_parties([school.world.administrator], school.world.campaign).exists()


def test_who_wants_one_asks_for_one(school: School) -> None:
    at, people = school.world.at, school.people
    asked = ask_for_talk(school.part, people["head"], who=people["c"], at=at)
    assert (asked.kind, asked.required, asked.round) == ("asked_for", False, 0)
    with pytest.raises(Refused):
        ask_for_talk(school.part, people["head"], who=people["c"], at=at)
    with pytest.raises(Refused):
        ask_for_talk(school.part, people["nobody"], who=people["c"], at=at)
    with pytest.raises(Refused):
        ask_for_talk(school.part, people["c"], who=people["c"], at=at)
    assert units_talks([school.part], school.today)[school.part.pk].required == 10


def test_an_inspector_asks_the_head_to_a_reminder_talk(school: School) -> None:
    at, people = school.world.at, school.people
    made = remind_head(school.part, people["inspector"], by=school.inspector(), at=at)
    assert (made.kind, made.one, made.other) == ("reminder", people["inspector"], people["head"])
    with pytest.raises(NotAllowed):
        remind_head(school.part, people["a"], by=school.clerk, at=at)
    with pytest.raises(Refused):
        remind_head(school.part, people["second"], by=school.inspector(), at=at)  # in somebody else's name
