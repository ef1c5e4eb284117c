"""`huiyin audit`: verifying the record."""

import json

import click

from huiyin.cli.database import database
from huiyin.kit.errors import BadInput, Broken
from huiyin.platform.audit.rules import parse_head


@click.group()
def audit() -> None:
    """审计记录。 The record."""


@audit.command()
@click.option(
    "--head", metavar="链头", help="简报上印的链头，如 128-3f9a…；有它才能发现末尾被截断或整条链被重算"
)
@click.option(
    "--database",
    "address",
    metavar="地址",
    help="文件，或 postgresql://…；默认 HUIYIN_DATABASE，再默认 huiyin.sqlite3",
)
@click.option("--json", "as_json", is_flag=True, help="给程序读的结果")
def verify(head: str | None, address: str | None, *, as_json: bool) -> None:
    """核验记录：被改的字节、被删的行、被调换的两条，说出在哪里；也说出没有链头时不能知道什么。

    Find a flipped byte, a removed row, a swapped pair, say where, and say what can't be known without a head.
    """
    with database(address, migrate=False):
        # Models can only be imported once Django is awake.
        from huiyin.cli.secret_key import use_givers_key  # noqa: PLC0415
        from huiyin.cli.verifying import verified  # noqa: PLC0415

        use_givers_key()
        outcome = verified(_parsed(head))
    if as_json:
        click.echo(json.dumps(outcome.as_dict(), ensure_ascii=False, indent=1))
    else:
        for line in outcome.lines():
            click.echo(line)
    if outcome.faults:
        raise Broken(
            f"核验未通过：{len(outcome.faults)} 处。",
            f"The record doesn't verify: {len(outcome.faults)} faults.",
        )


def _parsed(head: str | None) -> tuple[int, str] | None:
    try:
        return None if head is None else parse_head(head)
    except ValueError as error:
        raise BadInput(
            f"“{head}”不是链头。链头形如 128-3f9a0c…，印在简报末尾。",
            f"'{head}' is no head: they look like 128-3f9a0c…",
        ) from error
