"""Four processes over the same rows: each change happens once, refusals are clean, nobody meets a locked database."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from tests.races.fresh import fresh_database
from tests.races.writer import ROWS
from tests.warm import PIPE, Warm, run

WRITERS = 4

COUNTS = {
    "triage": "Decision.objects.count()",
    "decide": "min(Link.objects.count(), Decision.objects.count())",
    "raise": "len(numbers) if numbers == [f'2014-{n:03d}' for n in range(1, len(numbers) + 1)] else numbers",
    "take": "Opinion.objects.filter(source_id__startswith='n').count() // 5",
    "cast": "min(Ballot.objects.count(), ROWS - Slip.objects.count())",
    "close": "Ballot.objects.count(), counted(), Slip.objects.count()",
    "keep": "StoredFile.objects.count(), Attachment.objects.count()",
}
COUNT = """
from huiyin.cli.verifying import verified
from huiyin.platform.files.models import Attachment, StoredFile
from huiyin.process.ballots.models import Ballot, Slip, Vote
from huiyin.process.ballots.queries import result_of
from huiyin.process.opinions.models import Decision, Opinion
from huiyin.process.problems.models import Link, Problem
numbers = sorted(Problem.objects.values_list('number', flat=True))
ROWS = 40
def counted():
    return result_of(Vote.objects.get()).back
print({}, 'faults:', len(verified(None).faults))
"""


@pytest.mark.parametrize("act", ["triage", "decide", "raise", "take", "cast"])
def test_each_change_happens_once(tmp_path: Path, act: str) -> None:
    with fresh_database(tmp_path) as env:
        env["HUIYIN_GIVERS_KEY"] = "race"
        writer = ["-m", "tests.races.writer"]
        run([*writer, "prepare", act], env=env, check=True)
        results = race([*writer, act], env)
        made = python(env, COUNT.format(COUNTS[act]))
    assert [result["errors"] for result in results] == [[]] * WRITERS
    assert sum(result["done"] for result in results) == ROWS
    assert sum(result["refused"] for result in results) == ROWS * (WRITERS - 1)
    assert made == f"{ROWS} faults: 0"


def test_a_ballot_cast_while_the_vote_is_closed_is_counted_or_refused(tmp_path: Path) -> None:
    with fresh_database(tmp_path) as env:
        env["HUIYIN_GIVERS_KEY"] = "race"
        writer = ["-m", "tests.races.writer"]
        run([*writer, "prepare", "close"], env=env, check=True)
        results = race([*writer, "close"], env)
        made = python(env, COUNT.format(COUNTS["close"]))
    assert [result["errors"] for result in results] == [[]] * WRITERS
    cast = sum(result["done"] for result in results) - 1  # one of them closed it
    assert cast >= ROWS // 2
    assert made == f"{cast} {cast} 0 faults: 0"


def test_the_same_files_are_kept_once(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    with fresh_database(tmp_path) as env:
        env["HUIYIN_FILES"] = str(folder)
        results = race(["-m", "tests.races.writer", "keep"], env)
        made = python(env, COUNT.format(COUNTS["keep"]))
    assert [result["errors"] for result in results] == [[]] * WRITERS
    assert made == f"{ROWS} {ROWS * WRITERS} faults: 0"
    lying = [path for path in folder.rglob("*") if path.is_file()]
    assert len(lying) == ROWS
    assert all(hashlib.sha256(path.read_bytes()).hexdigest() == path.name for path in lying)


def race(command: list[str], env: dict[str, str]) -> list[dict[str, Any]]:
    """Let WRITERS processes read first, and start only when all have: each acts on what it saw before the race."""
    running = [Warm(command, env, stdin=PIPE, stdout=PIPE) for _ in range(WRITERS)]
    for process in running:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in running:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    return [_said(process) for process in running]


def _said(process: Warm) -> dict[str, Any]:
    with process:
        assert process.stdout is not None
        said: dict[str, Any] = json.loads(process.stdout.read())
    assert process.wait(timeout=120) == 0
    return said


def python(env: dict[str, str], code: str) -> str:
    """What some lines of Python print on the database."""
    return run(["-c", f"import django; django.setup()\n{code}"], env, check=True).stdout.strip()
