"""Looks, decisions, undoing, erasing, sealing and closing in any order: nothing is double, and nobody's word is overruled."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiyin.kit.errors import HuiyinError
from huiyin.process.channels.commands import seal_opinion
from huiyin.process.opinions.models import Opinion
from huiyin.process.problems.commands import erase_opinion
from huiyin.process.problems.models import Problem
from huiyin.process.recurrences.commands import decide_again, take_back_again
from huiyin.process.recurrences.models import AgainSuggestion, Decided
from huiyin.process.recurrences.queries import confirmed
from huiyin.process.recurrences.rules.answers import Answer
from tests.process.recurrences.conftest import AGAIN, CLOSED, Ground

pytestmark = pytest.mark.django_db

ACTS = st.lists(
    st.tuples(
        st.sampled_from(
            ["say", "look", "again", "another", "undo", "erase", "seal", "reopen", "close", "withdraw"]
        ),
        st.integers(0, 5),
    ),
    min_size=4,
    max_size=9,
)


class _Model:
    """What the words of persons are by what was done, beside what the database says."""

    def __init__(self, ground: Ground) -> None:
        self.ground, self.said, self.words = ground, list[int](), dict[int, Answer]()
        self.rounds: dict[int, int] = {}
        self.gone: set[int] = set()

    def do(self, act: str, which: int) -> None:
        if act in {"say", "look", "reopen", "close"}:
            getattr(self, act)()
        elif self.said:
            getattr(self, act)(self.said[which % len(self.said)])

    def say(self) -> None:
        self.said += self.ground.say(AGAIN + "急" * len(self.said))
        self.ground.gather()

    def look(self) -> None:
        self.ground.look()

    def reopen(self) -> None:
        Problem.objects.filter(pk=self.ground.problem.pk).update(closed_on=None, state="rectifying")

    def close(self) -> None:
        Problem.objects.filter(pk=self.ground.problem.pk).update(closed_on=CLOSED, state="closed")

    def again(self, pk: int) -> None:
        self._decide(pk, Answer.AGAIN)

    def another(self, pk: int) -> None:
        self._decide(pk, Answer.ANOTHER)

    def _decide(self, pk: int, answer: Answer) -> None:
        try:
            decide_again(
                self.ground.problem,
                pk,
                answer,
                seen=self.rounds.get(pk, 0),
                by=self.ground.office,
                at=self.ground.world.at,
            )
        except HuiyinError:
            return
        self.words[pk], self.rounds[pk] = answer, self.rounds.get(pk, 0) + 1

    def undo(self, pk: int) -> None:
        standing = Decided.objects.filter(opinion=pk, stands=True).first()
        if standing is None or standing.answer == Answer.OPEN:
            return
        take_back_again(standing, by=self.ground.office, at=self.ground.world.at)
        self.words.pop(pk)
        self.rounds[pk] += 1

    def erase(self, pk: int) -> None:
        opinion = Opinion.objects.filter(pk=pk).first()
        if opinion is not None and opinion.salt is not None:
            erase_opinion(
                opinion, ground="本人要求", lawful=True, by=self.ground.world.office, at=self.ground.world.at
            )
            self.gone.add(pk)

    def seal(self, pk: int) -> None:
        opinion = Opinion.objects.filter(pk=pk).first()
        if opinion is not None and opinion.salt is not None:
            seal_opinion(opinion, by=self.ground.office, at=self.ground.world.at)
            self.gone.add(pk)
            self.words.pop(pk, None)
            self.rounds.pop(pk, None)

    def withdraw(self, pk: int) -> None:
        Opinion.objects.filter(pk=pk).update(withdrawn_on=self.ground.world.at.date())

    def holds(self) -> None:
        standing = Decided.objects.filter(stands=True).exclude(answer=Answer.OPEN)
        assert {pk: Answer(said) for pk, said in standing.values_list("opinion_id", "answer")} == self.words
        pairs = list(Decided.objects.values_list("opinion_id", "round"))
        assert len(pairs) == len(set(pairs)) == sum(self.rounds.values())
        rows = list(AgainSuggestion.objects.values_list("problem_id", "opinion_id"))
        assert len(rows) == len(set(rows))
        assert not {opinion for _, opinion in rows} & self.gone
        waiting = self.ground.waiting()
        assert not set(waiting) & self.words.keys()
        out = set(Opinion.objects.filter(withdrawn_on__isnull=False).values_list("pk", flat=True))
        assert not set(waiting) & out
        pk = self.ground.problem.pk
        closed = Problem.objects.filter(pk=pk, closed_on__isnull=False).exists()
        assert closed or not waiting
        yes = {opinion for opinion, word in self.words.items() if word is Answer.AGAIN} - out
        assert set(confirmed([pk]).get(pk, [])) == (yes if closed else set())


@settings(
    max_examples=4,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(acts=ACTS)
def test_whatever_happens_in_whatever_order(ground: Ground, acts: list[tuple[str, int]]) -> None:

    with transaction.atomic():
        model = _Model(ground)
        model.say()
        model.look()
        for act, which in acts:
            model.do(act, which)
            model.holds()
        # A look finds nothing that somebody has answered, and says the same the second time.
        ground.look()
        model.holds()
        before = list(AgainSuggestion.objects.order_by("pk").values_list("problem_id", "opinion_id"))
        ground.look()
        assert list(AgainSuggestion.objects.order_by("pk").values_list("problem_id", "opinion_id")) == before
        transaction.set_rollback(True)
