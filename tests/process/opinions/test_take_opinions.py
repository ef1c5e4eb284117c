from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from huiyin.kit.errors import NotAllowed
from huiyin.platform.audit.models import Record
from huiyin.platform.orgs.rules.unit_names import UnitNames
from huiyin.process.opinions.commands import (
    group_opinions,
    recognise_units,
    sweep_opinions,
    take_opinions,
)
from huiyin.process.opinions.models import Intake, Opinion, Placement
from huiyin.process.opinions.queries import balance, unplaced
from huiyin.process.opinions.rules.disposition import Disposition
from huiyin.process.opinions.rules.identity import sealed_digest
from huiyin.process.problems.commands import erase_opinion
from tests.world import World

pytestmark = pytest.mark.django_db


def test_it_keeps_the_words_to_the_letter(world: World) -> None:
    words = "  食堂饭菜\t贵，\n“三素一汤”要１２元 😀 ﹙原樣﹚"
    assert world.take(words)[0].body == words


def test_it_keeps_days_and_never_times(world: World) -> None:
    opinion = world.take("食堂饭菜太贵")[0]
    assert (opinion.raised_on, opinion.entered_on) == (date(2014, 5, 1), date(2014, 5, 23))
    assert opinion.retain_until > opinion.entered_on


def test_the_same_rows_again_add_nothing(world: World) -> None:
    world.take("食堂饭菜太贵", "作业太多")
    taken = world.take_said([world.said("食堂饭菜太贵", 1), world.said("作业太多", 2)])
    assert (taken.added, taken.repeated, taken.clashes) == (0, 2, ())
    assert Opinion.objects.count() == 2


def test_a_longer_list_adds_only_the_surplus(world: World) -> None:
    world.take("食堂饭菜太贵")
    taken = world.take_said(
        [world.said("食堂饭菜太贵", 1), world.said("作业太多", 2)], name="意见（续）.xlsx"
    )
    assert (taken.added, taken.repeated) == (1, 1)


def test_a_number_that_is_taken_by_other_words_is_named_and_kept_out(world: World) -> None:
    world.take("食堂饭菜太贵")
    taken = world.take_said([world.said("操场夜里不开灯", 1)])
    assert [clash.source_id for clash in taken.clashes] == ["1"]
    assert "编号" in taken.clashes[0].zh
    assert [opinion.body for opinion in Opinion.objects.all()] == ["食堂饭菜太贵"]


def test_the_same_number_and_words_about_another_day_or_unit_is_no_repetition(world: World) -> None:
    """Another school's list counts from 1, too; its "没有意见" must not vanish behind the first school's."""
    row = replace(world.said("没有意见，总体满意", 1), unit_as_written="一中")
    world.take_said([row])
    for other in (replace(row, unit_as_written="二中"), replace(row, raised_on=date(2014, 5, 9))):
        assert len(world.take_said([other], name="二中.xlsx").clashes) == 1
    assert Opinion.objects.count() == 1


def test_a_key_does_not_confirm_a_guessed_text(world: World) -> None:
    opinion = world.take("食堂饭菜太贵")[0]
    assert opinion.source_key != world.said("食堂饭菜太贵", 1).key


def test_ids_are_in_another_order_than_the_rows(world: World) -> None:
    opinions = world.take(*(f"第{n}件事没有人管" for n in range(40)))
    assert [opinion.pk for opinion in opinions] != sorted(opinion.pk for opinion in opinions)


def test_each_chunk_leaves_one_record_that_seals_its_rows_and_holds_no_words(world: World) -> None:
    opinions = world.take("食堂饭菜太贵", "作业太多")
    records = Record.objects.filter(act="opinions.taken")
    assert [record.by for record in records] == ["office"]
    assert {opinion.sealed_in for opinion in opinions} == {records[0].seq}
    assert not any("食堂" in record.facts for record in Record.objects.all())


def test_the_digest_is_that_of_the_words_with_their_own_salt(world: World) -> None:
    one, two = world.take("食堂饭菜太贵", "作业太多")
    assert one.digest == sealed_digest(one.salt or "", one.said())
    assert one.said()[:3] == ("", "食堂饭菜太贵", "2014-05-01")
    assert one.salt != two.salt


def test_ids_tell_nothing_of_the_order_within_a_day(world: World) -> None:
    opinions = world.take(*(f"第{n}件事没有人管" for n in range(40)))
    steps = {later.pk - earlier.pk for earlier, later in pairwise(opinions)}
    assert len(steps) == len(opinions) - 1


def test_the_same_file_is_one_intake(world: World) -> None:
    assert world.intake("意见.xlsx") == world.intake("意见.xlsx")
    assert world.intake("别的.xlsx").number == 2
    assert Intake.objects.count() == 2


@pytest.mark.parametrize("who", ["clerk", "administrator", "outsider"])
def test_it_refuses_whoever_has_no_right_to_the_whole(world: World, who: str) -> None:
    intake = world.intake()
    with pytest.raises(NotAllowed, match="活动办"):
        take_opinions(intake, [world.said("食堂", 1)], by=getattr(world, who), at=world.at)
    assert not Opinion.objects.exists()


def test_a_unit_that_joins_the_tree_later_is_recognised_in_what_was_said_before(world: World) -> None:
    named = [
        replace(world.said("食堂贵", 1), unit_as_written="三中"),
        replace(world.said("灯坏了", 2), unit_as_written="某校"),
    ]
    world.take_said(named)
    names = UnitNames.of([(str(world.school.pk), [world.school.name, "三中"])])
    assert recognise_units(world.campaign, names, by=world.office, at=world.at) == 1
    assert set(Opinion.objects.values_list("unit_as_written", "about")) == {
        ("三中", world.school.pk),
        ("某校", None),
    }
    assert recognise_units(world.campaign, names, by=world.office, at=world.at) == 0


def test_recognised_ones_wait_to_be_placed_among_those_of_their_unit(world: World) -> None:
    said = [
        replace(world.said(text, n), unit_as_written="三中")
        for n, text in enumerate(["食堂贵", "食堂太贵"], 1)
    ]
    world.take_said(said)
    sweep_opinions(world.campaign, by=world.office, at=world.at)
    group_opinions(world.campaign, by=world.office, at=world.at)
    assert Placement.objects.count() == 2
    names = UnitNames.of([(str(world.school.pk), [world.school.name, "三中"])])
    recognise_units(world.campaign, names, by=world.office, at=world.at)
    assert not Placement.objects.exists()
    assert len(unplaced(world.campaign)) == 2


def test_everything_received_is_waiting(world: World) -> None:
    world.take("食堂饭菜太贵", "作业太多")
    found = balance(world.campaign)
    assert (found.received, found.parts[Disposition.WAITING], found.holds) == (2, 2, True)


def test_an_erased_opinion_does_not_come_back(world: World) -> None:
    opinion = world.take("食堂饭菜太贵")[0]
    erase_opinion(opinion, ground="本人依法申请", lawful=True, by=world.office, at=world.at)
    assert world.take_said([world.said("食堂饭菜太贵", 1)]).repeated == 1
    assert Opinion.objects.get().text == ""
