"""A second round is sized, asked as a task, opens entrances again, and what comes in by it is told by its days."""

from datetime import date

import pytest

from huiyin.kit.errors import NotAllowed, Refused
from huiyin.process.campaigns.models import Campaign, PlanItem
from huiyin.process.channels.commands import close_entrance, open_entrance
from huiyin.process.channels.models import Entrance
from huiyin.process.effects.commands import plan_round
from huiyin.process.effects.models import Effect
from huiyin.process.effects.queries.rounds import needs_of, rounds_of
from tests.process.effects.conftest import BEFORE, Town
from tests.world import TEMPLATE

pytestmark = pytest.mark.django_db
OPENS, CLOSES = date(2014, 9, 5), date(2014, 9, 30)


@pytest.fixture
def silent(town: Town) -> Town:
    """Thirty of forty opinions were of a matter that was closed, and nobody was asked since."""
    problem = town.problem(town.say(30, BEFORE))
    town.say(10, BEFORE, every=6)
    town.close(problem)
    town.run()
    return town


def plan(town: Town, **changed: date) -> None:
    days = {"opens_on": OPENS, "closes_on": CLOSES} | changed
    plan_round(town.campaign, [town.world.school.pk], **days, by=town.office, at=town.at)


def test_it_says_how_much_must_be_heard(silent: Town) -> None:
    [need] = needs_of(silent.campaign, Effect.objects.latest_of(silent.campaign))
    assert need.unit == silent.world.school
    assert need.size.episodes == need.size.fewest > 0
    assert need.size.opinions >= need.size.episodes
    assert (need.size.tells, need.channels) == (1, {"online": 40})


def test_so_much_heard_makes_a_verdict_possible(silent: Town) -> None:
    [need] = needs_of(silent.campaign, Effect.objects.latest_of(silent.campaign))
    silent.say(need.size.episodes, OPENS, every=1)
    silent.run(date(2014, 12, 1))
    assert needs_of(silent.campaign, Effect.objects.latest_of(silent.campaign)) == []


def test_it_is_a_task_of_the_plan_and_opens_entrances_again(silent: Town) -> None:
    way = open_entrance(
        silent.campaign,
        name="门口",
        channel="online",
        about=silent.world.school,
        giver_kind="parent",
        by=silent.office,
        at=silent.at,
    )
    Entrance.objects.filter(pk=way.pk).update(opens_on=date(2014, 3, 1))
    way.refresh_from_db()
    close_entrance(way, on=date(2014, 6, 1), by=silent.office, at=silent.at)
    plan(silent)
    item = PlanItem.objects.get(ask__title="第二轮听取意见")
    assert (item.participation.unit, item.due_on) == (silent.world.school, CLOSES)
    assert "1 个已销号问题" in item.ask.demand
    again = Entrance.objects.exclude(pk=way.pk).get()
    assert (again.channel, again.giver_kind, again.opens_on, again.closes_on) == (
        "online",
        "parent",
        OPENS,
        CLOSES,
    )


def test_what_came_is_told_by_days_and_channel(silent: Town) -> None:
    plan(silent)
    silent.say(5, OPENS)
    silent.say(3, OPENS, channel="letter")
    silent.say(2, date(2014, 10, 9))
    [(made, [row])] = rounds_of(silent.campaign)
    assert (made.number, row.came, row.same) == (2, 8, 5)


def test_refused_where_it_tells_nothing(town: Town, silent: Town) -> None:
    with pytest.raises(Refused):
        plan_round(
            town.campaign,
            [town.world.other_school.pk],
            opens_on=OPENS,
            closes_on=CLOSES,
            by=town.office,
            at=town.at,
        )
    with pytest.raises(NotAllowed):
        plan_round(
            town.campaign,
            [town.world.school.pk],
            opens_on=OPENS,
            closes_on=CLOSES,
            by=town.world.clerk,
            at=town.at,
        )


@pytest.fixture
def rarely(town: Town) -> Town:
    """At the other school two of fourteen spoke of a matter that was closed: no round of theirs could tell."""
    school = town.world.other_school
    problem = town.problem(town.say(2, BEFORE, school), school)
    town.say(12, BEFORE, school, every=3)
    town.close(problem)
    town.run()
    return town


def test_what_would_take_more_than_the_unit_can_give_is_said(rarely: Town) -> None:
    [need] = needs_of(rarely.campaign, Effect.objects.latest_of(rarely.campaign))
    assert need.unit == rarely.world.other_school
    assert need.heard == 14
    assert (need.size.tells, need.size.beyond) == (0, 1)
    assert need.size.far == need.size.opinions > 2 * need.heard


def test_how_much_can_be_given_is_the_templates(rarely: Town) -> None:
    parameters = tuple(
        one.model_copy(update={"value": 1000}) if one.code == "round_reach" else one
        for one in TEMPLATE.parameters
    )
    template = TEMPLATE.model_copy(update={"parameters": parameters}).model_dump_json()
    Campaign.objects.filter(pk=rarely.campaign.pk).update(template=template)
    campaign = Campaign.objects.get(pk=rarely.campaign.pk)
    [need] = needs_of(campaign, Effect.objects.latest_of(campaign))
    assert (need.size.tells, need.size.beyond) == (1, 0)


def test_a_round_where_counting_cannot_tell_promises_no_verdict(rarely: Town) -> None:
    days = {"opens_on": OPENS, "closes_on": CLOSES}
    plan_round(rarely.campaign, [rarely.world.other_school.pk], **days, by=rarely.office, at=rarely.at)
    demand = PlanItem.objects.get(ask__title="第二轮听取意见").ask.demand
    assert "靠数意见说不清" in demand
    assert "合计" not in demand
    [(_, [row])] = rounds_of(rarely.campaign)
    assert row.planned.tells == 0
