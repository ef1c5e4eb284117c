"""From the entrance on a poster to "not really fixed" and back to work: the giver on a phone, the office at a desk, the unit by commands."""

import os
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.browsing import free_port, looked_at, own_environment, served
from tests.migrated import begin
from tests.warm import run

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        os.environ.get("HUIYIN_DATABASE", ":memory:") != ":memory:",
        reason="it serves a database of its own: once is enough",
    ),
]

BEGIN = """
import django; django.setup()
from datetime import UTC, datetime, timedelta
from tests.world import build_world
at = datetime.now(tz=UTC)
"""
PREPARE = (
    BEGIN
    + """
from django.core.management import call_command
call_command("migrate", verbosity=0)
from huiyin.platform.accounts.commands import redeem_slip
from huiyin.platform.orgs.commands import give_grant, open_account
from huiyin.platform.orgs.rules.rights import Role
from huiyin.process.channels.commands import open_entrance
world = build_world(at)
account, slip = open_account("office1", "某办", by=world.office, at=at)
give_grant(account, Role.OFFICE, world.bureau, since=at.date() - timedelta(days=1), by=world.office, at=at)
redeem_slip("office1", slip.code, "井云尺船-四个不相干的词", at=at)
made = open_entrance(world.campaign, name="三中家长", channel="online", about=world.school, by=world.office, at=at)
print(made.code)
"""
)
FOUND = (
    BEGIN
    + """
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.campaigns.models import Campaign
from huiyin.process.campaigns.rules.life import Act
from huiyin.process.opinions.models import Opinion
from huiyin.process.problems.commands import Wording, raise_problem
from huiyin.process.problems.models import Problem
from huiyin.process.rectification.commands import Said
from tests.process.rectification.conftest import WHY, Ledger
from tests.world import World
school = Unit.objects.get(name="云河市第三中学")
office = Actor("office", Role.OFFICE)
clerk = Actor("clerk-3", Role.CLERK, school.path)
campaign = Campaign.objects.select_related("root").get()
world = World(at, campaign.root, school, school, office, clerk, office, office, campaign)
"""
)
RECTIFY = (
    FOUND
    + """
(matter,) = Opinion.objects.filter(disposition="waiting").values_list("pk", flat=True)
wording = Wording(title="食堂菜价不公开", source="masses", manifestation="不知道每餐多少钱", checked=True)
problem = raise_problem(campaign, wording, opinions=[matter], owner=school, by=office, at=at)
Ledger(world, problem, at).hand_in()
print(problem.number)
"""
)
ACCEPT = (
    FOUND
    + """
problem = Problem.objects.order_by("-pk").first()
Ledger(world, problem, at).step(Act.ACCEPT, office, Said(WHY))
"""
)
PUBLISH = (
    FOUND
    + """
from huiyin.process.publicity.commands import Told, approve_matter, draft_matter
from huiyin.process.publicity.rules.matters import Assured, Worded
problem = Problem.objects.order_by("-pk").first()
worded = Worded("食堂菜价", "家长问每餐多少钱。", "每周一在食堂门口公布菜价。")
matter = draft_matter(campaign, Told(worded, school, "", problem), by=office, at=at)
approve_matter(matter, 1, Assured(nobody_known=True, looked=True), by=Actor("officer-2", Role.OFFICE), at=at)
"""
)
WIDTHS = (320, 1280, 390)
FIRST_LOAD = 100_000


@dataclass(frozen=True)
class Site:
    """A small installation, served; what isn't done in a browser is done by `run`: it prints."""

    address: str
    entrance: str
    env: dict[str, str]

    def run(self, script: str) -> str:
        return _run(script, self.env)


def _run(script: str, env: dict[str, str]) -> str:
    done = run(["-c", script], env)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder, port = tmp_path_factory.mktemp("not-fixed"), free_port()
    begin(folder / "huiyin.sqlite3")
    address = f"http://127.0.0.1:{port}"
    env = own_environment(
        HUIYIN_DATABASE=str(folder / "huiyin.sqlite3"),
        HUIYIN_ADDRESS=address,
        HUIYIN_GIVERS_KEY="the-key-of-a-journey-that-lasts-a-minute-only",
        DJANGO_SETTINGS_MODULE="huiyin.config.settings",
    )
    entrance = _run(PREPARE, env)
    with served(["serve", "--port", str(port), "--no-work"], f"{address}/r", folder / "log", env):
        yield Site(address, entrance, env)
    assert "/r/rate" not in (folder / "log").read_text(encoding="utf-8")


@pytest.fixture
def address(site: Site) -> str:
    return site.address


def _speak(page: Page, site: Site) -> str:
    """Hand an opinion in by the entrance; the receipt's code."""
    page.goto(f"/say/{site.entrance}")
    page.get_by_label("发生了什么").fill("这学期食堂的菜价从来没有贴出来过，孩子说问了也不说")
    page.wait_for_timeout(3200)  # a form that is sent sooner is asked for one press more
    page.get_by_role("button", name="提交").click()
    expect(page.locator("h1")).to_contain_text("请保存回执码")
    return page.locator(".blocks .hidden").text_content() or ""


def _open(page: Page, code: str) -> None:
    page.goto("/r")
    page.get_by_label("回执码").fill(code)
    page.get_by_role("button", name="查看").click()


def test_what_was_closed_and_isnt_fixed_is_worked_on_again(
    site: Site, phone: BrowserContext, browser: Browser, request: pytest.FixtureRequest
) -> None:
    script = bool(request.node.callspec.params["phone"])
    page = phone.new_page()
    code = _speak(page, site)
    number = site.run(RECTIFY)

    loaded: list[int] = []
    page.on("response", lambda answer: loaded.append(len(answer.body())))
    _open(page, code)
    expect(page.get_by_text(f"列为问题 {number}")).to_be_visible()
    expect(page.get_by_text("说改好了，等待验收")).to_be_visible()
    expect(page.get_by_text("每周一公示食堂菜价")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert 0 < sum(loaded) <= FIRST_LOAD
    looked_at(page, "not-fixed-asked", WIDTHS, script=script)
    page.get_by_label("比较满意").check()
    page.get_by_role("button", name="提交评价").click()
    expect(page.get_by_text("已经收到您的评价")).to_be_visible()
    site.run(ACCEPT)

    site.run(PUBLISH)
    page.goto("/p/mass-line")
    expect(page.get_by_text("每周一在食堂门口公布菜价。").first).to_be_visible()
    expect(page.get_by_text("验收通过").first).to_be_visible()
    expect(page.get_by_text("已完成 1 项措施").first).to_be_visible()
    looked_at(page, "not-fixed-published", WIDTHS, script=script)
    page.get_by_role("link", name="您反映过这件事？凭回执码评价改得怎样").first.click()
    page.get_by_label("回执码").fill(code)
    page.get_by_role("button", name="查看").click()
    expect(page.get_by_text(f"问题 {number} 验收通过")).to_be_visible()
    page.get_by_label("没有真改，请重新整改").check()
    page.get_by_role("button", name="提交评价").click()
    expect(page.get_by_role("alert")).to_contain_text("哪里没有改")
    page.get_by_label("没有真改的，写哪里没有改").fill("贴了一周就没有再换过")
    page.get_by_role("button", name="提交评价").click()
    expect(page.get_by_text("您说没有真改。")).to_be_visible()
    looked_at(page, "not-fixed-said", WIDTHS, script=script)

    _reopen(site, browser, number)

    _open(page, code)
    expect(page.get_by_text("没有真改，已决定重新整改")).to_be_visible()
    expect(page.get_by_text("正在重新整改（第 2 轮）")).to_be_visible()
    expect(page.get_by_role("button", name="提交评价")).to_have_count(0)
    looked_at(page, "not-fixed-reopened", WIDTHS, script=script)


def _reopen(site: Site, browser: Browser, number: str) -> None:
    """The office reads it and sends the problem back."""
    desk = browser.new_context(base_url=site.address, viewport={"width": 1280, "height": 900}, locale="zh-CN")
    page = desk.new_page()
    page.goto("/sign-in")
    page.locator("input[name=login]").fill("office1")
    page.locator("input[name=password]").fill("井云尺船-四个不相干的词")
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(lambda url: "/sign-in" not in url)
    page.goto("/c/mass-line/todo")
    page.get_by_role("link", name="反映人说没有真改，等您定").click()
    expect(page.locator("h1")).to_have_text("反映没有真改")
    looked_at(page, "not-fixed-list", (1280, 390, 1280), height=900)
    page.get_by_role("row", name=number).get_by_role("link").click()
    expect(page.get_by_text("贴了一周就没有再换过")).to_be_visible()
    looked_at(page, "not-fixed-decide", (1280, 390, 1280), height=900)
    page.get_by_role("link", name="看措施、佐证和全过程").click()
    expect(page.get_by_role("link", name="有人说没有真改，去处理")).to_be_visible()
    looked_at(page, "not-fixed-problem", (1280, 390, 1280), height=900)
    page.get_by_role("link", name="有人说没有真改，去处理").click()
    page.locator("select[name=reason_code]").select_option("givers")
    page.get_by_label("写给责任单位").fill("价目表要每周换，请改成有人管、有记录")
    page.get_by_label("限哪天前改好").fill("2099-06-30")
    page.get_by_role("button", name="没有真改，重新整改").click()
    expect(page.get_by_text("已退回重新整改")).to_be_visible()
    desk.close()
