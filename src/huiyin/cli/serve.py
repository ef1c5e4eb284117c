"""`huiyin serve` and `huiyin work`: the pages, and what the clock runs."""

import ipaddress
import os
import time
from functools import partial

import click

from huiyin.cli.database import database, migrate_tables
from huiyin.kit.errors import BadInput

HOSTS = "HUIYIN_HOSTS"
_HERE = ("localhost", "127.0.0.1", "[::1]")
_MOST_WORKERS = 4


@click.command()
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    metavar="地址",
    help="在哪个网络地址上提供网页；0.0.0.0 是全部",
)
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(1, 65535), metavar="端口", help="端口"
)
@click.option(
    "--name",
    "names",
    multiple=True,
    metavar="名称",
    help="浏览器里用的主机名或地址；可重复；默认 HUIYIN_HOSTS，再默认 --host",
)
@click.option(
    "--database",
    "address",
    metavar="地址",
    help="文件，或 postgresql://…；默认 HUIYIN_DATABASE，再默认 huiyin.sqlite3",
)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    metavar="个数",
    help="几个进程：SQLite 只能 1 个；PostgreSQL 默认等于处理器数，最多 4",
)
@click.option("--no-work", is_flag=True, help="不在这里做定时的事（另用 huiyin work 做）")
def serve(
    host: str, port: int, names: tuple[str, ...], address: str | None, workers: int | None, *, no_work: bool
) -> None:
    """提供网页，并做定时的事：索引、归并、每日封存。 Serve the pages, and do what the clock asks for.

    Ctrl-C 或 SIGTERM 停止（退出码 0）。 Ctrl-C or SIGTERM ends it (exit code 0).
    """
    _set_hosts(host, names)
    with database(address, migrate=True, first=partial(_refuse_what_cant_be, host, port, workers or 1)):
        # Models can only be imported once Django is awake; granian takes a while to load.
        from django.db import connection  # noqa: PLC0415

        from huiyin.cli.secret_key import make_sure_of_secret_key  # noqa: PLC0415
        from huiyin.cli.serving import say_address  # noqa: PLC0415
        from huiyin.cli.serving import serve as serve_pages  # noqa: PLC0415
        from huiyin.platform.accounts.models import Account  # noqa: PLC0415

        make_sure_of_secret_key()
        if workers is None:
            workers = 1 if connection.vendor == "sqlite" else min(_MOST_WORKERS, os.cpu_count() or 1)
        nobody = not Account.objects.filter(active=True).exists()

        def before() -> None:
            say_address(host, port)
            if nobody:
                click.echo(
                    "还没有账号。另开一个窗口运行：huiyin user open 登录名 姓名 --role office --unit 单位"
                )
                click.echo(
                    "No account yet. In another window: huiyin user open LOGIN NAME --role office --unit UNIT"
                )

        serve_pages(port, host, workers=workers, work=not no_work, before=before)


def _refuse_what_cant_be(host: str, port: int, workers: int) -> None:
    from huiyin.cli.serving import refuse_what_cant_be  # noqa: PLC0415 - Django is awake now; granian takes a while to load

    refuse_what_cant_be(host, port, workers)


def _set_hosts(host: str, names: tuple[str, ...]) -> None:
    """Tell settings under which names the pages are reached. BadInput when nobody said and `host` doesn't tell."""
    own = [host] if not _is_everywhere(host) else []
    if names:
        os.environ[HOSTS] = ",".join(dict.fromkeys([*names, *map(_bracketed, own), *_HERE]))
    elif not os.environ.get(HOSTS) and not _is_loopback(host):
        if not own:
            raise BadInput(
                f"在所有网卡上提供网页（--host {host}）时，请用 --name 写明浏览器里用的主机名或地址，如 --name huiyin.edu.cn；可重复。",
                f"With --host {host} say by --name under which names or addresses browsers reach it; it can be repeated.",
            )
        os.environ[HOSTS] = ",".join([_bracketed(host), *_HERE])


def _is_everywhere(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return False


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


@click.command()
@click.option("--database", "address", metavar="地址", help="postgresql://…；默认 HUIYIN_DATABASE")
def work(address: str | None) -> None:
    """只做定时的事，不提供网页（用 PostgreSQL 时；可以同时开几个）。 Do only what the clock asks for (PostgreSQL).

    Ctrl-C 或 SIGTERM 停止（退出码 0）。 Ctrl-C or SIGTERM ends it (exit code 0).
    """
    with database(address, migrate=False):
        from django.db import connection  # noqa: PLC0415

        from huiyin.cli.crew import Crew  # noqa: PLC0415
        from huiyin.cli.secret_key import make_sure_of_secret_key  # noqa: PLC0415

        if connection.vendor == "sqlite":
            raise BadInput(
                "SQLite 数据库的定时工作由 huiyin serve 自己做，不另开进程。",
                "On SQLite `huiyin serve` does the clock's work itself, and no other process may.",
            )
        make_sure_of_secret_key()
        migrate_tables()
        crew = Crew(alone=False)
        crew.start()
        click.echo("定时工作已开始，停止请按 Ctrl-C。\nThe clock's work has begun; Ctrl-C ends it.", err=True)
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            crew.stop()
