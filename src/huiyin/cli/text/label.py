"""`huiyin text label`: what the word lists of a template say of texts."""

from pathlib import Path

import click

from huiyin.analysis.labels import Lexicon
from huiyin.cli.text.files import asks_for_file, not_onto
from huiyin.cli.text.tables import read_opinions, write_rows
from huiyin.process.campaigns.rules import library_folder, load_template
from huiyin.process.campaigns.rules.loading import shipped_codes

HEADINGS = ("source_id", "labels")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--template",
    default=shipped_codes()[0],
    show_default=True,
    help="自带模板的代码，或模板文件夹 a template's code or folder",
)
@asks_for_file("--out", "写到哪个 .csv")
def label(file: Path, template: str, out: Path) -> None:
    """按模板的词表给文本提标签。 The labels that a template's word lists suggest for texts.

    FILE 是 .csv，有 source_id（或 msg_id）、text（或 body），可以有 title。结果每条一行，标签代码以 | 相连：类别、专题、诉求类型，
    各按把握排列；没有可说的为空。
    """
    not_onto(out, file)
    folder = Path(template) if Path(template).is_dir() else library_folder(template)
    loaded = load_template(folder)
    lexicons = [
        Lexicon(entries)
        for entries in (loaded.focus_lexicon(), loaded.topic_lexicon(), loaded.concern_lexicon())
    ]
    said = read_opinions(file)
    rows = (
        (
            opinion.id,
            "|".join(found.code for lexicon in lexicons for found in lexicon.suggest(opinion.words.whole)),
        )
        for opinion in said
    )
    write_rows(out, HEADINGS, rows)
    click.echo(f"{len(said)} 条的标签建议写入 {out.name}。")
    click.echo(f"Labels suggested for {len(said)} texts, written to {out.name}.")
