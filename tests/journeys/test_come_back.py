"""Are they still those opinions? The look back in a browser: one key a decision, what came back, a second round of listening, and a sample."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.test.utils import override_settings
from playwright.sync_api import Browser, Page, expect
from pytest_django.plugin import DjangoDbBlocker

from huiyin.platform.accounts.commands import redeem_slip
from huiyin.platform.accounts.models import Account
from huiyin.platform.orgs.commands import give_grant, hand_out_slip, open_account
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.campaigns.models import Campaign
from huiyin.process.effects.commands import measure_effects
from tests.conftest import NOON
from tests.journeys.browsing import looked_at
from tests.journeys.in_process import served_here
from tests.process.recurrences.conftest import AGAIN, Ground, ground_in
from tests.process.samples.drawn import SINCE, Sampling, sampling_in
from tests.web.conftest import ON_THE_PAGES, PASSWORD
from tests.world import build_world

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db,
    pytest.mark.skipif(
        os.environ.get("HUIYIN_DATABASE", ":memory:") != ":memory:",
        reason="the pages are the same on both: once is enough",
    ),
]
WIDTHS = (390, 1280)
HOME = "/c/mass-line"


@dataclass(frozen=True)
class Site:
    """A school's closed problem, spoken of again and drawn for a look; a cookie for each who is signed in."""

    address: str
    boiler: str
    drawn: dict[str, int]
    cookies: dict[str, str]

    def page(self, browser: Browser, who: str) -> Page:
        context = browser.new_context(
            base_url=self.address, locale="zh-CN", viewport={"width": 1280, "height": 844}
        )
        name = settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": self.cookies[who], "url": self.address}])
        return context.new_page()


@pytest.fixture(name="_django_db_helper")
def _no_transaction_of_its_own() -> None:
    """A test asks the database nothing: while a browser runs, Django would take a connection of its own for it. The module's goes back."""


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Site]:
    simple = {name: ON_THE_PAGES[name] for name in ("PASSWORD_HASHERS",)}
    simple["ALLOWED_HOSTS"] = ["testserver", "127.0.0.1"]
    with (
        pytest.MonkeyPatch.context() as patch,
        override_settings(**simple),
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        patch.setenv("HUIYIN_DEMO_DAY", NOON.date().isoformat())
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # the browser's loop runs in this thread
        ground = ground_in(build_world(NOON))
        world = ground.world
        ground.hear(AGAIN, AGAIN + "急", AGAIN + "在线等")
        Campaign.objects.filter(pk=world.campaign.pk).update(started_on=SINCE)
        world.campaign.refresh_from_db()
        measure_effects(world.campaign, by=world.office, at=NOON)
        sampling = sampling_in(world, NOON)
        sampling.problems(2, world.school)
        sample = sampling.draw()
        drawn = {item.name: item.place for item in sampling.items(sample)}
        people = _people(ground, sampling)
        with served_here() as address:
            yield Site(address, ground.problem.number, drawn, people)
        transaction.set_rollback(True)


def _people(ground: Ground, sampling: Sampling) -> dict[str, str]:
    """Who takes part, each with the cookie of a session."""
    world = ground.world
    office, _ = open_account("office-1", "某办", by=world.office, at=NOON)
    for account, role, unit in (
        (office, Role.OFFICE, world.bureau),
        (sampling.head, Role.HEAD, world.school),
    ):
        give_grant(account, role, unit, since=SINCE, by=world.office, at=NOON - timedelta(days=1))
    accounts = {
        "office": office,
        "head": sampling.head,
        "inspector": sampling.one,
        "colleague": sampling.other,
    }
    return {who: _session(account, world.office) for who, account in accounts.items()}


def _session(account: Account, by: Actor) -> str:
    slip = hand_out_slip(account, by=by, at=NOON)
    redeem_slip(account.login, slip.code, PASSWORD, at=NOON)
    client = Client()
    client.post("/sign-in", {"login": account.login, "password": PASSWORD})
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def test_one_key_a_decision_and_what_came_back_is_a_problem_of_its_own(site: Site, browser: Browser) -> None:
    page = site.page(browser, "office")
    page.goto(f"{HOME}/recurrences")
    page.get_by_role("link", name="开始核对，3 条待确认").click()
    first = page.url
    expect(page.locator("mark.why").first).to_be_visible()
    expect(page.get_by_text("都说到")).to_be_visible()
    looked_at(page, "bench", WIDTHS)

    # No; back; yes: each a word more, and the next one is there at once.
    page.keyboard.press("n")
    expect(page.get_by_role("button", name="撤回刚才的判断")).to_be_visible()
    assert page.url != first
    page.keyboard.press("u")
    expect(page).to_have_url(first)
    expect(page.get_by_text("这一对判断过几次")).to_be_visible()
    page.keyboard.press("y")
    expect(page.get_by_text("撤回刚才的判断：又说起了")).to_be_visible()
    for key, left in (("n", 1), ("l", 1)):
        page.keyboard.press(key)
        expect(page.get_by_text(f"一共还有 {left} 条待确认")).to_be_visible()

    # What was rejected counts: as the measure of the suggestions.
    page.goto(f"{HOME}/recurrences")
    expect(page.get_by_text("人已判断的 2 条里，1 条确认又说起了")).to_be_visible()
    looked_at(page, "recurrences", WIDTHS)

    number = page.get_by_role("link", name="另立新问题").get_attribute("href") or ""
    page.goto(number)
    page.get_by_label("情况和理由").fill("天一冷又和从前一样。")
    page.get_by_role("button", name="另立新问题").click()
    old = number.split("/")[-2]
    assert page.url.endswith(f"/problems/{old}-2")
    expect(page.get_by_text("这件事以前销过号，又反弹了。")).to_be_visible()
    page.locator(".said.warning").get_by_role("link", name=old, exact=True).click()
    expect(page.get_by_text("本问题保持销号")).to_be_visible()
    page.context.close()


def test_from_an_effect_to_a_second_round_of_listening(site: Site, browser: Browser) -> None:
    page = site.page(browser, "office")
    page.goto(f"{HOME}/effects")
    expect(page.get_by_role("heading", name="还是那些意见吗？")).to_be_visible()
    looked_at(page, "effects", WIDTHS)
    page.get_by_role("link", name=site.boiler).click()
    expect(page.get_by_text("尚不能证实").first).to_be_visible()
    expect(page.get_by_text("才能说已证实")).to_be_visible()
    looked_at(page, "effect", WIDTHS)
    page.goto(f"{HOME}/effects")
    page.get_by_role("link", name="第二轮听取").click()
    page.get_by_label("开始日期").fill("2014-09-01")
    page.get_by_label("截止日期").fill("2014-09-30")
    expect(page.get_by_text("这么多人不会再说一遍")).to_be_visible()
    page.get_by_role("button", name="列入计划，重开收集点").click()
    expect(page.get_by_role("alert")).to_contain_text("请先勾选要再听一轮的单位")
    page.get_by_label("云河市第三中学").check()
    page.get_by_role("button", name="列入计划，重开收集点").click()
    expect(page.get_by_text("第 2 轮听取已列入计划。")).to_be_visible()
    page.get_by_role("link", name="计划里的任务").click()
    expect(page.get_by_role("heading", name="第二轮听取意见").first).to_be_visible()
    page.context.close()


def test_what_was_drawn_is_the_units_from_the_visit_on(site: Site, browser: Browser) -> None:
    inspector, head = site.page(browser, "inspector"), site.page(browser, "head")
    item = f"{HOME}/samples/1/{site.drawn[site.boiler]}"
    problem = f"{HOME}/problems/{site.boiler}"
    inspector.goto(item)
    expect(inspector.get_by_text("没有开始")).to_be_visible()
    looked_at(inspector, "item-before", WIDTHS)
    answer = head.goto(item)
    assert answer is not None
    assert answer.status == 404
    head.goto(f"{HOME}/samples/1")
    expect(head.get_by_text("开始核查哪一个才公开哪一个")).to_be_visible()
    assert site.boiler not in head.locator("main").inner_text()
    head.goto(problem)
    assert "抽样核查" not in head.locator("main").inner_text()

    inspector.get_by_label("同去的另一位").select_option(label="督导2")
    inspector.get_by_role("button", name="开始核查").click()
    expect(inspector.get_by_text("单位从现在起看得到")).to_be_visible()
    head.reload()
    expect(head.get_by_text("正在看销号是不是真的")).to_be_visible()
    looked_at(head, "problem-sampled", WIDTHS)
    head.get_by_role("link", name="看核查情况").click()
    expect(head.get_by_text("有结论以后，看到的情况在这里。")).to_be_visible()

    for page in (inspector, site.page(browser, "colleague")):
        page.goto(item)
        page.get_by_label("不属实", exact=True).check()
        page.get_by_label("看到什么、问了谁").fill("七号楼的热水器仍然不出水。")
        page.get_by_role("button", name="记下").click()
    expect(page.get_by_text("两个人说的一致，已成结论。")).to_be_visible()
    head.reload()
    expect(head.get_by_text("七号楼的热水器仍然不出水。").first).to_be_visible()
    looked_at(head, "item-after", WIDTHS)
    head.goto(problem)
    expect(head.get_by_text("没有真改")).to_be_visible()
    for page in (inspector, head):
        page.context.close()
