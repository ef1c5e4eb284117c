"""Whose raw words reach whom: the database's condition says the same as the rule, row by row."""

from dataclasses import replace

import pytest

from huiyin.kit.errors import Unseen
from huiyin.platform.orgs.commands import import_units
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Right, Role
from huiyin.platform.orgs.rules.unit_rows import UnitRow
from huiyin.process.campaigns.commands import start_campaign
from huiyin.process.opinions.access import get_opinion, visible_opinions
from huiyin.process.opinions.models import Opinion
from huiyin.process.opinions.rules.reach import raw_reaches
from tests.world import TEMPLATE, World

pytestmark = pytest.mark.django_db

DISTRICT, INNER, OUTER = "云河市东片教育办", "云河市东片小学", "云河市西片小学"
RIGHTS = (Right.OPINION_READ_RAW, Right.OPINION_TRIAGE)


@pytest.fixture
def units(world: World) -> dict[str, Unit]:
    """One opinion about each unit of a tree of three levels, and one about nobody yet."""
    rows = [
        UnitRow(2, None, DISTRICT, None, "机关", ()),
        UnitRow(3, None, INNER, DISTRICT, "学校", ()),
        UnitRow(4, None, OUTER, None, "学校", ()),
    ]
    import_units(rows, world.bureau, by=world.office, at=world.at)
    there = {unit.name: unit for unit in Unit.objects.all()}
    take_about(world, there)
    return there


def take_about(world: World, units: dict[str, Unit]) -> None:
    about = [None, *(unit.pk for unit in units.values())]
    world.take_said(
        [replace(world.said("食堂", number), about=unit) for number, unit in enumerate(about, start=1)]
    )


def cast(units: dict[str, Unit]) -> list[tuple[Actor, ...]]:
    scopes = ["", *(unit.path for unit in units.values()), "zzzz"]
    alone = [(Actor("who", role, scope),) for role in Role for scope in scopes]
    district, inner = units[DISTRICT].path, units[INNER].path
    bureau = min(scopes[1:], key=len)
    office, inspector = Actor("a", Role.OFFICE, district), Actor("b", Role.SUPERVISION, bureau)
    return [
        *alone,
        (),
        (office, inspector),
        (Actor("a", Role.OFFICE, inner), office),
        (Actor("c", Role.OFFICE, bureau), inspector),
        (replace(office, own=frozenset({inner})),),
        (Actor("c", Role.OFFICE, bureau, own=frozenset({bureau, inner})),),
        (replace(inspector, own=frozenset({district})),),
    ]


@pytest.mark.parametrize("right", RIGHTS)
@pytest.mark.parametrize("root", ["云河市教育局", DISTRICT])
def test_the_condition_says_what_the_rule_says(
    world: World, units: dict[str, Unit], right: Right, root: str
) -> None:
    campaign = world.campaign
    if root == DISTRICT:
        campaign = world.campaign = start_campaign(
            TEMPLATE, code="inner", name="片区活动", root=units[root], by=world.office, at=world.at
        )
        take_about(world, units)
    rows = list(Opinion.objects.of(campaign).select_related("about"))
    assert len(rows) == len(units) + 1
    for actors in cast(units):
        reaches = list(raw_reaches(actors, right, campaign.root.path))
        by_rule = {
            row.pk
            for row in rows
            if any(reach.covers(row.about.path if row.about else None) for reach in reaches)
        }
        assert set(visible_opinions(actors, campaign, right).values_list("pk", flat=True)) == by_rule, actors


def test_another_campaign_stays_another(world: World, units: dict[str, Unit]) -> None:
    other = start_campaign(
        TEMPLATE, code="other", name="另一活动", root=world.bureau, by=world.office, at=world.at
    )
    assert visible_opinions([world.office], world.campaign).count() == len(units) + 1
    assert not visible_opinions([world.office], other).exists()
    pk = Opinion.objects.values_list("pk", flat=True)[0]
    with pytest.raises(Unseen):
        get_opinion(pk, actors=[world.office], campaign=other)


def test_one_opinion_with_what_a_page_needs(
    world: World, units: dict[str, Unit], django_assert_num_queries: object
) -> None:
    pk = Opinion.objects.get(about=units[INNER]).pk
    assert world.campaign.root.path  # loaded with the campaign by whoever asks
    with django_assert_num_queries(1):  # type: ignore[operator]
        found = get_opinion(pk, actors=[world.office], campaign=world.campaign)
        assert found.about is not None
        assert found.intake is not None
        assert (found.about.name, found.received_by.name) == (INNER, "云河市教育局")
        assert (found.campaign.root.path, found.intake.number) == (world.bureau.path, 1)


@pytest.mark.parametrize("pk", [0, -1, 1, 2**63 - 1, 2**63, 10**40])
def test_what_is_not_there_and_what_is_not_theirs_look_the_same(
    world: World, units: dict[str, Unit], pk: int
) -> None:
    with pytest.raises(Unseen):
        get_opinion(pk, actors=[world.office], campaign=world.campaign)
    foreign = Opinion.objects.get(about=units[OUTER]).pk
    with pytest.raises(Unseen):
        get_opinion(
            foreign, actors=[Actor("east", Role.OFFICE, units[DISTRICT].path)], campaign=world.campaign
        )
