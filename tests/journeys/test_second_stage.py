"""The second stage from the roster to the package, in a real browser: talks, papers, five looks, the meeting, signing, the papers in the zip.

Built by commands, in a process of their own beside the server: accounts, 17 of the 18 charges, an opinion and a problem of the ledger; 44
of the 46 talks; seven of the eight papers, and the passing of the eighth after it was written anew; who is there, but for the last; five of
the seven signatures; the measure of a problem. The rest is done by the people themselves on their pages.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document
from playwright.sync_api import Browser, BrowserContext, Page, expect
from python_calamine import CalamineWorkbook

from huiyin.reports.checker.official import check_official
from tests.journeys.browsing import CHEAP, HUIYIN, free_port, hand, own_environment, served
from tests.migrated import begin

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        os.environ.get("HUIYIN_DATABASE", ":memory:") != ":memory:",
        reason="it serves a database of its own: once is enough",
    ),
]
PASSWORD = "yunhe-spring-2014"  # noqa: S105 - of nobody
HOME = "/c/mass-line"
SCHOOL = "云河市第三中学"
MEMBERS = ("xiaozhang", "fuxiao", "jiaodao", "zongwu", "degu", "gonghui", "jiaoyan")
GIVEN = f"""
from datetime import UTC, date, datetime, timedelta
from huiyin.kit.clock import day_in_china
from huiyin.platform.accounts.models import Account
from huiyin.platform.orgs.queries import actors_of
from huiyin.platform.orgs.rules.rights import Role
from huiyin.process.campaigns.models import Campaign, Participation
at = datetime.now(tz=UTC)
today = day_in_china(at)
MEMBERS = {MEMBERS!r}
def who(login):
    return Account.objects.get(login=login)
def acting(login, role=None):
    role = role or {{"xiaozhang": Role.HEAD, "lianluo": Role.CLERK}}.get(login, Role.MEMBER)
    return next(one for one in actors_of(who(login), today, campaign="mass-line") if one.role == role)
def part():
    return Participation.objects.select_related("unit", "campaign__root").get(unit__name="{SCHOOL}")
"""
PEOPLE = f"""
from django.core.management import call_command
call_command("migrate", verbosity=0)
from huiyin.platform.orgs.commands import give_grant, give_post, open_account
from huiyin.platform.orgs.rules.terms import PostKind
from huiyin.process.channels.commands import open_entrance, submit_opinion
from huiyin.process.channels.rules.given import Given
from huiyin.process.problems.commands import Wording, raise_problem
from huiyin.process.talks.commands import add_charge
from tests.world import build_world
world = build_world(at)
since = today - timedelta(days=100)
departments = [f"bumen{{number}}" for number in range(18)]
roles = dict.fromkeys(MEMBERS[1:], (Role.MEMBER, world.school)) | dict.fromkeys(departments, (Role.CLERK, world.school))
roles |= {{"xiaozhang": (Role.HEAD, world.school), "lianluo": (Role.CLERK, world.school)}}
roles |= {{"dudao": (Role.SUPERVISION, world.bureau), "zhuren": (Role.OFFICE, world.bureau)}}
for login, (role, unit) in roles.items():
    account, _ = open_account(login, f"某{{login}}", by=world.office, at=at)
    until = today + timedelta(days=200) if role is Role.SUPERVISION else None
    give_grant(account, role, unit, since=since, until=until, by=world.office, at=at)
    if login in MEMBERS:
        kind = PostKind.HEAD if role is Role.HEAD else PostKind.MEMBER
        give_post(account, kind, unit, since=since, by=world.office, at=at)
account.set_password("{PASSWORD}")
Account.objects.update(password=account.password, must_change_password=False)
for number, login in enumerate(departments[:-1]):
    add_charge(part(), who(MEMBERS[1 + number // 3]), who(login), by=world.clerk, at=at)
entrance = open_entrance(
    world.campaign, name="家长", channel="online", about=world.school, by=world.office, at=at
)
submit_opinion(entrance, Given("一周开七次会，三次没有议题"), files=[], nonce=bytes(16), at=at)
wording = Wording("会多", "masses", "一周七次", focus="F1", checked=True)
raise_problem(world.campaign, wording, owner=world.school, by=world.office, at=at)
print(part().pk)
"""
TALKS = """
from huiyin.process.talks.commands import confirm_talk, say_held
from huiyin.process.talks.models import Talk
related = ("participation__campaign__root", "participation__unit", "one", "other")
left = list(Talk.objects.exclude(state="confirmed").select_related(*related).order_by("pk"))
for talk in left:
    say_held(talk, held_on=today, who=talk.one, at=at)
    talk.held_on = today
    confirm_talk(talk, who=talk.other, at=at)
print(len(left), Talk.objects.filter(state="confirmed").count())
"""
PAPERS = """
from huiyin.process.campaigns.rules.selfchecks import Verdict
from huiyin.process.selfchecks.commands import (
    Discussed, Opinion, begin_selfcheck, finish_selfcheck, hand_in_selfcheck, name_drafters, review_selfcheck, save_selfcheck
)
from huiyin.process.selfchecks.models import SelfCheck, Version
from huiyin.process.selfchecks.rules.content import Content, Item
case = Item("家长会上，三位家长反映的问题没有答复", "G3", date(2014, 4, 8), "purpose", "五月底前逐一回访", "expectations")
REVIEWERS = {"head": ("xiaozhang", Role.HEAD), "inspectors": ("dudao", Role.SUPERVISION), "above": ("zhuren", Role.OFFICE)}
def now(paper):
    related = ("participation__campaign__root", "participation__unit", "account")
    return SelfCheck.objects.select_related(*related).get(pk=paper.pk)
def settle(paper, login):
    while (paper := now(paper)).state == "handed_in":
        number = Version.objects.filter(paper=paper, why="handed_in").latest("number").number
        review_selfcheck(paper, number, Opinion(Verdict.PASS), by=acting(*REVIEWERS[paper.level]), at=at)
    finish_selfcheck(paper, by=acting(login), at=at)
"""
OTHERS = """
for login in (*(one for one in MEMBERS if one != "fuxiao"), "team"):
    team, writer = login == "team", "lianluo" if login == "team" else login
    paper = begin_selfcheck(part(), who(writer), team=team, by=acting(writer), at=at)
    words = Content({"discipline": f"某{login}两次没有参加组织生活会。"}, (case,))
    save_selfcheck(now(paper), words, paper.edits, keep=True, by=acting(writer), at=at)
    paper, discussed = now(paper), Discussed(today, "班子会研究，七人到会") if team else None
    hand_in_selfcheck(
        paper, paper.edits, shown="" if team else "a" * 64, discussed=discussed, by=acting(writer), at=at
    )
    settle(paper, writer)
print(SelfCheck.objects.filter(state="final").count())
"""
WRITTEN_ANEW = """
paper = SelfCheck.objects.get(account__login="fuxiao")
settle(paper, "fuxiao")
print(now(paper).state, Version.objects.filter(paper=paper, why="handed_in").count())
"""
THERE = """
from huiyin.process.lifemeetings.commands import mark_presence
from huiyin.process.lifemeetings.models import LifeMeeting, Seat
from huiyin.process.lifemeetings.rules.states import Presence
meeting = LifeMeeting.objects.select_related("participation__unit", "participation__campaign__root").get()
for seat in list(Seat.objects.filter(meeting=meeting).order_by("position"))[:-1]:
    mark_presence(meeting, seat.pk, Presence.PRESENT, by=acting("lianluo", Role.CLERK), at=at)
"""
SIGNED = """
from huiyin.process.lifemeetings.commands import sign_record
from huiyin.process.lifemeetings.models import LifeMeeting, Signing
from huiyin.process.lifemeetings.queries.record import record_of
from huiyin.process.problems.models import Problem
from huiyin.process.rectification.commands import write_measure
from huiyin.process.rectification.commands.measures import Wanted
meeting = LifeMeeting.objects.select_related("participation__unit", "participation__campaign__root").get()
for login in MEMBERS[2:]:
    sign_record(meeting, record_of(meeting).digest, by=acting(login), at=at)
problem = Problem.objects.select_related("campaign__root", "owner").get(title="到班级听课少")
wanted = Wanted("每周进两个班听课", doer="某fuxiao", until=today + timedelta(days=60), result="听课记录")
write_measure(problem, wanted, by=acting("lianluo", Role.CLERK), at=at)
print(Signing.objects.count())
"""


@dataclass
class Stage:
    """The installation: commands run in a process of their own, each of the people has a browser."""

    do: Callable[[str], str]
    address: str
    browser: Browser
    part: str
    pages: dict[str, Page] = field(default_factory=dict)

    def page(self, login: str) -> Page:
        """Somebody's page, signed in at the first time."""
        if login not in self.pages:
            context: BrowserContext = self.browser.new_context(
                base_url=self.address, viewport={"width": 1280, "height": 900}, locale="zh-CN"
            )
            page = self.pages[login] = context.new_page()
            page.goto("/sign-in")
            page.locator("input[name=login]").fill(login)
            page.locator("input[name=password]").fill(PASSWORD)
            page.locator("main button").first.click()
            page.wait_for_url(lambda url: "/sign-in" not in url)
        return self.pages[login]

    def command(self, *words: str) -> str:
        return self.do("\n".join([GIVEN, *words]))


@pytest.fixture
def stage(browser: Browser, tmp_path: Path) -> Iterator[Stage]:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    env = own_environment(
        HUIYIN_DATABASE=str(tmp_path / "huiyin.sqlite3"),
        HUIYIN_ADDRESS=address,
        HUIYIN_GIVERS_KEY="the-key-of-a-journey-that-lasts-a-minute-only",
        DJANGO_SETTINGS_MODULE="huiyin.config.settings",
    )
    begin(tmp_path / "huiyin.sqlite3")
    words = ["serve", "--port", str(port), "--no-work"]
    with ExitStack() as running:
        do = running.enter_context(hand(env))
        part = do("\n".join([GIVEN, PEOPLE]))
        running.enter_context(
            served(words, f"{address}/sign-in", tmp_path / "log", env, program=CHEAP + HUIYIN)
        )
        made = Stage(do, address, browser, part)
        yield made
        for page in made.pages.values():
            page.context.close()


def test_from_the_roster_to_the_package(stage: Stage) -> None:
    talks(stage)
    papers(stage)
    meeting = plan(stage)
    hold(stage, meeting)
    sign(stage, meeting)
    check(package(stage, "lianluo", meeting))
    own = package(
        stage, "xiaozhang", meeting
    )  # the head reviewed the members' papers, so these are in the head's
    personal = [name for name in own if name[0] == "9"]
    assert sorted(name.split("-")[1] for name in personal) == sorted(f"某{login}" for login in MEMBERS)
    for name in personal:
        assert check_official(BytesIO(own[name])) == [], name
        assert "没有答复" in _said(own[name])


def press(page: Page, name: str) -> None:
    """Press the one button of that name, and wait for what comes."""
    page.locator("main").get_by_role("button", name=name, exact=True).first.click()
    page.wait_for_load_state()


def talks(stage: Stage) -> None:
    """The last charge, 46 talks laid out, two confirmed by both at their pages, the rest by commands."""
    clerk, here = stage.page("lianluo"), f"{HOME}/talks/{stage.part}"
    clerk.goto(f"{here}/roster")
    clerk.locator("select[name=member]").select_option(label="某jiaoyan")
    clerk.locator("select[name=thing]").select_option(label="某bumen17")
    press(clerk, "登记")
    clerk.goto(here)
    expect(clerk.locator("main")).to_contain_text("名册上有 46 对没有列出")
    clerk.locator("form[action$='lay-out'] button").first.click()
    for one, other in (("fuxiao", "xiaozhang"), ("fuxiao", "jiaodao")):
        says, confirms = stage.page(one), stage.page(other)
        says.goto("/my/talks")
        says.get_by_role("link", name=f"某{other}").first.click()
        press(says, "谈过了")
        expect(says.locator("main")).to_contain_text("等某")
        confirms.goto(f"{says.url}")
        press(confirms, "确认")
        expect(confirms.locator("main")).to_contain_text("双方都确认了")
    assert stage.command(TALKS) == "44 46"
    clerk.goto(here)
    expect(clerk.locator("main")).to_contain_text("应谈的都谈了，双方都确认了")
    clerk.goto(f"{HOME}/pillars/{stage.part}")
    expect(clerk.locator("main")).to_contain_text("46")


def papers(stage: Stage) -> None:
    """One paper written, sent back to be written anew, and written anew; the others by commands."""
    author, head = stage.page("fuxiao"), stage.page("xiaozhang")
    author.goto(f"{HOME}/selfchecks")
    press(author, "开始写")
    paper = author.url
    author.locator("[name='block.discipline']").fill("有时学习不够。")
    _hand_in(author, paper)
    head.goto(f"{paper}/review")
    head.locator("input[name=verdict][value=rewrite]").check()
    head.locator("input[name=reason][value=check_shallow]").check()
    head.locator("[name=remark]").fill("没有一件具体的事，请重写。")
    head.locator("[name=due_on]").fill(head.locator("[name=due_on]").evaluate(_IN_A_WEEK))
    press(head, "记下结论")
    author.goto(paper)
    expect(author.locator("main")).to_contain_text("没有一件具体的事")
    author.locator("[name='block.discipline']").fill("今年两次没有参加组织生活会，一次没有请假。")
    author.locator("[name='item.1.fact']").fill("4月8日家长会上说的事没有答复")
    author.locator("[name='item.1.measure']").fill("五月底前逐一回访")
    _hand_in(author, paper)
    assert stage.command(PAPERS, WRITTEN_ANEW, OTHERS).splitlines() == ["final 2", "8"]


_IN_A_WEEK = "() => new Date(Date.now() + 7 * 864e5).toISOString().slice(0, 10)"


def _hand_in(author: Page, paper: str) -> None:
    """Keep what is written, look at it, and hand it in with one's own password."""
    press(author, "保存，并留一稿")
    author.goto(f"{paper}/hand-in")
    author.locator("input[name=password]").fill(PASSWORD)
    press(author, "送审")


def plan(stage: Stage) -> str:
    """The plan is drafted, handed in and looked at in five ways; the address of the meeting."""
    clerk, inspector = stage.page("lianluo"), stage.page("dudao")
    clerk.goto(f"{HOME}/life-meetings/new")
    clerk.locator("[name=planned_on]").fill(clerk.evaluate(_IN_A_WEEK))
    clerk.locator("[name=place]").fill("校会议室")
    clerk.locator("[name=plan]").fill("五项议程，全天；征求意见、谈心谈话、对照检查都已完成。")
    press(clerk, "存下")
    meeting = clerk.url
    press(clerk, "送审")
    inspector.goto(f"{HOME}/todo")
    inspector.locator("main").get_by_role("link", name="会议方案送审").click()  # straight to the plan
    for look in ("attention", "opinions", "problems", "talks", "preparation"):
        inspector.locator(f"input[name=passed-{look}][value=yes]").check()
    inspector.locator("[name=why]").fill("看过谈话记录本和全部材料")
    press(inspector, "作出结论")
    clerk.goto(meeting)
    press(clerk, "已通知到人")
    return meeting


def hold(stage: Stage, meeting: str) -> None:
    """The last one is ticked, the quorum is there; each of seven criticises each of the six others, typed without a mouse."""
    clerk = stage.page("lianluo")
    stage.command(THERE)
    clerk.goto(f"{meeting}/desk")
    press(clerk, "到了")
    press(clerk, "开会")
    expect(clerk.locator("#pair")).to_be_focused()
    for by in range(1, 8):
        for to in range(1, 8):
            if by != to:
                clerk.keyboard.type(f"{by}{to}")
                clerk.keyboard.press("Enter")
                clerk.keyboard.type(f"第{by}个说第{to}个：会多，到班级少")
                clerk.keyboard.press("Enter")
                expect(clerk.locator("#pair")).to_be_focused(timeout=2000)
    expect(clerk.locator("#desk-state")).to_have_attribute("data-waiting", "0", timeout=30_000)
    clerk.reload()
    filled = clerk.locator("[data-cell]:not(.own)")
    assert filled.all_inner_texts() == ["1"] * 42
    clerk.get_by_role("link", name="列入台账", exact=True).first.click()
    clerk.locator("[name=title]").fill("到班级听课少")
    clerk.locator("[name=manifestation]").fill("一个学期听课次数不到规定的一半")
    press(clerk, "列入")
    clerk.goto(meeting)
    press(clerk, "会开完了")


def sign(stage: Stage, meeting: str) -> None:
    """Each who was there reads and signs; the report is written, signed by the head, and the notice is out."""
    clerk, head, member = stage.page("lianluo"), stage.page("xiaozhang"), stage.page("fuxiao")
    for page in (head, member):
        page.goto(f"{HOME}/todo")
        page.locator("main").get_by_role("link", name="会议记录等您看过").click()
        expect(page.locator("main")).to_contain_text("第1个说第2个")
        press(page, "看过，签阅")
    assert stage.command(SIGNED) == "7"
    clerk.goto(meeting)
    press(clerk, "签阅完成")
    clerk.goto(f"{meeting}/report")
    clerk.locator("[name=report]").fill(
        "一、准备情况\n征求意见，谈心谈话四十六次。\n二、批评情况\n批评意见四十二条。"
    )
    press(clerk, "存下")
    head.goto(f"{meeting}/report")
    head.locator("input[name=password]").fill(PASSWORD)
    press(head, "签")
    clerk.goto(meeting)
    press(clerk, "已在规定范围内通报")
    press(clerk, "归档")
    expect(clerk.locator("main")).to_contain_text("已归档")


def package(stage: Stage, login: str, meeting: str) -> dict[str, bytes]:
    """The files of the zip that somebody gets."""
    answer = stage.page(login).request.get(f"{meeting}/package.zip")
    assert answer.ok
    with ZipFile(BytesIO(answer.body())) as files:
        return {name: files.read(name) for name in files.namelist()}


def check(papers: dict[str, bytes]) -> None:
    """Each document of the zip opens; papers stand on the official grid, lists have their rows. The recorder drafted the team's paper, too."""
    assert [name[0] for name in papers] == ["1", "2", "3", "3", "4", "5", "6", "6", "7", "8"]
    said = {name: _said(data) for name, data in papers.items()}
    notice, report, record, rows, criticisms, heard, measures, listed, planned, team = said.values()
    for name, data in papers.items():
        if name.endswith(".docx"):
            assert check_official(BytesIO(data)) == [], name
    assert "应到7人，实到7人" in notice
    assert "共提出批评意见42条" in notice
    assert "到班级少" not in notice
    assert "谈心谈话四十六次" in report
    assert record.count("到班级少") == rows.count("到班级少") == criticisms.count("到班级少") == 42
    assert record.count("已签阅（") == 7
    assert criticisms.count("\n是\n") == 1
    assert "会多" in heard
    assert "到班级听课少" in measures
    assert "每周进两个班听课" in listed
    assert "某fuxiao" in listed
    assert "五项议程" in planned
    assert "没有答复" in team


def _said(data: bytes) -> str:
    """All words of a paper or of a list, a line each."""
    if data[:2] == b"PK" and b"xl/workbook.xml" in data:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        return "\n".join(str(cell) for row in book.get_sheet_by_index(0).to_python() for cell in row)
    paper = Document(BytesIO(data))
    cells = (cell.text for table in paper.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(one.text for one in paper.paragraphs), *cells])
