"""Telling how far a long command is: a bar on a terminal, plain lines in a log; seconds a step for summary.json."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

Tell = Callable[[int, int], None]


class Steps:
    """The steps of one command. Everything goes to standard error, so that standard output stays for results."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.console = Console(stderr=True)

    @contextmanager
    def step(self, code: str, zh: str) -> Iterator[Tell]:
        """One step: `code` in summary.json, `zh` on screen. The block may call what it is given with (done, total)."""
        begun = time.perf_counter()
        with self._bar(zh) if self.console.is_terminal else self._lines(zh) as tell:
            yield tell
        self.seconds[code] = round(time.perf_counter() - begun, 3)

    @contextmanager
    def _bar(self, zh: str) -> Iterator[Tell]:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=self.console) as progress:
            task = progress.add_task(zh, total=None)

            def tell(done: int, total: int) -> None:
                progress.update(task, completed=done, total=total)

            yield tell
            progress.update(task, total=progress.tasks[0].total or 1, completed=progress.tasks[0].total or 1)

    @contextmanager
    def _lines(self, zh: str) -> Iterator[Tell]:
        click.echo(f"{zh}……", err=True)
        last = time.monotonic()

        def tell(done: int, total: int) -> None:
            nonlocal last
            if time.monotonic() - last >= 5 or done == total:
                last = time.monotonic()
                click.echo(f"{zh} {done}/{total}", err=True)

        yield tell
