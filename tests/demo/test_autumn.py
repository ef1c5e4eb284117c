"""The demo's autumn, small: a second round is held, one matter comes back, and the verdicts are told for all at once."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test.utils import override_settings
from pytest_django.plugin import DjangoDbBlocker

from huiyin.analysis.effects import Verdict
from huiyin.demo.build import build_demo
from huiyin.demo.library import autumn_words
from huiyin.platform.audit.models import Record
from huiyin.platform.audit.queries import chain_faults
from huiyin.process.campaigns.models import Campaign, PlanItem, UnitStage
from huiyin.process.effects.models import Effect, EffectRun, ListeningRound
from huiyin.process.effects.queries.rounds import rounds_of
from huiyin.process.effects.rules.words import Kind
from huiyin.process.figures.models import Figure
from huiyin.process.figures.queries import differences
from huiyin.process.inspections.models import LogEntry, LogPoint
from huiyin.process.inspections.rules.visits import VisitState
from huiyin.process.problems.models import Problem
from huiyin.process.recurrences.models import AgainSuggestion
from huiyin.process.recurrences.queries.counts import hits
from huiyin.process.supervision.models import GateVerdict, Lookback, LookbackReturn, StageDecision
from huiyin.process.supervision.queries import rounds_of as rounds_at_gates

pytestmark = pytest.mark.django_db
SCALE = 0.15


@pytest.fixture(scope="module")
def campaign(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Campaign]:
    hashers = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with django_db_blocker.unblock(), override_settings(PASSWORD_HASHERS=hashers), transaction.atomic():
        build_demo(SCALE, autumn=True)
        yield Campaign.objects.select_related("root").get()
        transaction.set_rollback(True)


def test_one_is_proven_one_came_back_and_of_the_others_it_cant_be_told(campaign: Campaign) -> None:
    rows = list(Effect.objects.latest_of(campaign).filter(kind=Kind.PROBLEM).exclude(verdict=""))
    assert EffectRun.objects.count() == 2
    assert [row.verdict for row in rows].count(Verdict.PROVEN) == 1
    assert any(row.after >= 2 for row in rows)
    assert [row.verdict for row in rows].count(Verdict.NOT_YET) > 1
    assert Problem.objects.filter(follows__isnull=False, raised_on__year=2014, raised_on__month=10).exists()


def test_the_figures_of_the_one_page_are_counted(campaign: Campaign) -> None:
    assert Figure.objects.filter(campaign=campaign).exists()
    assert differences(campaign) == []


def test_the_round_is_in_the_plan_and_was_heard(campaign: Campaign) -> None:
    assert ListeningRound.objects.get().ask.title == "第二轮听取意见"
    [(_, [row])] = rounds_of(campaign)
    assert row.came >= len(autumn_words()["others"])


def test_the_record_verifies_and_is_in_the_order_of_the_days(campaign: Campaign) -> None:
    del campaign
    assert list(chain_faults()) == []
    moments = list(Record.objects.order_by("seq").values_list("at", flat=True))
    assert moments == sorted(moments)


def test_what_the_machine_suggested_was_confirmed_rejected_or_waits(campaign: Campaign) -> None:
    found = hits(campaign).all
    assert 2 <= found.k < found.n
    assert AgainSuggestion.objects.filter(problem__campaign=campaign).undecided().exists()
    back = Problem.objects.filter(follows__isnull=False, raised_on__month=10)
    assert back.count() == 1


def test_the_visit_of_the_yearly_list_was_held_and_became_a_problem_and_a_task(campaign: Campaign) -> None:
    entry = LogEntry.objects.select_related("visit").exclude(visit__list_number="").get()
    assert entry.visit.state == VisitState.HELD
    assert entry.confirmed_on == entry.day == entry.visit.day
    found, demanded = LogPoint.objects.filter(entry=entry).order_by("-kind")
    assert found.problem is not None
    assert found.problem.campaign_id == campaign.pk
    assert found.problem.source == "supervision"
    assert PlanItem.objects.get(ask=demanded.ask).participation.unit_id == entry.visit.unit_id


def test_two_schools_left_the_second_stage_with_a_reason_and_looked_back_in_december(
    campaign: Campaign,
) -> None:
    opened = UnitStage.objects.filter(stage="rectify", opened_on__isnull=False)
    codes = set(opened.values_list("participation__unit__code", flat=True))
    assert codes == {"YH41", "YH44"}
    let = StageDecision.objects.filter(unit_stage__stage="examine", role="leader")
    assert all(one.waived and one.why for one in let)
    assert let.count() == 2
    passed = GateVerdict.objects.get(gate="depth", verdict="pass", round=2)
    [was_returned] = rounds_at_gates(passed.participation, ["depth"])["depth"][1:]
    assert was_returned.points
    assert all(point.done and point.done_on < passed.on for point in was_returned.points)  # type: ignore[operator]
    december = Lookback.objects.filter(sheet="final_looks", participation__campaign=campaign)
    assert set(december.values_list("participation__unit__code", flat=True)) == {"YH41", "YH44"}
    back = LookbackReturn.objects.get(lookback__in=december)
    assert PlanItem.objects.get(ask=back.ask).done_on is None
