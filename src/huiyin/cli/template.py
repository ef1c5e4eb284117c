"""`huiyin template`: campaign templates."""

from pathlib import Path

import click

from huiyin.process.campaigns.rules import library_folder, load_template


@click.group()
def template() -> None:
    """活动模板。 Campaign templates."""


@template.command()
@click.argument("path")
def check(path: str) -> None:
    """检查模板文件夹，逐条说明错误所在的文件、行和可填的值。 Explain every error by file and line.

    PATH 是文件夹，或随软件提供的模板代码。 PATH is a folder, or the code of a shipped template.
    """
    folder = Path(path)
    found = load_template(folder if folder.is_dir() else library_folder(path))
    click.echo(
        f"模板 {found.code} 第 {found.version} 版可用：四风类别 {len(found.focus_leaves())} 项，专题 {len(found.topics)} 项，"
        f"环节 {len(found.stages)} 个，表样 {len(found.forms)} 种。摘要 {found.digest[:16]}"
    )
    click.echo(f"Template {found.code} version {found.version} is valid.")
