"""How many decisions a clerk needs until the groups are right: a scripted clerk who answers from labels.

    python -m bench.clerk [--data DIR] [--only NAME] [--by pairs|lists] [--most PER_1000] [--anew SCREENS]

Over and over: the machine puts a screen before the clerk, he decides, and what that concerns is grouped anew (`regroup`); after every 20
screens (--anew) the machine asks anew, in between what is still open of its questions (`still_open`). B-cubed F as the data's own tool
counts it, over the opinions of matters of two and more; those that stand alone count where they are in the way of others.

pairs  a screen is a pair of `questions`: same, different, later
lists  a pair that may be one matter is shown as one text, that of the smaller side, beside up to five that may speak of the same: the
       other of the pair, and the likeliest matters of the unit (`likely_matters`). The clerk marks those that do; what he leaves
       unmarked is different. When no questions are left, the groups come that were shown least, the smallest first.

fj3     real messages, of which one in eighteen has a label: data folder as in bench.grouping_quality. By pairs alone: with a city for one
        unit, nobody would look for the likeliest of two thousand matters
demo    the bureau and its schools, each unit grouped by itself (src/huiyin/library/demo)
school  one school and its twin, where people say the same in other words (tests/corpus/school)

The clerk reads the two sides of a question. He answers by the labels of the two texts, else by the commonest label of their groups.
Without a label on one side, or where the label is *may belong*, he says *later*: a screen, but no decision. Each text marked as the same
is a decision, a list without a mark is one.

*Floor*: the fewest decisions with which anybody reaches the aim who knows every label, chooses each pair of groups to be joined
himself and divides for nothing. A decision joins two groups at most, so no order of questions can need less.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import chain

import numpy as np

from bench.clerk_desk import AIM, Corpus, Desk, b3_f, corpora, desk_of, floor
from bench.matching_quality import MOST_DECIDED, Lists, thesaurus
from huiyin.analysis import associations
from huiyin.analysis.associations import Associations
from huiyin.analysis.decided import bounds
from huiyin.analysis.grouping import group_vectors
from huiyin.analysis.matching import SUGGESTED, Known, New, likely_matters
from huiyin.analysis.questions import Question, questions, still_open

WITHIN = 250  # decisions per 1,000 opinions
SHOWN = (0, 25, 50, 100, 150, 200, 250, 500, 1000, 2000, 4000)


def main() -> int:
    options = _options()
    for corpus in corpora(options.data):
        if options.only in (None, corpus.name):
            for way in ("pairs",) if corpus.name == "fj3" else ("pairs", "lists"):
                if options.by in (None, way):
                    _measure(corpus, way, options.most, options.anew)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data")
    parser.add_argument("--only", choices=("fj3", "demo", "school"))
    parser.add_argument("--by", choices=("pairs", "lists"))
    parser.add_argument(
        "--most", type=int, default=2000, help="stop after so many screens per 1,000 opinions"
    )
    parser.add_argument("--anew", type=int, default=20, help="screens after which the machine asks anew")
    return parser.parse_args()


def _measure(corpus: Corpus, way: str, most: int, anew: int) -> None:
    desk = desk_of(corpus)
    print(
        f"\n{corpus.name} by {way}: {len(corpus.texts)} opinions, floor {floor(desk):.1f} decisions per 1,000"
    )
    print(f"  {'screens':>7} {'decided':>7} {'same':>5}   per 1,000: screens decided   b3_f")
    work = _by_pairs(desk, anew) if way == "pairs" else _by_lists(desk, anew)
    shown = list(SHOWN)
    screens, decisions, reached = 0, 0, ""
    for now in chain((0,), work):
        decisions += now
        score = b3_f(desk)
        if not reached and score >= AIM:
            reached = (
                f"{desk.per_1000(screens):.0f} screens, {desk.per_1000(decisions):.0f} decisions per 1,000"
            )
        while shown and desk.per_1000(screens) >= shown[0]:
            shown.pop(0)
            _line(desk, screens, decisions, score)
        if desk.per_1000(screens) >= most:
            break
        screens += 1
    else:
        screens -= 1
    _line(desk, screens, decisions, score)
    print(f"  {AIM} {'after ' + reached if reached else 'not reached'} (wanted: {WITHIN})")
    again = group_vectors(desk.matrix, decided=desk.decided, scopes=desk.scopes)
    print(
        f"  a whole run with these decisions puts {np.mean(again == desk.labels):.4f} of the texts into the same groups"
    )


def _line(desk: Desk, screens: int, decisions: int, score: float) -> None:
    per = desk.per_1000
    print(
        f"  {screens:7} {decisions:7} {len(desk.together):5}   {per(screens):18.0f} {per(decisions):7.0f}  {score:.3f}",
        flush=True,
    )


def _by_pairs(desk: Desk, anew: int) -> Iterator[int]:
    """After each screen how many decisions it was."""
    while found := _questions(desk):
        for _ in range(anew):
            question, *found = found
            yield _one_pair(desk, question)
            found = still_open(found, desk.labels, desk.decided)
            if not found:
                break


def _by_lists(desk: Desk, anew: int) -> Iterator[int]:
    reader = _Reader(desk)
    while True:
        found = _questions(desk)
        for _ in range(anew):
            if found:
                question, *found = found
                yield (
                    _one_pair(desk, question)
                    if question.joined
                    else reader.a_list(question.one, question.other)
                )
                found = still_open(found, desk.labels, desk.decided)
            elif (row := reader.least_shown()) is not None:
                yield reader.a_list(row)
            else:
                return


def _questions(desk: Desk) -> list[Question]:
    later = np.array(desk.later, np.int64).reshape(-1, 2)
    return questions(
        desk.matrix, desk.labels, desk.decided, put_off=later, opinions=desk.opinions, scopes=desk.scopes
    )


def _one_pair(desk: Desk, question: Question) -> int:
    answer = desk.answer(question.one, question.other)
    desk.take(question.one, question.other, answer=answer)
    return int(answer is not None)


class _Reader:
    """Who reads one text beside some that may speak of the same."""

    def __init__(self, desk: Desk) -> None:
        lists = Lists()
        self.desk = desk
        self.suggested = [lists(text.whole) for text in desk.texts]
        self.shown: Counter[int] = Counter()

    def a_list(self, *rows: int) -> int:
        """Show the first of `rows` or, of two, that of the smaller group, beside the other and the likeliest; how many decisions."""
        desk = self.desk
        sizes = [int(desk.opinions[desk.labels == desk.labels[row]].sum()) for row in rows]
        row = rows[int(np.argmin(sizes))]
        beside = [other for other in rows if other != row]
        beside += [other for other in self._likeliest(row) if desk.labels[other] not in desk.labels[beside]]
        marked = 0
        self.shown[int(desk.labels[row])] += 1
        for other in beside[:SUGGESTED]:
            answer = desk.answer(row, other)
            if self._is_open(row, other):
                desk.take(row, other, answer=answer)
            marked += bool(answer)
        if marked:
            self.shown[int(desk.labels[row])] = 0
        return max(1, marked)

    def least_shown(self) -> int | None:
        """A text of the group that was shown least, the smallest of them, unless all that it could be is decided."""
        labels = self.desk.labels
        groups, sizes = np.unique(labels, return_counts=True)
        shown = np.array([self.shown[group] for group in groups.tolist()])
        for group in groups[np.lexsort((groups, sizes, shown))].tolist():
            if len(self._others(group)):
                return int(group)
        return None

    def _likeliest(self, row: int) -> list[int]:
        """The nearest text of each of the likeliest matters that the text isn't kept apart from."""
        desk = self.desk
        rows = self._others(row)
        known = [Known(int(desk.labels[other]), desk.texts[other], self.suggested[other]) for other in rows]
        parts = bounds(desk.decided, len(desk.labels)).parts
        tied = [
            associations.Decided(desk.texts[each], int(desk.labels[each]), int(desk.scopes[each]))
            for each in np.flatnonzero(np.bincount(parts, minlength=len(parts))[parts] > 1).tolist()
        ]
        taught = Associations.of(desk.texts[row], tied[-MOST_DECIDED:])
        new = New(desk.texts[row], self.suggested[row])
        found = likely_matters(new, known, associations=taught, thesaurus=thesaurus())
        return [rows[match.row] for match in found]

    def _others(self, row: int) -> list[int]:
        """Texts of the unit in groups that this one's could be joined with."""
        desk = self.desk
        rows = np.flatnonzero((desk.scopes == desk.scopes[row]) & (desk.labels != desk.labels[row]))
        held = bounds(desk.decided, len(desk.labels))
        barred = held.between(desk.labels, np.full(len(rows), desk.labels[row]), desk.labels[rows])
        others: list[int] = rows[~barred].tolist()
        return others

    def _is_open(self, row: int, other: int) -> bool:
        labels = self.desk.labels
        asked = Question(min(row, other), max(row, other), 0.0, 1, joined=False, use=0.0)
        return labels[row] != labels[other] and bool(still_open([asked], labels, self.desk.decided))


if __name__ == "__main__":
    sys.exit(main())
