"""What a person puts right in groups: a member out, a group into another, and the list of what was said."""

from collections.abc import Callable

import pytest
from django.test import Client

from huiyin.process.opinions.commands import judge_pair, place_opinions, sweep_opinions
from huiyin.process.opinions.models import Judgement, Opinion, Placement
from tests.web.opinions.conftest import CANTEEN, GATE, Table
from tests.world import World

GROUPS = "/c/mass-line/groups"
Queries = Callable[..., object]


def number_of(opinion: Opinion) -> int | None:
    return Placement.objects.values_list("group__number", flat=True).get(opinion=opinion)


def head_of(opinion: Opinion) -> int:
    """The member that stands for an opinion's group."""
    group = Placement.objects.get(opinion=opinion).group
    return Placement.objects.get(group=group, typical=True).opinion_id


def test_the_list_tells_the_unit_of_each_and_leads_to_the_doubts(
    office: Client, table: Table, world: World
) -> None:
    text = office.get(GROUPS).text
    assert text.count(world.school.name) == 2
    assert "去核对" in text
    only = office.get(f"{GROUPS}?unit={world.school.pk}").text
    assert f'<span class="n">{world.school.name}</span>' in only
    assert "还没有归并出" in office.get(f"{GROUPS}?unit={world.other_school.pk}").text
    assert office.get(f"{GROUPS}?unit=x").status_code == 422


def test_a_ticked_member_leaves_the_group(office: Client, table: Table) -> None:
    number, head = number_of(table.said[0]), head_of(table.said[0])
    out = next(opinion for opinion in table.said[:3] if opinion.pk != head)
    answer = office.post(f"{GROUPS}/{number}/judge", {"member": [out.pk], "then": "apart"}, follow=True)
    assert "记下了 1 个判断" in answer.text
    assert "撤回刚才的判断" in answer.text
    assert number_of(out) != number
    assert Judgement.objects.get().same is False


def test_a_group_goes_into_another_and_its_page_follows(office: Client, table: Table) -> None:
    numbers = [number_of(table.said[3]), number_of(table.said[0])]
    page = office.get(f"{GROUPS}/{numbers[0]}").text
    assert f'<option value="{numbers[1]} ' in page, "other groups of the unit are offered"
    answer = office.post(
        f"{GROUPS}/{numbers[0]}/judge", {"into": f"{numbers[1]} 午餐", "then": "join"}, follow=True
    )
    assert answer.redirect_chain[-1][0] == f"{GROUPS}/{number_of(table.said[3])}"
    assert len({number_of(opinion) for opinion in table.said[:5]}) == 1
    assert "5 条意见" in answer.text


def test_only_what_is_ticked_moves(office: Client, table: Table) -> None:
    number, into = number_of(table.said[0]), number_of(table.said[3])
    moved = next(opinion for opinion in table.said[:3] if opinion.pk != head_of(table.said[0]))
    office.post(f"{GROUPS}/{number}/judge", {"member": [moved.pk], "into": str(into), "then": "move"})
    assert number_of(moved) == into == number_of(table.said[4])
    assert Judgement.objects.count() == 2


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"then": "apart"}, "请先勾选"),
        ({"then": "apart", "member": ["head"]}, "代表这一组"),
        ({"then": "apart", "member": ["stranger"]}, "已不在这一组"),
        ({"then": "join", "into": ""}, "归并号"),
        ({"then": "join", "into": "午餐"}, "归并号"),
        ({"then": "join", "into": "own"}, "这就是本组"),
        ({"then": "nonsense", "into": "2"}, "不认得"),
        ({"then": "apart", "member": ["<b>"]}, "请先勾选"),
    ],
)
def test_what_can_not_be_said_is_refused_and_stays_on_the_page(
    office: Client, table: Table, fields: dict[str, object], said: str
) -> None:
    number = number_of(table.said[0])
    named = {"head": head_of(table.said[0]), "stranger": table.said[4].pk, "own": number}
    sent = {
        name: [named.get(one, one) for one in value] if isinstance(value, list) else named.get(value, value)
        for name, value in fields.items()
    }
    answer = office.post(f"{GROUPS}/{number}/judge", sent)
    assert answer.status_code == 422
    assert said in answer.text
    assert not Judgement.objects.exists()


def test_a_group_that_is_not_seen_is_joined_to_nothing(office: Client, table: Table) -> None:
    assert office.post(f"{GROUPS}/99/judge", {"then": "apart"}).status_code == 404
    number = number_of(table.said[0])
    assert office.post(f"{GROUPS}/{number}/judge", {"then": "join", "into": "99"}).status_code == 404


def test_judgements_are_listed_newest_first_and_taken_back_from_the_list(
    office: Client, table: Table, world: World
) -> None:
    address = f"{GROUPS}/judgements"
    assert "还没有人判断过" in office.get(address).text
    for one, other, same in ((0, 3, False), (0, 1, True)):
        judge_pair(world.campaign, *table.of(one, other), same=same, by=world.office, at=world.at)
    text = office.get(address).text
    assert text.index("＝ 同一件") < text.index("≠ 两件")
    assert CANTEEN[:20] in text
    assert GATE[:20] in text
    first, last = Judgement.objects.order_by("pk")
    answer = office.post(f"{address}/{first.pk}/undo", {"from": "list"}, follow=True)
    assert answer.redirect_chain[-1][0] == address
    assert "≠ 两件" not in answer.text
    assert "已经撤回" in office.post(f"{address}/{first.pk}/undo", follow=True).text
    assert office.post(f"{address}/{last.pk + 9}/undo").status_code == 404
    assert office.post(f"{address}/{2**70}/undo").status_code == 404


def test_judgements_are_paged(office: Client, table: Table, world: World) -> None:
    pairs = [(one, other) for one in range(7) for other in range(one)]
    rows = [
        Judgement(
            campaign=world.campaign,
            one_id=a,
            other_id=b,
            same=False,
            by="office",
            on=world.at,
            taken_back=round_ > 0,
        )
        for round_ in (0, 1)
        for a, b in (table.of(*pair) for pair in pairs)
    ]
    Judgement.objects.bulk_create(rows)
    address = f"{GROUPS}/judgements"
    assert office.get(address).text.count("≠ 两件") == len(pairs)
    middle = Judgement.objects.filter(taken_back=False).order_by("pk")[10].pk
    assert office.get(f"{address}?after={middle}").text.count("≠ 两件") == 10
    newer = office.get(f"{address}?before={middle}").text
    assert newer.count("≠ 两件") == len(pairs) - 11
    assert 'rel="next"' in newer
    assert office.get(f"{address}?after=x").status_code == 422
    part = office.get(address, headers={"HX-Request": "true"}).text
    assert "<html" not in part


def test_pages_of_groups_cost_the_same_however_many_there_are(
    office: Client, table: Table, world: World, django_assert_max_num_queries: Queries
) -> None:
    number = number_of(table.said[0])
    judge_pair(world.campaign, *table.of(0, 3), same=False, by=world.office, at=world.at)
    bounds = ((GROUPS, 16), (f"{GROUPS}/{number}", 24), (f"{GROUPS}/judgements", 14))
    for address, most in bounds:
        with django_assert_max_num_queries(most):  # type: ignore[attr-defined]
            assert office.get(address).status_code == 200
    known = set(Opinion.objects.values_list("pk", flat=True))
    more = ("食堂午餐只有两片肉，总务处怎么不管", "图书馆周末不开门借不到书", "周末图书馆借不到书，门不开")
    world.take_said([world.said(body, at) for at, body in enumerate(more, 100)], name="新.xlsx")
    Opinion.objects.exclude(pk__in=known).update(about=world.school)
    sweep_opinions(world.campaign, by=world.office, at=world.at)
    place_opinions(world.campaign, by=world.office, at=world.at)
    judge_pair(world.campaign, *table.of(5, 6), same=False, by=world.office, at=world.at)
    assert office.get(GROUPS).text.count(world.school.name) == 3
    for address, most in bounds:
        with django_assert_max_num_queries(most):  # type: ignore[attr-defined]
            assert office.get(address).status_code == 200
