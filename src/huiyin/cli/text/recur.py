"""`huiyin text recur`: later opinions that may speak again of closed problems."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import click

from huiyin.analysis.recurrence import Heard, SaidAgain
from huiyin.analysis.shared import common_words, word_weight
from huiyin.analysis.vectors import Frequencies
from huiyin.cli.text.files import asks_for_file, not_onto
from huiyin.cli.text.tables import IDS, Opinion, read_opinions, read_rows, write_rows
from huiyin.kit.errors import BadInput

HEADINGS = ("problem_id", "source_id", "why")


@dataclass
class Closed:
    """A closed problem: when, and the rows of its opinions."""

    at: str
    rows: list[int] = field(default_factory=list)


@click.command()
@asks_for_file(
    "--opinions",
    "意见：.csv，有 source_id（或 msg_id）、text（或 body）、time（或 raised_on），可以有 title、unit",
)
@asks_for_file(
    "--closed", "已解决的问题：.csv，每条意见一行，有 problem_id、closed_at、source_id（或 msg_id）"
)
@asks_for_file("--out", "写到哪个 .csv")
def recur(opinions: Path, closed: Path, out: Path) -> None:
    """问题解决以后，哪些意见可能又说起。 Later opinions that may speak again of closed problems.

    结果每行一条：problem_id、source_id、why（近重复，或都说到哪些词；最近的原意见）。都是待人确认的。
    """
    not_onto(out, opinions, closed)
    said = read_opinions(opinions, dated=True)
    problems = _problems(closed, said)
    _written_alike((*(one.said for one in said), *(one.at for one in problems.values())))
    written = write_rows(out, HEADINGS, _found(said, problems))
    click.echo(f"找到 {written} 条待确认的，写入 {out.name}。")
    click.echo(f"{written} to be confirmed, written to {out.name}.")


def _problems(path: Path, said: Sequence[Opinion]) -> dict[str, Closed]:
    place = {opinion.id: row for row, opinion in enumerate(said)}
    found: dict[str, Closed] = {}
    for number, row in read_rows(path, ("problem_id",), ("closed_at",), IDS):
        name, at = row["problem_id"], row["closed_at"]
        opinion = next(row[name] for name in IDS if name in row)
        if opinion not in place:
            raise BadInput(
                f"“{path.name}”第 {number} 行的意见“{opinion}”不在意见文件里。",
                f"Opinion '{opinion}' on line {number} of '{path.name}' isn't among the opinions.",
            )
        problem = found.setdefault(name, Closed(at))
        if problem.at != at:
            raise BadInput(
                f"“{path.name}”第 {number} 行：问题“{name}”有两个 closed_at。",
                f"Problem '{name}' has two moments of closing, on line {number} of '{path.name}'.",
            )
        problem.rows.append(place[opinion])
    return found


def _written_alike(moments: Iterable[str]) -> None:
    """BadInput for moments that can't be compared as they are written: 2014-5-9 would come after 2014-05-10."""
    first: dict[str, str] = {}
    for moment in filter(None, moments):
        first.setdefault(re.sub(r"\d", "0", moment), moment)
    ordered = sorted(first, key=len)
    for shape, longer in pairwise(ordered):
        # One may say more than the other (2014-05-10 12:00), but no number of it may be longer.
        if not longer.startswith(shape) or longer[len(shape) : len(shape) + 1].isdigit():
            raise BadInput(
                f"时间“{first[shape]}”和“{first[longer]}”的写法不一样，比不出先后。两个文件里的时间请写成一样的，如 2014-05-01。",
                f"The moments '{first[shape]}' and '{first[longer]}' are written differently, so which came first can't be told. "
                "Write all of both files alike, as 2014-05-01.",
            )


def _found(said: Sequence[Opinion], problems: Mapping[str, Closed]) -> Iterator[tuple[str, str, str]]:
    """Where opinions name their unit, a problem is compared with what was said about the same units."""
    words = [opinion.words for opinion in said]
    everything = Heard.of(words, [opinion.said for opinion in said])
    frequencies = Frequencies()
    frequencies.add(words)
    weight = word_weight(frequencies)
    for name, problem in problems.items():
        units = {said[row].unit for row in problem.rows} - {""}
        scope = [row for row, opinion in enumerate(said) if not units or opinion.unit in units]
        place = {row: at for at, row in enumerate(scope)}
        inside = [place[row] for row in problem.rows if row in place]
        heard = everything if len(scope) == len(said) else everything.of_rows(scope)
        for each in heard.again(inside, problem.at) if inside else ():
            near = [scope[at] for at in each.nearest]
            shared = common_words([words[scope[each.row]].whole, *(words[row].whole for row in near)], weight)
            yield name, said[scope[each.row]].id, _why(each, shared, [said[row].id for row in near])


def _why(each: SaidAgain, shared: Sequence[str], nearest: Sequence[str]) -> str:
    words = "近重复" if each.copy else f"都说到：{'、'.join(shared)}" if shared else "用字相近"
    return f"{words}；最近：{'、'.join(nearest)}"
