"""The sum that must hold (SPEC rule 2), through a random life of a handful of opinions."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from huiyin.kit.errors import Refused
from huiyin.process.opinions.commands import mark_duplicate, settle_opinion, withdraw_opinion
from huiyin.process.opinions.models import Decision, Opinion
from huiyin.process.opinions.queries import balance
from huiyin.process.opinions.rules.disposition import SETTLEMENTS, Disposition, disposition_of
from huiyin.process.problems.commands import (
    Decided,
    Into,
    Repeats,
    Settled,
    Stay,
    Wording,
    decide_opinion,
    link_opinions,
    merge_problems,
    raise_problem,
    split_problem,
    undo_decision,
    undo_merge,
    undo_split,
    unlink_opinions,
)
from huiyin.process.problems.models import Link, Problem
from huiyin.process.problems.queries import problem_rows
from tests.world import World, build_world

pytestmark = pytest.mark.django_db

AT = datetime(2014, 5, 23, 4, 0, tzinfo=UTC)
WORDING = Wording(title="食堂饭菜贵", source="masses")
INDEX = st.integers(0, 5)


class Life(RuleBasedStateMachine):
    """Six opinions, and everything that can be done to them; refusals are fine, a broken sum is not."""

    @initialize()
    def begin(self) -> None:
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.world: World = build_world(AT)
        self.pks = [opinion.pk for opinion in self.world.take(*(f"第{n}件事没有人管" for n in range(6)))]

    def teardown(self) -> None:
        if hasattr(self, "savepoint"):
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)

    def opinion(self, index: int) -> Opinion:
        return Opinion.objects.get(pk=self.pks[index])

    def attempt(self, act: object, *arguments: object, **named: object) -> None:
        try:
            with transaction.atomic():
                act(*arguments, by=self.world.office, at=AT, **named)  # type: ignore[operator]
        except Refused:
            pass

    @rule(index=INDEX, as_=st.sampled_from([None, *SETTLEMENTS]))
    def settle(self, index: int, as_: Disposition | None) -> None:
        self.attempt(settle_opinion, self.opinion(index), as_=as_, why="已当面说明")

    @rule(index=INDEX, of=st.none() | INDEX)
    def duplicate(self, index: int, of: int | None) -> None:
        self.attempt(mark_duplicate, self.opinion(index), of=None if of is None else self.opinion(of))

    @rule(index=INDEX)
    def withdraw(self, index: int) -> None:
        self.attempt(withdraw_opinion, self.opinion(index))

    @rule(indexes=st.sets(INDEX))
    def raise_(self, indexes: set[int]) -> None:
        self.attempt(
            raise_problem, self.world.campaign, WORDING, opinions=[self.pks[index] for index in indexes]
        )

    @precondition(lambda self: Problem.objects.exists())
    @rule(problem=INDEX, indexes=st.sets(INDEX))
    def link(self, problem: int, indexes: set[int]) -> None:
        self.attempt(link_opinions, self.problem(problem), [self.pks[index] for index in indexes])

    @rule(
        index=INDEX,
        as_=st.none() | st.sampled_from(SETTLEMENTS),
        concern=st.sampled_from(["", "advice", "claim"]),
    )
    def decide(self, index: int, as_: Disposition | None, concern: str) -> None:
        then = Stay() if as_ is None else Settled(as_, "已当面说明")
        decided = Decided("X1", "", specific=True, then=then, concern=concern)
        self.attempt(decide_opinion, self.opinion(index), decided)

    @rule(index=INDEX, of=INDEX)
    def decide_repeats(self, index: int, of: int) -> None:
        then = Repeats(self.opinion(of))
        self.attempt(decide_opinion, self.opinion(index), Decided("", "", specific=False, then=then))

    @precondition(lambda self: Problem.objects.exists())
    @rule(index=INDEX, problem=INDEX)
    def decide_into(self, index: int, problem: int) -> None:
        then = Into(self.problem(problem))
        self.attempt(decide_opinion, self.opinion(index), Decided("", "", specific=False, then=then))

    @rule(index=INDEX)
    def undo(self, index: int) -> None:
        self.attempt(undo_decision, self.opinion(index))

    @precondition(lambda self: Problem.objects.exists())
    @rule(problem=INDEX, indexes=st.sets(INDEX))
    def unlink(self, problem: int, indexes: set[int]) -> None:
        self.attempt(unlink_opinions, self.problem(problem), [self.pks[index] for index in indexes])

    @precondition(lambda self: Problem.objects.exists())
    @rule(into=INDEX, other=INDEX)
    def merge(self, into: int, other: int) -> None:
        self.attempt(merge_problems, self.problem(into), [self.problem(other)])

    @precondition(lambda self: Problem.objects.exists())
    @rule(problem=INDEX)
    def unmerge(self, problem: int) -> None:
        self.attempt(undo_merge, self.problem(problem))

    @precondition(lambda self: Problem.objects.exists())
    @rule(problem=INDEX, indexes=st.sets(INDEX))
    def split(self, problem: int, indexes: set[int]) -> None:
        self.attempt(split_problem, self.problem(problem), [self.pks[index] for index in indexes], WORDING)

    @precondition(lambda self: Problem.objects.exists())
    @rule(problem=INDEX)
    def unsplit(self, problem: int) -> None:
        self.attempt(undo_split, self.problem(problem))

    def problem(self, index: int) -> Problem:
        problems = Problem.objects.order_by("number")
        return problems[index % problems.count()]

    @invariant()
    def the_sum_holds(self) -> None:
        if hasattr(self, "world"):
            found = balance(self.world.campaign)
            assert found.holds
            assert found.received == 6

    @invariant()
    def each_is_in_the_one_place_that_its_facts_make(self) -> None:
        for opinion in Opinion.objects.all():
            linked = Link.objects.filter(opinion=opinion).exists()
            assert opinion.linked == linked
            assert opinion.disposition == disposition_of(
                withdrawn=opinion.withdrawn_on is not None,
                duplicate=opinion.duplicate_of_id is not None,
                linked=linked,
                settled_as=opinion.settled_as,
            )

    @invariant()
    def the_round_that_counts_is_the_opinions_own(self) -> None:
        for opinion in Opinion.objects.all():
            rounds = (
                Decision.objects.filter(opinion=opinion).order_by("round").values_list("round", flat=True)
            )
            assert list(rounds) == list(range(1, opinion.triage_round + 1))

    @invariant()
    def what_is_taken_back_leaves_the_labels_that_count_again(self) -> None:
        rows = {(one.opinion_id, one.round): one for one in Decision.objects.all()}
        nothing = Decision(focus="", topic="", concern="", specific=False)
        for one in rows.values():
            if one.taken_back:
                again = rows.get((one.opinion_id, one.restores), nothing)
                assert (one.focus, one.concern, one.specific) == (again.focus, again.concern, again.specific)

    @invariant()
    def no_linked_opinion_is_lost_from_the_ledger(self) -> None:
        if hasattr(self, "world"):
            shown = {opinion for row in problem_rows(self.world.campaign) for opinion in row.opinions}
            assert shown == set(Link.objects.values_list("opinion_id", flat=True))


def test_the_sum_holds_through_any_life() -> None:
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=25, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


def test_out_of_scope_says_why(world: World) -> None:
    opinion = world.take("门口的公路坑太多")[0]
    with pytest.raises(Refused, match="理由"):
        settle_opinion(opinion, as_=Disposition.OUT_OF_SCOPE, why=" ", by=world.office, at=world.at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Opinion.objects.filter(pk=opinion.pk).update(settled_as="out_of_scope")


@pytest.mark.parametrize(
    "part", [Disposition.LINKED, Disposition.WITHDRAWN, Disposition.DUPLICATE, Disposition.WAITING]
)
def test_what_another_act_makes_is_not_set_by_hand(world: World, part: Disposition) -> None:
    opinion = world.take("食堂饭菜太贵")[0]
    with pytest.raises(Refused):
        settle_opinion(opinion, as_=part, why="已说明", by=world.office, at=world.at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Opinion.objects.filter(pk=opinion.pk).update(settled_as=part.value)


def test_duplicates_do_not_chain(world: World) -> None:
    one, two, three = world.take("食堂贵", "食堂饭菜贵", "食堂太贵")
    mark_duplicate(two, of=one, by=world.office, at=world.at)
    with pytest.raises(Refused, match="最初"):
        mark_duplicate(three, of=two, by=world.office, at=world.at)
    with pytest.raises(Refused, match="先改"):
        mark_duplicate(one, of=three, by=world.office, at=world.at)
