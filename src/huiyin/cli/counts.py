"""`huiyin counts`: what the one page shows, counted from nothing and compared with what is kept."""

import json
import sys
from datetime import datetime
from typing import TYPE_CHECKING

import click

from huiyin.cli.database import database
from huiyin.kit.clock import now

if TYPE_CHECKING:
    from huiyin.process.campaigns.models import Campaign
    from huiyin.process.figures.queries.counting import Difference

_MOST_LINES = 200


@click.group()
def counts() -> None:
    """数目。 The figures that the one page reads."""


@counts.command()
@click.option("--mend", is_flag=True, help="把留存的数改成重新数出来的")
@click.option("--campaign", metavar="代码", help="只核这一个活动")
@click.option(
    "--database",
    "address",
    metavar="地址",
    help="文件，或 postgresql://…；默认 HUIYIN_DATABASE，再默认 huiyin.sqlite3",
)
@click.option("--json", "as_json", is_flag=True, help="给程序读的结果")
def check(campaign: str | None, address: str | None, *, mend: bool, as_json: bool) -> None:
    """从头数一遍，与留存的比：哪里不一样，逐条列出；不一样的，退出码 1。网页或 work 在运行时，刚刚的改动可能还没有数进去。

    Count from nothing, compare with what is kept and list every difference: exit code 1 where there is one, and none after --mend.
    """
    with database(address, migrate=False):
        found = checked(mend=mend, at=now(), campaign=campaign)
    if as_json:
        rows = [
            {"campaign": code, "unit": one.unit, "key": one.key, "kept": one.kept, "is": one.is_now}
            for code, one in found
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        for code, one in found[:_MOST_LINES]:
            click.echo(f"{code} 单位 {one.unit or '—'} {one.key}: 留存 {one.kept}，实有 {one.is_now}")
        said = "已改" if mend else "不一样"
        click.echo(f"{len(found)} 处{said} / {len(found)} difference(s){', mended' if mend else ''}")
    if found and not mend:
        sys.exit(1)


def checked(*, mend: bool, at: datetime, campaign: str | None = None) -> "list[tuple[str, Difference]]":
    """Campaign's code and each difference; with `mend` they are gone afterwards."""
    # Models can only be imported once Django is awake.
    from huiyin.process.figures.commands import refresh_counts  # noqa: PLC0415
    from huiyin.process.figures.queries import differences  # noqa: PLC0415

    found = []
    for one in _campaigns(campaign):
        found += [(one.code, difference) for difference in differences(one)]
        if mend:
            refresh_counts(one, at=at)
    return found


def _campaigns(code: str | None) -> "list[Campaign]":
    from huiyin.kit.errors import BadInput  # noqa: PLC0415
    from huiyin.process.campaigns.models import Campaign  # noqa: PLC0415

    rows = Campaign.objects.select_related("root").order_by("pk")
    if code is None:
        return list(rows)
    found = list(rows.filter(code=code))
    if not found:
        raise BadInput(f"没有活动“{code}”。", f"There is no campaign '{code}'.")
    return found
