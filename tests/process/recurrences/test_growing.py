"""What a look reads: what changed, not what there is; and what it keeps goes with the words."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection, transaction

from huiyin.analysis.holding import HeldPieces
from huiyin.platform.audit.commands import record
from huiyin.platform.texts.models import IndexedText
from huiyin.process.opinions.commands import decide_about
from huiyin.process.opinions.models import Opinion, Placement
from huiyin.process.problems.commands import erase_opinion
from huiyin.process.problems.queries import compared
from huiyin.process.recurrences.commands import decide_again, put_off_again, read_ahead
from huiyin.process.recurrences.models import AgainSuggestion
from huiyin.process.recurrences.queries import waits_for_looking, waits_for_reading, waits_for_the_night
from huiyin.process.recurrences.queries.circles import circle_of
from huiyin.process.recurrences.queries.comparing import (
    Near,
    joined,
    new_of,
    not_nearer_to_others,
    others_than,
)
from huiyin.process.recurrences.rules.answers import Answer
from tests.process.recurrences.conftest import AGAIN, PARKING, PARKING_AGAIN, SAID, Ground

pytestmark = pytest.mark.django_db


@contextmanager
def words_read() -> Iterator[list[int]]:
    """The opinions whose words a block asks the database for."""
    read: list[int] = []

    def watch(run: Any, sql: str, params: Any, *rest: Any) -> Any:
        if sql.startswith("SELECT") and '"opinions_opinion"."body"' in sql.partition(" FROM ")[0]:
            read.extend(one for one in params or () if isinstance(one, int))
        return run(sql, params, *rest)

    with connection.execute_wrapper(watch):
        yield read


def kept(*opinions: int) -> list[bool]:
    rows = dict(IndexedText.objects.values_list("text", "pieces"))
    return [rows.get(pk) is not None for pk in opinions]


def test_words_behind_a_closed_problem_are_read_once(ground: Ground) -> None:
    ground.look()
    assert kept(*ground.behind) == [True, True]
    [pk] = ground.say(AGAIN)
    ground.gather()
    with words_read() as read:
        ground.look()
    assert ground.waiting() == [pk]
    assert not set(read) & set(ground.behind)
    assert pk in read
    [other] = ground.say(AGAIN + "急")
    ground.gather()
    with words_read() as read:
        ground.look()
    # The earlier opinions about the school were read for the first one; what is new, and its like, is all that is read now.
    assert read == [other]
    assert set(ground.waiting()) == {pk, other}


def test_words_read_at_night_are_not_read_by_the_look_that_needs_them(ground: Ground) -> None:
    campaign, by, at = ground.world.campaign, ground.world.office, ground.world.at
    assert not waits_for_reading(campaign)  # nothing is watched yet
    assert read_ahead(campaign, by=by, at=at) == 0
    ground.look()
    assert waits_for_reading(campaign)
    assert waits_for_the_night(campaign)
    assert read_ahead(campaign, by=by, at=at, most=5) == 5
    there = Opinion.objects.count()
    assert read_ahead(campaign, by=by, at=at) == there - len(ground.behind) - 5
    assert not waits_for_reading(campaign)
    assert all(kept(*Opinion.objects.values_list("pk", flat=True)))
    compared._HELD = HeldPieces()  # another process
    [pk] = ground.say(AGAIN)
    ground.gather()
    with words_read() as read:
        ground.look()
    assert set(read) == {pk}
    assert ground.waiting() == [pk] == ground.asked()
    assert read_ahead(campaign, by=by, at=at) == 1


def test_what_is_read_of_is_what_is_compared(ground: Ground) -> None:
    """No length is made anew where one is kept, and a look that finds none kept finds the same."""
    ground.look()
    [pk] = ground.hear(AGAIN)
    made: list[int] = []
    weigh = compared.lengths_of

    def watch(*given: Any) -> Any:
        made.append(given[0].shape[0])
        return weigh(*given)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compared, "lengths_of", watch)
        _touch(ground)
        ground.look()
        first = _without_key(pk)
        assert made == []
        Placement.objects.update(length=None)
        _touch(ground)
        ground.look()
    assert made
    assert _without_key(pk) == first


def _without_key(opinion: int) -> dict[str, Any]:
    row: dict[str, Any] = AgainSuggestion.objects.filter(opinion=opinion).values().get()
    return {name: value for name, value in row.items() if name != "id"}


def _touch(ground: Ground) -> None:
    """All that came after is looked at again."""
    AgainSuggestion.objects.all().delete()
    with transaction.atomic():
        subject = f"problem:{ground.problem.number}"
        record(act="problem.accept", subject=subject, by="office", at=ground.world.at)


def test_a_text_without_an_opinion_is_not_waited_for(ground: Ground) -> None:
    ground.look()
    IndexedText.objects.create(text=1, corpus=ground.world.campaign.pk)
    read_ahead(ground.world.campaign, by=ground.world.office, at=ground.world.at)
    assert not waits_for_reading(ground.world.campaign)


def test_what_is_kept_of_words_goes_with_them(ground: Ground) -> None:
    ground.look()
    [gone, _] = ground.behind
    by, at = ground.world.office, ground.world.at
    erase_opinion(Opinion.objects.get(pk=gone), ground="本人要求", lawful=True, by=by, at=at)
    assert not IndexedText.objects.filter(text=gone).exists()
    assert ground.hear(AGAIN) == ground.waiting() == ground.asked()


def test_names_of_another_unit_are_taken_out_of_words_read_before(ground: Ground) -> None:
    ground.look()
    before = bytes(IndexedText.objects.get(text=ground.behind[0]).pieces or b"")
    opinion = Opinion.objects.get(pk=ground.behind[0])
    decide_about(opinion, ground.world.other_school, by=ground.world.office, at=ground.world.at)
    ground.look()
    ground.hear(AGAIN)
    after = bytes(IndexedText.objects.get(text=ground.behind[0]).pieces or b"")
    assert before[:8] != after[:8]


def test_a_decision_or_putting_off_leaves_nothing_to_look_at(ground: Ground) -> None:
    pk, other = ground.hear(AGAIN, AGAIN + "急")
    by, at = ground.office, ground.world.at
    decide_again(ground.problem, pk, Answer.AGAIN, by=by, at=at)
    put_off_again(AgainSuggestion.objects.get(opinion=other), by=by, at=at)
    assert not waits_for_looking(ground.world.campaign)


def test_others_that_are_weighed_already_rule_out_what_comes_nearer_to_them(ground: Ground) -> None:
    """What the few rule out, all rule out, and what is said by persons or copied is never ruled out."""
    parking = ground.raise_and_close("停车", ground.say(*PARKING, on=SAID))
    ground.look()
    [pk] = ground.say(PARKING_AGAIN)
    ground.gather()
    campaign = ground.world.campaign
    weighed = compared.Weighed(campaign, keeps=True)
    boiler, other = circle_of(ground.problem), circle_of(parking)
    assert boiler is not None
    assert other is not None
    weighed.vectors(other.inside)
    rows = new_of(campaign, [pk])
    near = Near(boiler, rows, [0.1], {}, 20)
    before = list(other.inside)

    def left(near: Near, before: list[compared.SaidOnce], kin: set[int]) -> list[compared.SaidOnce]:
        return not_nearer_to_others(weighed, near, others_than(near, before, kin))

    # As near as 0.1 to the boiler, were it not for the parking, which it is nearer to: less than the bar for one of twenty.
    assert left(near, before, set()) == []
    assert left(near, before, {row.pk for row in before}) == rows
    assert left(near, [], set()) == rows
    assert left(replace(near, judged={pk: True}), before, set()) == rows
    assert left(replace(near, likeness=[0.5]), before, set()) == rows


def test_what_comes_near_in_several_blocks_is_one(ground: Ground) -> None:
    circle = circle_of(ground.problem)
    assert circle is not None
    [row, *_] = circle.inside
    one, two = Near(circle, [row], [0.5], {1: True}, 3), Near(circle, [row], [0.4], {2: False}, 3)
    [both] = joined([one, two])
    assert (len(both.rows), list(both.likeness), dict(both.judged)) == (2, [0.5, 0.4], {1: True, 2: False})
