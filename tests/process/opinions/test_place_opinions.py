"""What a new opinion costs, what a copy follows, and who speaks for a group when those that spoke for it are gone."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from huiyin.analysis.placing import Reading
from huiyin.platform.texts.queries import weighing
from huiyin.process.opinions.commands import (
    decide_about,
    group_opinions,
    place_opinions,
    sweep_opinions,
    withdraw_opinion,
)
from huiyin.process.opinions.commands.erasing import erase_words
from huiyin.process.opinions.models import Doubt, Group, Opinion, Placement
from huiyin.process.opinions.queries import said_in, scopes_of
from huiyin.process.opinions.rules.lengths import kept_length, stamp_of
from tests.world import World

pytestmark = pytest.mark.django_db

CANTEEN = (
    "食堂的红烧肉里没有肉，一份要十二元",
    "食堂红烧肉没有肉，一份收十二元，太贵",
    "红烧肉里找不到肉，食堂一份十二元",
)
TRACK = "操场的跑道塑胶起皮了一大片"
NEW = ("食堂一份红烧肉十二元，里面没有肉的", "操场跑道的塑胶起皮，一大片都是")
ONE, EACH = 22, 7


def _grouped(world: World, *bodies: str) -> list[Opinion]:
    found = world.take(*bodies)
    for opinion in found:
        decide_about(opinion, world.school, by=world.office, at=world.at)
    sweep_opinions(world.campaign, by=world.office, at=world.at)
    group_opinions(world.campaign, by=world.office, at=world.at)
    now = Opinion.objects.in_bulk()
    return [now[opinion.pk] for opinion in found]


def _waiting(world: World, *bodies: str, about: bool = True) -> list[Opinion]:
    """Opinions that come later, indexed and not placed yet."""
    known = list(Opinion.objects.values_list("pk", flat=True))
    said = [world.said(body, 100 + len(known) + at) for at, body in enumerate(bodies)]
    world.take_said(said, name=f"{len(known)}.xlsx")
    new = list(Opinion.objects.exclude(pk__in=known).order_by("row_no"))
    for opinion in new if about else ():
        decide_about(opinion, world.school, by=world.office, at=world.at)
    sweep_opinions(world.campaign, by=world.office, at=world.at)
    return new


def _later(world: World, *bodies: str, about: bool = True) -> list[Placement]:
    """Where opinions stand that come later."""
    new = _waiting(world, *bodies, about=about)
    place_opinions(world.campaign, by=world.office, at=world.at)
    placed = Placement.objects.select_related("group").in_bulk([opinion.pk for opinion in new])
    return [placed[opinion.pk] for opinion in new]


def test_one_takes_few_statements_and_ten_hardly_more_each(world: World) -> None:
    _grouped(world, *CANTEEN, TRACK)
    asked = []
    for bodies in (NEW[:1], [f"{body}{at}号楼{at}" for at in range(5) for body in NEW]):
        _waiting(world, *bodies)
        with CaptureQueriesContext(connection) as queries:
            assert place_opinions(world.campaign, by=world.office, at=world.at) == len(bodies)
        asked.append(len(queries))
    assert asked[0] <= ONE
    assert asked[1] <= ONE + 9 * EACH
    with CaptureQueriesContext(connection) as queries:
        assert place_opinions(world.campaign, by=world.office, at=world.at) == 0
    assert len(queries) <= 2


def test_a_group_whose_speakers_are_gone_is_found_by_its_other_members(world: World) -> None:
    first = _grouped(world, *CANTEEN, TRACK)[0]
    group = Placement.objects.get(opinion=first).group
    assert group is not None
    Placement.objects.filter(group=group).update(exemplar=None)
    for placed in _later(world, NEW[0], NEW[0] + "啊，真的是这样"):
        assert placed.group == group


def test_just_below_what_is_enough_a_person_is_asked_once(world: World) -> None:
    first = _grouped(world, *CANTEEN, TRACK)
    Doubt.objects.all().delete()
    (placed,) = _later(world, "食堂的菜太贵了，打饭要排很久的队")
    assert placed.group is None
    doubt = Doubt.objects.get()
    assert placed.pk in {doubt.one_id, doubt.other_id}
    assert {doubt.one_id, doubt.other_id} <= {placed.pk, *(opinion.pk for opinion in first)}
    assert (doubt.weight, doubt.inside, doubt.put_off) == (1, False, 0)


def test_a_copy_without_a_unit_follows_a_text_that_stood_alone_about_one(world: World) -> None:
    first, _ = _grouped(world, CANTEEN[0], TRACK)
    (placed,) = _later(world, CANTEEN[0] + "！", about=False)
    assert placed.repeats == first.pk
    assert placed.group == Group.objects.get(unit=world.school)
    assert placed.group == Placement.objects.get(opinion=first).group
    assert placed.group is not None
    assert placed.group.givers == 1


def test_a_copy_doesnt_follow_what_was_taken_back(world: World) -> None:
    first, _ = _grouped(world, CANTEEN[0], TRACK)
    withdraw_opinion(first, by=world.office, at=world.at)
    (placed,) = _later(world, CANTEEN[0] + "！")
    assert (placed.group, placed.repeats) == (None, None)


def test_lengths_are_kept_of_originals_as_each_text_has_it_and_go_with_the_words(world: World) -> None:
    first = _grouped(world, *CANTEEN, TRACK, CANTEEN[0] + "！")
    placed = {row.pk: row.length for row in Placement.objects.filter(repeats=None)}
    assert len(placed) == len(CANTEEN) + 1
    _later(world, NEW[0], NEW[0] + "啊，真的是这样")
    placed |= {row.pk: row.length for row in Placement.objects.filter(repeats=None)}
    assert set(placed.values()) != {None}
    counted, scopes = weighing(world.campaign.pk), scopes_of(world.campaign)
    assert counted is not None
    for said in said_in(world.campaign, scopes, list(placed)):
        length = Reading.of([said.words], counted.frequencies).lengths[0]
        stamp = stamp_of(counted.digest, scopes.mask(said.scope))
        assert bytes(placed[said.opinion] or b"") == kept_length(stamp, float(length))
    erase_words(first[0], ground="当事人申请", lawful=True, by=world.office, at=world.at)
    assert Placement.objects.get(opinion=first[0]).length is None


def test_a_length_of_another_count_is_not_believed(world: World) -> None:
    _grouped(world, *CANTEEN, TRACK)
    with transaction.atomic():
        (expected,) = _later(world, NEW[0])
        transaction.set_rollback(True)
    Placement.objects.update(length=kept_length(b"12345678", 1000.0))
    (placed,) = _later(world, NEW[0])
    assert (placed.group, placed.likeness) == (expected.group, expected.likeness)
    assert placed.likeness
