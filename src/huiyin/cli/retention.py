"""`huiyin retention`: words that are kept no longer."""

from pathlib import Path

import click

from huiyin.cli.database import database


@click.command()
@click.option("--dry-run", is_flag=True, help="只列出将删除的，不删除 list what would go, and leave it")
@click.option(
    "--again",
    "gone",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="清单",
    help="恢复备份之后：按删除清单（….gone）再删一次 after a restore: erase again what the list names",
)
@click.option(
    "--database",
    "address",
    metavar="地址",
    help="文件，或 postgresql://…；默认 HUIYIN_DATABASE，再默认 huiyin.sqlite3",
)
def retention(address: str | None, gone: Path | None, *, dry_run: bool) -> None:
    """删除保存期满的意见原文，密封件在内（huiyin serve 每天自动做一次）。 Erase opinions whose retention is over.

    原文、往来、附件、联系方式、索引和引用原文的题目、草稿一并删去，留下删除标记；编号、计数和摘要不变。会上的批评意见和发言、签阅意见、点评、责令重新召开的说明和情况报告满期的，原话也删去；自查材料的审阅意见也一样。
    """
    with database(address, migrate=False):
        # Models can only be imported once Django is awake.
        from huiyin.cli.clockwork import CLOCK  # noqa: PLC0415
        from huiyin.kit.clock import day_in_china, now  # noqa: PLC0415
        from huiyin.process.channels.commands import forget_old_scans  # noqa: PLC0415
        from huiyin.process.channels.queries import scans_kept_too_long  # noqa: PLC0415
        from huiyin.process.lifemeetings.commands import erase_words_again, expire_words  # noqa: PLC0415
        from huiyin.process.lifemeetings.queries.lapsing import lapsed_words, words_brought_back  # noqa: PLC0415
        from huiyin.process.problems.commands import (  # noqa: PLC0415
            erase_again,
            expire_opinions,
            read_gone,
            read_gone_words,
        )
        from huiyin.process.problems.queries import brought_back, lapsed, numbers_of  # noqa: PLC0415
        from huiyin.process.selfchecks.commands import expire_reviews  # noqa: PLC0415
        from huiyin.process.selfchecks.queries.lapsing import lapsed_reviews, name_of  # noqa: PLC0415

        at = now()
        pages, said, written = 0, [], []
        if gone is not None:
            lines = gone.read_text(encoding="ascii", errors="replace").splitlines(keepends=True)
            named, marks = read_gone(lines), read_gone_words(lines)
            ids = brought_back(named) if dry_run else erase_again(named, by=CLOCK, at=at)
            said = (
                [one.name for one in words_brought_back(marks)]
                if dry_run
                else erase_words_again(marks, by=CLOCK, at=at)
            )
        else:
            ids = lapsed(day_in_china(at)) if dry_run else expire_opinions(by=CLOCK, at=at)
            said = (
                [one.name for one in lapsed_words(day_in_china(at))]
                if dry_run
                else expire_words(by=CLOCK, at=at)
            )
            written = (
                [name_of(one) for one in lapsed_reviews(day_in_china(at))]
                if dry_run
                else expire_reviews(by=CLOCK, at=at)
            )
            pages = scans_kept_too_long(day_in_china(at)) if dry_run else forget_old_scans(by=CLOCK, at=at)
        numbers = numbers_of(ids)
    for pk in ids:
        click.echo(f"{pk}\t{numbers[pk]}")
    for name in (*said, *written):
        click.echo(name)
    done = ("将删除", "would go") if dry_run else ("已删除", "erased")
    click.echo(f"{done[0]} {len(ids)} 条。 {len(ids)} {done[1]}.", err=True)
    if said:
        click.echo(f"{done[0]}会上的话 {len(said)} 条。 {len(said)} entries of meetings {done[1]}.", err=True)
    if written:
        click.echo(f"{done[0]}审阅意见 {len(written)} 条。 {len(written)} reviews {done[1]}.", err=True)
    if pages:
        click.echo(f"{done[0]}纸质表扫描件 {pages} 页。 {pages} scanned pages {done[1]}.", err=True)
