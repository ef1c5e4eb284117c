"""Processes that needn't load the product: a warm one has loaded it, and forks where another would begin anew.

A start costs a second and a half, and the tests start hundreds. What it gives is a process by itself, with the environment that it is given:
settings are read anew, and the warm one never opens a database. What looks at the start itself (tests/journeys/test_serve.py), changes a
module before others have taken from it, or is timed, starts as it is started in use.

    run(["-c", CODE, *WORDS], env=…)    as subprocess.run([sys.executable, …], capture_output=True, text=True)
    Warm(["-m", MODULE, *WORDS], env=…)  as subprocess.Popen: pid, stdin, stdout, stderr, send_signal, wait, poll
"""

import atexit
import gc
import json
import os
import runpy
import select
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).parents[1]
PIPE, NOWHERE = subprocess.PIPE, subprocess.DEVNULL
_LONG = 12  # bytes of a number on the line
_Into = int | IO[Any] | None


class Warm:
    """A process. Text comes and goes by its pipes; without one, stdin is empty and what it prints is this process's."""

    def __init__(
        self,
        arguments: Sequence[str],
        env: Mapping[str, str],
        *,
        stdin: _Into = NOWHERE,
        stdout: _Into = None,
        stderr: _Into = None,
    ) -> None:
        self.stdin = self.stdout = self.stderr = None
        self.returncode: int | None = None
        with ExitStack() as theirs:
            ends = [_end(theirs, given, at) for at, given in enumerate((stdin, stdout, stderr))]
            self._line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            self._line.connect(_address())
            asked = json.dumps([list(arguments), dict(env), str(ROOT)]).encode()
            socket.send_fds(self._line, [_number(len(asked))], [theirs_end for theirs_end, _ in ends])
            self._line.sendall(asked)
            self.pid = int(self._line.recv(_LONG, socket.MSG_WAITALL))
        self.stdin, self.stdout, self.stderr = (
            None if mine is None else os.fdopen(mine, "w" if at == 0 else "r", encoding="utf-8")
            for at, (_, mine) in enumerate(ends)
        )

    def __enter__(self) -> "Warm":
        return self

    def __exit__(self, *_: object) -> None:
        for pipe in (self.stdin, self.stdout, self.stderr):
            if pipe is not None:
                pipe.close()
        self.wait()

    def send_signal(self, how: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, how)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def poll(self) -> int | None:
        """How it ended, if it has."""
        try:
            return self.wait(timeout=0.001)
        except subprocess.TimeoutExpired:
            return None

    def wait(self, timeout: float | None = None) -> int:
        """How it ended: its code, or the signal as a negative number. TimeoutExpired after so many seconds."""
        if self.returncode is None:
            self._line.settimeout(timeout)
            try:
                said = self._line.recv(_LONG, socket.MSG_WAITALL)
            except TimeoutError:
                raise subprocess.TimeoutExpired(f"warm {self.pid}", timeout or 0) from None
            self.returncode = int(said)
            self._line.close()
        return self.returncode


def _end(theirs: ExitStack, given: _Into, at: int) -> tuple[int, int | None]:
    """(the process's end, ours if there is one) of its stdin, stdout or stderr: `at` is 0, 1 or 2."""
    if given == PIPE:
        reading, writing = os.pipe()
        end, mine = (reading, writing) if at == 0 else (writing, reading)
        theirs.callback(os.close, end)
        return end, mine
    if given == NOWHERE:
        nowhere = os.open(os.devnull, os.O_RDWR)
        theirs.callback(os.close, nowhere)
        return nowhere, None
    return (at if given is None else given if isinstance(given, int) else given.fileno()), None


def run(
    arguments: Sequence[str], env: Mapping[str, str], *, check: bool = False, timeout: float | None = None
) -> "subprocess.CompletedProcess[str]":
    """Run to the end; what it printed. CalledProcessError with `check` when it fails."""
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as wrong:
        code = Warm(arguments, env, stdout=out, stderr=wrong).wait(timeout)
        printed = []
        for file in (out, wrong):
            file.seek(0)
            printed.append(file.read())
    if check and code:
        sys.stderr.write(printed[1])
        raise subprocess.CalledProcessError(code, list(arguments), *printed)
    return subprocess.CompletedProcess(list(arguments), code, *printed)


@cache
def _address() -> str:
    """Where the warm process listens; it is begun with the first that is asked of it, and ends with this one."""
    folder = tempfile.TemporaryDirectory(prefix="huiyin-warm-")
    address = f"{folder.name}/line"
    environment = {
        **os.environ,
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        "DJANGO_SETTINGS_MODULE": "huiyin.config.settings",
        "OPENBLAS_NUM_THREADS": "1",  # what forks should have one thread
    }
    command = [sys.executable, "-m", "tests.warm", address]
    warm = subprocess.Popen(command, env=environment, cwd=ROOT, stdin=PIPE, stdout=PIPE)
    assert warm.stdin is not None
    assert warm.stdout is not None
    assert warm.stdout.readline() == b"warm\n"
    atexit.register(folder.cleanup)
    atexit.register(warm.wait)
    atexit.register(warm.stdin.close)
    return address


# What follows is done by the warm process and by those that it forks.


def _number(number: int) -> bytes:
    return str(number).rjust(_LONG).encode()


def _load() -> None:
    # Not by those who ask: they may be of another installation.
    import django  # noqa: PLC0415

    django.setup()

    import huiyin.cli.main  # noqa: PLC0415
    import huiyin.cli.words  # noqa: PLC0415
    import huiyin.config.urls  # noqa: F401, PLC0415

    gc.collect()
    gc.freeze()  # or every fork would write to all pages of what was loaded


def _wanted(address: str) -> list[str]:
    """Fork for each that asks, until nobody can ask any more. Returns what a process is to do, and returns it in that process only."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for those who wait
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as asking:
        asking.bind(address)
        asking.listen()
        print("warm", flush=True)
        while True:
            ready, _, _ = select.select([asking, 0], [], [])
            if 0 in ready:
                sys.exit()
            line, _ = asking.accept()
            with line:
                if os.fork() == 0:
                    asking.close()
                    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                    return _forked(line)


def _forked(line: socket.socket) -> list[str]:
    """Fork once more, and say at the other end of `line` who that is and how it ended. Returns in that one only."""
    length, ends, _, _ = socket.recv_fds(line, _LONG, 3)
    asked, whole = b"", int(length)
    while len(asked) < whole:
        asked += line.recv(whole - len(asked))
    born = os.fork()
    if born:
        for end in ends:
            os.close(end)
        line.sendall(_number(born))
        _, status = os.waitpid(born, 0)
        line.sendall(_number(os.waitstatus_to_exitcode(status)))
        os._exit(0)
    line.close()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for at, end in enumerate(ends):
        os.dup2(end, at)
        os.close(end)
    arguments, env, folder = json.loads(asked)
    os.environ.clear()
    os.environ.update(env)
    os.chdir(folder)
    return list(arguments)


def _read_settings_anew() -> None:
    from django.conf import settings  # noqa: PLC0415
    from django.db import connections  # noqa: PLC0415
    from django.utils.functional import empty  # noqa: PLC0415

    del sys.modules["huiyin.config.settings"]
    for name in [name for name in vars(settings) if name.isupper()]:
        del vars(settings)[name]
    settings._wrapped = empty
    assert not any(one.connection for one in connections.all(initialized_only=True))
    vars(connections).pop("settings", None)
    type(connections).__init__(connections)  # as it was before anybody asked it


def _do(arguments: Sequence[str]) -> None:
    """As an interpreter does that begins with these arguments."""
    how, what, *words = arguments
    sys.argv = [how, *words]
    if how == "-m":
        runpy.run_module(what, run_name="__main__", alter_sys=True)
    else:
        exec(compile(what, "<string>", "exec"), {"__name__": "__main__"})  # noqa: S102 - what `python -c` is for


if __name__ == "__main__":
    _load()
    wanted = _wanted(sys.argv[1])
    _read_settings_anew()
    _do(wanted)
