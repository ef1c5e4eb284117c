"""What the journeys in a real browser share: a site served as it is in use, and a look at a page.

HUIYIN_PICTURES   a folder to keep the pictures in
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page

from tests.warm import PIPE, Warm

ROOT = Path(__file__).parents[2]
HUIYIN = "from huiyin.cli.main import main; main()"
# Signing in costs a fifth of a second for each hash: what a journey looks at isn't that.
CHEAP = "from django.contrib.auth.hashers import PBKDF2PasswordHasher as Hasher; Hasher.iterations = 1000; "
_HAND = f"""
{CHEAP}
import io, json, sys, traceback
from contextlib import redirect_stdout
import django; django.setup()
from django.db import connections
for line in sys.stdin:
    said, wrong = io.StringIO(), ""
    try:
        with redirect_stdout(said):
            exec(compile(json.loads(line), "journey", "exec"), {{"__name__": "journey"}})
    except Exception:
        wrong = traceback.format_exc()
    connections.close_all()
    print(json.dumps([said.getvalue(), wrong]), flush=True)
"""


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
        return port


def own_environment(**more: str) -> dict[str, str]:
    """This process's environment without any setting of Huiyin's but the tests' own, and `more`."""
    kept = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith("HUIYIN_") or key.startswith("HUIYIN_TEST_")
    }
    return kept | more


@contextmanager
def served(
    words: Sequence[str],
    ready: str,
    log: Path,
    env: Mapping[str, str],
    *,
    program: str = HUIYIN,
    patience: int = 60,
    cold: bool = False,
) -> Iterator[None]:
    """`huiyin WORDS` runs until the block ends; it begins when the address `ready` answers, or fails after `patience` seconds.

    `cold` where the program changes a module before others take from it, so that it must be loaded by itself.
    """
    with log.open("w", encoding="utf-8") as written:
        server: Warm | subprocess.Popen[bytes]
        if cold:
            command = [sys.executable, "-c", program, *words]
            server = subprocess.Popen(command, env=dict(env), cwd=ROOT, stdout=written, stderr=written)
        else:
            server = Warm(["-c", program, *words], env, stdout=written, stderr=written)
        try:
            _wait(ready, server, patience)
            yield
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=20)


@contextmanager
def hand(env: Mapping[str, str]) -> Iterator[Callable[[str], str]]:
    """Runs scripts beside the server and gives what they print: one process for all of them."""
    with Warm(["-c", _HAND], env, stdin=PIPE, stdout=PIPE) as doing:
        into, out = doing.stdin, doing.stdout
        assert into is not None
        assert out is not None

        def do(script: str) -> str:
            into.write(json.dumps(script) + "\n")
            into.flush()
            said, wrong = json.loads(out.readline())
            assert not wrong, wrong[-3000:]
            return str(said).strip()

        try:
            yield do
        finally:
            into.close()


def _wait(address: str, server: "Warm | subprocess.Popen[bytes]", patience: int) -> None:
    for _ in range(patience * 10):
        assert server.poll() is None, "the server ended before it answered"
        try:
            urllib.request.urlopen(address, timeout=2).close()  # noqa: S310 - loopback
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("the server doesn't answer")


def follow(page: Page, link: Locator) -> None:
    """Click, and stand on the page it leads to: a click alone returns while the old page is still there, or none is."""
    with page.expect_navigation():
        link.click()


def looked_at(
    page: Page, name: str, widths: Sequence[int], *, script: bool = True, height: int = 844
) -> None:
    """Accessible where axe can run (with `script`), no wider than any of the `widths`, and kept as pictures. The last width stays."""
    if script:
        found = Axe().run(page)
        grave = [
            f"{one['id']}: {one['nodes'][0]['html'][:200]}"
            for one in found.response["violations"]
            if one["impact"] in {"serious", "critical"}
        ]
        assert not grave, f"{name}: {grave}"
    folder = os.environ.get("HUIYIN_PICTURES")
    for width in widths:
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} at {width}"
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)
