"""A complaint can be made from every page, by nobody in particular, and only the inspectors read it."""

from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.test import Client

from huiyin.platform.orgs.rules.rights import Role
from huiyin.process.answers.models import Receipt
from huiyin.process.campaigns.commands import start_campaign
from huiyin.process.campaigns.models import Campaign
from huiyin.process.channels.commands.complaining import COMPLAINT
from huiyin.process.channels.rules.tokens import make_token
from huiyin.process.opinions.models import Opinion
from huiyin.web.about import complaining
from tests.web.conftest import SignedIn
from tests.world import TEMPLATE, World

pytestmark = pytest.mark.django_db

WORDS = "五月二十日活动办要各校一天报三次人数，还要拍照"


@pytest.fixture(autouse=True)
def _a_minute_of_its_own() -> None:
    complaining._taken.clear()


@pytest.fixture
def token(monkeypatch: pytest.MonkeyPatch, at: datetime) -> str:
    """Of a form that somebody has looked at for a minute."""
    monkeypatch.setattr(complaining, "now", lambda: at)
    return make_token(settings.HUIYIN_GIVERS_KEY, COMPLAINT, b"n" * 16, at - timedelta(minutes=1))


def test_the_words_go_to_the_inspectors_alone(world: World, token: str, signed_in: SignedIn) -> None:
    page = Client().get("/complain")
    assert "督导组" in page.text
    assert not page.cookies
    answer = Client().post("/complain", {"token": token, "text": WORDS})
    assert answer.status_code == 200
    assert "请保存回执码" in answer.text
    assert not answer.cookies
    opinion = Opinion.objects.get()
    assert (opinion.body, opinion.about_id, opinion.channel) == (WORDS, world.bureau.pk, COMPLAINT)
    assert Receipt.objects.count() == 1
    assert WORDS in signed_in(Role.SUPERVISION).get("/c/mass-line/opinions").text
    assert WORDS not in signed_in(Role.OFFICE).get("/c/mass-line/opinions").text


def test_sent_twice_it_is_one_complaint(world: World, token: str) -> None:
    codes = {Client().post("/complain", {"token": token, "text": WORDS}).text for _ in range(2)}
    assert len(codes) == 1
    assert Opinion.objects.count() == 1


@pytest.mark.parametrize("wrong", ["", "x", "A" * 48])
def test_a_form_that_is_too_old_or_no_form_keeps_the_words(world: World, token: str, wrong: str) -> None:
    answer = Client().post("/complain", {"token": wrong, "text": WORDS})
    assert answer.status_code == 422
    assert WORDS in answer.text
    assert Opinion.objects.count() == 0


def test_too_little_and_too_much_is_said_so(world: World, token: str) -> None:
    for text in ("", "长" * 7001):
        answer = Client().post("/complain", {"token": token, "text": text})
        assert answer.status_code == 422
    assert Opinion.objects.count() == 0


def test_of_several_campaigns_one_is_chosen(world: World, token: str, at: datetime) -> None:
    start_campaign(TEMPLATE, code="second", name="另一活动", root=world.school, by=world.office, at=at)
    assert "另一活动" in Client().get("/complain").text
    unchosen = Client().post("/complain", {"token": token, "text": WORDS})
    assert unchosen.status_code == 422
    Client().post("/complain", {"token": token, "text": WORDS, "campaign": "second"})
    assert Opinion.objects.get().about_id == world.school.pk
    Campaign.objects.filter(code="second").update(closed_on=at.date())
    assert "另一活动" not in Client().get("/complain").text


def test_without_a_campaign_it_says_whom_to_ask(db: None) -> None:
    assert "还没有活动" in Client().get("/complain").text
    assert Client().post("/complain", {"text": WORDS}).status_code == 200


def test_a_flood_is_slowed_down(world: World, token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(complaining.MOST_A_MINUTE):
        assert not complaining._too_many()
    answer = Client().post("/complain", {"token": token, "text": WORDS})
    assert answer.status_code == 422
    assert WORDS in answer.text


def test_every_page_leads_there(world: World, signed_in: SignedIn) -> None:
    for page in (
        Client().get("/sign-in"),
        signed_in(Role.OFFICE).get("/c/mass-line/"),
        Client().get("/complain"),
    ):
        assert 'href="/complain' in page.text
        assert 'href="/about/five-bans' in page.text
