"""What everybody reads: no cookie, no script, no sign-in, no word of a draft; by unit, by topic, in both languages."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.campaigns.rules.life import Act
from huiyin.process.problems.commands import Wording, merge_problems, raise_problem
from huiyin.process.publicity.commands import Told, approve_matter, draft_matter, withdraw_matter
from huiyin.process.publicity.models import PublicMatter
from huiyin.process.publicity.rules.matters import Assured, Worded
from huiyin.process.rectification.commands import Said
from huiyin.web.publicity import public
from tests.process.rectification.conftest import SHOWN, WHY, Ledger
from tests.web.conftest import SignedIn
from tests.world import World

pytestmark = pytest.mark.django_db

OTHER = Actor("officer-2", Role.OFFICE)
HERE = "/p/mass-line"


def told(world: World, title: str, at: datetime, *, out: bool = True, **more: object) -> PublicMatter:
    worded = Worded(title, f"{title}的情况", f"{title}的答复")
    matter = draft_matter(world.campaign, Told(worded, **more), by=world.office, at=at)  # type: ignore[arg-type]
    if out:
        sure = Assured(nobody_known=True, looked=True)
        approve_matter(matter, 1, sure, by=OTHER, at=at)
    return matter


@pytest.fixture
def page(world: World, at: datetime) -> Client:
    """A withdrawn matter, one of each school, and a draft."""
    withdrawn = told(world, "撤下的事", at)
    withdraw_matter(withdrawn, "写错了", by=OTHER, at=at + timedelta(days=1))
    told(world, "食堂菜价", at, unit=world.school, topic="E06")
    told(world, "操场照明", at, unit=world.other_school)
    told(world, "没批的事", at, unit=world.school, out=False)
    return Client()


def test_everybody_reads_what_is_out_and_nothing_else(page: Client) -> None:
    answer = page.get(HERE)
    assert answer.status_code == 200
    for shown in ("食堂菜价的情况", "食堂菜价的答复", "操场照明的答复", "第 1 号　2014 年 5 月 24 日已撤下"):
        assert shown in answer.text
    for hidden in ("没批的事", "撤下的事", "写错了", "office"):
        assert hidden not in answer.text
    assert answer.text.index("操场照明") < answer.text.index("食堂菜价")


def test_it_sets_no_cookie_and_runs_no_script(page: Client) -> None:
    for address in (HERE, f"{HERE}?language=en", f"{HERE}?by=topic", f"{HERE}?unit=999999", "/p/none"):
        answer = page.get(address)
        assert not answer.cookies
        assert "<script" not in answer.text
        assert "csrfmiddlewaretoken" not in answer.text
    assert not page.cookies


def test_one_units_matters_alone_for_its_board(page: Client, world: World) -> None:
    text = page.get(f"{HERE}?unit={world.school.pk}").text
    assert "食堂菜价" in text
    assert "操场照明" not in text
    assert "已撤下" not in text
    assert page.get(f"{HERE}?unit={world.bureau.pk}").status_code == 404
    assert page.get(f"{HERE}?unit=x").status_code == 422


def test_by_topic_and_in_english(page: Client) -> None:
    text = page.get(f"{HERE}?by=topic&language=en").text
    assert "Public answers" in text
    assert text.index("食堂菜价") < text.index("操场照明")
    assert "by=topic&amp;language=zh-hans" in text


def test_nothing_told_is_no_page(world: World, at: datetime) -> None:
    told(world, "没批的事", at, out=False)
    assert Client().get(HERE).status_code == 404
    assert Client().get("/p/no-such").status_code == 404


def test_it_takes_a_fixed_number_of_queries(
    page: Client, world: World, at: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(6):
        page.get(HERE)
    for number in range(5):
        told(world, f"第{number}件", at, unit=world.school)
    with django_assert_num_queries(6):
        page.get(HERE)


@pytest.fixture
def ledger(world: World) -> Ledger:
    wording = Wording(title="食堂菜价不公开", source="own", manifestation="不知道每餐多少钱", checked=True)
    problem = raise_problem(world.campaign, wording, owner=world.school, by=world.office, at=world.at)
    return Ledger(world, problem, world.at)


def test_everybody_sees_how_far_a_published_matter_is_and_no_word_of_the_unit(
    world: World, at: datetime, ledger: Ledger
) -> None:
    """From "not claimed", of which nothing is told, to closed and back to work: figures and days of the ledger, words of the office alone."""
    told(world, "食堂菜价", at, unit=world.school, problem=ledger.problem)
    shown = Client()
    ledger.decide()
    assert "正在整改" not in shown.get(HERE).text
    ledger.claim()
    measure = ledger.plan()
    ledger.step(Act.START, world.clerk)
    text = shown.get(HERE).text
    assert "正在整改" in text
    assert "还有 1 项在办" in text
    assert "前改好" in text
    assert "凭回执码评价" not in text
    ledger.prove(measure)
    ledger.step(Act.CHECK, world.clerk, Said(WHY))
    ledger.step(Act.SUBMIT, ledger.head, Said(shown=SHOWN))
    text = shown.get(HERE).text
    assert "说改好了，等待验收" in text
    assert "已完成 1 项措施" in text
    assert "您反映过这件事？凭回执码评价改得怎样" in text
    ledger.step(Act.ACCEPT, world.office, Said(WHY))
    text = shown.get(HERE).text
    assert "2014 年 5 月 23 日验收通过" in text
    assert "凭回执码评价" in text
    assert "/r?language=en" in shown.get(f"{HERE}?language=en").text
    for hidden in ("每周一公示食堂菜价", "食堂价格公开", "总务主任", WHY, ledger.problem.number):
        assert hidden not in text
    said = Said(WHY, reason_code="givers", until=ledger.today + timedelta(days=20))
    ledger.step(Act.REOPEN, ledger.inspector, said)
    text = shown.get(HERE).text
    assert "正在重新整改（第 2 轮）" in text
    assert "凭回执码评价" not in text


def test_a_problem_that_lives_in_another_is_as_far_as_that_one(
    world: World, at: datetime, ledger: Ledger, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    wording = Wording(title="菜价看不见", source="own", manifestation="不知道价格", checked=True)
    merged = raise_problem(world.campaign, wording, owner=world.school, by=world.office, at=world.at)
    told(world, "菜价看不见", at, unit=world.school, problem=merged)
    ledger.hand_in()
    assert "等待验收" not in Client().get(HERE).text
    merge_problems(ledger.now(), [merged], by=world.office, at=at)
    with django_assert_num_queries(6 + 3):
        assert "等待验收" in Client().get(HERE).text
    withdraw_matter(PublicMatter.objects.get(), "写错了", by=OTHER, at=at)
    assert "等待验收" not in Client().get(HERE).text


def test_what_was_done_is_offered_to_whoever_words_the_answer(
    world: World, signed_in: SignedIn, ledger: Ledger
) -> None:
    ledger.hand_in()
    writer = signed_in(Role.OFFICE, login="writer")
    form = writer.get("/c/mass-line/publicity/draft", {"problem": ledger.problem.number}).text
    assert "每周一公示食堂菜价（5 月 23 日）。</textarea>" in form
    matter = told(world, "食堂菜价", world.at, unit=world.school, problem=ledger.now())
    again = writer.get(f"/c/mass-line/publicity/{matter.pk}/again").text
    assert "食堂菜价的答复</textarea>" in again
    assert "单位办完的措施" in again
    assert "每周一公示食堂菜价" in again


def test_older_ones_stand_on_the_next_page(page: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(public, "SIZE", 2)
    first = page.get(HERE).text
    assert "已撤下" not in first
    assert "after=20140523-2" in first
    assert "已撤下" in page.get(f"{HERE}?after=20140523-2").text
    assert page.get(f"{HERE}?after=0-0").status_code == 200


def test_the_office_drafts_approves_and_withdraws(world: World, at: datetime, signed_in: SignedIn) -> None:
    writer = signed_in(Role.OFFICE, login="writer")
    approver = signed_in(Role.OFFICE, login="approver")
    form = {
        "title": "食堂菜价",
        "words": "有家长反映菜价。",
        "answer": "已公示菜价。",
        "unit": "",
        "topic": "",
    }
    answer = writer.post("/c/mass-line/publicity/draft", form)
    assert answer.status_code == 302
    here = answer.headers["Location"]
    assert "等另一位审批" in writer.get(here).text
    asked = approver.get(here).text
    assert "等您审批" in asked
    assert 'name="nobody"' in asked
    refused = approver.post(f"{here}/approve", {"version": "1"})
    assert refused.status_code == 422
    assert "看不出是谁" in refused.text
    assert writer.post(f"{here}/approve", {"version": "1", "nobody": "yes"}).status_code == 403
    assert approver.post(f"{here}/approve", {"version": "1", "nobody": "yes"}).status_code == 302
    assert "食堂菜价" in Client().get(HERE).text
    again = approver.get(f"{here}/again").text
    assert "已公示菜价。" in again
    assert approver.post(f"{here}/withdraw", {"why": ""}).status_code == 422
    assert approver.post(f"{here}/withdraw", {"why": "写错了单位"}).status_code == 302
    assert "写错了单位" in writer.get(here).text
    assert "食堂菜价" not in Client().get(HERE).text


def test_the_menu_leads_there_whom_it_lets_in(world: World, signed_in: SignedIn) -> None:
    assert "/c/mass-line/publicity" in signed_in(Role.OFFICE).get("/c/mass-line/").text
    school = signed_in(Role.OFFICE, world.school, login="school")
    assert "/c/mass-line/publicity" not in school.get("/c/mass-line/").text
    assert school.get("/c/mass-line/publicity").status_code == 403
