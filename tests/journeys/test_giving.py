"""Somebody without an account, on a phone: from the link to the receipt, and by it to where the matter stands. No cookie is ever set."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.browsing import CHEAP, HUIYIN, free_port, looked_at, own_environment, served
from tests.migrated import begin
from tests.rules.files.samples import picture
from tests.warm import run

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
from huiyin.platform.orgs.commands import give_grant, open_account
from huiyin.platform.orgs.rules.rights import Role
from huiyin.process.channels.commands import print_sheets
from huiyin.process.channels.rules.paper import Order
account, _ = open_account("zhuren", "某主任", by=world.office, at=at)
give_grant(account, Role.OFFICE, world.bureau, since=at.date(), by=world.office, at=at)
account.set_password("yunhe-spring-2014")
account.must_change_password = False
account.save()
batch, sheets = print_sheets(
    world.campaign, world.school, Order("三中家长", 5), nonce=bytes(16), by=world.office, at=at
)
print(f"/c/{world.campaign.code}/listening/paper/{batch.pk}", *(one.number for one in sheets[:2]))
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
    begin(folder / "huiyin.sqlite3")
    made = run(["-c", CHEAP + PREPARE], env, check=True)
    words = ["serve", "--port", str(port), "--no-work"]
    with served(words, f"{address}/r", folder / "log", env, program=CHEAP + HUIYIN):
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


def test_a_pile_of_paper_is_typed_from_its_scans_by_keyboard(
    site: tuple[str, list[str]], browser: Browser
) -> None:
    _, _, batch, first, second = site[1]
    page = browser.new_page(
        base_url=site[0], viewport={"width": 1280, "height": 900}, locale="zh-CN", reduced_motion="reduce"
    )
    page.goto("/sign-in")
    page.locator("input[name=login]").fill("zhuren")
    page.locator("input[name=password]").fill("yunhe-spring-2014")
    page.locator("main button").first.click()
    page.wait_for_url(lambda url: "/sign-in" not in url)
    page.goto(batch)
    page.locator("input[name=files]").set_input_files(
        [{"name": f"{n}.png", "mimeType": "image/png", "buffer": picture("PNG")} for n in (1, 2)]
    )
    page.get_by_role("button", name="上传", exact=True).click()
    page.get_by_role("link", name="看着扫描件录").click()
    scan, number = page.locator(".scan img"), page.locator("[name=number]").first
    expect(number).to_be_focused()
    assert scan.evaluate("img => img.complete && img.naturalWidth > 0")
    left, fields = scan.bounding_box(), number.bounding_box()
    assert left is not None
    assert fields is not None
    assert left["x"] + left["width"] <= fields["x"]  # beside the fields, both in sight
    assert left["y"] < 900
    assert fields["y"] < 900
    page.keyboard.press("Shift+Tab")  # out of the field: keys do nothing while one types
    for key, told in (("ArrowRight", "第 2 页"), ("k", "第 1 页")):
        page.keyboard.press(key)
        expect(page.locator("main .head")).to_contain_text(told)
        page.keyboard.press("Shift+Tab")
    for sheet in (first, second):
        page.keyboard.press("n")
        expect(number).to_be_focused()
        page.keyboard.type(sheet)
        page.locator("[name=written_on]").fill("2014-05-20")
        words = page.locator("fieldset textarea").first
        words.focus()
        page.keyboard.type(f"食堂的菜价涨了两次，{sheet}")
        page.get_by_role("button", name="录好，下一张").press("Enter")
        expect(page.locator("body")).to_contain_text("录好一张")
        if sheet is first:
            expect(page.locator("main .head")).to_contain_text("第 2 页，共 2 页，还有 1 页没看")
            expect(page.locator("[name=written_on]")).to_have_value("2014-05-20")
            page.keyboard.press("Shift+Tab")
    assert page.url.endswith(batch)  # the pile is done
    expect(page.locator(".adds")).to_contain_text("2 已录")
    looked_at(page, "paper-batch", (390, 1280))
    page.close()
