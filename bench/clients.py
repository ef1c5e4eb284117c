"""Clients that post forms to a server on this machine, each on a connection of its own that stays open."""

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode


@dataclass
class Run:
    """What came back: status, milliseconds and body of each request that was answered, and how many weren't."""

    seconds: float = 0.0
    statuses: list[int] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    broken: int = 0

    @property
    def rate(self) -> float:
        return self.statuses.count(200) / self.seconds

    def percentile(self, share: float) -> float:
        times = sorted(self.times)
        return times[min(len(times) - 1, int(share * len(times)))]

    def add(self, other: "Run") -> None:
        self.seconds += other.seconds
        self.statuses += other.statuses
        self.times += other.times
        self.bodies += other.bodies
        self.broken += other.broken


def form_request(port: int, path: str, fields: dict[str, str], *, cookie: str = "") -> bytes:
    """As a browser sends a form without files."""
    return _posted(port, path, "application/x-www-form-urlencoded", urlencode(fields).encode(), cookie)


def file_form_request(port: int, path: str, fields: dict[str, str]) -> bytes:
    """As a browser sends a form that has a place for files (`files`), of which none was chosen."""
    mark = "----WebKitFormBoundary7MA4YWxkTrZu0gW3"
    parts = [f'name="{name}"\r\n\r\n{value}' for name, value in fields.items()]
    parts.append('name="files"; filename=""\r\nContent-Type: application/octet-stream\r\n\r\n')
    body = (
        "".join(f"--{mark}\r\nContent-Disposition: form-data; {part}\r\n" for part in parts)
        + f"--{mark}--\r\n"
    )
    return _posted(port, path, f"multipart/form-data; boundary={mark}", body.encode())


def _posted(port: int, path: str, kind: str, body: bytes, cookie: str = "") -> bytes:
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
        f"{f'Cookie: {cookie}' if cookie else 'Accept: text/html'}\r\n\r\n"
    )
    return head.encode() + body


def post_all(
    port: int, requests: Sequence[bytes], clients: int, *, until: Callable[[], bool] = lambda: False
) -> Run:
    """Send all requests by so many clients at once, each the next one as soon as its last is answered; or until told to stop."""
    return asyncio.run(_post_all(port, requests, clients, until))


async def _post_all(port: int, requests: Sequence[bytes], clients: int, until: Callable[[], bool]) -> Run:
    run = Run()
    waiting = iter(requests)
    begun = time.perf_counter()
    await asyncio.gather(*(_client(port, waiting, run, until) for _ in range(clients)))
    run.seconds = time.perf_counter() - begun
    return run


async def _client(port: int, waiting: Iterator[bytes], run: Run, until: Callable[[], bool]) -> None:
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        run.broken += 1
        return
    for request in waiting:
        if until():
            break
        begun = time.perf_counter()
        try:
            writer.write(request)
            status, body = await _answer(reader)
        except (OSError, asyncio.IncompleteReadError, ValueError):
            run.broken += 1
            break
        run.times.append((time.perf_counter() - begun) * 1000)
        run.statuses.append(status)
        run.bodies.append(body)
    writer.close()


async def _answer(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    head = await reader.readuntil(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    headers = dict(line.lower().split(b": ", 1) for line in lines[1:] if b": " in line)
    if headers.get(b"transfer-encoding") == b"chunked":
        body = b""
        while size := int(await reader.readline(), 16):
            body += (await reader.readexactly(size + 2))[:-2]
        await reader.readline()
    else:
        body = await reader.readexactly(int(headers.get(b"content-length", b"0")))
    return int(lines[0].split(b" ")[1]), body
