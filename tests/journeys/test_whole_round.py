"""The whole round: from the poster's QR code by phone to the receipt, over the office's desk and back, until the giver sees what it became."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from huiyin.reports.layout.qr import qr_code
from tests.journeys.browsing import CHEAP, HUIYIN, follow, free_port, looked_at, own_environment, served
from tests.migrated import begin
from tests.warm import run

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        os.environ.get("HUIYIN_DATABASE", ":memory:") != ":memory:",
        reason="it serves a database of its own: once is enough",
    ),
]

PASSWORD = "井云尺船-四个不相干的词"  # noqa: S105 - of nobody
PREPARE = f"""
import django; django.setup()
from datetime import UTC, datetime, timedelta
from django.core.management import call_command
call_command("migrate", verbosity=0)
from huiyin.platform.accounts.commands import redeem_slip
from huiyin.platform.orgs.commands import give_grant, open_account
from huiyin.platform.orgs.rules.rights import Role
from huiyin.process.channels.commands import open_entrance
from tests.world import build_world
at = datetime.now(tz=UTC)
world = build_world(at)
for login, name in (("writer", "某干事"), ("approver", "某主任")):
    account, slip = open_account(login, name, by=world.office, at=at)
    give_grant(account, Role.OFFICE, world.bureau, since=at.date() - timedelta(days=1), by=world.office, at=at)
    redeem_slip(login, slip.code, "{PASSWORD}", at=at)
open_entrance(world.campaign, name="三中家长", channel="online", about=world.school, by=world.office, at=at)
"""
SAID = "上周三食堂的{dish}里没有肉，一份十二元，问了两次没人管"
WIDTHS = (320, 1280, 390)
DESK = (390, 1280)


@dataclass(frozen=True)
class Site:
    address: str


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder, port = tmp_path_factory.mktemp("round"), free_port()
    begin(folder / "huiyin.sqlite3")
    address = f"http://127.0.0.1:{port}"
    env = own_environment(
        HUIYIN_DATABASE=str(folder / "huiyin.sqlite3"),
        HUIYIN_ADDRESS=address,
        HUIYIN_GIVERS_KEY="the-key-of-a-journey-that-lasts-a-minute-only",
        DJANGO_SETTINGS_MODULE="huiyin.config.settings",
    )
    run(["-c", CHEAP + PREPARE], env, check=True)
    words = ["serve", "--port", str(port), "--no-work"]
    with served(words, f"{address}/r", folder / "log", env, program=CHEAP + HUIYIN):
        yield Site(address)


@pytest.fixture
def address(site: Site) -> str:
    return site.address


@pytest.fixture
def desk(site: Site, browser: Browser) -> Iterator[Callable[[str], Page]]:
    """The page of somebody from the office who has signed in."""
    opened: list[BrowserContext] = []

    def sit_down(login: str) -> Page:
        viewport = {"width": 1280, "height": 900}
        context = browser.new_context(base_url=site.address, viewport=viewport, locale="zh-CN")
        opened.append(context)
        page = context.new_page()
        page.goto("/sign-in")
        page.locator("input[name=login]").fill(login)
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("input[name=password]").press("Enter")
        page.wait_for_url(lambda url: "/sign-in" not in url)
        return page

    yield sit_down
    for context in opened:
        context.close()


def looked_up(page: Page, code: str) -> None:
    page.goto("/r")
    page.get_by_label("回执码").fill(code)
    page.get_by_role("button", name="查看").click()


def at_desk(page: Page, name: str) -> None:
    looked_at(page, f"round-{name}", DESK, height=900)


def address_on(poster: Page) -> str:
    """What the poster's QR code says: the address that stands below it, to be typed, gives the same squares."""
    poster.goto("/c/mass-line/listening/entrances/posters")
    at_desk(poster, "poster")
    written = f"http://{(poster.locator('.typed').text_content() or '').strip()}"
    squares = [one.get_attribute("d") for one in poster.locator("main svg path").all()]
    assert qr_code(written).path in squares
    return written


def said_by_phone(page: Page, address: str, dish: str) -> str:
    """Handed in by the poster's address; the receipt's code."""
    page.goto(address)
    page.get_by_label("发生了什么").fill(SAID.format(dish=dish))
    page.get_by_label("家长").check()
    page.wait_for_timeout(3200)  # a form that is sent sooner is asked for one press more
    page.get_by_role("button", name="提交").click()
    expect(page.locator("h1")).to_contain_text("请保存回执码")
    return page.locator(".blocks .hidden").text_content() or ""


def test_from_the_poster_to_the_problem_and_back_to_the_giver(
    desk: Callable[[str], Page], phone: BrowserContext, request: pytest.FixtureRequest
) -> None:
    script = bool(request.node.callspec.params["phone"])
    dish = "红烧肉" if script else "小炒肉"
    writer = desk("writer")
    page = phone.new_page()
    code = said_by_phone(page, address_on(writer), dish)

    writer.goto("/c/mass-line/opinions")
    follow(writer, writer.get_by_role("row", name=dish).get_by_role("link").first)
    place = writer.url
    writer.get_by_text("向反映人询问").click()
    writer.get_by_label("问题", exact=True).fill("是哪个窗口？")
    follow(writer, writer.get_by_role("button", name="提问"))
    expect(writer.get_by_text("是哪个窗口？").first).to_be_visible()
    at_desk(writer, "asked")

    looked_up(page, code)
    expect(page.get_by_text("是哪个窗口？")).to_be_visible()
    looked_at(page, "round-question", WIDTHS, script=script)
    page.get_by_label("回复活动办").fill("二楼东边第三个窗口")
    page.get_by_role("button", name="回复").click()
    expect(page.get_by_text("二楼东边第三个窗口")).to_be_visible()

    writer.goto(place)
    expect(writer.get_by_text("二楼东边第三个窗口")).to_be_visible()
    answer = answered(writer, desk("approver"), dish)
    raised(writer, place)

    looked_up(page, code)
    expect(page.get_by_text(answer)).to_be_visible()
    expect(page.get_by_text("列为问题")).to_be_visible()
    expect(page.get_by_text("食堂荤菜分量不足")).to_be_visible()
    looked_at(page, "round-problem", WIDTHS, script=script)


def answered(writer: Page, approver: Page, dish: str) -> str:
    """One drafts, another approves; what the giver will read."""
    answer = f"二楼东边第三个窗口的{dish}，学校从下周一起按克重供应，后勤处每天抽查。"
    follow(writer, writer.get_by_role("link", name="起草答复"))
    writer.get_by_label("答复", exact=True).fill(answer)
    follow(writer, writer.get_by_role("button", name="提交审批"))
    at_desk(writer, "drafted")
    approver.goto("/c/mass-line/answers/drafts")
    follow(approver, approver.get_by_role("row", name=dish).get_by_role("link").first)
    at_desk(approver, "approve")
    follow(approver, approver.get_by_role("button", name="批准，答复"))
    return answer


def raised(writer: Page, place: str) -> None:
    """The office makes a problem of it, in words of its own."""
    writer.goto(place)
    follow(writer, writer.get_by_role("link", name="梳理这一条"))
    at_desk(writer, "triage")
    follow(writer, writer.get_by_role("link", name="新的问题"))
    writer.get_by_label("问题是什么").fill("食堂荤菜分量不足")
    writer.get_by_label("归纳：单位看到的就是这一段").fill("每周三荤菜分量不足，价格不变。")
    writer.get_by_label("已核对：没有姓名").check()
    writer.get_by_label("责任单位").fill("云河市第三中学")
    follow(writer, writer.get_by_role("button", name="立为问题"))
    at_desk(writer, "problem")
