"""The ledger's page: filters, groups, saved views, keys, and the one thing that is done to several at once."""

import sys
from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
from django.test import Client
from django.urls import URLPattern
from pytest_django import DjangoAssertNumQueries
from python_calamine import CalamineWorkbook

from huiyin.platform.accounts.models import Account
from huiyin.platform.orgs.rules.rights import Role
from huiyin.process.campaigns.models import Campaign
from huiyin.process.campaigns.rules.lists import KEY_WORKS
from huiyin.process.problems.commands import Wording, raise_problem, save_view
from huiyin.process.problems.models import Problem, SavedView
from huiyin.process.problems.rules import MOST_VIEWS
from huiyin.web.urls import urlpatterns
from tests.web.conftest import SignedIn
from tests.world import TEMPLATE, World

LEDGER = "/c/mass-line/problems"
PART = {"HX-Request": "true"}


@pytest.fixture
def office(signed_in: SignedIn) -> Client:
    return signed_in(Role.OFFICE)


@pytest.fixture
def problems(world: World) -> list[Problem]:
    """Of the school a late one in rectification and a closed one, of the other school one that awaits, and one of nobody."""
    wordings = [
        (
            Wording("菜价不公开", "masses", focus="G1", topic="E01"),
            world.school,
            "rectifying",
            date(2014, 5, 20),
        ),
        (Wording("值班记录补写", "own", focus="X1"), world.school, "closed", date(2014, 5, 1)),
        (Wording("操场不平", "above", focus="G2"), world.other_school, "awaiting", date(2014, 6, 20)),
        (Wording("校车误点", "masses"), None, "drafted", None),
    ]
    for wording, owner, state, due in wordings:
        problem = raise_problem(world.campaign, wording, owner=owner, by=world.office, at=world.at)
        closed = date(2014, 5, 10) if state == "closed" else None
        common = state == "awaiting"
        work = {"菜价不公开": "fairness", "操场不平": "layout"}.get(wording.title, "")
        Problem.objects.filter(pk=problem.pk).update(
            state=state, due_on=due, closed_on=closed, common=common, key_work=work
        )
    return list(Problem.objects.order_by("pk"))


def titles(client: Client, **query: str) -> list[str]:
    text = client.get(LEDGER, query, headers=PART).text
    return [title for title in ("菜价不公开", "值班记录补写", "操场不平", "校车误点") if title in text]


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ({}, ["菜价不公开", "值班记录补写", "操场不平", "校车误点"]),
        ({"phase": "open"}, ["菜价不公开"]),
        ({"phase": "before"}, ["校车误点"]),
        ({"phase": "awaiting"}, ["操场不平"]),
        ({"phase": "closed"}, ["值班记录补写"]),
        ({"state": "awaiting"}, ["操场不平"]),
        ({"late": "yes"}, ["菜价不公开"]),
        ({"common": "yes"}, ["操场不平"]),
        ({"focus": "G"}, ["菜价不公开", "操场不平"]),
        ({"focus": "G2"}, ["操场不平"]),
        ({"topic": "E01", "source": "masses"}, ["菜价不公开"]),
        ({"key_work": "fairness"}, ["菜价不公开"]),
        ({"key_work": "preschool"}, []),
        ({"key_work": "any"}, ["菜价不公开", "操场不平"]),
        ({"key_work": "any", "phase": "awaiting"}, ["操场不平"]),
        ({"key_work": "nonsense"}, []),
        ({"owner": "none"}, ["校车误点"]),
        ({"mine": "yes"}, []),
        ({"state": "nonsense"}, []),
    ],
)
def test_filters_stand_in_the_address(
    office: Client, problems: list[Problem], query: dict[str, str], wanted: list[str]
) -> None:
    assert titles(office, **query) == wanted


def test_titles_are_searched_by_any_part_and_numbers_by_their_beginning(
    office: Client, world: World, problems: list[Problem]
) -> None:
    """Letters that have case are found in both, and what a title holds is text, never a tag."""
    wording = Wording(title="<b>PPT</b> 太多 & 太长", source="own")
    raise_problem(world.campaign, wording, owner=world.school, by=world.office, at=world.at)
    for typed in ("ppt", "PPT", "太长"):
        page = office.get(LEDGER, {"text": typed}, headers=PART).text
        assert "&lt;b&gt;PPT&lt;/b&gt; 太多 &amp; 太长" in page
        assert "菜价不公开" not in page
    assert titles(office, text="不") == ["菜价不公开", "操场不平"]
    assert titles(office, text=problems[1].number) == ["值班记录补写"]
    assert titles(office, text="100%") == []


def test_paper_says_what_the_list_is_narrowed_to(
    office: Client, world: World, problems: list[Problem]
) -> None:
    plain = office.get(LEDGER).text
    assert "打印日期：2014 年 5 月 23 日" in plain
    narrow = office.get(
        LEDGER, {"phase": "open", "late": "yes", "focus": "G", "text": "菜", "owner": str(world.school.pk)}
    ).text
    line = narrow.partition('<p class="on-paper">')[2].partition("</p>")[0]
    for word in (world.campaign.name, "整改中", "只看逾期", "官僚主义", "“菜”", world.school.name):
        assert word in line


def test_paper_views_and_the_workbook_follow_the_key_work(office: Client, problems: list[Problem]) -> None:
    page = office.get(LEDGER, {"key_work": "fairness"}).text
    assert '<option value="fairness" selected>' in page
    assert "实现教育公平" in page.partition('<p class="on-paper">')[2].partition("</p>")[0]
    whole = office.get(LEDGER, {"key_work": "any"}).text
    assert "服务重点工作" in whole.partition('<p class="on-paper">')[2].partition("</p>")[0]
    office.post(f"{LEDGER}/views", {"name": "公平", "query": "key_work=fairness&nonsense=1"})
    assert SavedView.objects.get().query == "key_work=fairness"
    assert f"{LEDGER}?key_work=fairness" in page.replace("&amp;", "&") + office.get(LEDGER).text
    assert f"{LEDGER}.xlsx?key_work=fairness" in page
    written = office.get(f"{LEDGER}.xlsx", {"key_work": "fairness"})
    rows = CalamineWorkbook.from_filelike(BytesIO(written.content)).get_sheet_by_index(0).to_python()
    said = [str(cell) for row in rows for cell in row]
    assert any("菜价不公开" in cell for cell in said)
    assert not any("操场不平" in cell or "校车误点" in cell for cell in said)


def test_a_campaign_without_key_works_has_no_such_filter(office: Client, world: World) -> None:
    assert 'name="key_work"' in office.get(LEDGER).text
    lists = {code: more for code, more in TEMPLATE.lists.items() if code != KEY_WORKS}
    text = TEMPLATE.model_copy(update={"lists": lists}).model_dump_json()
    Campaign.objects.filter(pk=world.campaign.pk).update(template=text, template_digest="without")
    page = office.get(LEDGER, {"key_work": "any"})
    assert page.status_code == 200
    assert 'name="key_work"' not in page.text


def test_a_phase_that_nobody_knows_is_answered_in_a_sentence(office: Client) -> None:
    assert office.get(LEDGER, {"phase": "x"}).status_code == 422


def test_a_clerk_finds_the_own_unit_alone(signed_in: SignedIn, world: World, problems: list[Problem]) -> None:
    clerk = signed_in(Role.CLERK, world.school)
    assert titles(clerk) == titles(clerk, mine="yes") == ["菜价不公开", "值班记录补写"]
    assert titles(clerk, owner="none") == []


def test_a_row_tells_state_and_lateness_in_words(office: Client, problems: list[Problem]) -> None:
    text = office.get(LEDGER, {"phase": "open"}, headers=PART).text
    assert "整改中" in text
    assert "逾期 3 天" in text
    assert "共 1 个" in text
    assert "data-row" in text


@pytest.mark.parametrize(
    ("group", "said"),
    [
        ("state", "整改中 <b>1</b>"),
        ("owner", "云河市第三中学 <b>2</b>"),
        ("focus", "<b>2</b>"),
        ("topic", "<b>1</b>"),
    ],
)
def test_groups_are_counted_and_lead_to_their_lists(
    office: Client, problems: list[Problem], group: str, said: str
) -> None:
    text = office.get(LEDGER, {"group": group}, headers=PART).text
    assert said in text
    assert "太多了" not in text
    assert f"{LEDGER}?{group}=" in text


def test_a_list_of_groups_says_when_it_did_not_count_all(
    office: Client, problems: list[Problem], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules["huiyin.process.problems.queries.ledger"], "MOST_GROUPED", 2)
    text = office.get(LEDGER, {"group": "state"}, headers=PART).text
    assert "太多了" in text


def test_large_lists_are_counted_up_to_a_limit(
    office: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(60):
        raise_problem(world.campaign, Wording(f"问题{number}", "masses"), by=world.office, at=world.at)
    assert "共 60 个" in office.get(LEDGER, headers=PART).text
    for module in ("huiyin.process.problems.queries.ledger", "huiyin.web.problems.ledger"):
        monkeypatch.setattr(sys.modules[module], "MOST_COUNTED", 55)
    assert "55 个以上" in office.get(LEDGER, headers=PART).text
    whole = office.get(LEDGER, {"size": "200"}, headers=PART).text
    assert "共 60 个" in whole
    assert 'rel="next"' not in whole


def test_a_view_is_kept_under_a_name_and_is_ones_own(
    office: Client, signed_in: SignedIn, problems: list[Problem]
) -> None:
    sent = {"name": " 待验收的 ", "query": "phase=awaiting&before=1-1-1&nonsense=1"}
    answer = office.post(f"{LEDGER}/views", sent, follow=True)
    view = SavedView.objects.get()
    assert (view.name, view.query) == ("待验收的", "phase=awaiting")
    assert f"{LEDGER}?phase=awaiting" in answer.text
    office.post(f"{LEDGER}/views", {"name": "待验收的", "query": "late=yes"})
    assert SavedView.objects.get().query == "late=yes"
    other = signed_in(Role.OFFICE, login="other")
    assert "待验收的" not in other.get(LEDGER).text
    assert other.post(f"{LEDGER}/views/{view.pk}/drop").status_code == 404
    assert office.post(f"{LEDGER}/views/{view.pk}/drop").status_code == 302
    assert not SavedView.objects.exists()


@pytest.mark.parametrize(
    "sent",
    [
        {"name": "", "query": "late=yes"},
        {"name": "x" * 41, "query": "late=yes"},
        {"name": "全部", "query": "a=b"},
    ],
)
def test_a_view_needs_a_name_and_a_filter(office: Client, sent: dict[str, str]) -> None:
    answer = office.post(f"{LEDGER}/views", sent)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


def test_there_is_an_end_of_views(office: Client, world: World) -> None:
    account = Account.objects.get(login="office1")
    for number in range(MOST_VIEWS):
        save_view(account, world.campaign, f"第{number}", "late=yes", at=world.at)
    assert office.post(f"{LEDGER}/views", {"name": "多一个", "query": "late=yes"}).status_code == 422
    assert office.post(f"{LEDGER}/views", {"name": "第1", "query": "mine=yes"}).status_code == 302


def test_several_that_nobody_owns_are_given_to_a_unit(office: Client, world: World) -> None:
    for title in ("校车误点", "后门没有灯"):
        raise_problem(world.campaign, Wording(title, "masses"), by=world.office, at=world.at)
    numbers = list(Problem.objects.values_list("number", flat=True))
    assert 'form="assign-several"' in office.get(LEDGER, headers=PART).text
    sent = {"problem": numbers, "owner": "云河市第三中学", "query": "phase=before"}
    answer = office.post(f"{LEDGER}/owners", sent)
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"{LEDGER}?phase=before"
    assert set(Problem.objects.values_list("owner", flat=True)) == {world.school.pk}


def test_what_has_an_owner_is_not_given_away_among_others(
    office: Client, world: World, problems: list[Problem]
) -> None:
    numbers = [problems[0].number, problems[3].number]
    answer = office.post(f"{LEDGER}/owners", {"problem": numbers, "owner": "云河市实验幼儿园"})
    assert answer.status_code == 422
    assert problems[0].number in answer.text
    assert Problem.objects.get(pk=problems[3].pk).owner is None
    assert office.post(f"{LEDGER}/owners", {"owner": "云河市第三中学"}).status_code == 422
    forged = office.post(f"{LEDGER}/owners", {"problem": "2014-999", "owner": "云河市第三中学"})
    assert forged.status_code == 409


def test_nothing_else_is_done_to_several_at_once() -> None:
    """Closing in bulk is impossible: what takes the numbers of several problems gives them an owner, and no more (R17); a workbook that
    was edited offline, or comes from elsewhere, can't set a state."""
    posted = [
        pattern
        for pattern in urlpatterns
        if isinstance(pattern, URLPattern)
        and "problems/" in str(pattern.pattern)
        and "POST" in pattern.callback.methods
    ]
    several = {pattern.name for pattern in posted if "<slug:number>" not in str(pattern.pattern)}
    of_the_list = {"assign_problems", "save_view", "drop_view"}
    assert several <= of_the_list | {"raise_problem", "import_edited_ledger", "take_in_list"}


def test_the_ledger_costs_twelve_queries_at_most(
    signed_in: SignedIn,
    account: Callable[..., Account],
    world: World,
    problems: list[Problem],
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for client in (signed_in(Role.OFFICE), signed_in(Role.CLERK, world.school)):
        for query in ({}, {"group": "owner"}, {"mine": "yes", "group": "state"}, {"late": "yes"}):
            with django_assert_max_num_queries(12):
                client.get(LEDGER, query)
        with django_assert_max_num_queries(12):
            client.get(LEDGER, {"key_work": "any", "owner": "none", "group": "owner"})
