"""Somebody without an account, on a phone: from the link to the receipt, and by it to where the matter stands. No cookie is ever set."""

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.browsing import ROOT, free_port, looked_at, own_environment, served

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        os.environ.get("HUIYIN_DATABASE", ":memory:") != ":memory:",
        reason="it serves a database of its own: once is enough",
    ),
]

PREPARE = """
import django; django.setup()
from datetime import UTC, datetime
from django.core.management import call_command
call_command("migrate", verbosity=0)
from huiyin.process.channels.commands import open_entrance
from tests.world import build_world
at = datetime.now(tz=UTC)
world = build_world(at)
for name, pupils in (("三中家长", False), ("三中学生", True)):
    made = open_entrance(world.campaign, name=name, channel="online", about=world.school, pupils=pupils, by=world.office, at=at)
    print(made.code)
"""
VAGUE = "很不好，领导要重视，要加强管理"
FIRST_LOAD = 100_000
WIDTHS = (320, 1280, 390)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[str]]]:
    """(address, codes of an entrance for parents and one for pupils) of a small installation, served as it is in use."""
    folder, port = tmp_path_factory.mktemp("giving"), free_port()
    address = f"http://127.0.0.1:{port}"
    env = own_environment(
        HUIYIN_DATABASE=str(folder / "huiyin.sqlite3"),
        HUIYIN_ADDRESS=address,
        DJANGO_SETTINGS_MODULE="huiyin.config.settings",
    )
    made = subprocess.run(
        [sys.executable, "-c", PREPARE], env=env, cwd=ROOT, capture_output=True, text=True, check=True
    )
    with served(["serve", "--port", str(port), "--no-work"], f"{address}/r", folder / "log", env):
        yield address, made.stdout.split()
    assert "/say/" not in (folder / "log").read_text(encoding="utf-8")


@pytest.fixture
def address(site: tuple[str, list[str]]) -> str:
    return site[0]


def seen(page: Page, name: str, *, script: bool = True) -> None:
    looked_at(page, f"giving-{name}", WIDTHS, script=script)


def test_from_the_link_to_where_the_matter_stands(
    site: tuple[str, list[str]], phone: BrowserContext, request: pytest.FixtureRequest
) -> None:
    script = bool(request.node.callspec.params["phone"])
    loaded: list[int] = []
    page = phone.new_page()
    page.on("response", lambda answer: loaded.append(len(answer.body())))
    page.goto(f"/say/{site[1][0]}")
    page.wait_for_load_state("networkidle")
    assert 0 < sum(loaded) <= FIRST_LOAD
    seen(page, "say", script=script)

    page.get_by_label("发生了什么").fill(VAGUE)
    page.get_by_label("家长").check()
    page.wait_for_timeout(3200)  # a form that is sent sooner is asked for one press more
    page.get_by_role("button", name="提交").click()
    expect(page.locator("h1")).to_contain_text("再看一眼")
    seen(page, "look", script=script)
    page.get_by_role("button", name="回去改").click()
    page.get_by_label("发生了什么").fill(f"{VAGUE}：上周三食堂的红烧肉里没有肉")
    page.get_by_role("button", name="提交").click()

    expect(page.locator("h1")).to_contain_text("请保存回执码")
    seen(page, "sent", script=script)
    code = page.locator(".blocks .hidden").text_content() or ""
    assert code not in page.url

    page.goto(f"/r#{code}")
    box = page.get_by_label("回执码")
    if script:
        expect(box).to_have_value(code)
        assert code not in page.url
    else:
        box.fill(code.lower())
    seen(page, "receipt", script=script)
    page.get_by_role("button", name="查看").click()
    expect(page.get_by_text("正在梳理")).to_be_visible()
    seen(page, "matter", script=script)

    page.get_by_text("补充情况").click()
    page.get_by_label("还想说的").fill("今天又没有肉")
    page.get_by_role("button", name="提交补充").click()
    expect(page.get_by_text("今天又没有肉")).to_be_visible()


def test_a_draft_stays_on_the_phone_until_it_was_sent(site: tuple[str, list[str]], browser: Browser) -> None:
    context = browser.new_context(base_url=site[0], viewport={"width": 390, "height": 844}, locale="zh-CN")
    page = context.new_page()
    address = f"/say/{site[1][0]}"
    page.goto(address)
    page.get_by_label("发生了什么").fill("上周三食堂的红烧肉里没有肉")
    page.get_by_label("怎么联系您").fill("wang@example.cn")
    expect(page.get_by_text("草稿只存在这台设备上")).to_be_visible()
    page.goto(address)
    expect(page.get_by_label("发生了什么")).to_have_value("上周三食堂的红烧肉里没有肉")
    expect(page.get_by_label("怎么联系您")).to_have_value("")

    context.set_offline(True)
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_text("现在没有网络")).to_be_visible()
    context.set_offline(False)

    page.wait_for_timeout(3200)
    page.get_by_role("button", name="提交").click()
    expect(page.locator("h1")).to_contain_text("请保存回执码")
    assert page.evaluate("Object.keys(localStorage).length") == 0
    page.goto(address)
    expect(page.get_by_label("发生了什么")).to_have_value("")
    page.get_by_label("发生了什么").fill("不想说了")
    page.get_by_role("button", name="删除草稿").click()
    assert page.evaluate("Object.keys(localStorage).length") == 0
    assert context.cookies() == []
    context.close()


def test_pupils_are_told_of_their_guardians(site: tuple[str, list[str]], browser: Browser) -> None:
    page = browser.new_page(base_url=site[0], viewport={"width": 390, "height": 844})
    page.goto(f"/say/{site[1][1]}")
    expect(page.get_by_text("未满十四周岁的同学")).to_be_visible()
    expect(page.get_by_label("怎么联系您")).to_have_count(0)
    seen(page, "pupils")
    page.close()
