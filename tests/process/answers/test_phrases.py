"""The office keeps sentences of its own; none ships."""

import pytest

from huiyin.kit.errors import BadInput, NotAllowed
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.answers.access import phrase_unit, phrases_of
from huiyin.process.answers.commands import add_phrase, retire_phrase
from huiyin.process.answers.models import Phrase
from tests.world import World

pytestmark = pytest.mark.django_db


def test_none_ships(world: World) -> None:
    assert not Phrase.objects.exists()


def test_it_is_kept_for_who_answers_in_the_name_of_the_unit(world: World) -> None:
    made = add_phrase(world.bureau, " 联系电话 ", "局办公室，工作日上班时间。", by=world.office, at=world.at)
    assert (made.title, made.body) == ("联系电话", "局办公室，工作日上班时间。")
    assert list(phrases_of(phrase_unit([world.office], world.campaign))) == [made]
    below = Actor("school", Role.OFFICE, world.school.path)
    assert phrase_unit([below], world.campaign) == world.school
    assert not phrases_of(world.school)
    assert phrase_unit([world.clerk], world.campaign) is None


def test_it_is_offered_until_it_is_retired(world: World) -> None:
    made = add_phrase(world.bureau, "联系电话", "局办公室", by=world.office, at=world.at)
    assert retire_phrase(made, by=world.office, at=world.at)
    assert not retire_phrase(made, by=world.office, at=world.at)
    assert not phrases_of(world.bureau)
    assert Phrase.objects.get().gone_on == world.at.date()


@pytest.mark.parametrize(("title", "body"), [("", "话"), ("题", " "), ("长" * 61, "话"), ("题", "长" * 1001)])
def test_it_has_a_title_and_words(world: World, title: str, body: str) -> None:
    with pytest.raises(BadInput):
        add_phrase(world.bureau, title, body, by=world.office, at=world.at)


def test_units_write_none(world: World) -> None:
    with pytest.raises(NotAllowed):
        add_phrase(world.school, "联系电话", "总务处", by=world.clerk, at=world.at)
