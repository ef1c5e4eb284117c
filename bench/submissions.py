"""How many people can speak at once: the form of an entrance sent to the real server, beside a bare Django page in the same run.

    python -m bench.submissions [--clients 16] [--count 3000] [--postgres ADDRESS] [--workers 2] [--data DIR]

`huiyin serve` runs as it does anywhere, with its clock: the sweep and the placing go on beside. An office user opens the inbox
each second. The peer (bench/bare_page.py) runs on the same server and the same kind of database, without anybody beside it. The
forms' tokens are made beforehand, by the bench's own key, because nobody may send a form within its first seconds.

Each answered form must be there afterwards, with a receipt of its own that opens it, and a number of its own.
"""

import argparse
import os
import re
import secrets
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice
from pathlib import Path

from bench.clients import Run, form_request, post_all
from bench.engines import ROOT, drop_database, postgres_database
from bench.messages import data_folder, read_messages

KEY = "bench-key-of-the-givers-" * 2
HUIYIN = str(Path(sys.executable).with_name("huiyin"))
CODE = re.compile(rb">\s*([2-9A-Y]{16})\s*<")


@dataclass(frozen=True)
class Place:
    """A server that is up: its port, the entrance's code, the session cookie of somebody from the office."""

    port: int
    entrance: str
    session: str


def main() -> int:
    options = _options()
    texts = _texts(options.data, options.count)
    print(f"{'':<14}{'rate/s':>9}{'p50 ms':>9}{'p99 ms':>9}{'p99/p50':>9}{'lost':>6}{'list p50':>10}")
    with tempfile.TemporaryDirectory() as folder:
        engines = {"SQLite": (str(Path(folder) / "huiyin.sqlite3"), str(Path(folder) / "bare.sqlite3"), 1)}
        if options.postgres:
            ours = postgres_database(options.postgres, "huiyin_submissions", fresh=True)
            bare = postgres_database(options.postgres, "huiyin_bare", fresh=True)
            engines["PostgreSQL"] = (ours, bare, options.workers)
        good = True
        for engine, (ours, bare, workers) in engines.items():
            print(engine)
            peer = _bare(bare, workers, texts, options.clients)
            good &= _print("bare page", peer, lost=0, listed=None)
            run, lost, listed = _ours(ours, workers, texts, options.clients, folder)
            good &= _print("huiyin", run, lost, listed)
            print(f"{'ratio':<14}{run.rate / peer.rate:>9.2f}")
        if options.postgres:
            drop_database(options.postgres, "huiyin_submissions")
            drop_database(options.postgres, "huiyin_bare")
    return 0 if good else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--count", type=int, default=3000)
    parser.add_argument("--workers", type=int, default=2, help="processes, on PostgreSQL")
    parser.add_argument("--postgres", help="a server, postgresql://user@host:5432/postgres")
    parser.add_argument("--data")
    return parser.parse_args()


def _texts(data: str | None, count: int) -> list[str]:
    folder = data_folder(data)
    if folder is None:
        return [
            f"食堂的红烧肉里没有肉，一份要十二元，上周问过两次没人管（{number}）" for number in range(count)
        ]
    return [text.body for text in islice(cycle(read_messages(folder)[1]), count)]


def _print(name: str, run: Run, lost: int, listed: float | None) -> bool:
    half, most = run.percentile(0.5), run.percentile(0.99)
    beside = f"{listed:>10.1f}" if listed is not None else ""
    print(
        f"{name:<14}{run.rate:>9.0f}{half:>9.1f}{most:>9.1f}{most / half:>9.1f}{lost:>6}{beside}", flush=True
    )
    return lost == 0 and run.broken == 0 and set(run.statuses) == {200}


def _bare(address: str, workers: int, texts: list[str], clients: int) -> Run:
    port = free_port()
    env = environment(address)
    command = [sys.executable, "-c", f"from bench.bare_page import serve; serve({port}, {workers})"]
    with _process(command, env, port):
        requests = [form_request(port, "/say", {"text": text, "giver_kind": "parent"}) for text in texts]
        return post_all(port, requests, clients)


def _ours(address: str, workers: int, texts: list[str], clients: int, folder: str) -> tuple[Run, int, float]:
    with serving(address, workers, folder) as place:
        done = threading.Event()
        times: list[float] = []
        office = threading.Thread(target=_look_each_second, args=(place, done, times))
        office.start()
        run = post_all(place.port, requests_for(place, texts), clients)
        done.set()
        office.join()
    codes = [code for body in run.bodies if (code := code_in(body))]
    found = check_receipts(address, codes)
    return run, len(run.statuses) - found, sorted(times)[len(times) // 2] if times else 0.0


def requests_for(place: Place, texts: list[str]) -> list[bytes]:
    """One form a text, with a token that is ten seconds old."""
    from huiyin.process.channels.rules.tokens import make_token  # noqa: PLC0415

    shown = datetime.now(UTC) - timedelta(seconds=10)
    same = {"giver": "parent", "show": "yes", "looked": "1"}
    return [
        form_request(
            place.port,
            f"/say/{place.entrance}",
            {"text": text, "token": make_token(KEY, place.entrance, secrets.token_bytes(16), shown), **same},
        )
        for text in texts
    ]


def code_in(body: bytes) -> str:
    """The receipt that a page shows; "" where it shows none."""
    found = CODE.search(body)
    return found.group(1).decode() if found else ""


def check_receipts(address: str, codes: list[str]) -> int:
    """How many of the codes open an opinion of their own that is there, whole."""
    command = [sys.executable, "-m", "bench.submissions_desk", "check"]
    done = subprocess.run(
        command,
        env=environment(address),
        cwd=ROOT,
        check=True,
        input="\n".join(codes),
        text=True,
        stdout=subprocess.PIPE,
    )
    return int(done.stdout)


@contextmanager
def serving(address: str, workers: int, folder: str) -> Iterator[Place]:
    """`huiyin serve` on a database with a campaign, one entrance and somebody from the office."""
    env = environment(address) | {"HUIYIN_FILES": str(Path(folder) / "files")}
    prepare = [sys.executable, "-m", "bench.submissions_desk", "prepare"]
    made = subprocess.run(prepare, env=env, cwd=ROOT, check=True, text=True, stdout=subprocess.PIPE)
    entrance, session = made.stdout.split()
    port = free_port()
    command = [HUIYIN, "serve", "--database", address, "--port", str(port)]
    command += ["--workers", str(workers)] if workers > 1 else []
    with _process(command, env, port):
        yield Place(port, entrance, session)


def environment(address: str) -> dict[str, str]:
    return os.environ | {
        "HUIYIN_DATABASE": address,
        "HUIYIN_GIVERS_KEY": KEY,
        "HUIYIN_SECRET_KEY": KEY,
        "DJANGO_SETTINGS_MODULE": "huiyin.config.settings",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
    }


@contextmanager
def _process(command: list[str], env: dict[str, str], port: int) -> Iterator["subprocess.Popen[bytes]"]:
    process = subprocess.Popen(command, env=env, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        _wait_for(port, process)
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(600):
        if process.poll() is not None:
            raise SystemExit(f"the server ended with {process.returncode}")
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=2).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the server doesn't answer")


def free_port() -> int:
    import socket  # noqa: PLC0415

    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def _look_each_second(place: Place, done: threading.Event, times: list[float]) -> None:
    """Somebody in the office opens the inbox each second."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{place.port}/c/bench/opinions", headers={"Cookie": f"huiyin={place.session}"}
    )
    while not done.wait(1):
        begun = time.perf_counter()
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 - this machine
            if answer.status != 200 or b"/sign-in" in answer.url.encode():
                raise SystemExit("the office isn't let in")
            answer.read()
        times.append((time.perf_counter() - begun) * 1000)


if __name__ == "__main__":
    sys.exit(main())
