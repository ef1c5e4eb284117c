"""What is suggested, by what changed: the same as when somebody asks, one by one and all at once."""

import pytest
from django.db import IntegrityError, transaction

from huiyin.kit.clock import day_in_china
from huiyin.platform.audit.commands import record
from huiyin.platform.texts.queries import vocabulary_of
from huiyin.process.opinions.commands import (
    decide_about,
    group_opinions,
    judge_pair,
    sweep_opinions,
    undo_judgement,
)
from huiyin.process.opinions.models import Opinion, Unlooked
from huiyin.process.problems.commands import erase_opinion, link_opinions, unlink_opinions
from huiyin.process.problems.models import Problem
from huiyin.process.recurrences.commands import decide_again, look_for_again, weigh_anew
from huiyin.process.recurrences.models import AgainSuggestion, Around, Looked, Watched
from huiyin.process.recurrences.queries import (
    confirmed,
    pending_counts,
    waits_for_looking,
    waits_for_weighing,
)
from huiyin.process.recurrences.rules.answers import Answer
from tests.process.recurrences.conftest import (
    AFTER,
    AGAIN,
    BOILER,
    CLOSED,
    PARKING,
    PARKING_AGAIN,
    SAID,
    Ground,
)
from tests.rules.analysis.matters import MATTERS, TRAPS
from tests.world import World

pytestmark = pytest.mark.django_db


def test_a_later_opinion_is_suggested_with_its_reasons(ground: Ground) -> None:
    ground.look()
    [pk] = ground.hear(AGAIN)
    row = AgainSuggestion.objects.get(problem=ground.problem)
    assert (row.opinion_id, row.copy, row.said_same, row.put_off) == (pk, False, False, 0)
    assert set(row.nearest) == set(ground.behind)
    assert 0 < row.margin <= row.likeness < 1
    assert ground.waiting() == ground.asked() == [pk]
    assert pending_counts([ground.problem.pk]) == {ground.problem.pk: 1}
    assert confirmed([ground.problem.pk]) == {}


def test_looking_twice_changes_nothing(ground: Ground) -> None:
    ground.hear(AGAIN)
    before = list(AgainSuggestion.objects.values())
    assert not waits_for_looking(ground.world.campaign)
    assert ground.look() == 0
    assert list(AgainSuggestion.objects.values()) == before


def test_one_by_one_and_all_at_once_find_what_somebody_finds_who_asks(ground: Ground) -> None:
    parking = ground.raise_and_close("停车", ground.say(*PARKING, on=SAID))
    boiler = ground.problem
    later = [AGAIN, PARKING_AGAIN, BOILER[0] + "谢谢", *TRAPS, *(last for *_, last in MATTERS.values())]
    for body in later:
        ground.hear(body)
    one_by_one = ground.waiting(boiler), ground.waiting(parking)
    reasons = {
        (row.problem_id, row.opinion_id): (row.margin, row.nearest)
        for row in AgainSuggestion.objects.waiting()
    }
    AgainSuggestion.objects.all().delete()
    Watched.objects.all().delete()
    Looked.objects.all().delete()
    ground.look()
    assert (ground.waiting(boiler), ground.waiting(parking)) == one_by_one
    assert (ground.asked(boiler), ground.asked(parking)) == one_by_one
    assert all(one_by_one)
    again = {
        (row.problem_id, row.opinion_id): (row.margin, row.nearest)
        for row in AgainSuggestion.objects.waiting()
    }
    assert again.keys() == reasons.keys()
    assert all(again[pair][0] == pytest.approx(reasons[pair][0]) for pair in again)
    assert all(again[pair][1] == reasons[pair][1] for pair in again)


def test_a_problem_closed_later_is_compared_with_what_came_before_that(ground: Ground) -> None:
    Problem.objects.update(state="rectifying", closed_on=None)
    [pk] = ground.hear(AGAIN)
    assert ground.waiting() == []
    Problem.objects.update(state="closed", closed_on=CLOSED)
    _touch(ground)
    assert waits_for_looking(ground.world.campaign)
    ground.look()
    assert ground.waiting() == [pk]


def test_a_problem_that_is_reopened_waits_for_nobody(ground: Ground) -> None:
    ground.hear(AGAIN)
    Problem.objects.update(state="rectifying", closed_on=None)
    assert ground.waiting() == []
    _touch(ground)
    ground.look()
    assert not AgainSuggestion.objects.exists()
    assert not Watched.objects.exists()


def test_what_comes_to_stand_behind_it_isnt_suggested_and_comes_back(ground: Ground) -> None:
    pk, other = ground.hear(AGAIN, AGAIN + "急")
    link_opinions(ground.problem, [pk], by=ground.office, at=ground.world.at)
    ground.look()
    assert ground.waiting() == [other]
    unlink_opinions(ground.problem, [pk], by=ground.office, at=ground.world.at)
    ground.look()
    assert set(ground.waiting()) == {pk, other}


def test_an_opinion_found_to_be_about_another_unit_goes(ground: Ground) -> None:
    [pk] = ground.hear(AGAIN)
    opinion = Opinion.objects.get(pk=pk)
    decide_about(opinion, ground.world.other_school, by=ground.world.office, at=ground.world.at)
    assert Unlooked.objects.filter(opinion=pk).exists()
    ground.look()
    assert ground.waiting() == [] == ground.asked()
    opinion.refresh_from_db()
    decide_about(opinion, ground.world.school, by=ground.world.office, at=ground.world.at)
    ground.look()
    assert ground.waiting() == [pk]


def test_what_a_person_said_of_a_pair_goes_before_the_machine(ground: Ground) -> None:
    near, far = ground.hear(AGAIN, "浴室出来的总是凉的")
    assert ground.waiting() == [near]
    campaign, by, at = ground.world.campaign, ground.office, ground.world.at
    no = judge_pair(campaign, near, ground.behind[0], same=False, by=by, at=at)
    judge_pair(campaign, far, ground.behind[1], same=True, by=by, at=at)
    ground.look()
    assert ground.waiting() == [far] == ground.asked()
    undo_judgement(no, by=by, at=at)
    ground.look()
    assert ground.waiting() == [far, near] == ground.asked()


def test_words_that_are_erased_take_their_suggestions_along(ground: Ground) -> None:
    pk, other = ground.hear(AGAIN, AGAIN + "急")
    assert set(ground.waiting()) == {pk, other}
    opinion = Opinion.objects.get(pk=pk)
    erase_opinion(opinion, ground="本人要求", lawful=True, by=ground.world.office, at=ground.world.at)
    assert ground.waiting() == [other]
    assert not AgainSuggestion.objects.filter(opinion=pk).exists()


def test_withdrawn_and_foreign_ones_are_no_candidates(ground: Ground) -> None:
    withdrawn, foreign = ground.hear(AGAIN, AGAIN + "急")
    Opinion.objects.filter(pk=withdrawn).update(withdrawn_on=AFTER)
    Opinion.objects.filter(pk=foreign).update(settled_as="out_of_scope", settled_why="不归我们")
    assert ground.waiting() == [] == ground.asked()


def test_no_earlier_day_no_unknown_one_and_no_other_unit(ground: Ground) -> None:
    ground.say(AGAIN, on=CLOSED)
    ground.say(AGAIN, on=None)
    ground.say(AGAIN, about=ground.world.other_school)
    ground.gather()
    ground.look()
    assert ground.waiting() == []
    assert not Unlooked.objects.exists()


def test_a_unit_above_hears_of_all_below_it(ground: Ground) -> None:
    Problem.objects.filter(pk=ground.problem.pk).update(owner=ground.world.bureau)
    [pk] = ground.say(AGAIN, about=ground.world.other_school)
    ground.gather()
    ground.look()
    ground.problem.refresh_from_db()
    assert ground.waiting() == ground.asked() == [pk]


def test_before_the_first_grouping_everything_waits(world: World) -> None:
    world.take(AGAIN)
    assert look_for_again(world.campaign, by=world.office, at=world.at) == 0
    assert not waits_for_looking(world.campaign)


def _touch(ground: Ground) -> None:
    """A record on the problem, as every step leaves one."""
    with transaction.atomic():
        record(
            act="problem.accept", subject=f"problem:{ground.problem.number}", by="office", at=ground.world.at
        )


def test_words_counted_anew_are_weighed_anew_once_a_night(ground: Ground) -> None:
    campaign, by, at = ground.world.campaign, ground.world.office, ground.world.at
    ground.look()
    [pk] = ground.hear(AGAIN)
    margin = AgainSuggestion.objects.get(opinion=pk).margin
    assert not waits_for_weighing(campaign)
    assert weigh_anew(campaign, by=by, at=at) == 0
    # Everybody speaks of boilers at other units now: the word tells less.
    ground.say(*(f"我们学校的锅炉房{n}号锅炉太吵" for n in range(40)), about=ground.world.other_school)
    sweep_opinions(campaign, by=by, at=at)
    group_opinions(campaign, by=by, at=at)
    ground.look()
    assert AgainSuggestion.objects.get(opinion=pk).margin == margin
    assert waits_for_weighing(campaign)
    assert weigh_anew(campaign, by=by, at=at) == 1
    row = AgainSuggestion.objects.get(opinion=pk)
    assert row.margin != margin
    assert ground.waiting() == ground.asked()
    watched = Watched.objects.get()
    assert (watched.vocabulary, watched.weighed_on) == (vocabulary_of(campaign.pk), day_in_china(at))
    assert not waits_for_weighing(campaign)


def test_weighing_anew_is_bounded_in_turn_and_overrules_nobody(ground: Ground) -> None:
    campaign, by, at = ground.world.campaign, ground.world.office, ground.world.at
    parking = ground.raise_and_close("停车", ground.say(*PARKING, on=SAID))
    [pk] = ground.hear(AGAIN)
    decide_again(ground.problem, pk, Answer.ANOTHER, by=ground.office, at=at)
    kept = AgainSuggestion.objects.filter(problem=ground.problem).values().get()
    Watched.objects.filter(pk=ground.problem.pk).update(weighed_on=CLOSED)
    Watched.objects.update(vocabulary="")
    assert weigh_anew(campaign, by=by, at=at, most=1) == 1
    assert list(Watched.objects.filter(vocabulary="").values_list("pk", flat=True)) == [parking.pk]
    assert AgainSuggestion.objects.filter(problem=ground.problem).values().get() == kept
    assert ground.waiting() == []
    assert weigh_anew(campaign, by=by, at=at, most=1) == 1
    assert not waits_for_weighing(campaign)


def test_a_unit_is_around_a_problem_once_and_so_is_no_unit(ground: Ground) -> None:
    ground.look()
    watched = Watched.objects.get()
    for unit in (None, ground.world.school):
        Around.objects.filter(watched=watched).delete()
        Around.objects.create(watched=watched, unit=unit)
        with pytest.raises(IntegrityError), transaction.atomic():
            Around.objects.create(watched=watched, unit=unit)
