"""How well the shipped word lists label the demo corpus, and how fast they do it.

    python bench/labels_quality.py [--speed]

The odd numbers (编号) are the development half: their texts may be read when the lists are changed. The even ones are
held out: only their figures may be looked at. Both halves speak of the same matters, so a third row shows the held-out
opinions whose matter no odd opinion speaks of; that is the figure to believe for words never seen.

coverage     share of the half's opinions with any suggestion (beside it: the share that a person labelled)
reached      share of the labelled opinions with any suggestion, right or wrong
precision    first suggestion right, of all opinions with a suggestion; one on an opinion without a label is wrong
p.labelled   first suggestion right, of the labelled opinions with a suggestion
recall@1/@3  label is the first / among the first three suggestions, of all labelled opinions

--speed: seconds of processor time for 100,000 texts of 370 characters, each list.
"""

import argparse
import csv
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from huiyin.analysis.labels import Lexicon
from huiyin.process.campaigns.rules import library_folder, load_template

ROOT = Path(__file__).resolve().parent.parent
OPINIONS = ROOT / "src" / "huiyin" / "library" / "demo" / "opinions.csv"
LABELS = ROOT / "src" / "huiyin" / "library" / "demo" / "labels.csv"
TEXT_COLUMN = "意见原文（原汁原味）"
SPEED_TEXTS, SPEED_CHARACTERS = 2_000, 370


@dataclass(frozen=True, slots=True)
class Opinion:
    number: int
    text: str
    matter: str
    labels: dict[str, str]
    """"leaf" and "topic"; "" where a person gave none."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What a person chose ("" for none) and what the lists suggest, best first."""

    label: str
    suggested: tuple[str, ...]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--speed", action="store_true")
    speed = parser.parse_args().speed
    template = load_template(library_folder("mass-line-2014"))
    lexicons = {"leaf": Lexicon(template.focus_lexicon()), "topic": Lexicon(template.topic_lexicon())}
    opinions = read_opinions()
    print(
        f"{'':<6}{'half':<20}{'n':>5}{'coverage':>18}{'reached':>9}"
        f"{'precision':>11}{'p.labelled':>12}{'recall@1':>10}{'recall@3':>10}"
    )
    for axis, lexicon in lexicons.items():
        for half, belongs in halves(opinions).items():
            print(
                f"{axis:<6}{half:<20}{row([judge(one, axis, lexicon) for one in opinions if belongs(one)])}"
            )
        if speed:
            print(
                f"{axis:<6}{seconds(opinions, lexicon):.1f} s per 100,000 texts of {SPEED_CHARACTERS} characters"
            )


def read_opinions() -> list[Opinion]:
    """The clerk's table has a title above and a foot below: a row is an opinion if its number has labels."""
    with LABELS.open(encoding="utf-8-sig", newline="") as lines:
        labels = {row["编号"]: row for row in csv.DictReader(lines)}
    with OPINIONS.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.reader(lines))
    column = next(row.index(TEXT_COLUMN) for row in rows if TEXT_COLUMN in row)
    return [
        Opinion(
            number=int(row[0].removeprefix("Y")),
            text=row[column],
            matter=labels[row[0]]["matter"],
            labels={axis: labels[row[0]][axis] for axis in ("leaf", "topic")},
        )
        for row in rows
        if row and row[0] in labels
    ]


def halves(opinions: Sequence[Opinion]) -> dict[str, Callable[[Opinion], bool]]:
    seen = {one.matter for one in opinions if one.number % 2}
    return {
        "odd, development": lambda one: one.number % 2 == 1,
        "even, held out": lambda one: one.number % 2 == 0,
        "even, matter unseen": lambda one: one.number % 2 == 0 and (not one.matter or one.matter not in seen),
    }


def judge(opinion: Opinion, axis: str, lexicon: Lexicon) -> Judged:
    return Judged(opinion.labels[axis], tuple(one.code for one in lexicon.suggest(opinion.text)))


def row(judged: Sequence[Judged]) -> str:
    labelled = [one for one in judged if one.label]
    suggested = [one for one in judged if one.suggested]
    both = [one for one in labelled if one.suggested]
    first = sum(one.suggested[0] == one.label for one in suggested)
    third = sum(one.label in one.suggested[:3] for one in labelled)
    of_people = f"{share(len(suggested), len(judged))} ({share(len(labelled), len(judged))})"
    return (
        f"{len(judged):>5}{of_people:>18}{share(len(both), len(labelled)):>9}{share(first, len(suggested)):>11}"
        f"{share(first, len(both)):>12}{share(first, len(labelled)):>10}{share(third, len(labelled)):>10}"
    )


def share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "-"


def seconds(opinions: Sequence[Opinion], lexicon: Lexicon) -> float:
    """Texts of the asked length cut from the corpus one after another, so that each holds its usual words."""
    corpus = "".join(one.text for one in opinions)
    starts = [at * 97 % (len(corpus) - SPEED_CHARACTERS) for at in range(SPEED_TEXTS)]
    texts = [corpus[start : start + SPEED_CHARACTERS] for start in starts]
    start = time.process_time()
    for text in texts:
        lexicon.suggest(text)
    return (time.process_time() - start) * 100_000 / SPEED_TEXTS


if __name__ == "__main__":
    main()
