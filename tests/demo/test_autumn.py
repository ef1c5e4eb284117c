"""The demo's autumn, small: a second round is held, one matter comes back, and the verdicts are told for all at once."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test.utils import override_settings
from pytest_django.plugin import DjangoDbBlocker

from huiyin.analysis.effects import Verdict
from huiyin.demo.build import build_demo
from huiyin.demo.library import autumn_words
from huiyin.platform.audit.queries import chain_faults
from huiyin.process.campaigns.models import Campaign
from huiyin.process.effects.models import Effect, EffectRun, ListeningRound
from huiyin.process.effects.queries.rounds import rounds_of
from huiyin.process.effects.rules.words import Kind
from huiyin.process.problems.models import Problem

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


def test_the_round_is_in_the_plan_and_was_heard(campaign: Campaign) -> None:
    assert ListeningRound.objects.get().ask.title == "第二轮听取意见"
    [(_, [row])] = rounds_of(campaign)
    assert row.came >= len(autumn_words()["others"])


def test_the_record_verifies(campaign: Campaign) -> None:
    del campaign
    assert list(chain_faults()) == []
