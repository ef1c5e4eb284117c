"""Two people speak through the real server, with an address and a browser's name that nothing may keep."""

import os
import re
import signal
import socket
import time
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

from tests.warm import Warm, run

ROOT = Path(__file__).parents[2]
PREPARE = """
import django; django.setup()
from datetime import UTC, datetime
from django.core.management import call_command
call_command("migrate", verbosity=0)
from huiyin.process.channels.commands import open_entrance
from tests.world import build_world
at = datetime.now(tz=UTC)
world = build_world(at)
made = open_entrance(world.campaign, name="三中家长", channel="online", about=world.school, by=world.office, at=at)
print(made.code)
"""
SERVE = "from huiyin.cli.main import main; main()"
ADDRESS, PRINT, FROM = "203.0.113.77", "CanaryBrowser/7.31", "https://canary.example/from"
HEADERS = {
    "X-Forwarded-For": ADDRESS,
    "X-Real-IP": ADDRESS,
    "Forwarded": f"for={ADDRESS}",
    "User-Agent": PRINT,
    "Referer": FROM,
    "Accept-Language": "zh-CN;q=0.7317731",
}
NOWHERE = (ADDRESS, PRINT, FROM, "0.7317731", "wang7731@example.cn", "饕餮")
SAID, ACCUSED = "食堂上周三的午餐只有两片肉", "教务主任收了三千元饕餮钱"


def environment(database: str) -> dict[str, str]:
    """That of a process of the installation on `database`: nothing of this one's."""
    env = {key: value for key, value in os.environ.items() if not key.startswith("HUIYIN_")}
    return env | {"HUIYIN_DATABASE": database, "DJANGO_SETTINGS_MODULE": "huiyin.config.settings"}


def speak_through_a_server(folder: Path, database: str, **more: str) -> None:
    """Prepare `database`, serve it, let two people speak, one of them to the sealed channel, and end the server; its log is in `folder`."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = trial.getsockname()[1]
    env = environment(database) | more
    made = run(["-c", PREPARE], env, check=True)
    with (folder / "log").open("w", encoding="utf-8") as log:
        server = Warm(["-c", SERVE, "serve", "--port", str(port)], env, stdout=log, stderr=log)
        try:
            path = f"/say/{made.stdout.strip()}"
            _wait(port, path, server)
            for words, act in ((SAID, "send"), (ACCUSED, "sealed")):
                _speak(port, path, words, act)
            assert _asked(port, "/no-such-page")[0] == 404
            time.sleep(8)  # the clock's jobs take what waits
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=30)


def _speak(port: int, path: str, words: str, act: str) -> None:
    _, page = _asked(port, path)
    token = re.search(r'name="token" value="([^"]+)"', page)
    assert token is not None
    time.sleep(3.5)  # nobody reads the form in less (channels/rules/tokens.py)
    form = {
        "token": token[1],
        "text": words,
        "giver": "parent",
        "contact": "wang7731@example.cn",
        "looked": "1",
        "act": act,
    }
    status, page = _asked(port, path, form)
    assert status == 200
    assert re.search(r'name="code" value="[2-9A-HJ-NP-Y]{16}"', page), page[-2000:]


def _asked(port: int, path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
    """(status, page)."""
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    headers = HEADERS | ({"Content-Type": "application/x-www-form-urlencoded"} if form else {})
    connection.request("POST" if form else "GET", path, urlencode(form) if form else None, headers)
    with closing(connection), connection.getresponse() as answer:
        return answer.status, answer.read().decode()


def _wait(port: int, path: str, server: Warm) -> None:
    for _ in range(240):
        assert server.poll() is None, "the server ended before it answered"
        try:
            _asked(port, path)
        except OSError:
            time.sleep(0.25)
        else:
            return
    raise AssertionError("the server didn't answer")


def holding(data: bytes, where: str) -> list[str]:
    return [f"{where}: {needle}" for needle in NOWHERE for spelt in _spelt(needle) if spelt in data]


def _spelt(needle: str) -> list[bytes]:
    """As text stands in files: UTF-8, UTF-16, and escaped in JSON."""
    return [needle.encode(), needle.encode("utf-16-le"), needle.encode("unicode_escape")]
