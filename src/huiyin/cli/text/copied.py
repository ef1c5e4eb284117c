"""`huiyin text copied`: the passages that texts share with others."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from huiyin.analysis.copied import Sources
from huiyin.cli.text.files import asks_for_file, not_onto
from huiyin.cli.text.json_lines import read_lines, write_lines


@click.command()
@asks_for_file("--targets", "要看的材料：每行 JSON，有 id、text")
@asks_for_file("--donors", "可能的来源：每行 JSON，有 id、text")
@asks_for_file("--out", "写到哪个 .jsonl")
def copied(targets: Path, donors: Path, out: Path) -> None:
    """材料里与别处相同或相近的段落：照抄、打乱、改数字、换说法。 Passages in common with other texts.

    结果每行一段：id、start、end（原文中的字符位置，不含 end）、donor（来源的 id）。
    """
    not_onto(out, targets, donors)
    known = list(read_lines(donors, "id", "text"))
    written = write_lines(out, _found(list(read_lines(targets, "id", "text")), known))
    click.echo(f"找到 {written} 段，写入 {out.name}。")
    click.echo(f"{written} passages, written to {out.name}.")


def _found(
    texts: Sequence[tuple[str, ...]], known: Sequence[tuple[str, ...]]
) -> Iterator[dict[str, str | int]]:
    sources = Sources(dict(enumerate(text for _, text in known)))
    for name, text in texts:
        for passage in sources.passages(text):
            donor = known[passage.source][0]
            yield {"id": name, "start": passage.start, "end": passage.end, "donor": donor}
