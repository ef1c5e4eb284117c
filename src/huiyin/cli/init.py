"""`huiyin init`: an empty database, ready."""

import click

from huiyin.cli.database import database


@click.command()
@click.option(
    "--database",
    "address",
    metavar="地址",
    help="文件，或 postgresql://…；默认 HUIYIN_DATABASE，再默认 huiyin.sqlite3",
)
def init(address: str | None) -> None:
    """建立（或升级）数据库。 Make the database, or bring its tables up to date."""
    with database(address, migrate=True):
        click.echo(
            "数据库已就绪。下一步：huiyin run --template mass-line-2014 --opinions 意见.xlsx --out 结果"
        )
        click.echo(
            "The database is ready. Next: huiyin run --template mass-line-2014 --opinions O.xlsx --out DIR"
        )
