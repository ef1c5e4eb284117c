"""Somebody with a slip and a phone: the code, the ballot, the thanks; with a script and without, and no cookie is ever set."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

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

PREPARE = """
import django; django.setup()
from datetime import UTC, datetime, timedelta
from django.core.management import call_command
call_command("migrate", verbosity=0)
from huiyin.kit.clock import day_in_china
from huiyin.process.ballots.commands import announce_vote, issue_slips
from tests.world import build_world
at, day = datetime.now(tz=UTC), timedelta(days=1)
world = build_world(at)
days = {"opens_on": day_in_china(at), "closes_on": day_in_china(at) + day}
vote = announce_vote(world.campaign, world.school, kind="team", **days, by=world.office, at=at - 2 * day)
print(*issue_slips(vote, group="parent", count=2, by=world.office, at=at))
"""
WIDTHS = (320, 1280, 390)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[str]]]:
    """(address, two codes) of a small installation in which a vote runs."""
    folder, port = tmp_path_factory.mktemp("voting"), free_port()
    begin(folder / "huiyin.sqlite3")
    address = f"http://127.0.0.1:{port}"
    env = own_environment(
        HUIYIN_DATABASE=str(folder / "huiyin.sqlite3"),
        HUIYIN_ADDRESS=address,
        HUIYIN_GIVERS_KEY="the-key-of-a-journey-that-lasts-a-minute-only",
        DJANGO_SETTINGS_MODULE="huiyin.config.settings",
    )
    made = run(["-c", PREPARE], env, check=True)
    with served(["serve", "--port", str(port), "--no-work"], f"{address}/vote", folder / "log", env):
        yield address, made.stdout.split()
    assert "/vote" not in (folder / "log").read_text(encoding="utf-8")


@pytest.fixture
def address(site: tuple[str, list[str]]) -> str:
    return site[0]


def test_from_the_slip_to_the_thanks(
    site: tuple[str, list[str]], phone: BrowserContext, request: pytest.FixtureRequest
) -> None:
    script = bool(request.node.callspec.params["phone"])

    def seen(page: Page, name: str) -> None:
        looked_at(page, f"voting-{name}", WIDTHS, script=script)

    page, code = phone.new_page(), site[1].pop()
    page.goto(f"/vote#{code}")
    box = page.get_by_label("票码")
    if script:
        expect(box).to_have_value(code)
        assert code not in page.url
    else:
        box.fill(code.lower())
    seen(page, "code")
    page.wait_for_timeout(3200)  # a form that is sent sooner is asked for one press more
    page.get_by_role("button", name="打开选票").click()
    expect(page.get_by_role("button", name="投票")).to_be_visible()
    seen(page, "ballot")
    page.get_by_label("我不是该单位班子成员").check()
    page.get_by_role("button", name="投票").click()
    expect(page.get_by_role("alert")).to_contain_text("一项也没有选")
    seen(page, "blank")
    page.get_by_role("group").first.get_by_role("radio").first.check()
    page.get_by_role("button", name="投票").click()
    expect(page.locator("h1")).to_contain_text("票已投出")
    seen(page, "thanks")
    assert code not in page.url
    page.goto("/vote")
    page.get_by_label("票码").fill(code)
    page.wait_for_timeout(3200)
    page.get_by_role("button", name="打开选票").click()
    expect(page.get_by_role("alert")).to_be_visible()
    seen(page, "used")
