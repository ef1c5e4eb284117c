"""The recorder's desk in a real browser: criticisms typed by keyboard alone, while what may break does, each apart. Each is there once."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, Route, expect, sync_playwright

from tests.journeys.browsing import HUIYIN, ROOT, free_port, looked_at, own_environment
from tests.migrated import begin
from tests.warm import run

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        os.environ.get("HUIYIN_DATABASE", ":memory:") != ":memory:",
        reason="it serves a database of its own: once is enough",
    ),
]
PASSWORD = "井云尺船-四个不相干的词"  # noqa: S105 - of a database that lasts a minute
PREPARE = f"""
import django; django.setup()
from datetime import UTC, datetime
from django.core.management import call_command
call_command("migrate", verbosity=0)
from tests.process.lifemeetings.hall import build_hall
from tests.world import build_world
at = datetime.now(tz=UTC)
hall = build_hall(build_world(at), at)
account = hall.accounts["lianluo"]
account.set_password({PASSWORD!r})
account.must_change_password = False
account.save()
print(hall.opened().pk)
"""
SAID = "SELECT words FROM lifemeetings_criticism ORDER BY id"


# The names under which the desk keeps anything in its browser, in both places.
LEFT_BEHIND = """new Promise(told => {
  const asked = indexedDB.open("huiyin-desk", 1);
  asked.onsuccess = () => {
    const kept = asked.result.transaction("entries").objectStore("entries").getAllKeys();
    kept.onsuccess = () => told(Object.keys(localStorage).concat(kept.result).filter(name => name.includes("huiyin-desk")));
  };
})"""


@dataclass
class Site:
    """A small installation whose server may be killed and started again."""

    folder: Path
    port: int
    env: dict[str, str]
    meeting: str
    server: "subprocess.Popen[bytes] | None" = field(default=None)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        words = ["serve", "--port", str(self.port), "--no-work"]
        with (self.folder / "log").open("ab") as log:
            self.server = subprocess.Popen(
                [sys.executable, "-c", HUIYIN, *words],
                env=self.env,
                cwd=ROOT,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        for _ in range(100):
            try:
                urllib.request.urlopen(f"{self.address}/sign-in", timeout=2).close()  # noqa: S310 - loopback
            except OSError:
                time.sleep(0.3)
            else:
                return
        pytest.fail("the server doesn't answer")

    def kill(self) -> None:
        """kill -9, of the server and of whatever it started."""
        assert self.server is not None
        os.killpg(self.server.pid, signal.SIGKILL)
        self.server.wait(timeout=20)

    def ask(self, sql: str) -> list[str]:
        with closing(sqlite3.connect(self.env["HUIYIN_DATABASE"], timeout=20)) as base, base:
            return [row[0] for row in base.execute(sql)]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder, port = tmp_path_factory.mktemp("meeting-desk"), free_port()
    begin(folder / "huiyin.sqlite3")
    env = own_environment(
        HUIYIN_DATABASE=str(folder / "huiyin.sqlite3"),
        HUIYIN_ADDRESS=f"http://127.0.0.1:{port}",
        DJANGO_SETTINGS_MODULE="huiyin.config.settings",
    )
    done = run(["-c", PREPARE], env)
    assert done.returncode == 0, done.stderr
    made = Site(folder, port, env, done.stdout.strip())
    made.start()
    yield made
    made.kill()


@dataclass
class Recorder:
    """The recorder's browser: a process of its own with a folder of its own, which outlives it when it's killed."""

    player: Playwright
    folder: Path
    address: str
    process: "subprocess.Popen[bytes] | None" = field(default=None)

    def open(self) -> BrowserContext:
        port = free_port()
        program = shutil.which("chromium")
        assert program is not None
        words = ["--headless=new", "--no-sandbox", "--no-first-run", f"--remote-debugging-port={port}"]
        self.process = subprocess.Popen(
            [program, *words, f"--user-data-dir={self.folder}", "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        for _ in range(100):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/json/version", timeout=2).close()
            except OSError:
                time.sleep(0.1)
            else:
                break
        return self.player.chromium.connect_over_cdp(f"http://127.0.0.1:{port}").contexts[0]

    def kill(self) -> None:
        """kill -9, of the browser and of its processes."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=20)


@pytest.fixture(scope="module")
def recorder(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recorder]:
    with sync_playwright() as player:
        made = Recorder(player, tmp_path_factory.mktemp("recorder"), site.address)
        yield made
        made.kill()


def _sign_in(page: Page, site: Site) -> None:
    page.goto(f"{site.address}/sign-in")
    page.locator("input[name=login]").fill("lianluo")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(lambda url: "/sign-in" not in url)


def _desk(page: Page, site: Site) -> None:
    page.goto(f"{site.address}/c/mass-line/life-meetings/{site.meeting}/desk")
    page.bring_to_front()  # a browser that was killed may open another window before this one
    expect(page.locator("#pair")).to_be_focused()


def _type(page: Page, pair: str, words: str) -> None:
    """Two keys for who to whom, Enter, the words, Enter: no mouse. The next one may be typed at once."""
    page.keyboard.type(pair)
    page.keyboard.press("Enter")
    page.keyboard.type(words)
    page.keyboard.press("Enter")
    expect(page.locator("#pair")).to_be_focused(timeout=1000)  # whether or not anybody answers


def _all_sent(page: Page) -> None:
    expect(page.locator("#desk-state")).to_have_attribute("data-waiting", "0", timeout=20_000)


def test_whatever_breaks_each_criticism_is_kept_once(site: Site, recorder: Recorder) -> None:
    context = recorder.open()
    page = context.new_page()
    _sign_in(page, site)
    _desk(page, site)
    _type(page, "12", "会多，到班级少")
    _type(page, "13", "报表重复要")
    _all_sent(page)
    expect(page.locator('[data-cell$="-' + _seat(page, 2) + '"]').first).to_have_text("1")
    assert site.ask(SAID) == ["会多，到班级少", "报表重复要"]
    looked_at(page, "meeting-desk", (1280, 390, 1280), height=900)

    site.kill()
    _type(page, "21", "服务器停了时说的一")
    _type(page, "23", "服务器停了时说的二")
    expect(page.locator("#desk-state")).to_have_attribute("data-waiting", "2")
    site.start()
    _all_sent(page)

    context.set_offline(True)
    for number, pair in enumerate(("31", "32", "34"), start=1):
        _type(page, pair, f"断网时说的{number}")
    expect(page.locator("#waiting li")).to_have_count(3)
    looked_at(page, "meeting-desk-offline", (1280, 390, 1280), height=900)
    context.set_offline(False)
    _all_sent(page)

    context.route("**/entries", _lose_the_answer, times=2)
    _type(page, "35", "存了却没有听到回话")
    _all_sent(page)
    assert site.ask(SAID).count("存了却没有听到回话") == 1

    _lose_the_session(context, page, site)

    site.kill()
    _type(page, "51", "浏览器没了时说的一")
    _type(page, "52", "浏览器没了时说的二")
    page.keyboard.type("53")
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    recorder.kill()
    site.start()
    page = recorder.open().new_page()
    page.goto(f"{site.address}/c/mass-line/life-meetings/{site.meeting}/desk")
    if "/sign-in" in page.url:
        _sign_in(page, site)
    _desk(page, site)
    _all_sent(page)

    assert site.ask(SAID) == [
        "会多，到班级少",
        "报表重复要",
        "服务器停了时说的一",
        "服务器停了时说的二",
        "断网时说的1",
        "断网时说的2",
        "断网时说的3",
        "存了却没有听到回话",
        "登录失效时说的一",
        "登录失效时说的二",
        "浏览器没了时说的一",
        "浏览器没了时说的二",
    ]
    assert page.evaluate(LEFT_BEHIND) == []


def _lose_the_session(context: BrowserContext, page: Page, site: Site) -> None:
    """What is typed after it waits, until the recorder signs in in another window."""
    site.ask("DELETE FROM django_session")
    _type(page, "41", "登录失效时说的一")
    _type(page, "42", "登录失效时说的二")
    expect(page.locator("#desk-state")).to_contain_text("登录已失效")
    other = context.new_page()
    _sign_in(other, site)
    other.close()
    page.bring_to_front()
    _all_sent(page)


def _lose_the_answer(route: Route) -> None:
    """The server keeps it, and the line goes down before it says so."""
    route.fetch()
    route.abort()


def _seat(page: Page, number: int) -> str:
    return page.locator(f'#say select[name=to] option[data-press="{number}"]').get_attribute("value") or ""
