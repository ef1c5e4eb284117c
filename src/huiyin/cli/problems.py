"""`huiyin problems`: the ledger out as a workbook to be edited, and in again, without a web page."""

import json
from pathlib import Path

import click

from huiyin.cli.database import database
from huiyin.kit.clock import day_in_china, now
from huiyin.kit.errors import Refused
from huiyin.kit.sheets import read_sheets

_NOT_WRITTEN = "以上只是预览，什么都没有写。核对后加 --write 写入。 Only looked at: nothing was written; --write writes it."

_database = click.option(
    "--database",
    "address",
    metavar="地址",
    help="文件，或 postgresql://…；默认 HUIYIN_DATABASE，再默认 huiyin.sqlite3",
)
_campaign = click.option("--campaign", metavar="代码", help="哪个活动；只有一个时可以不写")


@click.group()
def problems() -> None:
    """问题台账。 The ledger."""


@problems.command("export")
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar="文件", help="写到哪个 .xlsx")
@_campaign
@_database
def export_ledger(out: Path, campaign: str | None, address: str | None) -> None:
    """把整改台账导出成可以修改的工作簿。 The ledger as a workbook to be edited (docs/lists.md)."""
    with database(address, migrate=False):
        # Models can only be imported once Django is awake.
        from huiyin.cli.ledgering import export  # noqa: PLC0415

        rows = export(campaign, out, day_in_china(now()))
    click.echo(f"{rows} 个问题，写在 {out}。 {rows} problems, written to {out}.")


@problems.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--write", is_flag=True, help="写入；不加只看会改什么")
@click.option("--mine", is_flag=True, help="两边都改过的格，用表里的；不加保留现在的")
@_campaign
@_database
@click.option("--json", "as_json", is_flag=True, help="结果以 JSON 打印到标准输出")
def import_ledger(
    file: Path, campaign: str | None, address: str | None, *, write: bool, mine: bool, as_json: bool
) -> None:
    """导入改好的整改台账：先逐格显示会改什么，加 --write 才写。 An edited ledger: shown cell by cell, written with --write.

    例：huiyin problems import 整改台账.xlsx --write
    """
    at = now()
    sheets = read_sheets(file)
    with database(address, migrate=False):
        from huiyin.cli.ledgering import Looked  # noqa: PLC0415

        looked = Looked.at(campaign, sheets, mine=mine, at=at)
        taken = looked.write(at) if write else None
    if as_json:
        click.echo(json.dumps(looked.as_dict(taken), ensure_ascii=False, indent=1))
    else:
        for line in looked.lines(taken):
            click.echo(line)
        if taken is None and looked.edits:
            click.echo(_NOT_WRITTEN, err=True)
    if taken is not None and taken.refused:
        raise Refused(
            f"{len(taken.refused)} 个问题没有写入：看过以后又有人改过，或不能改。其余已写入。",
            f"{len(taken.refused)} problems weren't written: somebody changed them meanwhile, or they can't be changed. The rest is.",
        )
