"""What several units share: listed for who sees two of them, unit by unit in the order of the tree, and raised one level up."""

import pytest
from django.test import Client

from huiyin.platform.orgs.rules.rights import Role
from huiyin.process.opinions.commands import group_opinions, sweep_opinions
from huiyin.process.opinions.models import CommonMatter, Opinion, Placement
from huiyin.process.problems.models import Link, Problem
from tests.web.conftest import SignedIn
from tests.world import World

COMMONS = "/c/mass-line/groups/common"
AT_SCHOOL = (
    "食堂的红烧肉里没有肉，一份要十二元",
    "食堂红烧肉没有肉，一份收十二元，太贵",
    "红烧肉里找不到肉，食堂一份十二元",
)
ELSEWHERE = ("食堂一份红烧肉十二元，里面没有肉的", "食堂的红烧肉十二元一份，没有肉")


@pytest.fixture
def shared(world: World) -> list[Opinion]:
    """Three opinions about the school and two about the kindergarten on one matter, and one on something else."""
    said = world.take(*AT_SCHOOL, *ELSEWHERE, "操场的跑道塑胶起皮了一大片")
    Opinion.objects.filter(pk__in=[opinion.pk for opinion in said]).update(about=world.school)
    Opinion.objects.filter(pk__in=[opinion.pk for opinion in said[3:5]]).update(about=world.other_school)
    sweep_opinions(world.campaign, by=world.office, at=world.at)
    group_opinions(world.campaign, by=world.office, at=world.at)
    return said


def test_what_two_units_share_is_listed_once(office: Client, shared: list[Opinion]) -> None:
    common = CommonMatter.objects.get()
    text = office.get(COMMONS).text
    assert f'href="{COMMONS}/{common.number}"' in text
    assert common.title in text
    for heading, number in (("单位", 2), ("意见", 5), ("人次", 5)):
        assert f'<td class="r" data-h="{heading}">{number}</td>' in text
    assert "<html" not in office.get(COMMONS, headers={"HX-Request": "true"}).text
    assert office.get(f"{COMMONS}?after=1-2").status_code == 422
    assert "还没有发现" in office.get(f"{COMMONS}?after={common.units}-{common.givers}-{common.number}").text
    assert common.title in office.get(f"{COMMONS}?before=0-0-9").text


def test_its_page_reads_unit_by_unit(office: Client, shared: list[Opinion], world: World) -> None:
    text = office.get(f"{COMMONS}/{CommonMatter.objects.get().number}").text
    assert text.index(world.school.name) < text.index(world.other_school.name), "in the order of the tree"
    typical = Placement.objects.filter(typical=True).select_related("opinion")
    assert typical.count() == 2
    for placed in typical:
        assert placed.opinion.body in text
    assert "由上级牵头" in text
    assert "5 条没有去向" in text


def test_an_opinion_tells_which_other_units_have_it(
    office: Client, shared: list[Opinion], world: World
) -> None:
    text = office.get(f"/c/mass-line/triage/{shared[0].pk}").text
    assert "别的单位也有" in text
    assert world.other_school.name in text
    group = Placement.objects.get(opinion=shared[0]).group
    assert group is not None
    assert (
        f"{COMMONS}/{CommonMatter.objects.get().number}"
        in office.get(f"/c/mass-line/groups/{group.number}").text
    )


def test_it_is_raised_at_the_level_above(office: Client, shared: list[Opinion], world: World) -> None:
    number = CommonMatter.objects.get().number
    form = office.get(f"/c/mass-line/problems/raise?common={number}").text
    assert f'name="common" value="{number}"' in form
    assert f'value="{world.bureau.name}"' in form
    sent = {"common": number, "title": "午餐荤菜缩水", "source": "masses", "owner": world.bureau.name}
    office.post("/c/mass-line/problems/raise", sent)
    problem = Problem.objects.get()
    assert problem.owner == world.bureau
    assert Link.objects.filter(problem=problem).count() == 5
    page = office.get(f"{COMMONS}/{number}").text
    assert problem.number in page
    assert "0 条没有去向" in page
    again = office.post("/c/mass-line/problems/raise", sent)
    assert again.status_code == 422
    assert "没有待定去向" in again.text


def test_who_sees_one_unit_sees_nothing_in_common(
    signed_in: SignedIn, shared: list[Opinion], world: World
) -> None:
    """Nor that there is one elsewhere (SPEC rules 4 and 5)."""
    school = signed_in(Role.OFFICE, world.school, login="school-office")
    assert "还没有发现" in school.get(COMMONS).text
    number = CommonMatter.objects.get().number
    assert school.get(f"{COMMONS}/{number}").status_code == 404
    assert school.get(f"/c/mass-line/problems/raise?common={number}").status_code == 404
    for forged in ("x", "9" * 12):
        assert school.get(f"/c/mass-line/problems/raise?common={forged}").status_code == 422


def test_counts_are_those_that_the_reader_sees(office: Client, shared: list[Opinion], world: World) -> None:
    """What left the matter, and what is about the bureau itself, counts for nothing to its office, and lends no title."""
    CommonMatter.objects.update(title=AT_SCHOOL[0])
    Opinion.objects.filter(pk=shared[0].pk).update(about=world.bureau)
    Opinion.objects.filter(pk=shared[1].pk).update(withdrawn_on=world.at.date())
    text = office.get(COMMONS).text
    assert '<td class="r" data-h="意见">3</td>' in text
    page = office.get(f"{COMMONS}/{CommonMatter.objects.get().number}").text
    assert AT_SCHOOL[0] not in text + page
    assert AT_SCHOOL[1] not in page
    Opinion.objects.filter(pk__in=[shared[3].pk, shared[4].pk]).update(withdrawn_on=world.at.date())
    assert office.get(f"{COMMONS}/{CommonMatter.objects.get().number}").status_code == 404


def test_its_pages_cost_the_same_however_much_there_is(
    office: Client, shared: list[Opinion], django_assert_max_num_queries: object
) -> None:
    number = CommonMatter.objects.get().number
    for address, most in ((COMMONS, 18), (f"{COMMONS}/{number}", 28)):
        with django_assert_max_num_queries(most):  # type: ignore[operator]
            office.get(address)
