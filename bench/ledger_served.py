"""The ledger of 100,000 problems through the real server, beside Redmine with 100,000 issues in the same run.

    bench/peers/redmine/up.sh postgresql://postgres@127.0.0.1:5432/postgres FOLDER      once, from Debian's packages; ten minutes
    python -m bench.ledger_served --postgres postgresql://postgres@127.0.0.1:5432/postgres --peer 3400 [--rounds 3]

Ours: `huiyin serve` with as many workers as processors, a clerk above half of all problems, the ledger's first page of fifty; intake is
the form by which a problem is raised. Redmine: puma with as many workers of four threads, a member of one project who is no
administrator, the list of twenty-five (its default), intake is its own form for an issue. Both on the same PostgreSQL, taking turns, the other
one standing still (SIGSTOP). One client: the median of so many lists one after another. Eight clients: lists and new ones a second. CPU is that of
the server's processes, without PostgreSQL's: it's what a busy machine changes least. Without --peer ours alone.

A new problem by its form, and a new issue by its, is what somebody signed in does. What comes in from the public is an opinion: the last line
sends the form of an entrance, and has no like of it in Redmine.
"""

import argparse
import html
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

from bench.clients import Run, post_all
from bench.engines import ROOT, drop_database, postgres_database, run_child
from bench.pages import PASSWORD

ROWS = 100_000
ALONE, TOGETHER, NEW, CLIENTS = 30, 160, 160, 8
PEER_LOGIN, PEER_PASSWORD = "clerk", "clerk-of-the-bench"
DATABASE = "huiyin_bench_ledger_served"
GIVERS_KEY = "bench-key-of-the-givers-" * 2
HUIYIN = str(Path(sys.executable).with_name("huiyin"))


@dataclass(frozen=True)
class Site:
    """A server that is up: where, with which cookies, the list's path, the form for a new one, and its processes."""

    name: str
    port: int
    cookies: str
    list: str
    form: str
    fields: Mapping[str, str]
    processes: tuple[int, ...]
    entrance: str = ""


def main() -> int:
    options = _options()
    if options.fill:
        return _fill()
    with tempfile.TemporaryDirectory() as folder, _ours(options.postgres, Path(folder)) as ours:
        sites = [ours, _peer(options.peer)] if options.peer else [ours]
        found: dict[str, dict[str, list[float]]] = {}
        for _ in range(options.rounds):
            for site in sites:
                others = [process for other in sites if other is not site for process in other.processes]
                with _standing_still(others):
                    for what, value in measured(site).items():
                        found.setdefault(what, {}).setdefault(site.name, []).append(value)
    _print(found)
    return 0


def _print(found: Mapping[str, Mapping[str, Sequence[float]]]) -> None:
    """A line for each figure: the medians of the rounds, and the ratio where both have it."""
    print(f"{'':<34}{'Huiyin':>12}{'Redmine':>12}{'ratio':>9}")
    for what, values in found.items():
        one, other = (
            statistics.median(values[name]) if name in values else None for name in ("Huiyin", "Redmine")
        )
        cells = "".join(f"{'' if value is None else f'{value:.1f}':>12}" for value in (one, other))
        print(f"{what:<34}{cells}" + (f"{one / other:>9.2f}" if one and other else ""), flush=True)


def measured(site: Site) -> dict[str, float]:
    """One turn of one site: milliseconds of one list, lists a second and new ones a second by eight clients."""
    get = _request(site, "GET", site.list)
    post_all(site.port, [get] * 4, 2)  # warm
    alone = _good(post_all(site.port, [get] * ALONE, 1), 200)
    before = _cpu(site)
    together = _good(post_all(site.port, [get] * TOGETHER, CLIENTS), 200)
    listed = _cpu(site) - before
    site, token = _token(site)
    new = [
        _request(site, "POST", site.form, {**site.fields, **token, **_titled(site, number)})
        for number in range(NEW)
    ]
    before = _cpu(site)
    intake = _good(post_all(site.port, new, CLIENTS), 302)
    raised = _cpu(site) - before
    found = {
        "one list, ms (p50)": alone.percentile(0.5),
        "lists a second, 8 clients": len(together.statuses) / together.seconds,
        "CPU ms a list": listed * 1000 / TOGETHER,
        "new ones a second, 8 clients": len(intake.statuses) / intake.seconds,
        "CPU ms a new one": raised * 1000 / NEW,
    }
    if site.entrance:
        said = _good(post_all(site.port, _opinions(site), CLIENTS), 200)
        found["opinions a second, 8 clients"] = len(said.statuses) / said.seconds
    return found


def _opinions(site: Site) -> list[bytes]:
    """The form of an entrance as givers send it, by the tokens that it would be drawn with."""
    from bench.submissions import opinion_forms  # noqa: PLC0415

    texts = [
        f"食堂的菜价从来没有贴出来过，一份要十二元（{time.time_ns()} {number}）" for number in range(NEW)
    ]
    return opinion_forms(site.port, site.entrance, texts, GIVERS_KEY)


def _cpu(site: Site) -> float:
    """Seconds of processor time of a site's processes so far (Linux)."""
    ticks = 0
    for process in site.processes:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _titled(site: Site, number: int) -> dict[str, str]:
    title = f"食堂菜价没有公开 {time.time_ns()} {number}"
    return {"issue[subject]": title} if site.name == "Redmine" else {"title": title}


def _good(run: Run, status: int) -> Run:
    if run.broken or set(run.statuses) != {status}:
        body = run.bodies[-1][:1500].decode(errors="replace") if run.bodies else ""
        raise SystemExit(f"answers: {sorted(set(run.statuses))}, broken: {run.broken}\n{body}")
    return run


def _request(site: Site, method: str, path: str, fields: Mapping[str, str] | None = None) -> bytes:
    body = urlencode(fields).encode() if fields else b""
    head = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{site.port}", f"Cookie: {site.cookies}"]
    if fields:
        head += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    return "\r\n".join([*head, "", ""]).encode() + body


def _token(site: Site) -> tuple[Site, dict[str, str]]:
    """The hidden field of the form for a new one, which both ask for, and the site with the cookies that go with it."""
    connection = HTTPConnection("127.0.0.1", site.port, timeout=120)
    ours = site.name == "Huiyin"
    connection.request("GET", site.form if ours else f"{site.form}/new", headers={"Cookie": site.cookies})
    answer = connection.getresponse()
    page = answer.read().decode(errors="replace")
    name = "csrfmiddlewaretoken" if ours else "authenticity_token"
    found = re.search(
        r'name="csrfmiddlewaretoken" value="([^"]+)"' if ours else r'name="csrf-token" content="([^"]+)"',
        page,
    )
    if found is None:
        raise SystemExit(f"{site.name} shows no form at {site.form}:\n{page[:1500]}")
    cookies = dict(one.split("=", 1) for one in site.cookies.split("; "))
    cookies |= _cookies(answer.headers.get_all("Set-Cookie", []))
    return replace(site, cookies=_joined(cookies)), {name: html.unescape(found[1])}


def _signed_in(port: int, path: str, fields: Mapping[str, str], token: str) -> str:
    """The cookies of somebody who signed in by the form at `path`."""
    connection = HTTPConnection("127.0.0.1", port, timeout=120)
    connection.request("GET", path)
    answer = connection.getresponse()
    page = answer.read().decode(errors="replace")
    cookies = _cookies(answer.headers.get_all("Set-Cookie", []))
    hidden = re.search(rf'name="{token}" value="([^"]+)"', page)
    body = urlencode({**fields, **({token: html.unescape(hidden[1])} if hidden else {})})
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": _joined(cookies)}
    connection.request("POST", path, body, headers)
    answer = connection.getresponse()
    answer.read()
    if answer.status != 302:
        raise SystemExit(f"nobody signs in at {path}: {answer.status}")
    return _joined({**cookies, **_cookies(answer.headers.get_all("Set-Cookie", []))})


def _cookies(headers: Sequence[str]) -> dict[str, str]:
    return dict(header.split(";", 1)[0].split("=", 1) for header in headers)  # type: ignore[misc]


def _joined(cookies: Mapping[str, str]) -> str:
    return "; ".join(f"{name}={value}" for name, value in cookies.items())


@contextmanager
def _ours(server: str, folder: Path) -> "Iterator[Site]":
    address = postgres_database(server, DATABASE, fresh=True)
    ((entrance,),) = run_child("bench.ledger_served", address, "--fill")
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = trial.getsockname()[1]
    env = os.environ | {
        "HUIYIN_DATABASE": address,
        "HUIYIN_FILES": str(folder / "files"),
        "HUIYIN_SECRET_KEY": "bench-key-of-the-server-" * 2,
        "HUIYIN_GIVERS_KEY": GIVERS_KEY,
        "HUIYIN_GONE": str(folder / "gone"),
    }
    command = [HUIYIN, "serve", "--port", str(port), "--workers", str(os.cpu_count() or 1), "--no-work"]
    with (folder / "log").open("w", encoding="utf-8") as log:
        process = subprocess.Popen(command, env=env, cwd=ROOT, stdout=log, stderr=log)
        try:
            _wait(port, process)
            cookies = _signed_in(
                port, "/sign-in", {"login": "district", "password": PASSWORD}, "csrfmiddlewaretoken"
            )
            ledger = "/c/bench/problems"
            fields = {"source": "own", "manifestation": "菜价没有公示", "owner": "第1片区"}
            yield Site(
                "Huiyin", port, cookies, ledger, f"{ledger}/raise", fields, _family(process.pid), entrance
            )
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=30)
            drop_database(server, DATABASE)


def _fill() -> int:
    """In the child: the problems of bench.ledger, the clerk, and an entrance, whose code is printed."""
    from bench.ledger import clerk, opened  # noqa: PLC0415

    opened(ROWS)
    from bench.inbox import AT  # noqa: PLC0415
    from huiyin.platform.orgs.models import Unit  # noqa: PLC0415
    from huiyin.platform.orgs.rules.rights import Actor, Role  # noqa: PLC0415
    from huiyin.process.campaigns.models import Campaign  # noqa: PLC0415
    from huiyin.process.channels.commands import open_entrance  # noqa: PLC0415

    district = Unit.objects.get(name="第1片区")
    clerk("district", district)
    by = Actor("office", Role.OFFICE)
    campaign = Campaign.objects.select_related("root").get()
    made = open_entrance(
        campaign, name="家长", channel="online", about=district, giver_kind="parent", by=by, at=AT
    )
    print(made.code)
    return 0


def _peer(port: int) -> Site:
    cookies = _signed_in(
        port, "/login", {"username": PEER_LOGIN, "password": PEER_PASSWORD}, "authenticity_token"
    )
    fields = {"issue[tracker_id]": "1", "issue[description]": "菜价没有公示", "issue[priority_id]": "2"}
    found = subprocess.run(["pgrep", "-f", "puma"], capture_output=True, text=True, check=True).stdout
    processes = tuple(int(line) for line in found.split())
    issues = "/projects/bench/issues"
    return Site("Redmine", port, cookies, issues, issues, fields, processes)


def _family(process: int) -> tuple[int, ...]:
    children = subprocess.run(
        ["pgrep", "-P", str(process)], capture_output=True, text=True, check=False
    ).stdout
    return (process, *(one for line in children.split() for one in _family(int(line))))


@contextmanager
def _standing_still(processes: Sequence[int]) -> "Iterator[None]":
    for process in processes:
        os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        for process in processes:
            os.kill(process, signal.SIGCONT)


def _wait(port: int, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(240):
        if process.poll() is not None:
            raise SystemExit("the server ended before it answered")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise SystemExit("the server doesn't answer")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--postgres", help="a server, postgresql://user@host:5432/postgres")
    parser.add_argument("--peer", type=int, help="the port on which Redmine answers")
    parser.add_argument("--fill", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--rounds", type=int, default=3)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
