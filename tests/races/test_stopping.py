"""A run that is stopped anywhere loses nothing, leaves no half-written file, and ends as if it had not been stopped.

The long form is bench/kills.py.
"""

import csv
import json
import signal
import time
from pathlib import Path
from typing import Any

import pytest

from tests.races.fresh import fresh_database
from tests.warm import NOWHERE, PIPE, Warm, run

HUIYIN = "from huiyin.cli.main import main; main()"
DEMO = Path(__file__).parents[2] / "src" / "huiyin" / "library" / "demo" / "opinions.csv"


def command(out: Path) -> list[str]:
    words = ["run", "--template", "mass-line-2014", "--opinions", str(DEMO), "--out", str(out), "--json"]
    return ["-c", HUIYIN, *words]


def stopped(out: Path, env: dict[str, str], after: str, how: signal.Signals) -> int:
    """Start a run and send it a signal as soon as it says that it is at step `after`; its exit code."""
    with Warm(command(out), env, stderr=PIPE, stdout=NOWHERE) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if line.startswith(after):
                time.sleep(0.02)
                process.send_signal(how)
                break
        process.stderr.read()
        return process.wait(timeout=60)


def finished(out: Path, env: dict[str, str]) -> tuple[dict[str, Any], list[dict[str, str]]]:
    done = run(command(out), env)
    assert done.returncode == 0, done.stderr
    with (out / "opinions.csv").open(encoding="utf-8", newline="") as file:
        return json.loads(done.stdout), list(csv.DictReader(file))


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, str]]:
    folder = tmp_path_factory.mktemp("whole")
    with fresh_database(folder) as env:
        return finished(folder / "out", env)[1]


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM], ids=lambda how: how.name)
def test_a_stopped_run_goes_on_where_it_was(
    tmp_path: Path, how: signal.Signals, undisturbed: list[dict[str, str]]
) -> None:
    out = tmp_path / "out"
    with fresh_database(tmp_path) as env:
        codes = [stopped(out, env, step, how) for step in ("收录意见", "索引和建议", "归并意见", "写出台账")]
        summary, opinions = finished(out, env)
        assert run(["-c", HUIYIN, "audit", "verify", "--json"], env).returncode == 0
    assert set(codes) <= ({-9} if how == signal.SIGKILL else {130, 0}), (
        "0: it was done before the signal came"
    )
    assert opinions == undisturbed
    assert summary["opinions"]["received"] == len(opinions)
    assert not [path.name for path in out.iterdir() if path.name.startswith(".")]


def test_a_polite_stop_leaves_no_half_written_file(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with fresh_database(tmp_path) as env:
        stopped(out, env, "写出台账", signal.SIGINT)
    assert not [path.name for path in out.iterdir() if path.name.startswith(".")]
