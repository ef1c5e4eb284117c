"""`huiyin text group`: which texts speak of the same matter."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from huiyin.analysis.grouping import group_texts
from huiyin.cli.text.files import asks_for_file, not_onto
from huiyin.cli.text.tables import Opinion, read_opinions, write_rows

HEADINGS = ("source_id", "group_no")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@asks_for_file("--out", "写到哪个 .csv")
def group(file: Path, out: Path) -> None:
    """哪些文本说的是同一件事。 Which texts speak of the same matter; of each unit by itself where the file has a column unit.

    FILE 是 .csv，有 source_id（或 msg_id）、text（或 body），可以有 title、unit。结果每条意见一行，按原来的顺序；只有一条的组也有号。
    """
    not_onto(out, file)
    said = read_opinions(file)
    numbers: dict[int, int] = {}
    rows = [
        (opinion.id, str(numbers.setdefault(first, len(numbers) + 1)))
        for opinion, first in zip(said, _first_of_each(said), strict=True)
    ]
    write_rows(out, HEADINGS, rows)
    click.echo(f"{len(said)} 条归为 {len(numbers)} 组，写入 {out.name}。")
    click.echo(f"{len(said)} texts in {len(numbers)} groups, written to {out.name}.")


def _first_of_each(said: Sequence[Opinion]) -> Iterator[int]:
    """For each text the row of the first text of its group."""
    units: dict[str, list[int]] = defaultdict(list)
    for row, opinion in enumerate(said):
        units[opinion.unit].append(row)
    found: dict[int, int] = {}
    for rows in units.values():
        firsts = group_texts([said[row].words for row in rows])
        found.update((row, rows[first]) for row, first in zip(rows, firsts, strict=True))
    yield from (found[row] for row in range(len(said)))
