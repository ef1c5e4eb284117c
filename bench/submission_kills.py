"""Kill the server at random moments while people speak, again and again: is everything there that was acknowledged?

    python -m bench.submission_kills [--kills 50] [--postgres ADDRESS]

Each round starts the server, lets eight clients send forms, and kills it (SIGKILL, the whole group) after a random time. Every
receipt that a client was shown must open a whole opinion afterwards, and no receipt, opinion or seal may be half there. Short
form: tests/races/test_submission_kills.py.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from bench.clients import post_all
from bench.engines import ROOT, drop_database, postgres_database
from bench.submissions import (
    HUIYIN,
    Place,
    _wait_for,
    check_receipts,
    code_in,
    environment,
    free_port,
    requests_for,
)

CLIENTS = 8


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--postgres")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        address = str(Path(folder) / "huiyin.sqlite3")
        if options.postgres:
            address = postgres_database(options.postgres, "huiyin_kills", fresh=True)
        codes = kill_again_and_again(address, folder, options.kills)
        if options.postgres:
            drop_database(options.postgres, "huiyin_kills")
    print(f"{options.kills} kills, {len(codes)} receipts: each opens its opinion, nothing is half there")
    return 0


def kill_again_and_again(address: str, folder: str, kills: int) -> list[str]:
    """The receipts that were shown before a kill; SystemExit as soon as one of them doesn't open its opinion."""
    env = environment(address) | {"HUIYIN_FILES": str(Path(folder) / "files")}
    prepare = [sys.executable, "-m", "bench.submissions_desk", "prepare"]
    made = subprocess.run(prepare, env=env, cwd=ROOT, check=True, text=True, stdout=subprocess.PIPE)
    entrance, session = made.stdout.split()
    chance = random.Random(kills)  # noqa: S311 - moments, not secrets
    codes: list[str] = []
    for number in range(1, kills + 1):
        port = free_port()
        command = [HUIYIN, "serve", "--database", address, "--port", str(port)]
        process = subprocess.Popen(
            command,
            env=env,
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        _wait_for(port, process)
        texts = [f"第{number}轮第{one}条：食堂的饭菜太贵，上周五问过两次没人管" for one in range(2000)]
        dead = threading.Event()
        killer = threading.Thread(target=_kill_later, args=(process, chance.uniform(0.05, 1.5), dead))
        requests = requests_for(Place(port, entrance, session, process), texts)
        # The first form loads what all others need: a kill before it tries nothing.
        warm = post_all(port, requests[:1], 1)
        killer.start()
        run = post_all(port, requests[1:], CLIENTS, until=dead.is_set)
        run.add(warm)
        killer.join()
        codes += [code for body in run.bodies if (code := code_in(body))]
        found = check_receipts(address, codes)
        print(
            f"kill {number}: {len(run.bodies)} acknowledged, {len(codes)} in all, {found} there", flush=True
        )
        if found != len(codes):
            raise SystemExit("something that was acknowledged is lost")
    if not codes:
        raise SystemExit("nothing was acknowledged, so nothing was tried")
    return codes


def _kill_later(process: "subprocess.Popen[bytes]", seconds: float, dead: threading.Event) -> None:
    time.sleep(seconds)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    dead.set()


if __name__ == "__main__":
    sys.exit(main())
