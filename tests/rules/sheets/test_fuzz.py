"""The one-minute fuzz run of bench/fuzz_sheets.py, in its shortest form."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]


def test_no_damaged_file_brings_a_traceback_or_kills_the_process() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "bench.fuzz_sheets", "--seconds", "4", "--seed", "1"],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT / "src"), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert " 0 crashes" in run.stdout
    assert int(run.stdout.rsplit(" cases", 1)[0].rsplit("\n", 1)[-1]) > 20
