"""Required talks are laid out by the roster; a change of it makes only what is missing."""

from collections import Counter
from datetime import date

import pytest
from django.db import DatabaseError, transaction
from pytest_django import DjangoAssertNumQueries

from huiyin.kit.errors import BadInput, Conflict, NotAllowed, Refused
from huiyin.platform.audit.models import Record
from huiyin.platform.orgs.commands import end_post, give_post
from huiyin.platform.orgs.models import Post
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.platform.orgs.rules.terms import PostKind
from huiyin.process.campaigns.models import Campaign, Participation
from huiyin.process.talks.commands import (
    add_charge,
    drop_absence,
    end_charge,
    lay_out_talks,
    note_absence,
    say_held,
    schedule_talks,
)
from huiyin.process.talks.models import Charge, Talk
from huiyin.process.talks.queries import units_talks
from huiyin.process.talks.queries.facts import facts
from huiyin.process.talks.rules.scheduling import Slot
from huiyin.process.talks.rules.states import TalkState
from tests.process.talks.conftest import DAY, School
from tests.world import TEMPLATE

pytestmark = pytest.mark.django_db


def states(school: School) -> Counter[str]:
    return Counter(Talk.objects.filter(participation=school.part).values_list("state", flat=True))


def test_the_roster_says_who_must_talk(school: School) -> None:
    add_charge(
        school.part, school.people["a"], school.people["department"], by=school.clerk, at=school.world.at
    )
    made = lay_out_talks(school.part, 1, by=school.clerk, at=school.world.at)
    assert len(made.make) == 3 + 3 + 1 + 4
    kinds = Counter(Talk.objects.values_list("kind", flat=True))
    assert kinds == {"head_member": 3, "member_member": 3, "member_department": 1, "supervision_member": 4}
    inspectors = Counter(Talk.objects.filter(kind="supervision_member").values_list("one__login", flat=True))
    assert inspectors == {"inspector": 2, "second": 2}
    assert Record.objects.get(act="talks.laid_out").by == school.clerk.code


def test_laid_out_twice_it_is_one_talk_a_pair(school: School) -> None:
    school.lay_out()
    again = lay_out_talks(school.part, 1, by=school.clerk, at=school.world.at)
    assert not again.any
    assert states(school) == {TalkState.DUE: 10}
    assert Record.objects.filter(act="talks.laid_out").count() == 1


def test_a_replaced_head_makes_the_missing_pairs_and_what_was_held_stays(school: School) -> None:
    school.lay_out()
    held = school.talk("head", "a")
    say_held(held, held_on=school.today, who=school.people["a"], at=school.world.at)
    at = school.world.at + DAY
    post = Post.objects.get(account=school.people["head"])
    end_post(post, last=school.today, by=school.world.office, at=at)
    give_post(
        school.people["nobody"],
        PostKind.HEAD,
        school.world.school,
        since=school.today + DAY,
        by=school.world.office,
        at=at,
    )
    made = lay_out_talks(school.part, 1, by=school.clerk, at=at)
    assert len(made.make) == 3 + 1  # the new head with three members, and an inspector with the new head
    assert len(made.drop) == 2 + 1  # the old head's with b and c, and an inspector's
    assert school.talk("head", "a").state == TalkState.HELD
    assert school.talk("head", "b").state == TalkState.DROPPED
    assert units_talks([school.part], school.today + DAY)[school.part.pk].missing == 0


def test_who_comes_back_takes_up_what_was_dropped(school: School) -> None:
    school.lay_out()
    post = Post.objects.get(account=school.people["c"])
    end_post(post, last=school.today, by=school.world.office, at=school.world.at)
    at = school.world.at + DAY
    lay_out_talks(school.part, 1, by=school.clerk, at=at)
    assert states(school) == {TalkState.DUE: 6, TalkState.DROPPED: 4}
    give_post(
        school.people["c"],
        PostKind.MEMBER,
        school.world.school,
        since=school.today + DAY,
        by=school.world.office,
        at=at,
    )
    assert len(lay_out_talks(school.part, 1, by=school.clerk, at=at).again) == 4
    assert states(school) == {TalkState.DUE: 10}


def test_one_round_unless_the_template_asks_for_more(school: School) -> None:
    with pytest.raises(BadInput):
        lay_out_talks(school.part, 2, by=school.clerk, at=school.world.at)
    more = [
        one.model_copy(update={"value": 3}) if one.code == "talk_rounds" else one
        for one in TEMPLATE.parameters
    ]
    campaign = school.part.campaign
    campaign.template = TEMPLATE.model_copy(update={"parameters": tuple(more)}).model_dump_json()
    assert not lay_out_talks(school.part, 3, by=school.clerk, at=school.world.at).drop
    assert units_talks([school.part], school.today)[school.part.pk].required == 30
    campaign.refresh_from_db()


def test_only_who_arranges_it_lays_out(school: School) -> None:
    for by in (
        Actor("x", Role.MEMBER, school.part.unit.path),
        school.inspector(),
        Actor("y", Role.CLERK, school.world.other_school.path),
    ):
        with pytest.raises(NotAllowed):
            lay_out_talks(school.part, 1, by=by, at=school.world.at)


def test_nothing_is_laid_out_without_a_roster_or_after_the_end(school: School) -> None:
    bare = Participation.objects.select_related("unit", "campaign__root").get(unit=school.world.other_school)
    with pytest.raises(Refused, match="名册"):
        lay_out_talks(bare, 1, by=school.world.office, at=school.world.at)
    Campaign.objects.filter(pk=school.part.campaign_id).update(closed_on=school.today)
    school.part.campaign.refresh_from_db()
    with pytest.raises(Refused, match="结束"):
        school.lay_out()


def test_a_charge_is_of_the_team_over_what_lies_below_or_is_the_unit_s_own(school: School) -> None:
    people, world = school.people, school.world
    with pytest.raises(Refused):
        add_charge(school.part, people["nobody"], people["department"], by=school.clerk, at=world.at)
    with pytest.raises(Refused):
        add_charge(school.part, people["a"], people["nobody"], by=school.clerk, at=world.at)
    with pytest.raises(Refused):
        add_charge(school.part, people["a"], world.other_school, by=school.clerk, at=world.at)
    charge = add_charge(school.part, people["a"], people["department"], by=school.clerk, at=world.at)
    with pytest.raises(Conflict):
        add_charge(school.part, people["a"], people["department"], by=school.clerk, at=world.at)
    end_charge(charge, by=school.clerk, at=world.at + DAY)
    assert Charge.objects.get().until == school.today
    assert units_talks([school.part], school.today + DAY)[school.part.pk].roster.charges == ()


def test_the_head_of_a_unit_below_is_who_leads_it_that_day(school: School) -> None:
    world = school.world
    bureau = Participation.objects.select_related("unit", "campaign__root").get(unit=world.bureau)
    boss = school.people["nobody"]
    give_post(boss, PostKind.HEAD, world.bureau, since=school.today, by=world.office, at=world.at)
    add_charge(bureau, boss, world.school, by=world.office, at=world.at)
    found = units_talks([bureau], school.today)[bureau.pk].roster
    assert found.charges == ((boss.pk, school.people["head"].pk),)
    acting, last = school.people["a"], school.today + 9 * DAY
    give_post(
        acting,
        PostKind.ACTING_HEAD,
        world.school,
        since=school.today,
        until=last,
        by=world.office,
        at=world.at,
    )
    found = units_talks([bureau], school.today)[bureau.pk].roster
    assert found.charges == ((boss.pk, acting.pk),)


def test_who_is_away_is_still_on_the_roster(school: School) -> None:
    at = school.world.at
    until = school.today + 6 * DAY
    absence = note_absence(school.part, school.people["b"], school.today, until, by=school.clerk, at=at)
    assert units_talks([school.part], school.today)[school.part.pk].required == 10
    with pytest.raises(BadInput):
        note_absence(school.part, school.people["b"], until, school.today, by=school.clerk, at=at)
    with pytest.raises(Refused):
        note_absence(school.part, school.people["nobody"], school.today, until, by=school.clerk, at=at)
    drop_absence(absence, by=school.clerk, at=at)


def test_a_schedule_leaves_alone_what_two_agreed_upon(school: School) -> None:
    school.lay_out()
    at, talk, other = school.world.at, school.talk("head", "a"), school.talk("head", "b")
    say_held(other, held_on=school.today, who=school.people["b"], at=at)
    slot = Slot(date(2014, 5, 26), 1)
    assert schedule_talks(school.part, {talk.pk: slot, other.pk: slot}, by=school.clerk, at=at) == 1
    planned = school.talk("head", "a")
    assert (planned.state, planned.planned_on, planned.part) == (TalkState.PLANNED, slot.day, "pm")
    assert school.talk("head", "b").state == TalkState.HELD
    with pytest.raises(Refused):
        schedule_talks(school.part, {talk.pk: Slot(date(2014, 5, 22), 0)}, by=school.clerk, at=at)


def test_coverage_counts_what_both_confirmed_and_asks_little(
    school: School, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    school.lay_out()
    Talk.objects.filter(pk=school.talk("head", "a").pk).update(
        state=TalkState.CONFIRMED, held_on=school.today, one_on=school.today, other_on=school.today
    )
    parts = list(
        Participation.objects.filter(campaign=school.world.campaign).select_related("unit", "campaign")
    )
    with django_assert_num_queries(4):
        found = facts(parts, school.today)
    assert {
        pk: (known["talks.coverage"].value, known["talks.coverage"].n) for pk, known in found.items()
    } == {school.part.pk: (0.1, 10)}


def test_between_whom_a_talk_is_never_changes(school: School) -> None:
    school.lay_out()
    talk = school.talk("head", "a")
    with pytest.raises(DatabaseError), transaction.atomic():
        Talk.objects.filter(pk=talk.pk).update(other=school.people["b"])
    with pytest.raises(DatabaseError), transaction.atomic():
        talk.delete()
