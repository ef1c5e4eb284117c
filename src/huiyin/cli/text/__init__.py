"""`huiyin text`: the analysis by itself, on plain files, without a database."""

import click

from huiyin.cli.text.copied import copied
from huiyin.cli.text.recur import recur


@click.group()
def text() -> None:
    """对文件做文本分析，不用数据库。 The analysis of texts on plain files."""


text.add_command(copied)
text.add_command(recur)

__all__ = ["text"]
