"""`huiyin backup` and `huiyin restore`: database and files as one folder, whole or not there, kept for some days only."""

import hashlib
import json
import shutil
import sqlite3
import subprocess
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import click

from huiyin.cli.database import database
from huiyin.kit.errors import BadInput, Broken

PREFIX = "huiyin-"
MANIFEST = "backup.json"
DATABASE = "huiyin.sqlite3"
DUMP = "huiyin.dump"
_STAMP = "%Y%m%dT%H%M%S"


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--keep-days",
    default=30,
    show_default=True,
    type=click.IntRange(1, 3650),
    help="更早的备份删去 older ones go",
)
@click.option("--database", "address", metavar="地址", help="文件，或 postgresql://…；默认 HUIYIN_DATABASE")
def backup(folder: Path, address: str | None, *, keep_days: int) -> None:
    """把数据库和附件备份到文件夹里，并删去过期的备份。 Back up database and files, and drop backups that are too old.

    运行中也可以备份。密钥（….key）不在其中，请另外保管；删除清单（….gone）也请与备份分开存放，恢复时要用。
    """
    with database(address, migrate=False):
        from huiyin.kit.clock import now  # noqa: PLC0415
        from huiyin.platform.audit.queries import head  # noqa: PLC0415

        at = now()
        place = folder / f"{PREFIX}{at.strftime(_STAMP)}"
        part = folder / f".{place.name}.part"
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        try:
            name = _copy_database(part)
            _copy_files(part)
            kept = {
                "made_at": at.isoformat(),
                "database": name,
                "sha256": _digest(part / name),
                "head": head(),
            }
            (part / MANIFEST).write_text(json.dumps(kept, indent=1), encoding="utf-8")
            part.rename(place)
        finally:
            shutil.rmtree(part, ignore_errors=True)
    gone = expired(folder, at, keep_days, but=place.name)
    for old in gone:
        shutil.rmtree(folder / old)
    click.echo(str(place))
    click.echo(f"已备份；删去过期的 {len(gone)} 份。 Backed up; {len(gone)} old ones dropped.", err=True)


def expired(folder: Path, at: datetime, keep_days: int, but: str) -> list[str]:
    """The names of the backups in a folder that are older than so many days; never the one called `but`, and nothing else."""
    old = []
    for place in sorted(folder.glob(f"{PREFIX}*/{MANIFEST}")):
        try:
            made = datetime.fromisoformat(json.loads(place.read_text(encoding="utf-8"))["made_at"])
        except (ValueError, KeyError):
            continue
        if made < at - timedelta(days=keep_days) and place.parent.name != but:
            old.append(place.parent.name)
    return old


@click.command()
@click.argument("place", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--database",
    "target",
    required=True,
    metavar="文件或地址",
    help="恢复到哪里：还不存在的文件，或空的 PostgreSQL 库",
)
@click.option(
    "--files", type=click.Path(file_okay=False, path_type=Path), help="附件恢复到哪里；默认数据库旁的 files"
)
@click.option(
    "--gone",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="删除清单（….gone）：备份以后删掉的，恢复后再删一次",
)
@click.option("--nothing-gone", is_flag=True, help="备份以后没有删除过任何意见 nothing was erased since")
def restore(place: Path, target: str, files: Path | None, gone: Path | None, *, nothing_gone: bool) -> None:
    """从备份恢复。不覆盖任何东西；备份以后依规删掉的原文随即再删一次。 Restore a backup; what was erased since goes again."""
    if gone is None and not nothing_gone:
        raise BadInput(
            "请用 --gone 给出删除清单（数据库旁的 ….gone）：备份里有后来已依规删掉的原文，恢复后必须再删。确实没有删过，请写 --nothing-gone。",
            "Name the list of what went by --gone (….gone beside the database): the backup holds words that were erased since. If "
            "nothing was, say --nothing-gone.",
        )
    manifest = _manifest(place)
    source = place / manifest["database"]
    if not source.is_file() or _digest(source) != manifest["sha256"]:
        raise Broken(
            f"备份“{place}”不完整：数据库与备份时的摘要不符。",
            f"The backup '{place}' isn't whole: its database was changed.",
        )
    folder = files or (Path(target).parent if source.name == DATABASE else Path()) / "files"
    if folder.exists() and any(folder.iterdir()):
        raise BadInput(
            f"文件夹“{folder}”里已有文件，不覆盖。",
            f"The folder '{folder}' isn't empty: nothing is overwritten.",
        )
    _lay_database(source, target)
    if (place / "files").is_dir():
        shutil.copytree(place / "files", folder, dirs_exist_ok=True)
    _erase_again(target, gone)
    click.echo(f"已恢复 {manifest['made_at']} 的备份。 Restored.", err=True)


def _erase_again(target: str, gone: Path | None) -> None:
    with database(target, migrate=True):
        from huiyin.cli.clockwork import CLOCK  # noqa: PLC0415
        from huiyin.kit.clock import now  # noqa: PLC0415
        from huiyin.process.lifemeetings.commands import erase_words_again, expire_words  # noqa: PLC0415
        from huiyin.process.problems.commands import erase_again, read_gone, read_gone_words  # noqa: PLC0415
        from huiyin.process.selfchecks.commands import expire_reviews  # noqa: PLC0415

        lines = gone.read_text(encoding="ascii", errors="replace").splitlines(keepends=True) if gone else []
        back = erase_again(read_gone(lines), by=CLOCK, at=now())
        said = erase_words_again(read_gone_words(lines), by=CLOCK, at=now())
        expire_words(by=CLOCK, at=now())  # these are in no list: their time says that they go
        expire_reviews(by=CLOCK, at=now())
    again = len(back) + len(said)
    click.echo(f"按清单再删 {again} 条。 {again} erased again.", err=True)


def _manifest(place: Path) -> dict[str, Any]:
    try:
        read: dict[str, Any] = json.loads((place / MANIFEST).read_text(encoding="utf-8"))
        if {"made_at", "database", "sha256"} <= read.keys() and read["database"] in {DATABASE, DUMP}:
            return read
    except (OSError, ValueError):
        pass
    raise BadInput(f"“{place}”不是 huiyin backup 做的备份。", f"'{place}' is no backup by huiyin backup.")


def _copy_database(part: Path) -> str:
    from django.db import connection  # noqa: PLC0415

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            # A copy without freed pages: what was erased is not in it.
            cursor.execute("VACUUM INTO %s", [str(part / DATABASE)])
        return DATABASE
    settings = connection.settings_dict
    address = [
        "-h",
        settings["HOST"] or "localhost",
        "-p",
        str(settings["PORT"] or 5432),
        "-U",
        settings["USER"],
    ]
    _postgres("pg_dump", [*address, "-Fc", "-f", str(part / DUMP), settings["NAME"]], settings["PASSWORD"])
    return DUMP


def _lay_database(source: Path, target: str) -> None:
    if source.name == DATABASE:
        if "://" in target and not target.startswith("sqlite:"):
            raise BadInput(
                "这是 SQLite 的备份，请恢复到一个文件。", "This backup is of SQLite: restore it to a file."
            )
        place = Path(target.removeprefix("sqlite:///"))
        if place.exists():
            raise BadInput(
                f"“{place}”已存在，不覆盖。", f"'{place}' is there already: nothing is overwritten."
            )
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, place)
        with sqlite3.connect(place) as opened:
            opened.execute("PRAGMA journal_mode=WAL")
        return
    with database(target, migrate=False):
        from django.db import connection  # noqa: PLC0415

        if connection.vendor != "postgresql" or connection.introspection.table_names():
            raise BadInput("请恢复到一个空的 PostgreSQL 库。", "Restore it to an empty PostgreSQL database.")
        settings = dict(connection.settings_dict)
    address = [
        "-h",
        settings["HOST"] or "localhost",
        "-p",
        str(settings["PORT"] or 5432),
        "-U",
        settings["USER"],
    ]
    given = [*address, "-d", settings["NAME"], "--no-owner", "--exit-on-error", str(source)]
    _postgres("pg_restore", given, settings["PASSWORD"])


def _postgres(program: str, arguments: list[str], password: str) -> None:
    found = shutil.which(program)
    if found is None:
        raise BadInput(
            f"没有找到 {program}。请安装 PostgreSQL 客户端（Debian：postgresql-client）。",
            f"{program} isn't installed: install PostgreSQL's client (Debian: postgresql-client).",
        )
    env = {"PGPASSWORD": password, "PATH": str(Path(found).parent)}
    done = subprocess.run([found, *arguments], env=env, capture_output=True, text=True, check=False)  # noqa: S603 - fixed programs, no shell
    if done.returncode:
        line = done.stderr.strip().partition("\n")[0]
        raise BadInput(f"{program} 没有成功：{line}", f"{program} failed: {line}")


def _copy_files(part: Path) -> None:
    from huiyin.platform.files.queries import held, shelf  # noqa: PLC0415

    folder = shelf().folder
    if folder.is_dir():
        shutil.copytree(folder, part / "files", ignore=shutil.ignore_patterns("*.part", held().folder.name))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
