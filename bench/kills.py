"""Kill the main job at random moments, again and again: does it always end as if it had not been killed?

    python -m bench.kills [--kills 40] [--rows 3000]

Each round kills a run (SIGKILL) after a random time and starts it again, until one run ends by itself. Then the opinions,
labels and groups must be those of an undisturbed run, and the record must verify. Short form: tests/races/test_stopping.py.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.intake import ROOT, read_texts, write_book

HUIYIN = str(Path(sys.executable).with_name("huiyin"))


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=40)
    parser.add_argument("--rows", type=int, default=3000)
    options = parser.parse_args()
    chance = random.Random(options.kills)  # noqa: S311 - moments, not secrets
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        book = folder / "opinions.xlsx"
        write_book(book, read_texts(ROOT / "none")[1], options.rows)
        begun = time.perf_counter()
        _run(book, folder / "whole").wait()
        whole = time.perf_counter() - begun
        wanted = (folder / "whole" / "opinions.csv").read_bytes()
        kills = rounds = 0
        while kills < options.kills:
            rounds += 1
            out = folder / f"round-{rounds}"
            killed = _round(book, out, chance, whole)
            kills += killed
            same = (out / "opinions.csv").read_bytes() == wanted
            verified = _verify(out)
            print(
                f"round {rounds}: killed {killed} times, same result: {same}, record verifies: {verified}",
                flush=True,
            )
            if not (same and verified):
                return 1
    print(f"{kills} kills in {rounds} rounds over {options.rows} rows: nothing lost, nothing doubled")
    return 0


def _round(book: Path, out: Path, chance: random.Random, whole: float) -> int:
    """Kill and start again until a run ends by itself; how often it was killed."""
    killed = 0
    while True:
        process = _run(book, out)
        try:
            process.wait(timeout=chance.uniform(0.1, 1.3) * whole)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            killed += 1
            continue
        return killed


def _run(book: Path, out: Path) -> "subprocess.Popen[bytes]":
    env = {name: value for name, value in os.environ.items() if name != "HUIYIN_DATABASE"}
    command = [HUIYIN, "run", "--template", "mass-line-2014", "--opinions", str(book), "--out", str(out)]
    return subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _verify(out: Path) -> bool:
    command = [HUIYIN, "audit", "verify", "--database", str(out / "huiyin.sqlite3")]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
