"""Who may not read the words gets no figure that stands on fewer than five givers; who may, gets them all."""

import pytest

from huiyin.platform.orgs.rules.rights import Role
from huiyin.process.opinions.commands import settle_opinion
from huiyin.process.opinions.models import Opinion
from huiyin.process.opinions.rules.disposition import Disposition
from tests.web.conftest import SignedIn
from tests.world import World

pytestmark = pytest.mark.django_db
PAGE = "/c/mass-line/overview"


def heard(world: World, *, school: int, other: int) -> None:
    taken = world.take(*(f"第{number}件事，和别的不一样{number * 7}" for number in range(school + other)))
    for at, opinion in enumerate(taken):
        unit = world.school if at < school else world.other_school
        Opinion.objects.filter(pk=opinion.pk).update(about=unit)


def test_units_of_few_givers_stand_together(world: World, signed_in: SignedIn) -> None:
    heard(world, school=7, other=3)
    page = signed_in(Role.LEADER).get(PAGE).text
    assert "意见较少的 2 个单位" in page
    assert world.other_school.name not in page
    assert world.other_school.name in signed_in(Role.OFFICE).get(PAGE).text


def test_small_parts_of_the_sum_stand_together_and_the_sum_holds(world: World, signed_in: SignedIn) -> None:
    heard(world, school=14, other=6)
    one, two, *rest = Opinion.objects.select_related("campaign__root").order_by("pk")
    for opinion, to in ((one, Disposition.FORWARDED), (two, Disposition.ANSWERED)):
        settle_opinion(opinion, as_=to, why="已转教研室", by=world.office, at=world.at)
    for opinion in rest[:6]:
        settle_opinion(opinion, as_=Disposition.OUT_OF_SCOPE, why="不属本系统", by=world.office, at=world.at)
    page = signed_in(Role.LEADER).get(PAGE).text
    assert "已转办" not in page
    assert "其余各项 8" in page
    assert "待定去向 12" in page.replace("待梳理", "待定去向")
    assert "✓" in page


def test_of_fewer_than_five_nothing_is_shown(world: World, signed_in: SignedIn) -> None:
    heard(world, school=3, other=1)
    page = signed_in(Role.LEADER).get(PAGE).text
    assert "反映的人太少" in page
    assert world.school.name not in page


def test_a_letter_sent_again_is_one_giver(world: World, signed_in: SignedIn) -> None:
    from huiyin.process.opinions.commands import sweep_opinions  # noqa: PLC0415

    taken = world.take(
        *[f"食堂上周三的午餐只有两片肉，问总务处说菜价涨了{'。' * number}" for number in range(6)]
    )
    Opinion.objects.filter(pk__in=[opinion.pk for opinion in taken]).update(about=world.school)
    sweep_opinions(world.campaign, by=world.office, at=world.at)
    assert "反映的人太少" in signed_in(Role.LEADER).get(PAGE).text


def test_a_rate_with_a_small_side_is_not_told_to_the_unit_itself(world: World, signed_in: SignedIn) -> None:
    from huiyin.process.opinions.commands import triage_opinion  # noqa: PLC0415

    heard(world, school=12, other=0)
    opinions = list(Opinion.objects.select_related("campaign__root").order_by("pk"))
    for at, opinion in enumerate(opinions):
        focus = "G5" if at < 2 else ""
        triage_opinion(opinion, focus=focus, topic="", specific=True, by=world.office, at=world.at)
    address = f"/c/mass-line/units/{world.school.pk}"
    own = signed_in(Role.OFFICE, world.school, login="own").get(address).text
    assert "2/12" not in own
    assert "2/12" in signed_in(Role.OFFICE).get(address).text
