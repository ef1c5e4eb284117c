"""A person's word on what was said again: whose it is, that no later look overrules it, and what follows from it."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from huiyin.kit.errors import Conflict, NotAllowed, Refused
from huiyin.platform.audit.models import Record
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.channels.commands import seal_opinion
from huiyin.process.opinions.models import Opinion
from huiyin.process.problems.commands import erase_opinion
from huiyin.process.problems.models import Link, Problem
from huiyin.process.recurrences.access import visible_suggestions
from huiyin.process.recurrences.commands import (
    decide_again,
    link_confirmed,
    put_off_again,
    raise_again,
    take_back_again,
)
from huiyin.process.recurrences.models import AgainSuggestion, Decided
from huiyin.process.recurrences.queries import confirmed, counts, hits
from huiyin.process.recurrences.rules.answers import Answer
from tests.process.recurrences.conftest import AGAIN, CLOSED, Ground

pytestmark = pytest.mark.django_db


def say(ground: Ground, opinion: int, answer: Answer, seen: int = 0, by: Actor | None = None) -> Decided:
    return decide_again(
        ground.problem, opinion, answer, seen=seen, by=by or ground.office, at=ground.world.at
    )


def test_a_confirmed_one_counts_and_a_rejected_one_never_comes_back(ground: Ground) -> None:
    yes, no, open_ = ground.hear(AGAIN, AGAIN + "急", AGAIN + "在线等")
    say(ground, yes, Answer.AGAIN)
    say(ground, no, Answer.ANOTHER, by=ground.inspector)
    pk = ground.problem.pk
    assert confirmed([pk]) == {pk: [yes]}
    assert (counts([pk])[pk].confirmed, counts([pk])[pk].rejected, counts([pk])[pk].waiting) == (1, 1, 1)
    AgainSuggestion.objects.filter(opinion=open_).delete()
    ground.hear(AGAIN + "谢谢")
    assert no not in ground.waiting()
    assert yes not in ground.waiting()
    assert AgainSuggestion.objects.filter(opinion__in=[yes, no]).count() == 2
    act = Record.objects.filter(act="recurrence.decided")
    assert act.count() == 2


def test_taking_back_is_a_word_more(ground: Ground) -> None:
    [pk] = ground.hear(AGAIN)
    said = say(ground, pk, Answer.ANOTHER)
    back = take_back_again(said, by=ground.inspector, at=ground.world.at)
    assert list(Decided.objects.order_by("round").values_list("round", "answer", "stands")) == [
        (1, "another", False),
        (2, "", True),
    ]
    assert ground.waiting() == [pk]
    with pytest.raises(Refused):
        take_back_again(back, by=ground.office, at=ground.world.at)
    with pytest.raises(Conflict):
        take_back_again(said, by=ground.office, at=ground.world.at)
    again = say(ground, pk, Answer.AGAIN, seen=2)
    assert again.round == 3
    assert confirmed([ground.problem.pk]) == {ground.problem.pk: [pk]}


def test_two_who_say_it_at_once_are_told(ground: Ground) -> None:
    [pk] = ground.hear(AGAIN)
    say(ground, pk, Answer.AGAIN)
    with pytest.raises(Conflict):
        say(ground, pk, Answer.ANOTHER)
    with pytest.raises(Conflict):
        say(ground, pk, Answer.AGAIN, seen=1)


@pytest.mark.parametrize("role", [Role.HEAD, Role.CLERK, Role.MEMBER, Role.LEADER, Role.DISCIPLINE])
def test_whose_it_is_not(ground: Ground, role: Role) -> None:
    [pk] = ground.hear(AGAIN)
    school = ground.world.school.path
    scope = ground.world.bureau.path if role is Role.LEADER else school
    own = frozenset() if role is Role.LEADER else frozenset({school})
    by = Actor("somebody", role, scope, own=own)
    with pytest.raises(NotAllowed):
        say(ground, pk, Answer.AGAIN, by=by)
    assert not visible_suggestions([by], ground.world.campaign).exists()


def test_nobody_judges_their_own_unit(ground: Ground) -> None:
    [pk] = ground.hear(AGAIN)
    own = Actor("office-1", Role.OFFICE, ground.world.bureau.path, own=frozenset({ground.world.school.path}))
    with pytest.raises(NotAllowed):
        say(ground, pk, Answer.AGAIN, by=own)
    assert not visible_suggestions([own], ground.world.campaign).exists()
    assert visible_suggestions([ground.office], ground.world.campaign).count() == 1
    assert visible_suggestions([ground.inspector], ground.world.campaign).count() == 1


def test_only_what_was_raised_after_the_closing(ground: Ground) -> None:
    earlier, later = ground.hear(AGAIN, on=CLOSED) + ground.hear("食堂的菜太咸")
    with pytest.raises(Refused):
        say(ground, earlier, Answer.AGAIN)
    assert say(ground, later, Answer.AGAIN).machine == ""
    Problem.objects.filter(pk=ground.problem.pk).update(closed_on=None)
    with pytest.raises(Refused):
        say(ground, later, Answer.ANOTHER, seen=1)


def test_put_off_goes_behind(ground: Ground) -> None:
    ground.hear(AGAIN)
    row = AgainSuggestion.objects.get()
    put_off_again(row, by=ground.office, at=ground.world.at)
    row.refresh_from_db()
    assert row.put_off == 1
    assert AgainSuggestion.objects.waiting().count() == 1


def test_what_came_back_is_a_new_problem_of_the_same_number(ground: Ground) -> None:
    one, two = ground.hear(AGAIN, AGAIN + "急")
    with pytest.raises(Refused):
        raise_again(ground.problem, "又没有热水", by=ground.office, at=ground.world.at)
    say(ground, one, Answer.AGAIN)
    again = raise_again(ground.problem, "又没有热水", by=ground.office, at=ground.world.at)
    assert again.number == f"{ground.problem.number}-2"
    assert again.follows_id == ground.problem.pk
    assert set(Link.objects.filter(problem=again).values_list("opinion_id", flat=True)) == {one}
    ground.problem.refresh_from_db()
    assert (ground.problem.state, ground.problem.closed_on) == ("came_back", CLOSED)
    say(ground, two, Answer.AGAIN)
    assert link_confirmed(ground.problem, by=ground.office, at=ground.world.at) == 1
    assert link_confirmed(ground.problem, by=ground.office, at=ground.world.at) == 0
    ground.look()
    assert confirmed([ground.problem.pk]) == {ground.problem.pk: sorted([one, two])}


def test_inspectors_say_it_and_the_office_links(ground: Ground) -> None:
    [pk] = ground.hear(AGAIN)
    say(ground, pk, Answer.AGAIN, by=ground.inspector)
    again = raise_again(ground.problem, "又没有热水", by=ground.inspector, at=ground.world.at)
    assert not Link.objects.filter(problem=again).exists()
    assert link_confirmed(ground.problem, by=ground.office, at=ground.world.at) == 1


def test_the_words_go_and_what_was_said_of_them_stays(ground: Ground) -> None:
    [pk] = ground.hear(AGAIN)
    say(ground, pk, Answer.AGAIN)
    opinion = Opinion.objects.get(pk=pk)
    erase_opinion(opinion, ground="本人要求", lawful=True, by=ground.world.office, at=ground.world.at)
    assert not AgainSuggestion.objects.exists()
    assert confirmed([ground.problem.pk]) == {ground.problem.pk: [pk]}
    ground.look()
    assert ground.waiting() == []


def test_an_accusation_takes_everything_along(ground: Ground) -> None:
    pk, other = ground.hear(AGAIN, AGAIN + "急")
    say(ground, pk, Answer.ANOTHER)
    say(ground, other, Answer.ANOTHER)
    seal_opinion(Opinion.objects.get(pk=pk), by=ground.office, at=ground.world.at)
    assert list(Decided.objects.values_list("opinion_id", flat=True)) == [other]
    assert list(AgainSuggestion.objects.values_list("opinion_id", flat=True)) == [other]


def test_the_database_keeps_what_was_said(ground: Ground) -> None:
    [pk] = ground.hear(AGAIN)
    said = say(ground, pk, Answer.AGAIN)
    for change in (
        lambda: Decided.objects.filter(pk=said.pk).update(answer=Answer.ANOTHER),
        lambda: Decided.objects.filter(pk=said.pk).delete(),
        lambda: Decided.objects.filter(pk=said.pk).update(decided_on=date(2014, 1, 1)),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_how_often_the_machine_was_right(ground: Ground) -> None:
    pks = ground.hear(*(AGAIN + "急" * n for n in range(1, 11)))
    for at, pk in enumerate(pks[:9]):
        say(ground, pk, Answer.AGAIN if at else Answer.ANOTHER)
    assert (hits(ground.world.campaign).all.k, hits(ground.world.campaign).all.n) == (8, 9)
    assert hits(ground.world.campaign).all.shown is None
    say(ground, pks[9], Answer.AGAIN)
    assert hits(ground.world.campaign).all.shown == 0.9
