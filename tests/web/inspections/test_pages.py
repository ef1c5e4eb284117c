"""Plan, pack, enter, confirm, ledger; papers drafted, issued, signed, answered; recused, lapsed; odd searches."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from huiyin.platform.accounts.models import Account
from huiyin.platform.orgs.commands import give_post
from huiyin.platform.orgs.models import Recusal
from huiyin.platform.orgs.rules.rights import Role
from huiyin.platform.orgs.rules.terms import PostKind
from huiyin.process.inspections.models import LadderPaper, LogEntry, Visit, Watch
from huiyin.process.opinions.commands import sweep_opinions
from huiyin.process.problems.commands import Wording, raise_problem
from huiyin.process.problems.models import Problem
from tests.documents.labels import carries
from tests.web.conftest import OFFICE, PASSWORD, SignedIn
from tests.world import World

pytestmark = pytest.mark.django_db
HOME = "/c/mass-line/inspections"
LEDGER = "/c/mass-line/problems"


@pytest.fixture
def group(world: World, account: Callable[..., Account]) -> tuple[list[Account], list[Client]]:
    """Two inspectors of the bureau."""
    people = [account(login, (Role.SUPERVISION, world.bureau)) for login in ("dudao1", "dudao2")]
    clients = [Client() for _ in people]
    for one, client in zip(people, clients, strict=True):
        client.post("/sign-in", {"login": one.login, "password": PASSWORD})
    return people, clients


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def planned(world: World, people: list[Account], client: Client, **more: str) -> Visit:
    given = {
        "unit": world.school.pk,
        "kind": "talk",
        "day": "2014-05-23",
        "people": [one.pk for one in people],
    }
    answer = client.post(f"{HOME}/plan", given | more)
    assert answer.status_code == 302, answer.content.decode()
    return Visit.objects.get()


SEEN = {
    "day": "2014-05-23",
    "ways": ["walking", "random"],
    "learned": "公示栏三个月没有换。",
    "found.1": "食堂账目三个月没有公布。",
    "focus.1": "F1",
    "demand.1": "公布账目。",
    "due.1": "2014-06-05",
    "told": "校长",
}


def test_from_plan_to_ledger(world: World, group: tuple[list[Account], list[Client]]) -> None:
    people, (one, other) = group
    assert "云河市第三中学" in page(one, f"{HOME}/plan")
    form = page(one, f"{HOME}/plan?unit={world.school.pk}")
    assert "某dudao2" in form
    assert "一年最多 1 次" in form
    year = page(one, f"{HOME}/year?year=2014")
    assert "各校一年几次" in year
    assert "您督导的学校共" in year
    assert carries(one.get(f"{HOME}/year.xlsx?year=3000").content, "内部资料，注意保管")
    visit = planned(world, people, one)
    assert "走访材料" in page(one, f"{HOME}/visits/{visit.number}/pack")
    assert carries(one.get(f"{HOME}/visits/{visit.number}/pack.docx").content, "内部资料，注意保管")
    assert "还没有录入" in page(one, HOME)
    assert one.post(f"{HOME}/visits/{visit.number}/enter", SEEN).status_code == 302
    entry = LogEntry.objects.get()
    assert "等您确认" in page(other, HOME)
    text = page(other, f"{HOME}/visits/{visit.number}")
    digest = text.split('name="digest" value="')[1][:64]
    assert 'name="digest"' not in page(one, f"{HOME}/visits/{visit.number}")
    assert one.post(f"{HOME}/log/{entry.number}/confirm", {"digest": digest}).status_code == 403
    assert other.post(f"{HOME}/log/{entry.number}/confirm", {"digest": "x"}).status_code == 409
    assert other.post(f"{HOME}/log/{entry.number}/confirm", {"digest": digest}).status_code == 302
    number = Problem.objects.get().number
    assert number in page(one, f"{HOME}/visits/{visit.number}")
    assert "食堂账目三个月没有公布" in page(one, LEDGER)
    revisit = {"what": "revisit", "day": "2014-05-23", "text": "当天下午已公布。"}
    assert other.post(f"{HOME}/log/{entry.number}/add", revisit).status_code == 302
    log = page(other, f"{HOME}/log")
    assert "当天下午已公布" in log
    for heading in [
        "日期",
        "督导单位",
        "督导人员",
        "方式",
        "了解到的情况",
        "发现的问题",
        "提出的要求",
        "反馈对象",
        "回访结果",
    ]:
        assert heading in log
    assert carries(other.get(f"{HOME}/log.xlsx").content, "内部资料，注意保管")


def test_what_was_typed_stays_on_the_refused_page(
    world: World, group: tuple[list[Account], list[Client]]
) -> None:
    people, (one, _) = group
    given = {
        "unit": world.school.pk,
        "kind": "special",
        "day": "2014-06-01",
        "scope": "食堂和收费",
        "list_number": "2014-12",
        "noticed_on": "2014-05-23",
        "people": [person.pk for person in people],
    }
    answer = one.post(f"{HOME}/plan", given)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "2014-06-23" in text
    assert "食堂和收费" in text
    assert one.post(f"{HOME}/plan", given | {"day": "2014-06-24"}).status_code == 302
    answer = one.post(f"{HOME}/visits/1/enter", SEEN | {"day": "2014-05-23"})
    assert answer.status_code == 422
    assert "公示栏三个月没有换" in answer.content.decode()
    whole = given | {"kind": "whole", "day": "2014-06-25", "list_number": "2014-13"}
    assert one.post(f"{HOME}/plan", whole).status_code == 302
    assert "今年不能再安排" in page(one, f"{HOME}/plan?unit={world.school.pk}")
    refused = one.post(f"{HOME}/plan", whole | {"list_number": "2014-14"})
    assert refused.status_code == 422
    assert "一年最多 1 次" in refused.content.decode()
    assert "综合督导的次数已满" in page(one, f"{HOME}/year?year=2014")
    move = {"what": "move", "day": "2014-06-30", "reason": "中考布置考场"}
    assert one.post(f"{HOME}/visits/1/change", move).status_code == 302
    assert "中考布置考场" in page(one, f"{HOME}/visits/1")


def test_the_unit_sees_what_was_announced(
    world: World, group: tuple[list[Account], list[Client]], signed_in: SignedIn
) -> None:
    people, (one, _) = group
    planned(world, people, one, noticed_on="2014-05-23", scope="看看食堂")
    clerk = signed_in(Role.CLERK, world.school)
    assert "看看食堂" in page(clerk, f"{HOME}/visits/1")
    assert "今年综合督导 0 次，一年最多 1 次。" in page(clerk, HOME)
    assert clerk.get(f"{HOME}/year").status_code == 403
    other = signed_in(Role.CLERK, world.other_school, "clerk2")
    assert other.get(f"{HOME}/visits/1").status_code == 404
    assert clerk.get(f"{HOME}/visits/1/pack").status_code == 403


def test_papers_of_the_ladder(
    world: World, group: tuple[list[Account], list[Client]], account: Callable[..., Account], at: datetime
) -> None:
    _, (one, other) = group
    head = account("xiaozhang", (Role.HEAD, world.school))
    give_post(head, PostKind.HEAD, world.school, since=date(2014, 1, 1), by=OFFICE, at=at)
    school = Client()
    school.post("/sign-in", {"login": "xiaozhang", "password": PASSWORD})
    assert one.post(f"{HOME}/papers/new", {"unit": world.school.pk, "matter": "食堂账目"}).status_code == 302
    here = f"{HOME}/papers/1"
    draft = {"what": "new", "step": "guide", "text": "请逐条办理。", "due_on": "2014-06-10"}
    answer = one.post(f"{here}/draft", draft)
    assert answer.status_code == 422
    assert "请逐条办理" in answer.content.decode()
    assert one.post(f"{here}/draft", draft | {"skipped_why": "已当面交办。"}).status_code == 302
    assert school.get(here).status_code == 404
    assert one.post(f"{here}/guide/issue", {"version": "1"}).status_code == 403
    assert other.post(f"{here}/guide/issue", {"version": "1"}).status_code == 302
    assert "等您签收" in page(school, HOME)
    assert "〔2014〕1号" in page(school, here)
    assert carries(school.get(f"{here}/guide.docx").content, "内部资料，注意保管")
    assert school.post(f"{here}/guide/sign").status_code == 302
    assert school.post(f"{here}/guide/answer", {"text": "账目已公布。"}).status_code == 302
    assert "账目已公布" in page(other, here)
    assert LadderPaper.objects.get().signed_by == head.code


def test_declared_and_refused_everywhere(world: World, group: tuple[list[Account], list[Client]]) -> None:
    people, (one, other) = group
    planned(world, people, one)
    given = {"unit": world.school.pk, "kind": "kin", "reason": "爱人在该校任教。"}
    assert other.post(f"{HOME}/recusals/declare", given | {"reason": ""}).status_code == 422
    assert other.post(f"{HOME}/recusals/declare", given).status_code == 302
    assert "某dudao2" in page(one, f"{HOME}/recusals")
    assert other.get(f"{HOME}/visits/1").status_code == 404
    assert "云河市第三中学" not in page(other, f"{HOME}/plan")
    assert "某dudao2" not in page(one, f"{HOME}/plan?unit={world.school.pk}")
    assert other.post(f"{HOME}/recusals/1/lift", {"why": "没事了。"}).status_code == 403


def test_only_who_appoints_lifts(
    world: World, group: tuple[list[Account], list[Client]], signed_in: SignedIn
) -> None:
    _, (one, other) = group
    given = {"unit": world.school.pk, "kind": "former_post", "reason": "曾任副校长。"}
    other.post(f"{HOME}/recusals/declare", given)
    pk = Recusal.objects.get().pk
    assert one.post(f"{HOME}/recusals/{pk}/lift", {"why": "没事了。"}).status_code == 403
    office = signed_in(Role.OFFICE)
    assert "曾任副校长" in page(office, f"{HOME}/recusals")
    assert office.post(f"{HOME}/recusals/{pk}/lift", {"why": ""}).status_code == 422
    assert office.post(f"{HOME}/recusals/{pk}/lift", {"why": "已满三年。"}).status_code == 302
    clerk = signed_in(Role.CLERK, world.school)
    assert "曾任副校长" not in page(clerk, f"{HOME}/recusals")


def test_after_the_end_of_the_round_nothing_opens(
    world: World, group: tuple[list[Account], list[Client]], monkeypatch: pytest.MonkeyPatch
) -> None:
    people, (one, _) = group
    planned(world, people, one)
    for day, status in (("2014-10-31", 200), ("2014-11-01", (403, 404))):
        monkeypatch.setenv("HUIYIN_DEMO_DAY", day)
        one.post("/sign-in", {"login": "dudao1", "password": PASSWORD})
        for address in (
            HOME,
            f"{HOME}/visits/1",
            f"{HOME}/log",
            f"{HOME}/plan",
            LEDGER,
            "/c/mass-line/overview",
        ):
            found = one.get(address).status_code
            assert found == status if isinstance(status, int) else found in status, (day, address, found)


def test_odd_searches_are_for_the_inspectors(
    world: World, group: tuple[list[Account], list[Client]], signed_in: SignedIn
) -> None:
    _, (one, _) = group
    world.take("食堂的账目不公开。", "作业太多了。")
    sweep_opinions(world.campaign, by=world.office, at=world.at)
    office = signed_in(Role.OFFICE)
    assert office.get("/c/mass-line/opinions").status_code == 200
    assert not Watch.objects.exists()
    assert office.get("/c/mass-line/opinions", {"text": "谁写的"}).status_code == 200
    assert office.get("/c/mass-line/problems", {"text": "13800000000"}).status_code == 200
    assert office.get("/c/mass-line/opinions", {"text": "账目"}).status_code == 200
    assert office.get("/c/mass-line/opinions", {"text": "账目", "round": "1"}).status_code == 200
    assert office.get("/c/mass-line/opinions.xlsx", {"text": "账目"}).status_code == 200
    kinds = Watch.objects.order_by("pk").values_list("kind", "where")
    assert list(kinds) == [
        ("seeking", "inbox"),
        ("seeking", "ledger"),
        ("narrow", "inbox"),
        ("export", "export_opinions"),
    ]
    text = page(one, f"{HOME}/odd")
    assert "某office1" in text
    assert "搜索像是找反映人" in text
    assert "13800000000" not in text
    assert "<td>反复筛选" not in text
    for client in (office, signed_in(Role.CLERK, world.school)):
        assert client.get(f"{HOME}/odd").status_code == 403


def test_so_is_a_ledger_narrowed_to_what_few_speak_of(
    world: World,
    group: tuple[list[Account], list[Client]],
    signed_in: SignedIn,
) -> None:
    """By how many givers stand behind what is left together, however many problems that is; how a problem stands narrows nothing."""
    _, (one, _) = group
    said = [
        *world.take("食堂的账目不公开。", "食堂账目看不到。"),
        *world.take(*(f"作业太多{n}" for n in range(6))),
    ]
    sweep_opinions(world.campaign, by=world.office, at=world.at)
    pks = [opinion.pk for opinion in said]
    for title, topic, behind in (
        ("食堂账目", "E01", pks[:1]),
        ("食堂公示", "E01", pks[:2]),
        ("作业", "E02", pks[2:]),
    ):
        wording = Wording(title, "masses", focus="G1", topic=topic)
        raise_problem(
            world.campaign, wording, opinions=behind, owner=world.school, by=world.office, at=world.at
        )
    raise_problem(
        world.campaign,
        Wording("自己查的", "own", focus="G2"),
        owner=world.school,
        by=world.office,
        at=world.at,
    )
    office = signed_in(Role.OFFICE)
    ordinary = [
        ("", {}),
        ("", {"focus": "G1", "topic": "E02"}),
        ("", {"topic": "E01", "phase": "open", "late": "yes"}),
        ("", {"focus": "G2", "source": "own"}),
        (".xlsx", {}),
        (".xlsx", {"topic": "E02"}),
        ("/exchange.xlsx", {"phase": "before"}),
    ]
    for tail, query in ordinary:
        assert office.get(f"{LEDGER}{tail}", query).status_code == 200
    assert not Watch.objects.exists()
    for tail, query in [
        ("", {"focus": "G1", "topic": "E01"}),
        ("", {"text": "食堂", "topic": "E01"}),
        ("", {"text": "公示", "owner": str(world.school.pk)}),
        ("", {"text": "公示", "owner": str(world.school.pk), "after": "2014-1-1"}),
        ("/lists", {"text": "谁写的"}),
        (".xlsx", {"topic": "E01"}),
        ("/exchange.xlsx", {"topic": "E01"}),
        ("/lists/rectification_ledger.xlsx", {"text": "公示"}),
    ]:
        assert office.get(f"{LEDGER}{tail}", query).status_code == 200
    assert list(Watch.objects.order_by("pk").values_list("kind", "where")) == [
        *[("narrow", "ledger")] * 3,
        ("seeking", "problem_lists"),
        ("export", "export_problems"),
        ("export", "export_ledger"),
        ("export", "export_list"),
    ]
    text = page(one, f"{HOME}/odd")
    assert "反复筛选" in text
    assert text.count('<span class="tag">问题台账</span>') == 3
    for client in (office, signed_in(Role.CLERK, world.school)):
        assert client.get(f"{HOME}/odd").status_code == 403


def test_lists_cost_the_same_however_many(
    world: World,
    group: tuple[list[Account], list[Client]],
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    people, (one, other) = group
    given = {"unit": world.school.pk, "kind": "talk", "day": "2014-05-23", "people": [p.pk for p in people]}
    for _ in range(3):
        one.post(f"{HOME}/plan", given)
    for visit in Visit.objects.all():
        one.post(f"{HOME}/visits/{visit.number}/enter", SEEN)
        text = page(other, f"{HOME}/visits/{visit.number}")
        other.post(
            f"{HOME}/log/{visit.number}/confirm", {"digest": text.split('name="digest" value="')[1][:64]}
        )
    with django_assert_max_num_queries(24):
        page(one, HOME)
    with django_assert_max_num_queries(14):
        page(one, f"{HOME}/log")
    with django_assert_max_num_queries(14):
        page(one, f"{HOME}/year?year=2014")
    with django_assert_max_num_queries(16):
        page(one, f"{HOME}/visits/1")
