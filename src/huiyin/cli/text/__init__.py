"""`huiyin text`: the analysis by itself, on plain files, without a database."""

import click

from huiyin.cli.text.copied import copied
from huiyin.cli.text.group import group
from huiyin.cli.text.label import label
from huiyin.cli.text.near import near
from huiyin.cli.text.recur import recur


@click.group()
def text() -> None:
    """对文件做文本分析，不用数据库。 The analysis of texts on plain files."""


text.add_command(group)
text.add_command(near)
text.add_command(label)
text.add_command(copied)
text.add_command(recur)

__all__ = ["text"]
