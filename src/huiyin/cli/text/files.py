"""The files that the commands take: asked for in one way, each required."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from huiyin.kit.errors import BadInput


def asks_for_file(option: str, help_: str) -> Callable[[Any], Any]:
    """An option that names a file, which the command gets as a path."""
    return click.option(option, required=True, type=click.Path(path_type=Path), metavar="文件", help=help_)


def not_onto(out: Path, *read: Path) -> None:
    """BadInput where the result would take the place of a file that it is made from: words are kept as they came."""
    for path in read:
        if out.resolve() == path.resolve() or (out.exists() and path.exists() and out.samefile(path)):
            raise BadInput(
                f"结果不能写到“{path.name}”上：那是要读的文件，写了原文就没有了。请给 --out 换个名字。",
                f"The result would replace '{path.name}', which it is made from. Give --out another name.",
            )
