"""Whoever votes: the code, the ballot, the thanks; no cookie, no script, and nothing said before it is kept."""

import logging
import re
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.test import Client

from huiyin.kit import clock
from huiyin.process.ballots.models import Ballot, Slip
from huiyin.process.ballots.rules.codes import fresh_code, printed
from huiyin.web.ballots import casting
from tests.web.ballots.conftest import Running, marks

pytestmark = pytest.mark.django_db
SECONDS = 4


@pytest.fixture
def voter() -> Client:
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading takes a while."""
    passed = [0]

    def now() -> object:
        passed[0] += SECONDS
        return clock.now() + timedelta(seconds=passed[0])

    monkeypatch.setattr(casting, "now", now)


def token_of(page: str) -> str:
    found = re.search(r'name="token" value="([^"]+)"', page)
    assert found
    return found[1]


def opened(voter: Client, code: str, **more: str) -> dict[str, str]:
    """What the ballot's form sends beside the marks."""
    token = token_of(voter.get("/vote").text)
    page = voter.post("/vote", {"code": code, "token": token, **more})
    assert page.status_code == 200
    assert "我不是该单位班子成员" in page.text or more
    return {"code": code, "token": token_of(page.text), **more}


def sent(level: str = "satisfied", **more: str) -> dict[str, str]:
    return {f"mark-{item}": code for item, code in marks(level).items()} | {"not_member": "yes", **more}


@pytest.mark.usefixtures("later")
def test_a_code_opens_a_ballot_that_is_cast_once(running: Running, voter: Client) -> None:
    code = printed(running.codes[0]).lower()
    form = opened(voter, code)
    answer = voter.post("/vote/cast", {**form, **sent("rather")})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/vote/thanks")
    assert "票已投出" in voter.get("/vote/thanks").text
    assert Ballot.objects.get().marks.startswith("overall=rather;")
    again = voter.post("/vote/cast", {**form, **sent()})
    assert again.status_code == 422
    assert "这个票码不能用" in again.text
    assert Ballot.objects.count() == 1
    assert not voter.cookies


@pytest.mark.usefixtures("later")
def test_a_wrong_code_gets_the_same_sentence_always(running: Running, voter: Client) -> None:
    form = opened(voter, running.codes[0])
    voter.post("/vote/cast", {**form, **sent()})
    said = set()
    for wrong in ("x", running.codes[0], fresh_code("another"), running.codes[1][:-1] + "?"):
        page = voter.post("/vote", {"code": wrong, "token": token_of(voter.get("/vote").text)})
        assert page.status_code == 422
        said |= set(re.findall(r'role="alert"[^>]*>([^<]+)<', page.text))
    assert said == {"这个票码不能用：已经投过，或抄错了。请对照纸条再看一遍。"}


def test_a_form_sent_too_fast_waits_with_its_code(running: Running, voter: Client) -> None:
    code = running.codes[0]
    token = token_of(voter.get("/vote").text)
    page = voter.post("/vote", {"code": code, "token": token})
    assert "过三秒" in page.text
    assert code in page.text
    assert token_of(page.text) == token


@pytest.mark.usefixtures("later")
def test_no_form_but_ours_is_taken(running: Running, voter: Client) -> None:
    for address in ("/vote", "/vote/cast"):
        page = voter.post(address, {"code": running.codes[0], "token": "x", **sent()})
        assert page.status_code == 422
        assert "我不是该单位班子成员" not in page.text
    assert not Ballot.objects.exists()


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"not_member": ""}, "班子成员不参加投票"),
        ({"abstains": "yes"}, "只留一样"),
        ({"mark-rules": "splendid"}, "不认识的选项"),
    ],
)
def test_what_is_refused_keeps_the_marks(
    running: Running, voter: Client, wrong: dict[str, str], said: str
) -> None:
    form = opened(voter, running.codes[0])
    page = voter.post("/vote/cast", {**form, **sent(), **wrong})
    assert page.status_code == 422
    assert said in page.text
    assert page.text.count('value="satisfied" checked') == 4 - ("mark-rules" in wrong)
    assert not Ballot.objects.exists()
    voter.post("/vote/cast", {**form, "token": token_of(page.text), **sent()})
    assert Ballot.objects.count() == 1


@pytest.mark.usefixtures("later")
def test_a_blank_ballot_is_cast_when_it_is_meant(running: Running, voter: Client) -> None:
    form = opened(voter, running.codes[0])
    page = voter.post("/vote/cast", {**form, "not_member": "yes"})
    assert "您一项也没有选" in page.text
    assert 'name="blank" value="yes"' in page.text
    voter.post("/vote/cast", {**form, "not_member": "yes", "blank": "yes"})
    assert Ballot.objects.get().marks == ""


@pytest.mark.usefixtures("later")
def test_who_abstains_marks_nothing(running: Running, voter: Client) -> None:
    form = opened(voter, running.codes[0])
    voter.post("/vote/cast", {**form, "not_member": "yes", "abstains": "yes"})
    assert Ballot.objects.get().marks == "abstained"


@pytest.mark.usefixtures("later")
def test_what_couldn_t_be_kept_is_not_acknowledged_and_not_logged(
    running: Running, voter: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    form = opened(voter, running.codes[0])

    def fail(*_: object, **__: object) -> None:
        raise OperationalError("disk full")

    with monkeypatch.context() as patch, caplog.at_level(logging.DEBUG):
        patch.setattr(casting.commands, "cast_ballot", fail)
        page = voter.post("/vote/cast", {**form, **sent("basically")})
    assert page.status_code == 503
    assert "还没有投出" in page.text
    assert page.text.count('value="basically" checked') == 4
    assert not [line for line in caplog.records if line.name.startswith("django.request")]
    voter.post("/vote/cast", {**form, **sent("basically")})
    assert Ballot.objects.count() == 1


@pytest.mark.usefixtures("later")
def test_a_database_that_is_away_is_a_page_too(
    running: Running, voter: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = token_of(voter.get("/vote").text)

    def fail(*_: object, **__: object) -> None:
        raise OperationalError("away")

    monkeypatch.setattr(casting, "slip_of", fail)
    page = voter.post("/vote", {"code": running.codes[0], "token": token})
    assert page.status_code == 503
    assert running.codes[0] in page.text
    assert not page.cookies


@pytest.mark.usefixtures("later")
def test_the_ballot_speaks_english(running: Running, voter: Client) -> None:
    form = opened(voter, running.codes[0], language="en")
    page = voter.post("/vote/cast", {**form, "not_member": ""})
    assert "its members don" in page.text
    assert "satisfaction vote" in page.text
    assert "parent" in page.text
    spoken = re.sub(r'<(\w+)[^>]*lang="zh[^"]*"[^>]*>.*?</\1>', "", page.text)
    assert not re.findall(r"[㐀-鿿]+", spoken.partition("<body>")[2])
    answer = voter.post("/vote/cast", {**form, **sent()})
    assert answer.headers["Location"] == "/vote/thanks?language=en"
    assert "Thank" in voter.get("/vote/thanks?language=en").text


@pytest.mark.usefixtures("later")
def test_on_other_days_the_code_stays_good(running: Running, voter: Client) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(casting, "now", lambda: clock.now() + timedelta(days=1))
        token = token_of(voter.get("/vote").text)
        patch.setattr(casting, "now", lambda: clock.now() + timedelta(days=1, seconds=9))
        page = voter.post("/vote", {"code": running.codes[0], "token": token})
    assert "截止" in page.text
    assert Slip.objects.count() == 20
