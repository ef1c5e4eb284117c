"""The first five minutes of every role in a real browser, on the demo as it is served: keys, pages, refusals, pictures."""

import os
import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from huiyin.demo.cast import CAMPAIGN, PASSWORD
from tests.journeys.browsing import follow, free_port, own_environment, served
from tests.journeys.browsing import looked_at as looked_at_all
from tests.journeys.test_demo import SMALL

LARGER = SMALL.replace("scale / 20", "scale / 6")  # everybody finds some work

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        os.environ.get("HUIYIN_DATABASE", ":memory:") != ":memory:",
        reason="the demo has a database of its own: once is enough",
    ),
]

HERE = f"/c/{CAMPAIGN}"
WIDE, NARROW, NARROWEST = 1280, 390, 360
PATIENCE = 180


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A small demo, served as `huiyin demo` serves it."""
    folder, port = tmp_path_factory.mktemp("site"), free_port()
    address = f"http://127.0.0.1:{port}"
    words = ["demo", "--dir", str(folder / "demo"), "--port", str(port)]
    ready, env = f"{address}/sign-in", own_environment()
    with served(words, ready, folder / "log", env, program=LARGER, patience=PATIENCE, cold=True):
        yield address


Enter = Callable[..., Page]


@pytest.fixture
def enter(site: str, browser: Browser) -> Iterator[Enter]:
    """`enter("ganshi")` signs in and stands on the start page. Whatever the console complains of fails the test."""
    contexts, complaints = [], []

    def sign_in(login: str, *, width: int = WIDE, script: bool = True) -> Page:
        context = browser.new_context(
            base_url=site,
            viewport={"width": width, "height": 860},
            java_script_enabled=script,
            locale="zh-CN",
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto("/sign-in")
        page.fill("input[name=login]", login)
        page.fill("input[name=password]", PASSWORD)
        page.click("form button.main")
        expect(page.locator("h1")).to_contain_text("您好")
        return page

    yield sign_in
    for context in contexts:
        context.close()
    assert not [text for text in complaints if "status of 4" not in text]


def looked_at(page: Page, name: str) -> None:
    looked_at_all(page, name, (NARROWEST, NARROW, WIDE), height=860)


def test_the_door_is_open_to_everybody_and_readable(site: str, browser: Browser) -> None:
    page = browser.new_page(base_url=site)
    page.goto("/")
    expect(page).to_have_url(re.compile("/sign-in$"))
    looked_at(page, "sign-in")
    page.get_by_text("第一次登录").click()
    looked_at(page, "slip")
    page.close()


def test_an_officer_triages_by_keyboard_and_takes_back(enter: Enter) -> None:
    page = enter("ganshi")
    looked_at(page, "home-office")
    page.get_by_text("开始梳理").click()
    heading = page.locator("#reading")
    expect(heading).to_be_visible()
    first = page.url
    looked_at(page, "triage")
    page.keyboard.press("0")
    expect(page.locator("input[name=focus][value='']")).to_be_checked()
    page.keyboard.press("9")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url != first)
    expect(page.get_by_text("撤销刚才对")).to_be_visible()
    page.keyboard.press("u")
    page.wait_for_url(lambda url: url == first)
    expect(page.get_by_text("已撤回对")).to_be_visible()
    page.keyboard.press("r")
    expect(page.locator("textarea[name=why_answered]")).to_be_focused()
    page.keyboard.type("0 已向家长当面说明，附会议记录")
    expect(page.locator("textarea[name=why_answered]")).to_have_value("0 已向家长当面说明，附会议记录")
    page.get_by_role("button", name="记为已答复").click()
    page.wait_for_url(lambda url: url != first)
    expect(heading).to_be_focused()
    page.keyboard.press("p")
    page.keyboard.type("2014-999")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("2014-999")
    expect(page.locator("input[name=problem]")).to_have_value("2014-999")
    page.keyboard.press("l")
    expect(heading).to_be_visible()


def test_an_officer_finds_reads_and_raises(enter: Enter) -> None:
    page = enter("ganshi")
    follow(page, page.get_by_role("link", name="意见", exact=True))
    looked_at(page, "inbox")
    page.fill("input[name=text]", "食堂")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("text="))
    expect(page.locator("#list tbody tr").first).to_contain_text("食")
    page.locator("#list tbody a").first.click()
    expect(page.get_by_text("原文不可更改")).to_be_visible()
    looked_at(page, "opinion")
    follow(page, page.get_by_role("link", name="归并"))
    looked_at(page, "groups")
    page.get_by_role("link", name="立为问题").first.click()
    page.fill("input[name=title]", "午餐质量下降，问了没有人答")
    page.fill("textarea[name=manifestation]", "三月以来午餐荤菜减少，家长询问后没有答复。")
    page.check("input[name=checked]")
    looked_at(page, "raise")
    page.get_by_role("button", name="立为问题").click()
    expect(page.get_by_role("heading", name="午餐质量下降，问了没有人答")).to_be_visible()
    looked_at(page, "problem-office")
    page.get_by_role("link", name="总览").click()
    expect(page.get_by_text("相符", exact=False)).to_be_visible()
    looked_at(page, "overview")


def judged(page: Page) -> int:
    found = re.search(r"已判断 (\d+) 对", page.locator(".done-so-far").inner_text())
    assert found is not None
    return int(found[1])


def press(page: Page, key: str) -> str:
    """Press a key that leads to another pair; its address."""
    before, asked = page.url, page.locator("#asked").element_handle()
    page.keyboard.press(key)
    page.wait_for_url(lambda url: url != before)
    # The address changes before the part is swapped: only the next question may be answered.
    assert asked is not None
    asked.wait_for_element_state("hidden")
    expect(page.locator("#asked")).to_be_focused()
    return page.url


def test_an_officer_says_of_pairs_by_keyboard_whether_they_are_one_matter(enter: Enter) -> None:
    page = enter("ganshi")
    page.get_by_role("link", name="归并", exact=True).click()
    page.get_by_role("link", name="去核对").click()
    expect(page.locator(".pair article")).to_have_count(2)
    looked_at(page, "pair")
    first, at_first = page.url, judged(page)
    put_off = press(page, "1")
    assert judged(page) == at_first + 1
    third = press(page, "3")
    assert judged(page) == at_first + 1, "later is no judgement"
    assert press(page, "ArrowRight") != third
    assert press(page, "ArrowLeft") == third
    press(page, "d")
    assert judged(page) == at_first + 2
    assert press(page, "u") == third
    expect(page.get_by_text("已撤回对")).to_be_visible()
    assert press(page, "u") == first
    assert judged(page) == at_first
    page.keyboard.press("2")
    page.wait_for_url(lambda url: url != first)
    page.goto(put_off)
    expect(page.get_by_text("推迟过 1 次")).to_be_visible()
    page.get_by_role("link", name="已作判断").click()
    row = page.locator("#list tbody tr").first
    expect(row).to_contain_text("两件")
    looked_at(page, "judgements")
    row.get_by_role("button", name="撤回").click()
    expect(page.get_by_text("已撤回对")).to_be_visible()
    page.goto(first)
    expect(page.get_by_role("button", name="是同一件事")).to_be_visible()


def test_an_officer_puts_a_group_right_and_sees_what_units_share(enter: Enter) -> None:
    page = enter("ganshi")
    page.get_by_role("link", name="归并", exact=True).click()
    follow(page, page.locator("#list tbody a").first)
    looked_at(page, "group")
    page.get_by_role("checkbox").last.check()
    page.get_by_role("button", name="勾选的不是同一件事").click()
    expect(page.get_by_text("记下了 1 个判断")).to_be_visible()
    page.keyboard.press("u")
    expect(page.get_by_text("已撤回对")).to_be_visible()
    follow(page, page.get_by_role("link", name="共性问题"))
    looked_at(page, "commons")
    page.locator("#list tbody a").first.click()
    expect(page.get_by_text("单位能改的单位改", exact=False)).to_be_visible()
    looked_at(page, "common")


def test_without_javascript_pairs_are_judged_all_the_same(enter: Enter) -> None:
    page = enter("ganshi", script=False)
    page.goto(f"{HERE}/groups/doubts")
    first, before = page.url, judged(page)
    page.get_by_role("button", name="以后再说").click()
    assert page.url != first
    page.get_by_role("button", name="不是", exact=False).first.click()
    assert judged(page) == before + 1
    page.get_by_role("button", name="撤回刚才的判断", exact=False).click()
    expect(page.get_by_text("已撤回对")).to_be_visible()


def test_without_javascript_the_same_work_is_done(enter: Enter) -> None:
    page = enter("ganshi", script=False)
    page.get_by_text("开始梳理").click()
    first = page.url
    page.get_by_role("button", name=re.compile("去向以后定|归入")).first.click()
    assert page.url != first
    page.get_by_role("button", name=re.compile("撤销")).click()
    expect(page.get_by_text("已撤回对")).to_be_visible()
    page.get_by_role("link", name="意见", exact=True).click()
    page.get_by_role("button", name="查找").click()
    expect(page.locator("#list table")).to_be_visible()


def test_a_session_that_ends_in_the_middle_loses_nothing(enter: Enter) -> None:
    page = enter("ganshi")
    page.get_by_text("开始梳理").click()
    expect(page.locator("#reading")).to_be_visible()
    page.keyboard.press("r")
    page.fill("textarea[name=why_answered]", "写了很久的答复")
    page.context.clear_cookies(name="huiyin")
    page.get_by_role("button", name="记为已答复").click()
    expect(page.get_by_text("登录已过期")).to_be_visible()
    page.fill("input[name=login]", "ganshi")
    page.fill("input[name=password]", PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_text("写了很久的答复")).to_be_visible()
    page.get_by_role("button", name="提交", exact=True).click()
    expect(page.get_by_text("撤销刚才对")).to_be_visible()


def test_a_head_sees_problems_and_summaries_and_adds_one(enter: Enter) -> None:
    page = enter("xiaozhang")
    looked_at(page, "home-head")
    expect(page.get_by_role("link", name="意见", exact=True)).to_have_count(0)
    follow(page, page.get_by_role("link", name="问题", exact=True))
    looked_at(page, "ledger-head")
    page.locator("#list tbody a").first.click()
    expect(page.get_by_text("看原话")).to_have_count(0)
    looked_at(page, "problem-head")
    page.goto(f"{HERE}/problems/raise")
    page.fill("input[name=title]", "值班记录补写")
    page.fill("textarea[name=manifestation]", "五月有三次值班记录是事后补的。")
    page.get_by_role("button", name="立为问题").click()
    expect(page.get_by_role("heading", name="值班记录补写")).to_be_visible()
    refused = page.goto(f"{HERE}/opinions")
    assert refused is not None
    assert refused.status == 403


@pytest.mark.parametrize("login", ["lianluo", "fuxiao"])
def test_a_clerk_and_a_member_see_their_unit(enter: Enter, login: str) -> None:
    page = enter(login)
    expect(page.get_by_text("本单位的问题")).to_be_visible()
    looked_at(page, f"home-{login}")


def test_an_inspector_works_on_what_is_said_of_the_bureau(enter: Enter) -> None:
    page = enter("dudao")
    expect(page.get_by_text("只有督导组能看、能办")).to_be_visible()
    looked_at(page, "home-inspector")
    page.get_by_text("开始梳理").click()
    expect(page.locator("#reading")).to_contain_text("云河市教育局")


def test_a_leader_sees_the_whole_without_words(enter: Enter) -> None:
    page = enter("lingdao")
    page.get_by_role("link", name="看总览").click()
    expect(page.get_by_text("看到原话")).to_have_count(0)
    expect(page.get_by_role("link", name="意见", exact=True)).to_have_count(0)
    looked_at(page, "overview-leader")


def test_discipline_has_a_room_of_its_own(enter: Enter) -> None:
    page = enter("jijian")
    expect(page.get_by_role("heading", name="密封件")).to_be_visible()
    looked_at(page, "home-discipline")


def test_an_administrator_hands_out_a_slip_and_reads_nothing(enter: Enter) -> None:
    page = enter("guanli")
    looked_at(page, "home-administrator")
    follow(page, page.get_by_role("link", name="人员").first)
    looked_at(page, "people")
    page.get_by_role("link", name="开账号").click()
    page.fill("input[name=login]", "xinren")
    page.fill("input[name=name]", "辛仁")
    page.get_by_role("button", name=re.compile("开")).last.click()
    expect(page.locator(".slip .code").first).to_be_visible()
    looked_at(page, "slips")
    follow(page, page.get_by_role("link", name="单位").first)
    looked_at(page, "units")
    for path in ("/opinions", "/overview", "/problems"):
        answer = page.goto(HERE + path)
        assert answer is not None
        assert answer.status == 403


def test_english_is_one_press_away(enter: Enter) -> None:
    page = enter("ganshi")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("link", name="Opinions", exact=True)).to_be_visible()
    looked_at(page, "home-english")
