"""How many people can speak at once: the form of an entrance sent to the real server, beside a bare Django page in the same run.

    python -m bench.submissions [--clients 16] [--count 3000] [--rounds 5] [--postgres ADDRESS] [--workers 2] [--data DIR]

`huiyin serve` runs as it does anywhere, with its clock: the sweep and the placing go on beside. An office user opens the inbox
each second. The peers (bench/bare_page.py: a page alone, and the same page in a project as `startproject` makes it) run on the same server
and the same kind of database, without anybody beside them. All take turns in `rounds` slices, the others standing still (SIGSTOP), so
that what else the machine does meets all; a ratio is the median of the rounds'. Each form is sent as a browser sends that page's: ours has a
place for files and so comes as multipart. CPU is that of the server's processes, the clock's and the office's included, without that of PostgreSQL. The
forms' tokens are made beforehand, by the bench's own key, because nobody may send a form within its first seconds.

Each answered form must be there afterwards, with a receipt of its own that opens it, and a number of its own.
"""

import argparse
import os
import re
import secrets
import signal
import statistics
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

from bench.clients import Run, file_form_request, form_request, post_all
from bench.engines import ROOT, drop_database, postgres_database
from bench.messages import data_folder, read_messages

KEY = "bench-key-of-the-givers-" * 2
HUIYIN = str(Path(sys.executable).with_name("huiyin"))
BARE, STARTER = "bare page", "starter page"
CODE = re.compile(rb">\s*([2-9A-Y]{16})\s*<")


@dataclass(frozen=True)
class Place:
    """A server that is up: its port, the entrance's code, the session cookie of somebody from the office, its process."""

    port: int
    entrance: str
    session: str
    process: "subprocess.Popen[bytes]"


def main() -> int:
    options = _options()
    texts = _texts(options.data, options.count)
    print(
        f"{'':<14}{'rate/s':>9}{'p50 ms':>9}{'p99 ms':>9}{'p99/p50':>9}{'CPU ms':>9}{'lost':>6}{'list p50':>10}"
    )
    with tempfile.TemporaryDirectory() as folder:
        engines = {"SQLite": (str(Path(folder) / "huiyin.sqlite3"), str(Path(folder) / "bare.sqlite3"), 1)}
        if options.postgres:
            ours = postgres_database(options.postgres, "huiyin_submissions", fresh=True)
            bare = postgres_database(options.postgres, "huiyin_bare", fresh=True)
            engines["PostgreSQL"] = (ours, bare, options.workers)
        good = True
        for engine, (ours, bare, workers) in engines.items():
            print(engine)
            good &= _compare(ours, bare, workers, texts, options, folder)
        if options.postgres:
            drop_database(options.postgres, "huiyin_submissions")
            drop_database(options.postgres, "huiyin_bare")
    return 0 if good else 1


def _compare(
    ours: str, bare: str, workers: int, texts: list[str], options: argparse.Namespace, folder: str
) -> bool:
    """All three servers on one engine, in turns; prints a line for each, and the ratios."""
    ratios: dict[str, list[float]] = {BARE: [], STARTER: []}
    times: list[float] = []
    with (
        _bare(bare, workers) as plain,
        _bare(bare, workers, starter=True) as starter,
        serving(ours, workers, folder) as place,
    ):
        peers = {
            BARE: (_Side(plain.pid), plain.port, _plain_forms(plain.port, texts)),
            STARTER: (_Side(starter.pid), starter.port, _plain_forms(starter.port, texts, token="x" * 32)),
        }
        own = _Side(place.process.pid)
        forms = requests_for(place, texts)
        for number in range(options.rounds):
            some = slice(number * len(texts) // options.rounds, (number + 1) * len(texts) // options.rounds)
            rates = {}
            for name, (side, port, requests) in peers.items():
                still = [own, *(other for other, _, _ in peers.values() if other is not side)]
                rates[name] = side.post(port, requests[some], options.clients, still=still).rate
            with _office(place, times):
                mine = own.post(
                    place.port, forms[some], options.clients, still=[side for side, _, _ in peers.values()]
                )
            for name, rate in rates.items():
                ratios[name].append(mine.rate / rate)
    found = check_receipts(ours, [code for body in own.run.bodies if (code := code_in(body))])
    good = True
    for name, (side, _, _) in peers.items():
        good &= _print(name, side, lost=0, listed=None)
    good &= _print("huiyin", own, len(own.run.statuses) - found, statistics.median(times) if times else 0.0)
    for name, some_ratios in ratios.items():
        slices = " ".join(f"{one:.2f}" for one in some_ratios)
        print(f"{f'ratio to {name}':<24}{statistics.median(some_ratios):>6.2f}   {slices}")
    return good


def _plain_forms(port: int, texts: list[str], *, token: str = "") -> list[bytes]:
    """The peer's form with each text; with the token against forms of other sites, where its project checks that."""
    checked = {"csrfmiddlewaretoken": token} if token else {}
    cookie = f"csrftoken={token}" if token else ""
    return [
        form_request(port, "/say", {"text": text, "giver_kind": "parent", **checked}, cookie=cookie)
        for text in texts
    ]


class _Side:
    """One of two servers that take turns: what came back so far, and what it cost."""

    def __init__(self, pid: int) -> None:
        self.run = Run()
        self.cpu = 0.0
        self._group = pid

    def post(self, port: int, requests: list[bytes], clients: int, *, still: "list[_Side]") -> Run:
        """Send `requests` while the others stand still."""
        for other in still:
            os.killpg(other._group, signal.SIGSTOP)
        begun = _cpu_of(self._group)
        try:
            run = post_all(port, requests, clients)
        finally:
            for other in still:
                os.killpg(other._group, signal.SIGCONT)
        self.cpu += _cpu_of(self._group) - begun
        self.run.add(run)
        return run


def _cpu_of(group: int) -> float:
    """Seconds of processor time of the living processes of a group (Linux)."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(") ")[2].split()
        except OSError:
            continue
        if int(fields[2]) == group:
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--count", type=int, default=3000)
    parser.add_argument("--rounds", type=int, default=5)
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


def _print(name: str, side: _Side, lost: int, listed: float | None) -> bool:
    run = side.run
    half, most, cost = run.percentile(0.5), run.percentile(0.99), side.cpu * 1000 / len(run.statuses)
    beside = f"{listed:>10.1f}" if listed is not None else ""
    print(
        f"{name:<14}{run.rate:>9.0f}{half:>9.1f}{most:>9.1f}{most / half:>9.1f}{cost:>9.1f}{lost:>6}{beside}",
        flush=True,
    )
    return lost == 0 and run.broken == 0 and set(run.statuses) == {200}


@dataclass(frozen=True)
class _Peer:
    """The bare page, up: its port, and its process group."""

    port: int
    pid: int


@contextmanager
def _bare(address: str, workers: int, *, starter: bool = False) -> Iterator[_Peer]:
    port = free_port()
    env = environment(address) | ({"HUIYIN_BENCH_STARTER": "1"} if starter else {})
    command = [sys.executable, "-c", f"from bench.bare_page import serve; serve({port}, {workers})"]
    with _process(command, env, port) as process:
        yield _Peer(port, process.pid)


@contextmanager
def _office(place: Place, times: list[float]) -> Iterator[None]:
    """Somebody from the office looks at a list each second, as long as the block runs."""
    done = threading.Event()
    office = threading.Thread(target=_look_each_second, args=(place, done, times))
    office.start()
    try:
        yield
    finally:
        done.set()
        office.join()


def requests_for(place: Place, texts: list[str]) -> list[bytes]:
    return opinion_forms(place.port, place.entrance, texts, KEY)


def opinion_forms(port: int, entrance: str, texts: list[str], key: str) -> list[bytes]:
    """One form a text, with a token that is ten seconds old."""
    from huiyin.process.channels.rules.tokens import make_token  # noqa: PLC0415

    shown = datetime.now(UTC) - timedelta(seconds=10)
    same = {"language": "zh-hans", "when": "", "where": "", "often": "", "giver": "parent", "show": "yes"}
    same |= {"contact": "", "looked": "1"}
    return [
        file_form_request(
            port,
            f"/say/{entrance}",
            {"text": text, "token": make_token(key, entrance, secrets.token_bytes(16), shown), **same},
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
    with _process(command, env, port) as process:
        yield Place(port, entrance, session, process)


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
    process = subprocess.Popen(command, env=env, cwd=ROOT, stdout=subprocess.DEVNULL, start_new_session=True)
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
