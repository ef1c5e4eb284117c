"""Talks, papers and the meeting of a unit side by side, and what agrees between them (S20, R37)."""

from datetime import date, datetime

import pytest
from pytest_django import DjangoAssertNumQueries

from huiyin.process.campaigns.models import Participation
from huiyin.process.lifemeetings.commands import order_rehold, raise_criticism
from huiyin.process.lifemeetings.models import Criticism
from huiyin.process.problems.commands import Wording
from huiyin.process.selfchecks.commands import begin_selfcheck, hand_in_selfcheck, save_selfcheck
from huiyin.process.selfchecks.models import SelfCheck
from huiyin.process.selfchecks.rules.content import Content, Item
from huiyin.process.supervision.queries import pillars, unities
from huiyin.process.supervision.rules.pillars import Next
from huiyin.process.talks.commands import confirm_talk, lay_out_talks, say_held
from huiyin.process.talks.models import SharedPoint, Talk, TalkPoint
from huiyin.process.talks.rules.pairs import pair_key
from tests.process.lifemeetings.hall import Hall, build_hall
from tests.world import World

pytestmark = pytest.mark.django_db
TODAY = date(2014, 5, 23)


@pytest.fixture
def hall(world: World, at: datetime) -> Hall:
    return build_hall(world, at)


def talk(hall: Hall, one: str, other: str, *, both: bool = True) -> None:
    """Two of the team talk, and one or both say so."""
    key = pair_key(hall.accounts[one].pk, hall.accounts[other].pk)
    related = ("participation__campaign__root", "participation__unit", "one", "other")
    found = Talk.objects.select_related(*related).get(pair=key)
    say_held(found, held_on=TODAY, who=hall.accounts[one], at=hall.at)
    if both:
        found = Talk.objects.select_related(*related).get(pair=key)
        confirm_talk(found, who=hall.accounts[other], at=hall.at)


def paper(hall: Hall, login: str, focus: str, *, hand_in: bool = True) -> SelfCheck:
    """A member's paper with one problem."""
    by = hall.member(login)
    made = begin_selfcheck(hall.part, hall.accounts[login], team=False, by=by, at=hall.at)
    item = Item("4月8日家长会上的问题至今没有答复", focus, date(2014, 4, 8), "purpose", "月底前回访")
    save_selfcheck(
        made, Content({"discipline": "写本人。"}, (item,)), made.edits, keep=True, by=by, at=hall.at
    )
    now = SelfCheck.objects.select_related(
        "participation__campaign__root", "participation__unit", "account"
    ).get(pk=made.pk)
    if hand_in:
        hand_in_selfcheck(now, now.edits, shown="a" * 64, by=by, at=hall.at)
    return now


def test_a_unit_that_has_begun_nothing_is_told_what_comes_first(hall: Hall) -> None:
    found = pillars([hall.part], TODAY)[hall.part.pk]
    assert (found.talks.confirmed, found.talks.next) == (0, Next.LAY_OUT_TALKS)
    assert found.talks.required == 15 + 6  # six of a team among themselves, and each with an inspector
    assert (found.papers.due, found.papers.missing, found.papers.next) == (7, 7, Next.BEGIN_PAPERS)
    assert (found.meeting.state, found.meeting.next) == (None, Next.PLAN_MEETING)


def test_each_goes_its_own_way(hall: Hall) -> None:
    lay_out_talks(hall.part, 1, by=hall.clerk, at=hall.at)
    talk(hall, "xiaozhang", "fuxiao")
    talk(hall, "xiaozhang", "jiaodao", both=False)
    paper(hall, "fuxiao", "F1")
    paper(hall, "jiaodao", "F1", hand_in=False)
    meeting = hall.closed(said=4)
    found = pillars([hall.part], TODAY)[hall.part.pk]
    assert (found.talks.confirmed, found.talks.half, found.talks.open) == (1, 1, 19)
    assert found.talks.next is Next.HOLD_TALKS
    assert (found.papers.passed, found.papers.missing, found.papers.next) == (0, 5, Next.REVIEW_PAPERS)
    assert (found.meeting.held, found.meeting.criticisms, found.meeting.next) == (True, 4, Next.SIGN_RECORD)
    order_rehold(meeting, "evaded", "多是工作建议，没有真批评。", by=hall.inspector, at=hall.at)
    found = pillars([hall.part], TODAY)[hall.part.pk]
    assert (found.meeting.held, found.meeting.next) == (False, Next.HOLD_AGAIN)


def test_many_units_cost_what_one_does(hall: Hall, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    hall.closed()
    parts = list(
        Participation.objects.filter(campaign=hall.world.campaign).select_related("unit", "campaign__root")
    )
    with django_assert_num_queries(10):
        found = pillars(parts, TODAY)
    assert set(found) == {part.pk for part in parts}
    assert pillars([], TODAY) == {}


def test_traces_and_gaps_between_what_was_raised_talked_of_and_said(
    hall: Hall, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    lay_out_talks(hall.part, 1, by=hall.clerk, at=hall.at)
    talk(hall, "xiaozhang", "zongwu")  # seats 0 and 3: criticised below
    talk(hall, "jiaodao", "gonghui")  # not a word at the meeting
    paper(hall, "fuxiao", "G1")
    meeting = hall.closed(said=2)  # 0 → 3 and 1 → 4
    with django_assert_num_queries(10):
        found = unities(meeting, reader=None, inspects=True)
    seats = hall.seats(meeting)
    names = {seat.pk: seat.account.login for seat in seats if seat.account}
    assert [(names[one.one], names[one.other]) for one in found.untalked] == [("fuxiao", "degu")]
    assert [(names[one.one], names[one.other]) for one in found.silent] == [("jiaodao", "gonghui")]
    trail = {one.group: one for one in found.trails}
    assert (trail["F"].meeting, trail["F"].members) == (2, 0)
    assert (trail["G"].members, trail["G"].members_only) == (1, True)
    assert len(found.not_taken_on) == 2


def test_what_came_of_the_meeting_is_not_what_was_raised_before_it(hall: Hall) -> None:
    meeting = hall.closed(said=2)
    related = ("meeting__participation__unit", "meeting__participation__campaign__root", "to_seat__account")
    criticism = Criticism.objects.select_related(*related).filter(meeting=meeting).order_by("pk")[0]
    wording = Wording(title="例会多", source="mutual", focus="F1")
    raise_criticism(criticism, wording, by=hall.clerk, at=hall.at)
    found = unities(meeting, reader=None, inspects=False)
    assert not any(one.raised for one in found.trails)
    assert len(found.not_taken_on) == 1


def test_a_point_counts_for_those_alone_with_whom_its_author_shared_it(hall: Hall) -> None:
    lay_out_talks(hall.part, 1, by=hall.clerk, at=hall.at)
    talk(hall, "xiaozhang", "zongwu")
    for_team = {"for_team": True, "for_inspectors": False}
    for_inspectors = {"for_team": False, "for_inspectors": True}
    for focus, whom in (("F", for_team), ("G", for_inspectors)):
        point = TalkPoint.objects.create(
            talk=Talk.objects.get(state="confirmed"),
            author=hall.accounts["xiaozhang"],
            heading="points_given",
            focus=focus,
            text="x",
            on=TODAY,
        )
        SharedPoint.objects.create(point=point, text="例会多", on=TODAY, **whom)
    meeting = hall.closed(said=0)

    def counted(login: str, *, inspects: bool = False) -> set[str]:
        found = unities(meeting, reader=hall.accounts[login].pk, inspects=inspects)
        return {one.group for one in found.trails if one.talks}

    assert counted("gonghui") == {"F"}
    assert counted("dudao", inspects=True) == {"G"}
    assert counted("lianluo") == set()
