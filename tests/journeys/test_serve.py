"""The server as it is started: it opens, answers with its headers, keeps its key, does its jobs, and ends when told."""

import http.client
import os
import re
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from email.message import Message
from pathlib import Path

import pytest

from huiyin.web.frame.headers import CONTENT_SECURITY_POLICY, PERMISSIONS_POLICY
from tests.migrated import begin

ROOT = Path(__file__).parents[2]
HUIYIN = [sys.executable, "-c", "from huiyin.cli.main import main; main()"]


def environment(folder: Path) -> dict[str, str]:
    env = {name: value for name, value in os.environ.items() if not name.startswith("HUIYIN_")}
    return {**env, "PYTHONPATH": str(ROOT / "src"), "HUIYIN_DATABASE": str(folder / "here.sqlite3")}


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


class Server:
    """A server that runs; what it prints is in `said`."""

    def __init__(self, folder: Path, *more: str) -> None:
        self.folder = folder
        self.port = free_port()
        with (folder / "said").open("w") as said:
            command = [*HUIYIN, "serve", "--port", str(self.port), *more]
            self.process = subprocess.Popen(
                command, env=environment(folder), stdout=said, stderr=subprocess.STDOUT
            )
        deadline = time.monotonic() + 60
        while "Huiyin answers" not in self.said and self.process.poll() is None:
            assert time.monotonic() < deadline, self.said
            time.sleep(0.05)

    @property
    def said(self) -> str:
        return (self.folder / "said").read_text(encoding="utf-8")

    def get(self, path: str, **headers: str) -> tuple[int, Message, str]:
        """Status, headers and text of an answer."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)) as asked:
            asked.request("GET", path, headers=headers)
            answer = asked.getresponse()
            return answer.status, answer.headers, answer.read().decode()

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(how)
        return self.process.wait(timeout=30)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = Server(tmp_path_factory.mktemp("serve"))
    yield running
    assert running.stop() == 0
    assert "Traceback" not in running.said


def test_it_says_where_it_is_and_that_nobody_has_an_account(server: Server) -> None:
    assert f"http://127.0.0.1:{server.port}/" in server.said
    assert "huiyin user open" in server.said


def test_a_page_answers_with_its_headers(server: Server) -> None:
    status, headers, text = server.get("/sign-in")
    assert status == 200
    assert headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert headers["Permissions-Policy"] == PERMISSIONS_POLICY
    assert headers["Cache-Control"] == "no-store"
    assert "登录" in text


def test_styles_come_with_their_type(server: Server) -> None:
    status, headers, _ = server.get("/static/web/huiyin.css")
    assert (status, headers.get_content_type()) == (200, "text/css")


def test_another_name_is_refused(server: Server) -> None:
    assert server.get("/sign-in", Host="elsewhere.invalid")[0] == 400


def test_nobody_is_named_in_the_log(server: Server) -> None:
    assert server.get("/sign-in?who=me")[0] == 200
    assert server.get("/nowhere")[0] == 404
    assert "127.0.0.1" not in server.said.replace(f"http://127.0.0.1:{server.port}/", "")
    assert "/nowhere" not in server.said


def test_the_key_is_the_owners_alone(server: Server) -> None:
    path = server.folder / "here.sqlite3.key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert re.fullmatch(r"[\w-]{64}\n", path.read_text())


def test_a_taken_port_is_explained(server: Server) -> None:
    command = [*HUIYIN, "serve", "--port", str(server.port)]
    done = subprocess.run(
        command, env=environment(server.folder), capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 3
    assert f"端口 {server.port} 用不了" in done.stderr
    assert f"Port {server.port} of 127.0.0.1 can't be used" in done.stderr


def test_the_crew_has_worked(server: Server) -> None:
    deadline = time.monotonic() + 20
    query = "SELECT task_path, status FROM django_tasks_database_dbtaskresult"
    while True:
        with sqlite3.connect(server.folder / "here.sqlite3") as database:
            rows = database.execute(query).fetchall()
        # On the morning of a working day the messages are composed, too.
        if ("huiyin.cli.clockwork.tidy", "SUCCESSFUL") in rows and {status for _, status in rows} == {
            "SUCCESSFUL"
        }:
            break
        assert time.monotonic() < deadline, rows
        time.sleep(0.1)


def test_ctrl_c_ends_it_and_the_key_stays(tmp_path: Path) -> None:
    begin(tmp_path / "here.sqlite3")
    first = Server(tmp_path, "--no-work")
    key = (tmp_path / "here.sqlite3.key").read_text()
    began = time.monotonic()
    assert first.stop(signal.SIGINT) == 0
    assert time.monotonic() - began < 5
    second = Server(tmp_path, "--no-work")
    assert second.stop() == 0
    assert (tmp_path / "here.sqlite3.key").read_text() == key


@pytest.mark.parametrize(
    ("more", "code", "said"),
    [
        (["--workers", "2"], 3, "SQLite 数据库只能由一个进程"),
        (["--database", ":memory:"], 3, "内存数据库"),
        (["--host", "0.0.0.0"], 3, "--name"),  # noqa: S104
        (["--host", "no.such.host.invalid"], 3, "不认识主机"),
        (["--port", "0"], 2, "命令写得不对"),
    ],
)
def test_what_cant_be_is_explained(tmp_path: Path, more: list[str], code: int, said: str) -> None:
    done = subprocess.run(
        [*HUIYIN, "serve", *more],
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, said in done.stderr) == (code, True), done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == [], "before anything is made"


def test_a_key_that_can_be_guessed_is_refused(tmp_path: Path) -> None:
    begin(tmp_path / "here.sqlite3")
    env = {**environment(tmp_path), "HUIYIN_SECRET_KEY": "huiyin"}
    done = subprocess.run(
        [*HUIYIN, "serve"], env=env, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, "太短" in done.stderr) == (3, True), done.stderr


def test_work_leaves_sqlite_to_the_server(tmp_path: Path) -> None:
    (tmp_path / "here.sqlite3").touch()
    done = subprocess.run(
        [*HUIYIN, "work"], env=environment(tmp_path), capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, "huiyin serve" in done.stderr) == (3, True)
