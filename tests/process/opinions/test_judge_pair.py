"""A person says whether two opinions are one matter: groups follow at once, later passes obey, nothing is lost."""

import pytest

from huiyin.kit.errors import Conflict, NotAllowed, Refused
from huiyin.platform.audit.models import Record
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.opinions.commands import (
    decide_about,
    group_opinions,
    judge_pair,
    judge_pairs,
    place_opinions,
    put_off_doubt,
    sweep_opinions,
    undo_judgement,
)
from huiyin.process.opinions.models import Doubt, Group, Judgement, Opinion, Placement
from huiyin.process.opinions.rules.judging import Judged
from tests.world import World

pytestmark = pytest.mark.django_db

CANTEEN = (
    "食堂的红烧肉里没有肉，一份要十二元",
    "食堂红烧肉没有肉，一份收十二元，太贵",
    "红烧肉里找不到肉，食堂一份十二元",
)
GATE = (
    "校门口接送车辆乱停，放学时堵得走不动",
    "放学时校门口车辆乱停，堵得走不动",
    "接送车辆在校门口乱停，放学堵死了",
)
NOISE = (
    "操场的跑道塑胶起皮了一大片",
    "图书馆周末不开门借不到书",
    "宿舍热水晚上九点就停了",
    "校服的料子太薄冬天冷",
)


@pytest.fixture
def said(world: World) -> list[Opinion]:
    """Ten opinions about the school: 0–2 on the canteen, 3–5 on the gate, 6–9 each on something else; grouped."""
    found = world.take(*CANTEEN, *GATE, *NOISE)
    for opinion in found:
        decide_about(opinion, world.school, by=world.office, at=world.at)
    sweep_opinions(world.campaign, by=world.office, at=world.at)
    group_opinions(world.campaign, by=world.office, at=world.at)
    now = Opinion.objects.in_bulk()
    return [now[opinion.pk] for opinion in found]


def _groups(said: list[Opinion]) -> list[list[int]]:
    """The groups by the places of their members in `said`."""
    place = {opinion.pk: at for at, opinion in enumerate(said)}
    members: dict[int, list[int]] = {}
    for opinion, group in Placement.objects.exclude(group=None).values_list("opinion_id", "group__number"):
        members.setdefault(group, []).append(place[opinion])
    return sorted(sorted(found) for found in members.values())


def _later(world: World, *bodies: str) -> list[Opinion]:
    """More opinions, from another workbook."""
    known = set(Opinion.objects.values_list("pk", flat=True))
    world.take_said([world.said(body, 100 + at) for at, body in enumerate(bodies)], name="新.xlsx")
    by_words = {opinion.body: opinion for opinion in Opinion.objects.exclude(pk__in=known)}
    return [by_words[body] for body in bodies]


def _number(opinion: Opinion) -> int | None:
    return Placement.objects.values_list("group__number", flat=True).get(opinion=opinion)


def _judge(world: World, one: Opinion, other: Opinion, *, same: bool) -> Judgement:
    return judge_pair(world.campaign, one.pk, other.pk, same=same, by=world.office, at=world.at)


def test_same_makes_one_group_and_keeps_a_number(world: World, said: list[Opinion]) -> None:
    before = {_number(said[0]), _number(said[3])}
    _judge(world, said[0], said[3], same=True)
    assert _groups(said) == [[0, 1, 2, 3, 4, 5]]
    assert _number(said[0]) in before
    assert sorted(Group.objects.values_list("givers", flat=True)) == [0, 6]
    assert Record.objects.filter(act="opinions.judged").count() == 1


def test_different_parts_a_group(world: World, said: list[Opinion]) -> None:
    number = _number(said[0])
    _judge(world, said[0], said[2], same=False)
    assert _number(said[0]) != _number(said[2])
    assert number in {_number(said[0]), _number(said[2])}
    assert [3, 4, 5] in _groups(said)


@pytest.mark.parametrize("same", [True, False])
def test_a_later_pass_obeys(world: World, said: list[Opinion], same: bool) -> None:  # noqa: FBT001 - a case
    _judge(world, said[0], said[3] if same else said[1], same=same)
    group_opinions(world.campaign, by=world.office, at=world.at)
    assert (_number(said[0]) == _number(said[3])) is same
    assert same or _number(said[0]) != _number(said[1])


def test_taken_back_it_is_as_before(world: World, said: list[Opinion]) -> None:
    before = _groups(said)
    made = _judge(world, said[0], said[3], same=True)
    undo_judgement(made, by=world.office, at=world.at)
    assert _groups(said) == before
    made.refresh_from_db()
    assert made.taken_back
    with pytest.raises(Conflict):
        undo_judgement(made, by=world.office, at=world.at)
    _judge(world, said[0], said[3], same=False)


def test_a_judgement_on_a_pair_stands_once(world: World, said: list[Opinion]) -> None:
    _judge(world, said[0], said[3], same=True)
    for same in (True, False):
        with pytest.raises(Conflict, match="已经判断"):
            _judge(world, said[3], said[0], same=same)


def test_a_contradiction_is_refused_and_names_what_stands_against_it(
    world: World, said: list[Opinion]
) -> None:
    _judge(world, said[0], said[3], same=True)
    _judge(world, said[3], said[6], same=True)
    with pytest.raises(Refused, match=r"1—4|4—1"):
        _judge(world, said[0], said[6], same=False)
    _judge(world, said[6], said[7], same=False)
    with pytest.raises(Refused, match="相矛盾"):
        _judge(world, said[0], said[7], same=True)
    assert Judgement.objects.count() == 3


def test_opinions_about_two_units_are_never_one_group(world: World, said: list[Opinion]) -> None:
    decide_about(said[9], world.other_school, by=world.office, at=world.at)
    with pytest.raises(Refused, match="共性问题"):
        _judge(world, said[0], said[9], same=True)


def test_who_cant_see_them_cant_judge_them(world: World, said: list[Opinion]) -> None:
    for stranger in (world.clerk, world.outsider, world.administrator):
        with pytest.raises(NotAllowed):
            judge_pair(world.campaign, said[0].pk, said[3].pk, same=True, by=stranger, at=world.at)
    assert not Judgement.objects.exists()


def test_an_opinion_is_not_compared_with_itself(world: World, said: list[Opinion]) -> None:
    with pytest.raises(Refused):
        _judge(world, said[0], said[0], same=True)


def test_later_puts_a_doubt_off_and_a_judgement_ends_it(world: World, said: list[Opinion]) -> None:
    one, other = sorted([said[0].pk, said[6].pk])
    Doubt.objects.all().delete()
    doubt = Doubt.objects.create(campaign=world.campaign, one_id=one, other_id=other, likeness=50, weight=4)
    put_off_doubt(doubt, by=world.office, at=world.at)
    doubt.refresh_from_db()
    assert doubt.put_off == 1
    _judge(world, said[6], said[0], same=False)
    assert not Doubt.objects.filter(pk=doubt.pk).exists()
    with pytest.raises(Conflict):
        put_off_doubt(doubt, by=world.office, at=world.at)


def test_a_new_opinion_joins_the_group_of_its_matter(world: World, said: list[Opinion]) -> None:
    new = _later(
        world,
        "食堂一份红烧肉十二元，里面没有肉",
        "大门口车辆乱停接送的堵得走不动",
        "体育馆的灯全坏了",
    )
    for opinion in new:
        decide_about(opinion, world.school, by=world.office, at=world.at)
    sweep_opinions(world.campaign, by=world.office, at=world.at)
    assert place_opinions(world.campaign, by=world.office, at=world.at) == 3
    assert [_number(new[0]), _number(new[1]), _number(new[2])] == [_number(said[0]), _number(said[3]), None]
    assert place_opinions(world.campaign, by=world.office, at=world.at) == 0
    assert Group.objects.get(number=_number(said[0])).givers == 4


def test_a_new_opinion_starts_a_group_with_one_that_stood_alone(world: World, said: list[Opinion]) -> None:
    new = _later(world, "操场跑道的塑胶起皮一大片没人修")[0]
    decide_about(new, world.school, by=world.office, at=world.at)
    sweep_opinions(world.campaign, by=world.office, at=world.at)
    place_opinions(world.campaign, by=world.office, at=world.at)
    assert _number(new) == _number(said[6]) is not None


def test_a_copy_follows_its_original_one_by_one(world: World, said: list[Opinion]) -> None:
    new = _later(world, CANTEEN[0] + "！", NOISE[1] + "。")
    for opinion in new:
        decide_about(opinion, world.school, by=world.office, at=world.at)
    sweep_opinions(world.campaign, by=world.office, at=world.at)
    place_opinions(world.campaign, by=world.office, at=world.at)
    assert _number(new[0]) == _number(said[0])
    assert _number(new[1]) == _number(said[7]) is not None
    assert set(Group.objects.filter(number=_number(new[0])).values_list("givers", flat=True)) == {3}


def test_the_same_words_about_another_unit_join_nothing(world: World, said: list[Opinion]) -> None:
    new = _later(world, "食堂一份红烧肉十二元，里面没有肉的")[0]
    decide_about(new, world.other_school, by=world.office, at=world.at)
    sweep_opinions(world.campaign, by=world.office, at=world.at)
    place_opinions(world.campaign, by=world.office, at=world.at)
    assert _number(new) is None
    group_opinions(world.campaign, by=world.office, at=world.at)
    assert _number(new) is None
    assert (
        Placement.objects.get(opinion=new).common == Placement.objects.get(opinion=said[0]).common is not None
    )


def test_a_judgement_taken_back_gives_back_the_groups_number(world: World, said: list[Opinion]) -> None:
    """And with it the problem that was raised from the group."""
    numbers = [_number(said[0]), _number(said[3])]
    undo_judgement(_judge(world, said[0], said[3], same=True), by=world.office, at=world.at)
    assert [_number(said[0]), _number(said[3])] == numbers


def test_several_pairs_are_judged_at_once_or_not_at_all(world: World, said: list[Opinion]) -> None:
    pks = [opinion.pk for opinion in said]
    _judge(world, said[0], said[1], same=True)
    with pytest.raises(Conflict, match="已经判断"):
        _judge_all(world, (pks[6], pks[7], True), (pks[1], pks[0], False))
    with pytest.raises(Refused, match="相矛盾"):
        _judge_all(world, (pks[6], pks[7], True), (pks[7], pks[6], False))
    with pytest.raises(Refused):
        _judge_all(world)
    assert Judgement.objects.count() == 1
    made = _judge_all(world, (pks[0], pks[1], True), (pks[2], pks[0], False), (pks[2], pks[3], True))
    assert [row.same for row in made] == [False, True], "what stood already is left as it stands"
    assert _groups(said)[0] == [0, 1]
    assert [2, 3, 4, 5] in _groups(said)
    assert Record.objects.filter(act="opinions.judged").count() == 2


def _judge_all(world: World, *pairs: tuple[int, int, bool]) -> list[Judgement]:
    return judge_pairs(world.campaign, [Judged(*pair) for pair in pairs], by=world.office, at=world.at)


def test_an_office_further_down_judges_what_it_works_on(world: World, said: list[Opinion]) -> None:
    office = Actor("district", Role.OFFICE, world.bureau.path)
    own = Actor("school-office", Role.OFFICE, world.school.path)
    with pytest.raises(NotAllowed):
        judge_pair(world.campaign, said[0].pk, said[3].pk, same=True, by=own, at=world.at)
    made = judge_pair(world.campaign, said[0].pk, said[3].pk, same=True, by=office, at=world.at)
    for other in (own, Actor("inspector", Role.SUPERVISION, world.bureau.path)):
        with pytest.raises(NotAllowed):
            undo_judgement(made, by=other, at=world.at)
    undo_judgement(made, by=office, at=world.at)
