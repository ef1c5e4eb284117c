import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from huiyin.platform.audit.models import Record
from huiyin.platform.texts.queries import near_duplicates
from huiyin.process.opinions.commands import group_opinions, joining, place_opinions, sweep_opinions, sweeping
from huiyin.process.opinions.models import Placement, Suggestion, Unplaced
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


NEW = (LETTER + "！", "第三中学食堂的素菜要六块钱，太贵", "操场的跑道起皮了")


def _later(world: World, *bodies: str) -> None:
    world.take_said([world.said(body, 100 + at) for at, body in enumerate(bodies)], name="later.xlsx")


def _where() -> list[dict[str, object]]:
    return list(
        Placement.objects.order_by("opinion__body").values(
            "opinion__body", "group__number", "likeness", "length"
        )
    )


def test_the_few_that_wait_are_placed_in_the_same_transaction_and_as_they_would_be_after_it(
    world: World,
) -> None:
    world.take(LETTER, "第三中学食堂的饭菜又涨价，素菜六块钱", "作业太多")
    sweep_opinions(world.campaign, by=world.office, at=world.at)
    group_opinions(world.campaign, by=world.office, at=world.at)
    _later(world, *NEW)
    with transaction.atomic():
        sweep_opinions(world.campaign, by=world.office, at=world.at)
        assert place_opinions(world.campaign, by=world.office, at=world.at) == len(NEW)
        expected, acts = _where(), _acts()
        transaction.set_rollback(True)
    with CaptureQueriesContext(connection) as queries:
        assert sweep_opinions(world.campaign, by=world.office, at=world.at, placing=True) == len(NEW)
    assert _where() == expected
    assert _acts() == acts
    assert not Unplaced.objects.exists()
    assert place_opinions(world.campaign, by=world.office, at=world.at) == 0
    assert sum("UPDATE audit_head SET digest" in query["sql"] for query in queries) == 1


def _acts() -> list[tuple[str, str, str]]:
    return list(Record.objects.order_by("seq").values_list("act", "subject", "facts"))


def test_more_than_a_block_of_placing_waits_for_its_own(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.take(LETTER, "作业太多")
    sweep_opinions(world.campaign, by=world.office, at=world.at, placing=True)
    assert not Placement.objects.exists()  # nothing was counted yet
    group_opinions(world.campaign, by=world.office, at=world.at)
    placed = Placement.objects.count()
    monkeypatch.setattr(joining, "BLOCK", len(NEW) - 1)
    _later(world, *NEW)
    sweep_opinions(world.campaign, by=world.office, at=world.at, placing=True)
    assert Placement.objects.count() == placed
    assert place_opinions(world.campaign, by=world.office, at=world.at) == len(NEW)


def test_it_is_whole_or_not_there(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.take(LETTER, "作业太多")
    sweep_opinions(world.campaign, by=world.office, at=world.at)
    group_opinions(world.campaign, by=world.office, at=world.at)
    _later(world, *NEW)

    def fails(*_: object, **__: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr(joining, "_stand", fails)
        with pytest.raises(RuntimeError):
            sweep_opinions(world.campaign, by=world.office, at=world.at, placing=True)
    assert Unplaced.objects.filter(indexed=False).count() == len(NEW)
    assert sweep_opinions(world.campaign, by=world.office, at=world.at, placing=True) == len(NEW)
    assert not Unplaced.objects.exists()
