"""`huiyin lookback`: what came of the fixes, without a web page."""

import json
from datetime import datetime
from pathlib import Path

import click

from huiyin.cli.database import database
from huiyin.kit.errors import BadInput

_ENDINGS = (".xlsx", ".docx", ".json")


@click.command()
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path),
    metavar="文件",
    help="写到哪个 .xlsx、.docx 或 .json",
)
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), metavar="日期", help="只要这天起销号的问题")
@click.option("--campaign", metavar="代码", help="哪个活动；只有一个时可以不写")
@click.option(
    "--database",
    "address",
    metavar="地址",
    help="文件，或 postgresql://…；默认 HUIYIN_DATABASE，再默认 huiyin.sqlite3",
)
def lookback(out: Path, since: datetime | None, campaign: str | None, address: str | None) -> None:
    """回头看：销号以后，那些意见还在不在说。 Whether the same is still said after the closings.

    按最近一次夜间计算的结果；结论和网页上一样。例：huiyin lookback --campaign jyxt --out 成效.docx
    """
    if out.suffix not in _ENDINGS:
        raise BadInput(
            f"--out 要以 {'、'.join(_ENDINGS)} 结尾。", f"--out ends in one of {', '.join(_ENDINGS)}."
        )
    with database(address, migrate=False):
        # Models can only be imported once Django is awake.
        from huiyin.cli.looking_back import everything  # noqa: PLC0415
        from huiyin.kit.outputs import written_whole  # noqa: PLC0415
        from huiyin.reports.papers.lookback import (  # noqa: PLC0415
            lookback_values,
            write_lookback_paper,
            write_lookback_workbook,
        )

        report = everything(campaign, since.date() if since else None)
        if out.suffix == ".xlsx":
            write_lookback_workbook(report, out)
        elif out.suffix == ".docx":
            write_lookback_paper(report, out)
        else:
            with written_whole(out) as part:
                part.write_text(
                    json.dumps(lookback_values(report), ensure_ascii=False, indent=1) + "\n", "utf-8"
                )
    click.echo(
        f"{len(report.problems)} 个已销号问题，写在 {out}。 {len(report.problems)} closed problems, written to {out}."
    )
