"""`huiyin demo`: a whole invented bureau in the middle of its campaign, to look around in."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table

from huiyin.cli.database import database
from huiyin.cli.secret_key import make_sure_of_secret_key
from huiyin.cli.serving import say_address
from huiyin.cli.steps import Steps
from huiyin.demo.cast import AUTUMN_DAY, CAMPAIGN, DAY
from huiyin.kit.clock import DEMO_DAY
from huiyin.kit.errors import BadInput

if TYPE_CHECKING:
    from huiyin.demo.build import Built

DATABASE_FILE = "huiyin.sqlite3"
FOLDER = Path("demo-world")
UNFINISHED = "demo-unfinished.txt"
MOST = 40


@click.command()
@click.option(
    "--scale",
    type=click.IntRange(1, MOST),
    default=1,
    show_default=True,
    metavar="N",
    help="约 N×3000 条意见",
)
@click.option("--port", type=click.IntRange(1, 65535), default=8014, show_default=True, help="网页的端口")
@click.option("--no-serve", is_flag=True, help="只建数据库，不打开网页")
@click.option("--autumn", is_flag=True, help="一直演到 2014 年 12 月：第二轮听取以后，看整改成效")
@click.option(
    "--dir",
    "folder",
    type=click.Path(path_type=Path),
    default=FOLDER,
    show_default=True,
    metavar="文件夹",
    help="放在哪里；已有的演示库会重建，别的数据库不会被覆盖",
)
def demo(scale: int, port: int, folder: Path, *, no_serve: bool, autumn: bool) -> None:
    """演示：虚构的云河市教育局，2014 年 6 月，活动走到第二环节。 An invented bureau in the middle of its campaign.

    一切都是虚构的。 Everything in it is invented: the city, the people, every word.
    """
    path = folder / DATABASE_FILE
    _make_room(path)
    os.environ[DEMO_DAY] = (AUTUMN_DAY if autumn else DAY).isoformat()
    steps = Steps()
    with _unfinished(folder), database(str(path), migrate=True):
        # Models can only be imported once Django is awake.
        from huiyin.demo.build import build_demo  # noqa: PLC0415

        built = build_demo(scale, autumn=autumn, step=steps.step)
    click.echo(_summary(built, sum(steps.seconds.values()), path))
    link = None if no_serve else f"http://127.0.0.1:{port}/"

    def say() -> None:
        Console().print(_sign_ins(built, link))
        if link:
            say_address("127.0.0.1", port)

    if no_serve:
        say()
    else:
        _serve(port, say)


def _make_room(path: Path) -> None:
    """An empty place for the database: an older demo goes, anything else stays and is told."""
    if path.exists() and not _is_demo(path):
        raise BadInput(
            f"“{path}”不是演示数据库，不会覆盖它。请用 --dir 换一个文件夹。",
            f"'{path}' is no demo, so it stays. Name another folder by --dir.",
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        raise BadInput(
            f"“{path.parent}”不能当文件夹用：那里有同名的文件。请用 --dir 换一个位置。",
            f"'{path.parent}' can't be a folder: a file is in the way. Name another place by --dir.",
        ) from error
    for ending in ("", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def _is_demo(path: Path) -> bool:
    """Whether the only campaign in a database is the demo's, or a build of it was stopped here."""
    if (path.parent / UNFINISHED).exists():
        return True
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            codes = {code for (code,) in connection.execute("SELECT code FROM campaigns_campaign")}
    except sqlite3.DatabaseError:
        return False
    return codes == {CAMPAIGN}


@contextmanager
def _unfinished(folder: Path) -> Iterator[None]:
    """A mark beside the database for as long as it is being built: what is stopped half-way may be thrown away."""
    mark = folder / UNFINISHED
    mark.write_text(
        "演示数据库还没有建完，可以删除。 An unfinished demo: it may be deleted.\n", encoding="utf-8"
    )
    try:
        yield
    except KeyboardInterrupt:
        click.echo(
            "演示数据库还没有建完；再运行同一条命令会从头重建。 Unfinished: the next run builds it anew.",
            err=True,
        )
        raise
    mark.unlink()


def _summary(built: "Built", seconds: float, path: Path) -> str:
    counts = built.counts
    return "\n".join(
        [
            f"演示数据库：{path}（用时 {seconds:.0f} 秒）。城市、人物和每一句话都是虚构的。",
            f"单位 {counts['units']} 个，人员 {counts['people']} 人；意见 {counts['opinions']} 条，已梳理 {counts['triaged']} 条，"
            f"意见组 {counts['groups']} 个，问题 {counts['problems']} 个。",
            f"去向：待处理 {counts['waiting']}，已列入问题 {counts['linked']}，已答复 {counts['answered']}，已转办 {counts['forwarded']}，"
            f"不属本系统 {counts['out_of_scope']}，重复 {counts['duplicate']}，已撤回 {counts['withdrawn']}。",
        ]
    )


def _sign_ins(built: "Built", link: str | None) -> Table:
    """Who can sign in, with what, and what to look at."""
    title = f"登录：密码都是 {built.password}" + (f"　{link}" if link else "")
    table = Table(
        title=title, title_justify="left", title_style="bold", box=None, pad_edge=False, padding=(0, 2, 0, 0)
    )
    for heading in ("登录名", "谁", "看什么 · what to look at"):
        table.add_column(heading, header_style="dim", overflow="fold")
    for member in built.cast:
        table.add_row(
            f"[bold]{member.login}[/]", f"{member.title} {member.name}", f"{member.zh}\n[dim]{member.en}[/]"
        )
    return table


def _serve(port: int, say: Callable[[], None]) -> None:
    """Serve the pages until Ctrl-C, on the day after the last chapter; who can sign in is printed once they answer."""
    from huiyin.cli.serving import serve  # noqa: PLC0415 - Django must be awake

    make_sure_of_secret_key()
    serve(port, before=say)
