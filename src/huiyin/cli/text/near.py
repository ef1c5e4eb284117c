"""`huiyin text near`: which texts repeat an earlier one."""

from pathlib import Path

import click

from huiyin.analysis.nearduplicates import jaccard, representatives, shingles
from huiyin.cli.text.files import asks_for_file, not_onto
from huiyin.cli.text.tables import read_opinions, write_rows

HEADINGS = ("source_id", "near_duplicate_of", "jaccard")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@asks_for_file("--out", "写到哪个 .csv")
def near(file: Path, out: Path) -> None:
    """哪些文本与前面的近重复。 Which texts repeat an earlier one, by at least six tenths of their three-character pieces.

    FILE 是 .csv，有 source_id（或 msg_id）、text（或 body），可以有 title。结果每条近重复一行；最早的一条不写。
    """
    not_onto(out, file)
    said = read_opinions(file)
    words = [opinion.words for opinion in said]
    copies = ((row, first) for row, first in enumerate(representatives(words)) if row != first)
    likeness = (
        (said[row].id, said[first].id, f"{jaccard(shingles(words[row]), shingles(words[first])):.3f}")
        for row, first in copies
    )
    written = write_rows(out, HEADINGS, likeness)
    click.echo(f"{len(said)} 条中有 {written} 条近重复，写入 {out.name}。")
    click.echo(f"{written} of {len(said)} repeat an earlier one, written to {out.name}.")
