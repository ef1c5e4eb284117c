import pytest

from huiyin.platform.audit.models import Record
from huiyin.platform.texts.queries import near_duplicates
from huiyin.process.opinions.commands import sweep_opinions, sweeping
from huiyin.process.opinions.models import Suggestion
from huiyin.process.problems.commands import erase_opinion
from tests.world import World

pytestmark = pytest.mark.django_db

LETTER = "第三中学食堂的饭菜又涨价了，一份素菜要六块钱，学生吃不饱"


def test_each_opinion_is_swept_once(world: World) -> None:
    world.take(LETTER, "作业太多")
    assert sweep_opinions(world.campaign, by=world.office, at=world.at) == 2
    assert sweep_opinions(world.campaign, by=world.office, at=world.at) == 0
    assert Record.objects.filter(act="opinions.swept").count() == 1


def test_a_letter_sent_again_points_at_the_first_and_not_at_a_copy(world: World) -> None:
    first, second, third = world.take(LETTER, LETTER + "！", LETTER + "。请管一管")
    sweep_opinions(world.campaign, by=world.office, at=world.at)
    assert near_duplicates(world.campaign.pk) == {second.pk: first.pk, third.pk: first.pk}


def test_a_copy_that_comes_later_finds_the_first(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeping, "BLOCK", 1)
    first, second = world.take(LETTER, LETTER + "！！")
    sweep_opinions(world.campaign, by=world.office, at=world.at)
    assert near_duplicates(world.campaign.pk) == {second.pk: first.pk}


def test_an_opinion_that_another_sweep_took_is_left_to_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.take(LETTER)
    thought = sweeping.words_of

    def another_was_faster(ids: list[int]) -> object:
        monkeypatch.setattr(sweeping, "words_of", thought)
        words = thought(ids)
        sweep_opinions(world.campaign, by=world.office, at=world.at)
        return words

    monkeypatch.setattr(sweeping, "words_of", another_was_faster)
    assert sweep_opinions(world.campaign, by=world.office, at=world.at) == 0
    assert Suggestion.objects.filter(kind="specific").count() == 1


def test_words_that_went_meanwhile_leave_no_marks(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    opinion = world.take(LETTER)[0]
    thought = sweeping.words_of

    def erased_meanwhile(ids: list[int]) -> object:
        words = thought(ids)
        erase_opinion(opinion, ground="依法", lawful=True, by=world.office, at=world.at)
        return words

    monkeypatch.setattr(sweeping, "words_of", erased_meanwhile)
    assert sweep_opinions(world.campaign, by=world.office, at=world.at) == 0
    assert not Suggestion.objects.exists()
