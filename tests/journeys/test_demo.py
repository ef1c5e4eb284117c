"""`huiyin demo` as it is typed: a database comes, a second run renews it, somebody else's stays."""

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from huiyin.cli.demo import DATABASE_FILE, UNFINISHED
from huiyin.demo.cast import CAMPAIGN, CAST, PASSWORD
from tests.migrated import BEGINNING, begin

# The smallest scale that can be typed takes half a minute: the draw is made smaller from within, and passwords cheaper.
SMALL = BEGINNING + (
    "from django.contrib.auth.hashers import PBKDF2PasswordHasher as Hasher; Hasher.iterations = 1000; "
    "import huiyin.demo.drawing as drawing; draw = drawing.draw_voices; "
    "drawing.draw_voices = lambda scale, seed: draw(scale / 20, seed); "
    "from huiyin.cli.main import main; main()"
)
# Where only the files matter: as far as the campaign's start. Chapters can be imported once Django is awake, as it is when voices are drawn.
BEGUN = SMALL.replace(
    "draw(scale / 20, seed)",
    "(draw(scale / 20, seed), setattr(sys.modules['huiyin.demo.build'], 'CHAPTERS', sys.modules['huiyin.demo.build'].CHAPTERS[:4]))[0]",
).replace("import huiyin.demo.drawing", "import sys; import huiyin.demo.drawing")


def huiyin(*arguments: str, program: str = SMALL) -> "subprocess.CompletedProcess[str]":
    env = {**os.environ, "COLUMNS": "200"}
    env.pop("HUIYIN_DATABASE", None)
    command = [sys.executable, "-c", program, *arguments]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "here"
    done = huiyin("demo", "--no-serve", "--dir", str(folder))
    assert done.returncode == 0, done.stderr
    assert PASSWORD in done.stdout
    assert all(member.login in done.stdout and member.zh[:6] in done.stdout for member in CAST)
    assert "梳理第二周的意见" in done.stderr
    return folder


def campaigns(path: Path) -> list[tuple[str]]:
    connection = sqlite3.connect(path)
    try:
        return connection.execute("SELECT code FROM campaigns_campaign").fetchall()
    finally:
        connection.close()


def test_it_writes_a_database_that_verifies(folder: Path) -> None:
    assert campaigns(folder / DATABASE_FILE) == [(CAMPAIGN,)]
    assert not (folder / UNFINISHED).exists()
    done = huiyin("audit", "verify", "--database", str(folder / DATABASE_FILE))
    assert done.returncode == 0, done.stdout


def test_it_does_not_overwrite_what_is_no_demo(tmp_path: Path) -> None:
    path = tmp_path / DATABASE_FILE
    begin(path)
    assert huiyin("init", "--database", str(path)).returncode == 0
    before = path.read_bytes()
    done = huiyin("demo", "--no-serve", "--dir", str(tmp_path))
    assert done.returncode == 3
    assert "--dir" in done.stderr
    assert path.read_bytes() == before


def test_a_file_in_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "here").write_text("", encoding="utf-8")
    done = huiyin("demo", "--no-serve", "--dir", str(tmp_path / "here"))
    assert done.returncode == 3
    assert "Traceback" not in done.stderr


def test_an_older_and_an_unfinished_demo_are_built_anew(folder: Path, tmp_path: Path) -> None:
    for name, mark in (("older", False), ("stopped", True)):
        there = tmp_path / name
        there.mkdir()
        if mark:
            (there / DATABASE_FILE).write_bytes(b"half")
            (there / UNFINISHED).write_text("", encoding="utf-8")
        else:
            shutil.copy(folder / DATABASE_FILE, there)
        done = huiyin("demo", "--no-serve", "--dir", str(there), program=BEGUN)
        assert done.returncode == 0, done.stderr
        assert campaigns(there / DATABASE_FILE) == [(CAMPAIGN,)]
