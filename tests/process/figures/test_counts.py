"""Kept figures are what counting anew gives, whatever happened in between; each stage adds up."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from click.testing import CliRunner

from huiyin.cli.counts import checked
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.campaigns.models import Campaign
from huiyin.process.figures.commands import refresh_counts
from huiyin.process.figures.models import Figure
from huiyin.process.figures.queries import counted_anew, counts_wait, differences, flow_below
from huiyin.process.figures.rules.flow import CAME_BACK, FALSE, HELD, UNLOOKED
from huiyin.process.opinions.commands import seal_days, take_opinion
from huiyin.process.opinions.models import Opinion
from huiyin.process.problems.models import Problem
from huiyin.process.samples.commands import say_of_item, start_visit
from huiyin.reports.papers.candidates import gather
from tests.process.samples.drawn import sampling_in
from tests.world import World

pytestmark = pytest.mark.django_db


def campaign_of(world: World) -> Campaign:
    return Campaign.objects.select_related("root").get(pk=world.campaign.pk)


def test_every_stage_adds_up_and_kept_is_as_counted(world: World) -> None:
    world.take("食堂菜价不公开", "校车太挤", "作业太多")
    sampling = sampling_in(world, world.at)
    sampling.problems(4, world.school)
    sampling.problems(2, world.other_school)
    campaign = campaign_of(world)
    live = flow_below(campaign, [""])
    assert live.at is None
    refresh_counts(campaign, at=world.at)
    kept = flow_below(campaign, [""])
    assert kept.flow == live.flow
    assert (kept.at, kept.heard, kept.about_nobody) == (world.at, live.heard, live.about_nobody)
    assert all(stage.holds for stage in kept.flow.stages)
    assert [stage.whole for stage in kept.flow.stages] == [3, 6, 6, 6]
    assert kept.flow.closed.of(UNLOOKED) == 6
    assert not differences(campaign)


def test_a_part_of_the_tree_counts_its_own_problems_and_what_is_said_below_it(world: World) -> None:
    sampling = sampling_in(world, world.at)
    sampling.problems(4, world.school)
    sampling.problems(2, world.other_school)
    opinion = world.take("食堂菜价不公开")[0]
    Opinion.objects.filter(pk=opinion.pk).update(about=world.school)
    campaign = campaign_of(world)
    for _ in range(2):  # counted now, then kept
        below = flow_below(campaign, [world.school.path])
        assert [stage.whole for stage in below.flow.stages] == [0, 4, 4, 4]
        refresh_counts(campaign, at=world.at)


def test_what_came_of_a_closed_problem(world: World) -> None:
    sampling = sampling_in(world, world.at)
    problems = sampling.problems(3, world.school)
    sample = sampling.draw()
    items = {item.problem_id: item for item in sampling.items(sample)}
    assert len(items) == 3
    for number, problem in enumerate(problems):
        start_visit(sample, items[problem.pk], sampling.other, by=sampling.inspector, at=world.at)
        for by in (sampling.inspector, sampling.colleague):
            say_of_item(sample, items[problem.pk], "看了", holds=number > 0, by=by, at=world.at)
    Problem.objects.filter(pk=problems[2].pk).update(state="came_back")
    closed = flow_below(campaign_of(world), [""]).flow.closed
    assert {code: closed.of(code) for code in (CAME_BACK, FALSE, HELD, UNLOOKED)} == {
        CAME_BACK: 1,
        FALSE: 1,
        HELD: 1,
        UNLOOKED: 0,
    }


def test_counting_follows_what_changed_and_nothing_else_waits(world: World) -> None:
    campaign = campaign_of(world)
    assert counts_wait(campaign)
    refresh_counts(campaign, at=world.at)
    assert not counts_wait(campaign)
    world.take("食堂菜价不公开")
    assert counts_wait(campaign)
    changed = refresh_counts(campaign, at=world.at)
    assert changed == 2  # received, waiting
    assert refresh_counts(campaign, at=world.at) == 0
    assert not counts_wait(campaign)


def test_an_opinion_that_came_by_itself_isnt_dated_by_a_counting(world: World) -> None:
    campaign = campaign_of(world)
    refresh_counts(campaign, at=world.at)
    take_opinion(campaign, key="1", body="食堂菜价不公开", channel="online", at=world.at)
    assert not counts_wait(campaign)
    seal_days(by=world.office, at=world.at + timedelta(days=1))
    assert counts_wait(campaign)
    assert refresh_counts(campaign, at=world.at + timedelta(days=1)) == 2


def test_the_check_finds_what_was_changed_by_hand_and_mends_it(world: World) -> None:
    world.take("食堂菜价不公开", "校车太挤")
    campaign = campaign_of(world)
    refresh_counts(campaign, at=world.at)
    Figure.objects.filter(key="received").update(n=7)
    found = checked(mend=False, at=world.at)
    assert [(one.key, one.kept, one.is_now) for _, one in found] == [("received", 7, 2)]
    checked(mend=True, at=world.at)
    assert not checked(mend=False, at=world.at)


def test_the_page_s_figures_take_few_queries(
    world: World, django_assert_num_queries: Callable[[int], object]
) -> None:
    world.take("食堂菜价不公开")
    campaign = campaign_of(world)
    refresh_counts(campaign, at=world.at)
    with django_assert_num_queries(2):  # type: ignore[attr-defined]
        flow_below(campaign, [""])
    with django_assert_num_queries(7):  # type: ignore[attr-defined]
        counted_anew(campaign)


def test_the_leading_group_counts_the_whole(world: World) -> None:
    world.take("食堂菜价不公开")
    leader = Actor("leader", Role.LEADER, world.bureau.path)
    assert flow_below(campaign_of(world), [leader.scope]).flow.opinions.whole == 1


def test_the_word_says_so(world: World) -> None:
    from huiyin.cli.counts import counts  # noqa: PLC0415

    assert "check" in CliRunner().invoke(counts, ["--help"]).output


def test_a_briefing_may_say_the_same(world: World) -> None:
    """All of the flow from problems on, each as a sentence whose parts make up the whole."""
    sampling_in(world, world.at).problems(4, world.school)
    leader = Actor("leader", Role.LEADER, world.bureau.path)
    sections = gather(campaign_of(world), world.bureau, world.at.date(), [leader])
    said = {one.fact.code: one.sentence for section in sections for one in section.candidates}
    assert "台账共有问题4个" in said["flow.problems"]
    assert "尚未回头看4个" in said["flow.closed"]
    assert "证实少了0个，尚不能证实0个，反而更多0个，还没有算过4个" in said["flow.effects"]
