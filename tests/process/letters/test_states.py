"""Whatever is tried in whatever order, an answer stands in one of four states, and the gate's fact says the same as the letter."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiyin.kit.errors import Refused
from huiyin.process.letters.commands import look_at_answer
from huiyin.process.letters.models import Finding, FindingAnswer
from huiyin.process.letters.queries import record_of
from huiyin.process.letters.queries.facts import facts
from huiyin.process.letters.rules.states import TO_ANSWER, FindingState, finding_state
from tests.process.letters.conftest import Post

ACTS = st.lists(
    st.tuples(st.sampled_from(["answer", "accept", "again"]), st.sampled_from([1, 2])), max_size=10
)
_NEXT = {
    (FindingState.OPEN, "answer"): FindingState.ANSWERED,
    (FindingState.AGAIN, "answer"): FindingState.ANSWERED,
    (FindingState.ANSWERED, "accept"): FindingState.ACCEPTED,
    (FindingState.ANSWERED, "again"): FindingState.AGAIN,
}


@pytest.mark.django_db
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_only_what_the_state_allows_changes_it(post: Post, acts: list[tuple[str, int]]) -> None:
    letter, at = post.issued(), post.world.at
    stands = {1: FindingState.OPEN, 2: FindingState.OPEN}
    for act, number in acts:
        rounds = FindingAnswer.objects.filter(finding__letter=letter, finding__number=number).count()
        try:
            if act == "answer":
                post.answer(letter, number)
            else:
                finding = post.finding(letter, number)
                look_at_answer(finding, rounds, "再答", accepted=act == "accept", by=post.one, at=at)
        except Refused:
            assert (stands[number], act) not in _NEXT
        else:
            stands[number] = _NEXT[stands[number], act]
    shown = {row.number: row.state for row in record_of(letter).findings}
    assert shown == stands
    for state in FindingState:
        rows = Finding.objects.filter(letter=letter).in_state(state)
        assert {one.number for one in rows} == {number for number, now in stands.items() if now is state}
    part = post.part()
    open_ = Finding.objects.filter(letter__participation=part).in_state(*TO_ANSWER).exists()
    told = facts([part], date(2014, 5, 23))[part.pk]["supervision.findings_answered"].value
    assert told is not open_


def test_the_last_look_says_how_an_answer_stands() -> None:
    assert finding_state([]) is FindingState.OPEN
    assert finding_state([None]) is FindingState.ANSWERED
    assert finding_state([False]) is FindingState.AGAIN
    assert finding_state([False, None]) is FindingState.ANSWERED
    assert finding_state([False, True]) is FindingState.ACCEPTED
