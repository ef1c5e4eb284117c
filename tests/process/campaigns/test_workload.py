"""What desks ask for, by the database."""

from datetime import date

from pytest_django import DjangoAssertNumQueries

from huiyin.process.campaigns.commands import report_progress
from huiyin.process.campaigns.commands.reporting import Progress
from huiyin.process.campaigns.models import Ask, PlanItem
from huiyin.process.campaigns.queries.workload import (
    FinishedStage,
    LateAsk,
    asks_to_sign,
    finished_stages,
    forecast_page,
    items_of_units,
    late_asks,
    late_units,
)
from tests.process.campaigns.conftest import Planned

ON = date(2014, 6, 3)


def test_late_items_are_counted_by_ask_and_listed_in_the_order_of_the_tree(planned: Planned) -> None:
    world, campaign = planned.world, planned.campaign
    due = date(2014, 5, 30)
    assert late_asks(campaign, [world.bureau.path], [], ON) == [LateAsk("listen_on", "listen_on", 3, due)]
    assert late_asks(campaign, [world.bureau.path], [world.bureau.path], ON)[0].units == 2
    assert late_asks(campaign, [world.school.path], [], due) == []
    units = late_units(campaign, "listen_on", [world.bureau.path], ON, after=world.bureau.path)
    assert [row.unit for row in units] == ["云河市第三中学", "云河市实验幼儿园"]
    assert [row.unit for row in items_of_units(campaign, [world.bureau.path])] == ["云河市教育局"] * 3


def test_a_stage_waits_for_a_decision_when_nothing_of_it_is_left(planned: Planned) -> None:
    world, campaign = planned.world, planned.campaign
    below = {"listen": [world.bureau.path], "fix": [world.school.path]}
    assert finished_stages(campaign, below) == []
    item = planned.item("listen_on", world.school)
    report_progress(item, Progress("", date(2014, 5, 23), ""), 1, by=world.clerk, at=world.at)
    assert finished_stages(campaign, below) == [FinishedStage("listen", 1)]
    assert finished_stages(campaign, {"listen": [world.other_school.path]}) == []


def test_what_waits_for_a_signature_says_what_it_costs(planned: Planned) -> None:
    assert asks_to_sign(planned.campaign) == []
    Ask.objects.filter(code="listen_on").update(sent_on=None)
    (found,) = asks_to_sign(planned.campaign)
    assert (found.title, found.units, found.cost, found.first_due) == ("listen_on", 3, 3, date(2014, 5, 30))


def test_the_forecast_goes_through_the_tree_in_pages(
    planned: Planned, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    world = planned.world
    PlanItem.objects.filter(participation=planned.part(world.school), ask__code="listen_on").update(
        progress="已开会"
    )
    on = date(2014, 5, 28)
    with django_assert_num_queries(2):
        first = forecast_page(planned.campaign, [world.bureau.path], on, size=2)
    assert ([unit.unit for unit in first.units], first.looked_at, first.after) == (
        ["云河市教育局"],
        2,
        world.school.path,
    )
    rest = forecast_page(planned.campaign, [world.bureau.path], on, after=first.after, size=2)
    assert ([unit.unit for unit in rest.units], rest.looked_at, rest.after) == (["云河市实验幼儿园"], 1, "")
    ((row, told),) = rest.units[0].misses
    assert (row.code, told.why.zh) == ("listen_on", "从 5 月 23 日起共 8 天，已过 6 天，还没有填报进展。")
