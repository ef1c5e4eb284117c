"""`huiyin run`: the main job, from workbooks to papers, without a web page."""

import os
from pathlib import Path

import click

from huiyin.cli.database import database
from huiyin.cli.judging import judge
from huiyin.cli.preview import preview_lines
from huiyin.cli.steps import Steps
from huiyin.cli.units import unit_sheet
from huiyin.kit.clock import day_in_china, now
from huiyin.kit.errors import BadInput
from huiyin.process.campaigns.rules import library_folder, load_template

DATABASE_FILE = "huiyin.sqlite3"


@click.command()
@click.option(
    "--template", "template_name", required=True, metavar="模板", help="随软件提供的模板代码，或模板文件夹"
)
@click.option(
    "--opinions",
    required=True,
    type=click.Path(path_type=Path),
    metavar="文件",
    help="意见表：.xlsx .xls .csv",
)
@click.option("--units", type=click.Path(path_type=Path), metavar="文件", help="单位表（可不给）")
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar="文件夹", help="结果放在哪里")
@click.option(
    "--column", "columns", multiple=True, metavar="字段=表头", help="指定某一列，如 text=留言详情；可重复"
)
@click.option("--sheet", metavar="工作表", help="意见在哪张工作表；不给则取最像的一张")
@click.option(
    "--organisation", metavar="名称", help="主办单位的名称，印在台账和简报上；默认是单位表中唯一的顶层单位"
)
@click.option(
    "--year", type=click.IntRange(1949, 2100), help="没有写年份的日期算哪一年；默认按同列其他日期，再按今年"
)
@click.option(
    "--database",
    "address",
    metavar="地址",
    help="存入哪个数据库；默认 HUIYIN_DATABASE，再默认结果文件夹里的 huiyin.sqlite3",
)
@click.option("--preview", is_flag=True, help="只看各列认成了什么，不写任何东西")
@click.option("--json", "as_json", is_flag=True, help="结果以 JSON 打印到标准输出")
@click.pass_context
def run(
    context: click.Context,
    template_name: str,
    opinions: Path,
    units: Path | None,
    out: Path,
    columns: tuple[str, ...],
    sheet: str | None,
    organisation: str | None,
    year: int | None,
    address: str | None,
    *,
    preview: bool,
    as_json: bool,
) -> None:
    """从意见表到梳理归并、问题台账和简报。 From a workbook of opinions to a triaged list, a ledger and a briefing.

    例：huiyin run --template mass-line-2014 --units 单位.xlsx --opinions 意见.xlsx --out 结果
    """
    at = now()
    today = day_in_china(at)
    steps = Steps()
    folder = Path(template_name)
    template = load_template(folder if folder.is_dir() else library_folder(template_name))
    with steps.step("read", "读取意见表"):
        judged = judge(
            opinions, sheet_name=sheet, overrides=_overrides(columns), year=year or today.year, today=today
        )
        sheet_of_units = unit_sheet(units) if units else None
    for line in preview_lines(judged):
        click.echo(line, err=True)
    if preview:
        context.exit(0)
    _make_folder(out)
    with database(address or _default_database(out), migrate=True):
        # Models can only be imported once Django is awake.
        from huiyin.cli.pipeline import Job  # noqa: PLC0415

        job = Job(template, judged, sheet_of_units, organisation, out, at=at, steps=steps)
        summary = job.run()
    click.echo(summary.as_json() if as_json else summary.as_text())


def _overrides(columns: tuple[str, ...]) -> dict[str, str]:
    overrides = {}
    for column in columns:
        field, separator, header = column.partition("=")
        if not separator or not field.strip():
            raise BadInput(
                f"--column 要写成“字段=表头”，如 --column text=留言详情；现在写的是“{column}”。",
                f"--column takes field=heading, e.g. --column text=留言详情; got '{column}'.",
            )
        overrides[field.strip()] = header.strip()
    return overrides


def _make_folder(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadInput(
            f"结果文件夹“{out}”建不了：那里已有同名文件，或没有写入权限。请换一个位置。",
            f"The folder '{out}' can't be made: {error}.",
        ) from error


def _default_database(out: Path) -> str | None:
    """HUIYIN_DATABASE when there is one (None: settings read it), else a file among the results."""
    return None if os.environ.get("HUIYIN_DATABASE") else str(out / DATABASE_FILE)
