"""What gates learn of a unit's rectification."""

from datetime import date, timedelta

import pytest

from huiyin.process.campaigns.models import Participation
from huiyin.process.campaigns.rules.judging import Known
from huiyin.process.problems.models import Problem
from huiyin.process.rectification.models import Extension, Measure, Step
from huiyin.process.rectification.queries.facts import FACTS, facts
from tests.process.rectification.conftest import Ledger

pytestmark = pytest.mark.django_db


@pytest.fixture
def part(ledger: Ledger) -> Participation:
    world = ledger.world
    return Participation.objects.create(
        campaign=world.campaign, unit=world.school, tier="unit", since=world.at.date()
    ) if not Participation.objects.filter(unit=world.school).exists() else Participation.objects.get(unit=world.school)  # fmt: skip


def known(part: Participation, on: date) -> dict[str, Known]:
    return facts([part], on)[part.pk]


def test_what_was_closed_in_time_and_how_long_it_took(ledger: Ledger, part: Participation) -> None:
    ledger.close()
    due = ledger.today + timedelta(days=30)
    assert "rectification.closed_share" not in known(part, ledger.today)
    found = known(part, due)
    assert set(found) == set(FACTS)
    assert found["rectification.closed_share"] == Known(1.0, 1)
    assert found["rectification.complete_share"] == Known(1.0, 1)
    assert found["rectification.median_days"] == Known(0.0)
    assert found["rectification.overdue_unexplained"] == Known(0)
    assert (found["rectification.returned"], found["rectification.reopened"]) == (Known(0), Known(0))


def test_what_is_late_counts_until_a_later_date_is_asked_for(ledger: Ledger, part: Participation) -> None:
    due = ledger.today
    Problem.objects.update(state="rectifying", due_on=due)
    on = due + timedelta(days=1)
    assert known(part, on)["rectification.overdue_unexplained"] == Known(1)
    assert known(part, on)["rectification.closed_share"] == Known(0.0, 1)
    Extension.objects.create(
        problem=ledger.problem,
        was=due,
        wanted=on + timedelta(days=9),
        reason="工期",
        asked_by="x",
        asked_on=on,
    )
    assert known(part, on)["rectification.overdue_unexplained"] == Known(0)


def test_what_is_kept_up_for_good_is_never_due(ledger: Ledger, part: Participation) -> None:
    Problem.objects.update(state="rectifying", due_on=ledger.today, horizon="lasting")
    assert "rectification.closed_share" not in known(part, ledger.today)


def test_a_measure_without_a_doer_is_not_whole(ledger: Ledger, part: Participation) -> None:
    for number, doer in enumerate(("总务主任", ""), start=1):
        Measure.objects.create(
            problem=ledger.problem, round=1, number=number, what="公示", doer=doer, until=ledger.today, result="有",
            shape="a", by="x", on=ledger.today,
        )  # fmt: skip
    assert known(part, ledger.today)["rectification.complete_share"] == Known(0.5, 2)


def test_returns_and_reopenings_are_counted_up_to_the_day(ledger: Ledger, part: Participation) -> None:
    for act in ("return", "return", "reopen"):
        Step.objects.create(
            problem=ledger.problem, round=1, act=act, before="awaiting", after="returned", role="office", by="x",
            on=ledger.today,
        )  # fmt: skip
    found = known(part, ledger.today)
    assert (found["rectification.returned"], found["rectification.reopened"]) == (Known(2), Known(1))
    before = known(part, ledger.today - timedelta(days=1))
    assert before["rectification.returned"] == Known(0)


def test_nobody_asks_for_nothing() -> None:
    assert facts([], date(2014, 6, 1)) == {}
