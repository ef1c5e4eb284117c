"""What was done, under the receipt, and the giver's word on it."""

import re
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from huiyin.process.answers.models import Message
from huiyin.process.campaigns.rules.life import Act
from huiyin.process.opinions.models import Opinion
from huiyin.process.problems.commands import Wording, erase_opinion, raise_problem
from huiyin.process.rectification.commands import Said, uphold_fix
from tests.process.rectification.conftest import WHY, Ledger
from tests.web.giving.conftest import Send, code_in
from tests.world import World

pytestmark = pytest.mark.django_db
STILL = "菜价牌挂了一天就摘了"


def post(path: str, **fields: str) -> HttpResponse:
    client = Client()
    answer = client.post(path, fields)
    assert not client.cookies
    return answer  # type: ignore[return-value]


@pytest.fixture
def code(send: Send) -> str:
    return code_in(send())


@pytest.fixture
def ledger(world: World, code: str) -> Ledger:
    """The problem that came of the opinion, drafted."""
    wording = Wording(title="食堂菜价不公开", source="masses", manifestation="不知道每餐多少钱", checked=True)
    matter = Opinion.objects.get().pk
    problem = raise_problem(
        world.campaign, wording, opinions=[matter], owner=world.school, by=world.office, at=world.at
    )
    return Ledger(world, problem, world.at)


def rate(code: str, said: str, why: str = "", number: str = "2014-001") -> HttpResponse:
    return post("/r/rate", code=code, number=number, said=said, why=why)


def text_of(answer: HttpResponse) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


def test_it_says_what_is_done_in_words_and_names_nobody(code: str, ledger: Ledger) -> None:
    page = text_of(post("/r", code=code))
    assert "列为问题 2014-001" in page
    assert "整改目标" not in page
    assert "改好了没有" not in page
    ledger.decide()
    ledger.claim()
    measure = ledger.plan()
    ledger.step(Act.START, ledger.world.clerk)
    page = text_of(post("/r", code=code))
    assert "云河市第三中学 要在 2014 年 6 月 22 日前改好" in page
    assert "要改成什么样： 食堂价格公开" in page
    assert "还有 1 项在办" in page
    ledger.prove(measure)
    page = text_of(post("/r", code=code))
    assert "每周一公示食堂菜价 5 月 23 日" in page
    assert "总务主任" not in page
    assert "head-3" not in page


def test_it_is_rated_and_rated_again(code: str, ledger: Ledger) -> None:
    assert "还在整改" in rate(code, "satisfied").text
    ledger.hand_in()
    page = post("/r", code=code)
    assert "改好了没有，请您说" in page.text
    assert "没有真改，请重新整改" in page.text
    answer = rate(code, "rather")
    assert "已经收到您的评价" in answer.text
    assert "您评价： 比较满意" in text_of(answer).replace("您评价：比较满意", "您评价： 比较满意")
    assert "您说没有真改" in rate(code, "not_fixed", STILL).text
    assert [one.kind for one in Message.objects.order_by("turn")] == ["rating", "not_fixed"]
    assert "往来" not in post("/r", code=code).text


@pytest.mark.parametrize(
    ("said", "why", "word"),
    [("not_fixed", "", "哪里没有改"), ("satisfied", STILL, "同时选"), ("", "", "先选一项")],
)
def test_what_is_refused_keeps_what_was_written(
    code: str, ledger: Ledger, said: str, why: str, word: str
) -> None:
    ledger.hand_in()
    page = rate(code, said, why)
    assert page.status_code == 422
    assert word in page.text
    assert why in page.text
    assert not said or f'value="{said}" checked' in page.text
    assert not Message.objects.exists()


def test_what_a_person_decided_is_told(code: str, ledger: Ledger) -> None:
    ledger.hand_in()
    rate(code, "not_fixed", STILL)
    page = post("/r", code=code).text
    assert "经办人看过以后" in page
    uphold_fix(ledger.now(), 1, "已换成电子屏，请再看", by=ledger.inspector, at=ledger.at)
    page = post("/r", code=code).text
    assert "决定维持" in page
    assert "已换成电子屏，请再看" in page
    ledger.step(Act.ACCEPT, ledger.world.office, Said(WHY))
    assert "问题 2014-001 验收通过" in post("/r", code=code).text
    until = ledger.today + timedelta(days=20)
    ledger.step(Act.REOPEN, ledger.inspector, Said(WHY, reason_code="givers", until=until))
    page = text_of(post("/r", code=code))
    assert "没有真改，已决定重新整改" in page
    assert "正在重新整改（第 2 轮）" in page
    assert "要在 2014 年 6 月 12 日前改好" in page
    assert "改好了没有" not in page
    assert WHY not in page


def test_the_page_is_light_and_asks_the_database_little(
    code: str, ledger: Ledger, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    ledger.hand_in()
    rate(code, "not_fixed", STILL)
    with django_assert_max_num_queries(16):
        page = post("/r", code=code)
    assert len(page.content) < 30_000
    assert "<script" not in page.text
    english = post("/r", code=code, language="en").text
    assert "isn't really fixed" in english.replace("&#x27;", "'")


def test_an_address_without_a_code_leads_to_the_box(code: str) -> None:
    assert Client().get("/r/rate").status_code == 302


def test_nothing_more_is_asked_of_words_that_are_gone(code: str, ledger: Ledger) -> None:
    ledger.hand_in()
    office = ledger.world.office
    erase_opinion(Opinion.objects.get(), ground="依法", lawful=True, by=office, at=ledger.at)
    page = post("/r", code=code).text
    assert "原话已删除" in page
    assert "补充情况" not in page
    assert "改好了没有" not in page
