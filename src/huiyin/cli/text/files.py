"""The files that the commands take: asked for in one way, each required."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click


def asks_for_file(option: str, help_: str) -> Callable[[Any], Any]:
    """An option that names a file, which the command gets as a path."""
    return click.option(option, required=True, type=click.Path(path_type=Path), metavar="文件", help=help_)
