"""A paper is written in a real browser: it saves itself, loses nothing without a connection or when the session ends, and never writes over a
second window."""

import os
import time
from collections.abc import Iterator

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

PASSWORD = "yunhe-spring-2014"  # noqa: S105 - of nobody
PREPARE = f"""
import django; django.setup()
from datetime import UTC, date, datetime
from django.core.management import call_command
call_command("migrate", verbosity=0)
from huiyin.platform.accounts.commands import redeem_slip
from huiyin.platform.orgs.commands import give_grant, give_post, open_account
from huiyin.platform.orgs.rules.rights import Role
from huiyin.platform.orgs.rules.terms import PostKind
from tests.world import build_world
at = datetime.now(tz=UTC)
world = build_world(at)
account, slip = open_account("fuxiao", "某副校长", by=world.office, at=at)
give_grant(account, Role.MEMBER, world.school, since=date(2014, 1, 1), until=None, by=world.office, at=at)
give_post(account, PostKind.MEMBER, world.school, since=date(2014, 1, 1), by=world.office, at=at)
redeem_slip("fuxiao", slip.code, "{PASSWORD}", at=at)
"""
SOON = 60_000  # milliseconds to wait at most: five seconds is the rule, the rest is for a machine that does other things too


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder, port = tmp_path_factory.mktemp("papers"), free_port()
    begin(folder / "huiyin.sqlite3")
    found = f"http://127.0.0.1:{port}"
    env = own_environment(
        HUIYIN_DATABASE=str(folder / "huiyin.sqlite3"),
        HUIYIN_ADDRESS=found,
        HUIYIN_GIVERS_KEY="the-key-of-a-journey-that-lasts-a-minute-only",
        DJANGO_SETTINGS_MODULE="huiyin.config.settings",
    )
    run(["-c", PREPARE], env, check=True)
    with served(["serve", "--port", str(port), "--no-work"], f"{found}/sign-in", folder / "log", env):
        yield found


@pytest.fixture
def context(browser: Browser, address: str) -> Iterator[BrowserContext]:
    made = browser.new_context(base_url=address, viewport={"width": 1280, "height": 900}, locale="zh-CN")
    yield made
    made.close()


def signed_in(context: BrowserContext) -> Page:
    page = context.new_page()
    page.goto("/sign-in")
    page.get_by_label("登录名").fill("fuxiao")
    page.get_by_label("密码").fill(PASSWORD)
    page.locator("main button").first.click()
    page.wait_for_url("**/")
    page.goto("/c/mass-line/selfchecks")
    begin = page.get_by_role("button", name="开始写")
    if begin.count():
        begin.click()
    else:
        page.locator("main table a").first.click()
    expect(page.locator("#paper")).to_be_visible()
    return page


def test_it_saves_itself_and_comes_back(context: BrowserContext) -> None:
    page = signed_in(context)
    page.locator("[name='block.discipline']").press_sequentially("两次没有参加组织生活会。")
    expect(page.locator("[data-status]")).to_contain_text("已自动保存", timeout=SOON)
    page.reload()
    expect(page.locator("[name='block.discipline']")).to_have_value("两次没有参加组织生活会。")
    assert page.evaluate("Object.keys(localStorage).length") == 0
    page.get_by_role("button", name="再写一个问题").click()
    page.locator("[name='item.3.fact']").fill("4月8日家长会上说的事没有答复")
    expect(page.locator("[data-status]")).to_contain_text("已自动保存", timeout=SOON)
    page.reload()
    expect(page.locator("[name='item.1.fact']")).to_have_value("4月8日家长会上说的事没有答复")
    looked_at(page, "selfcheck-editor", (1280, 390))


def test_without_a_connection_nothing_is_lost(context: BrowserContext) -> None:
    page = signed_in(context)
    context.set_offline(True)
    page.locator("[name='block.causes']").fill("断线的时候写的字。")
    expect(page.locator("[data-status]")).to_contain_text("连不上", timeout=SOON)
    context.set_offline(False)
    expect(page.locator("[data-status]")).to_contain_text("已自动保存", timeout=SOON)
    page.reload()
    expect(page.locator("[name='block.causes']")).to_have_value("断线的时候写的字。")


def test_a_browser_that_dies_without_a_connection_brings_the_words_back(context: BrowserContext) -> None:
    page = signed_in(context)
    address = page.url
    context.set_offline(True)
    page.locator("[name='block.direction']").fill("最后几个字。")
    expect(page.locator("[data-status]")).to_contain_text("连不上", timeout=SOON)
    page.close(run_before_unload=False)
    context.set_offline(False)
    again = context.new_page()
    again.goto(address)
    expect(again.locator("[name='block.direction']")).to_have_value("最后几个字。")
    # By the new page, or by the old one, to which the connection came back before it was gone: then nothing stays in the browser.
    deadline = time.monotonic() + SOON / 1000
    while again.evaluate("Object.keys(localStorage).length"):
        assert time.monotonic() < deadline
        again.wait_for_timeout(200)
    again.reload()
    expect(again.locator("[name='block.direction']")).to_have_value("最后几个字。")


def test_a_session_that_ended_goes_on_after_signing_in_elsewhere(context: BrowserContext) -> None:
    page = signed_in(context)
    context.clear_cookies()
    page.locator("[name='block.matters']").fill("登录过期以后写的字。")
    expect(page.locator("[data-status]")).to_contain_text("登录已经过期", timeout=SOON)
    other = signed_in(context)
    other.close()
    expect(page.locator("[data-status]")).to_contain_text("已自动保存", timeout=2 * SOON)
    page.reload()
    expect(page.locator("[name='block.matters']")).to_have_value("登录过期以后写的字。")


def test_a_second_window_writes_over_nothing(context: BrowserContext) -> None:
    first, second = signed_in(context), signed_in(context)
    first.locator("[name='block.discipline']").fill("第一个窗口。")
    expect(first.locator("[data-status]")).to_contain_text("已自动保存", timeout=SOON)
    second.locator("[name='block.discipline']").fill("第二个窗口。")
    expect(second.locator("[data-status]")).to_contain_text("两份都在", timeout=SOON)
    second.locator("[data-status] a").click()
    expect(second.locator("article")).to_contain_text("第二个窗口。")
    first.reload()
    expect(first.locator("[name='block.discipline']")).to_have_value("第一个窗口。")


def test_what_is_pasted_is_told_to_its_author(context: BrowserContext) -> None:
    page = signed_in(context)
    page.locator("[name='block.causes']").evaluate(
        """(field) => {
            const data = new DataTransfer();
            data.setData("text/plain", "长期以来".repeat(60));
            field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
        }"""
    )
    expect(page.locator("[data-pasted-list]")).to_contain_text("240")


def test_signing_out_leaves_nothing_in_the_browser(context: BrowserContext) -> None:
    page = signed_in(context)
    context.route("**/save", lambda route: route.abort())
    page.locator("[name='block.causes']").fill("没存上的話，獬豸。")
    expect(page.locator("[data-status]")).to_contain_text("连不上", timeout=SOON)
    page.evaluate(
        "localStorage.setItem('huiyin-desk-1-1:x', '{}')"
    )  # of a meeting that was recorded here, too
    page.evaluate(KEEP_IN_THE_DESKS_DATABASE)
    page.once("dialog", lambda asked: asked.dismiss())
    page.get_by_role("button", name="退出").click()
    assert "獬豸" in page.evaluate("JSON.stringify(localStorage)")  # who thinks better of it has lost nothing
    page.once("dialog", lambda asked: asked.accept())
    page.get_by_role("button", name="退出").click()
    page.wait_for_url("**/sign-in**")
    assert page.evaluate("Object.keys(localStorage)") == []
    assert "huiyin-desk" not in page.evaluate("indexedDB.databases().then(all => all.map(one => one.name))")


KEEP_IN_THE_DESKS_DATABASE = """new Promise(told => {
  const asked = indexedDB.open("huiyin-desk", 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore("entries", { keyPath: "name" });
  asked.onsuccess = () => { asked.result.close(); told(true); };
})"""
