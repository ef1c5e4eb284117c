"""The overview counts in the database what the papers count in Python: the two never differ."""

import random
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace

import pytest

from huiyin.platform.orgs.models import Unit
from huiyin.process.opinions.commands import (
    mark_duplicate,
    settle_opinion,
    sweep_opinions,
    triage_opinion,
    withdraw_opinion,
)
from huiyin.process.opinions.models import Opinion
from huiyin.process.opinions.queries import (
    balance,
    balance_below,
    focus_rate,
    labels,
    overview,
    specificity_rate,
)
from huiyin.process.opinions.rules.disposition import OUT_OF_THE_MATTER, Disposition
from huiyin.process.problems.commands import erase_opinion
from tests.world import World

pytestmark = pytest.mark.django_db

PHRASES = (
    "4月12日下午，三年级教研组又补了二十多份迎检台账，全是为了检查留痕",
    "开会太多，一周五个会，领导念稿子",
    "食堂饭菜太贵，问了三次没人管",
    "希望加强管理",
)


def fill(world: World, seed: int, decided: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same opinions in every run
    units = [None, world.bureau.pk, world.school.pk, world.other_school.pk]
    said = [
        replace(
            world.said(f"{chance.choice(PHRASES)}，第{n}次", n),
            about=chance.choice(units),
            channel=chance.choice(["", "box", "talk"]),
        )
        for n in range(1, 51)
    ]
    world.take_said(said)
    sweep_opinions(world.campaign, by=world.office, at=world.at)
    rows = list(Opinion.objects.order_by("pk"))

    def some(count: int) -> list[Opinion]:
        return [Opinion.objects.get(pk=row.pk) for row in chance.sample(rows, count)]

    for opinion in [*some(decided), *some(decided // 3)]:
        opinion.refresh_from_db()
        triage_opinion(
            opinion,
            focus=chance.choice(["", "X1", "F1"]),
            topic="",
            specific=chance.random() < 0.5,
            by=world.office,
            at=world.at,
        )
    for opinion in some(6):
        settle_opinion(opinion, as_=Disposition.OUT_OF_SCOPE, why="不归本系统", by=world.office, at=world.at)
    one, *others = some(4)
    for opinion in others:
        mark_duplicate(opinion, of=one, by=world.office, at=world.at)
    for opinion in some(3):
        withdraw_opinion(opinion, by=world.office, at=world.at)
    for opinion in some(5):
        erase_opinion(opinion, ground="依法", lawful=True, by=world.office, at=world.at)


@pytest.mark.parametrize(("seed", "decided"), [(1, 0), (2, 3), (3, 30), (4, 50), (5, 12)])
def test_it_agrees_with_what_the_papers_say(world: World, seed: int, decided: int) -> None:
    fill(world, seed, decided)
    found = overview(world.campaign, [""])
    known = labels(world.campaign)
    assert found.balance == balance(world.campaign)
    assert found.balance.holds
    assert found.rates.focus == focus_rate(world.campaign, known)
    assert found.rates.specificity == specificity_rate(world.campaign, known)
    for unit in (None, world.bureau.pk, world.school.pk, world.other_school.pk):
        mine = dict(Opinion.objects.filter(about=unit).values_list("pk", "disposition"))
        told = {pk: label for pk, label in known.items() if pk in mine}
        assert found.by_unit[unit].received == len(mine)
        assert found.by_unit[unit].focus == focus_rate(world.campaign, told)
        assert found.by_unit[unit].specificity == specificity_rate(world.campaign, told)
    for channel in ("", "box", "talk"):
        told = {
            pk: known[pk]
            for pk in Opinion.objects.filter(channel=channel).values_list("pk", flat=True)
            if pk in known
        }
        assert found.by_channel[channel].focus == focus_rate(world.campaign, told)
        assert found.by_channel[channel].specificity == specificity_rate(world.campaign, told)
    assert sum(found.balance.parts[place] for place in OUT_OF_THE_MATTER)


def test_a_scope_counts_what_lies_below_it_and_the_unplaced_only_for_who_covers_the_root(
    world: World,
) -> None:
    """Its own unit is not among it: exact figures about a unit aren't for the unit (SPEC rule 2)."""
    fill(world, 1, 5)
    district = world.school.path
    assert overview(world.campaign, [district]).balance.received == 0
    for unit in (world.school, world.other_school):
        Unit.objects.filter(pk=unit.pk).update(path=f"{district}0{'1' if unit == world.school else '2'}")
    total = Opinion.objects.count()
    assert overview(world.campaign, [world.bureau.path]).balance.received == total
    both = overview(world.campaign, [district])
    assert (
        both.balance.received
        == Opinion.objects.filter(about__in=[world.school, world.other_school]).count()
        > 0
    )
    assert both.balance.holds
    assert both.unit_names == {world.school.pk: "云河市第三中学", world.other_school.pk: "云河市实验幼儿园"}
    assert both.units_heard_from == 2
    assert overview(world.campaign, []).balance.received == 0
    assert overview(world.campaign, [world.bureau.path]).units_heard_from == 3
    for scopes in ([world.bureau.path], [district], []):
        whole = overview(world.campaign, scopes)
        assert balance_below(world.campaign, scopes) == (whole.balance, whole.units_heard_from)


def test_few_opinions_make_no_rate(world: World) -> None:
    world.take(PHRASES[0], PHRASES[1])
    sweep_opinions(world.campaign, by=world.office, at=world.at)
    found = overview(world.campaign, [""])
    assert (found.rates.focus.n, found.rates.focus.shown) == (2, None)
    assert overview(world.campaign, ["zzzz"]).rates.focus.n == 0


def test_it_is_a_few_queries(
    world: World, django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    fill(world, 1, 5)
    with django_assert_max_num_queries(8):
        overview(world.campaign, [world.bureau.path])
