"""What a whole pass puts before a person: pairs that aren't answered yet, in one scope, the most useful first; "later" is carried over."""

import pytest
from pytest_django import DjangoAssertNumQueries

from huiyin.analysis.grouping import wanted
from huiyin.kit.errors import Conflict
from huiyin.platform.audit.models import Record
from huiyin.process.opinions.commands import (
    decide_about,
    group_opinions,
    joining,
    judge_pair,
    place_opinions,
    put_off_doubt,
    sweep_opinions,
    undo_judgement,
    undo_judgements,
    withdraw_opinion,
)
from huiyin.process.opinions.models import Doubt, Judgement, Opinion, Placement
from huiyin.process.opinions.queries import (
    count_waiting,
    doubt_after,
    doubt_before,
    place_of,
    standing_judgements,
    waiting_doubts,
)
from huiyin.process.opinions.rules.judging import in_order
from tests.world import World

pytestmark = pytest.mark.django_db

SAID = (
    "食堂的红烧肉里没有肉，一份要十二元",
    "食堂红烧肉没有肉，一份收十二元，太贵",
    "午餐的荤菜越来越少，一份红烧肉全是土豆",
    "校门口接送车辆乱停，放学时堵得走不动",
    "放学时校门口车辆乱停，堵得走不动",
    "放学路上车多，孩子过马路不安全",
    "宿舍热水晚上九点就停了",
    "食堂排队太长，中午买不到饭",
    "放学后在食堂吃晚饭，排不上队",
    "图书馆中午不开门，放学后也借不到书",
)
ELSEWHERE = "幼儿园的红烧肉也是土豆，一份要十二元"


@pytest.fixture
def said(world: World) -> list[Opinion]:
    """Ten opinions about the school and one about the kindergarten, grouped."""
    found = world.take(*SAID, ELSEWHERE)
    for opinion in found:
        decide_about(
            opinion,
            world.other_school if opinion is found[-1] else world.school,
            by=world.office,
            at=world.at,
        )
    sweep_opinions(world.campaign, by=world.office, at=world.at)
    group_opinions(world.campaign, by=world.office, at=world.at)
    return found


def asked() -> set[tuple[int, int]]:
    return set(Doubt.objects.values_list("one_id", "other_id"))


def test_what_is_asked_is_of_one_unit_and_says_whether_both_are_together(said: list[Opinion]) -> None:
    assert asked()
    away = said[-1].pk
    group_of = dict(Placement.objects.values_list("opinion_id", "group_id"))
    for doubt in Doubt.objects.all():
        assert away not in {doubt.one_id, doubt.other_id}
        together = group_of[doubt.one_id] is not None and group_of[doubt.one_id] == group_of[doubt.other_id]
        assert doubt.inside is together
        assert doubt.use > 0
        assert doubt.weight > 0


def test_what_was_answered_is_never_asked_again(world: World, said: list[Opinion]) -> None:
    """Whatever the answers: in the end nothing is left to ask."""
    answered: set[tuple[int, int]] = set()
    for turn in range(60):
        doubt = doubt_after(waiting_doubts(world.campaign, Opinion.objects.all()))
        if doubt is None:
            break
        pair = (doubt.one_id, doubt.other_id)
        assert pair not in answered
        answered.add(pair)
        judge_pair(world.campaign, *pair, same=turn % 3 == 0, by=world.office, at=world.at)
        group_opinions(world.campaign, by=world.office, at=world.at)
        assert not answered & asked()
    assert not asked()
    assert answered


def test_the_queue_goes_forth_and_back_over_the_same_pairs(world: World, said: list[Opinion]) -> None:
    put_off_doubt(Doubt.objects.order_by("-use", "pk")[0], by=world.office, at=world.at)
    waiting = waiting_doubts(world.campaign, Opinion.objects.all())
    forth, at = [], None
    while (found := doubt_after(waiting, at)) is not None:
        forth.append(found.pk)
        at = place_of(found)
    assert forth == [doubt.pk for doubt in waiting]
    assert len(forth) == Doubt.objects.count() > 2
    assert waiting[len(forth) - 1].put_off == 1, "what was put off comes last"
    uses = [doubt.use for doubt in waiting if not doubt.put_off]
    assert uses == sorted(uses, reverse=True)
    back = [forth[-1]]
    while at is not None and (before := doubt_before(waiting, at)) is not None:
        back.append(before.pk)
        at = place_of(before)
    assert back == forth[::-1]


def test_later_is_carried_over_by_every_pass_while_the_pair_is_open(
    world: World, said: list[Opinion]
) -> None:
    doubt = Doubt.objects.order_by("-use")[0]
    pair = {"one": doubt.one_id, "other": doubt.other_id}
    for _ in range(2):
        put_off_doubt(Doubt.objects.get(**pair), by=world.office, at=world.at)
        group_opinions(world.campaign, by=world.office, at=world.at)
    assert Doubt.objects.get(**pair).put_off == 2
    judge_pair(
        world.campaign, doubt.one_id, doubt.other_id, same=not doubt.inside, by=world.office, at=world.at
    )
    group_opinions(world.campaign, by=world.office, at=world.at)
    assert not Doubt.objects.filter(**pair).exists()


def test_what_was_put_off_is_dropped_when_an_opinion_leaves(world: World, said: list[Opinion]) -> None:
    doubt = Doubt.objects.order_by("-use").select_related("one__campaign__root")[0]
    put_off_doubt(doubt, by=world.office, at=world.at)
    withdraw_opinion(doubt.one, by=world.office, at=world.at)
    assert not waiting_doubts(world.campaign, Opinion.objects.all()).filter(pk=doubt.pk).exists()
    group_opinions(world.campaign, by=world.office, at=world.at)
    assert not Doubt.objects.filter(one=doubt.one).exists()


def test_a_new_opinion_that_is_nearly_the_same_is_asked_about_in_its_turn(
    world: World, said: list[Opinion], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Whatever the scale of likeness is: too little to join, enough to be asked about.
    monkeypatch.setattr(joining, "wanted", lambda texts: 10 * wanted(texts))
    monkeypatch.setattr(joining, "DOUBTED", 0.001)
    Doubt.objects.all().delete()
    known = set(Opinion.objects.values_list("pk", flat=True))
    words = "宿舍热水晚上轮到我已经停了没得洗"
    world.take_said([world.said(words, 100)], name="新.xlsx")
    new = Opinion.objects.exclude(pk__in=known).get()
    decide_about(new, world.school, by=world.office, at=world.at)
    sweep_opinions(world.campaign, by=world.office, at=world.at)
    place_opinions(world.campaign, by=world.office, at=world.at)
    doubt = Doubt.objects.get()
    assert {doubt.one_id, doubt.other_id} == {new.pk, said[6].pk}
    assert doubt.use > 0


def put(world: World, said: list[Opinion], *pairs: tuple[int, int]) -> list[tuple[int, int]]:
    """These pairs of opinions in doubt and no others, the first most; as ids."""
    Doubt.objects.all().delete()
    ids = [in_order(said[one].pk, said[other].pk) for one, other in pairs]
    for use, (one, other) in zip(range(1000, 0, -1), ids, strict=False):
        Doubt.objects.create(
            campaign=world.campaign, one_id=one, other_id=other, likeness=40, weight=1, use=use
        )
    return ids


def waiting(world: World) -> list[tuple[int, int]]:
    return [(doubt.one_id, doubt.other_id) for doubt in waiting_doubts(world.campaign, Opinion.objects.all())]


def test_what_words_on_other_pairs_have_answered_is_not_asked(
    world: World, said: list[Opinion], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Told apart from a group, an opinion isn't asked about beside another member; and of two ways to ask the same one is left."""
    first, second, third = put(world, said, (3, 6), (4, 6), (6, 9))
    assert Placement.objects.get(opinion=said[3]).group_id == Placement.objects.get(opinion=said[4]).group_id
    with django_assert_num_queries(3):
        assert waiting(world) == [first, third]
    with django_assert_num_queries(2):
        assert count_waiting(world.campaign, Opinion.objects.all()) == 2
    Doubt.objects.filter(one=second[0], other=second[1]).update(put_off=1)
    assert waiting(world) == [third, second], "who puts a pair off means both groups"
    judge_pair(world.campaign, *third, same=True, by=world.office, at=world.at)
    judge_pair(world.campaign, said[3].pk, said[9].pk, same=False, by=world.office, at=world.at)
    assert Doubt.objects.count() == 2
    assert waiting(world) == []
    undo_judgement(Judgement.objects.get(same=False), by=world.office, at=world.at)
    assert second in waiting(world)


@pytest.mark.parametrize("same", [True, False])
def test_a_word_taken_back_puts_its_pair_back_into_the_queue(
    world: World, said: list[Opinion], *, same: bool
) -> None:
    (pair,) = put(world, said, (3, 6))
    made = judge_pair(world.campaign, *pair, same=same, by=world.office, at=world.at)
    assert not waiting(world)
    undo_judgement(made, by=world.office, at=world.at)
    assert waiting(world) == [pair]
    doubt = Doubt.objects.get()
    assert (doubt.inside, doubt.weight) == (False, 1)
    assert doubt.use > 0


def test_a_member_told_apart_and_taken_back_is_asked_about_inside_its_group(
    world: World, said: list[Opinion]
) -> None:
    put(world, said)
    made = judge_pair(world.campaign, said[3].pk, said[4].pk, same=False, by=world.office, at=world.at)
    undo_judgement(made, by=world.office, at=world.at)
    assert waiting(world) == [in_order(said[3].pk, said[4].pk)]
    assert Doubt.objects.get().inside


def test_several_words_are_taken_back_at_once_or_not_at_all(world: World, said: list[Opinion]) -> None:
    pairs = put(world, said, (3, 6), (6, 9))
    made = [judge_pair(world.campaign, *pair, same=False, by=world.office, at=world.at) for pair in pairs]
    undo_judgement(made[0], by=world.office, at=world.at)
    with pytest.raises(Conflict):
        undo_judgements(world.campaign, made, by=world.office, at=world.at)
    assert standing_judgements(world.campaign, Opinion.objects.all()).count() == 1
    with pytest.raises(Conflict):
        undo_judgements(world.campaign, [], by=world.office, at=world.at)
    undo_judgements(world.campaign, made[1:], by=world.office, at=world.at)
    assert waiting(world) == sorted(
        pairs, key=lambda pair: -Doubt.objects.get(one=pair[0], other=pair[1]).use
    )
    facts = Record.objects.filter(act="opinions.unjudged").order_by("-pk").values_list("facts", flat=True)
    assert facts[0] == f'{{"judgements":[{made[1].pk}]}}'


def test_judgements_are_seen_by_who_sees_both(world: World, said: list[Opinion]) -> None:
    made = judge_pair(world.campaign, said[0].pk, said[6].pk, same=False, by=world.office, at=world.at)
    everything = Opinion.objects.all()
    assert list(standing_judgements(world.campaign, everything)) == [made]
    assert not standing_judgements(world.campaign, everything.exclude(pk=said[6].pk)).exists()
