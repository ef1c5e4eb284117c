"""`huiyin sample`: a sample drawn again from its zip, without a database."""

import json
from pathlib import Path

import click

from huiyin.kit.errors import BadInput, Broken
from huiyin.process.samples.rules.package import redrawn, unpacked


@click.group()
def sample() -> None:
    """抽样核查。 Samples of what was done."""


@sample.command()
@click.argument("file", metavar="压缩包", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="给程序读的结果")
def redraw(file: Path, *, as_json: bool) -> None:
    """从导出的压缩包重新抽一遍，与记录的逐项比对；对不上的，退出码 5。

    Draw a sample again from its zip and compare everything with what was recorded; exit code 5 where they differ.
    """
    if not file.is_file():
        raise BadInput(f"没有“{file}”这个文件。", f"There is no file '{file}'.")
    package = unpacked(file.read_bytes())
    found = redrawn(package)
    if as_json:
        told = [{"what": one.en, "recorded": one.said, "found": one.found, "same": one.same} for one in found]
        click.echo(
            json.dumps({"checked": told, "sample": list(package.chosen)}, ensure_ascii=False, indent=1)
        )
    else:
        for one in found:
            mark = "✓" if one.same else "✗"
            click.echo(f"{mark} {one.zh} / {one.en}: {one.found}")
            if not one.same:
                click.echo(f"  记录的是 / recorded: {one.said}")
    if not all(one.same for one in found):
        raise Broken(
            "重新抽出来的与记录的不一样：名单、种子或抽中的被改过。",
            "What was drawn again differs from what was recorded: the population, the seed or the sample was changed.",
        )
