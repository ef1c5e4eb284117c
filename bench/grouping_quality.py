"""How good, how fast and how large the grouping is, on real messages that are not part of the project.

    python -m bench.grouping_quality [--data DIR] [--out CSV] [--baseline] [--scale [TEXTS ...]]

Data: --data, else HUIYIN_DATA, else ../shared/data beside the repository. Without it, it says so and stops.

Always: the engine on teddy2020c/fj3_messages.csv, scored by the data's own tool (eval_grouping.py) and with 95 % intervals (problems
drawn with replacement), and by cuts about the one that is set; the share of all near duplicates (brute force, Jaccard >= SAME) that
the signatures find; the share of all pairs above the least that is ever enough that the telling features find.
--baseline: average linkage over all pairs with scipy, on the same vectors, in the same run, cut where the whole pass would
stop: what is lost, what is saved.
--scale: seconds of each step and peak memory on the messages repeated and edited, each size in a process of its own;
`--edit 0.5` edits so much that hardly a copy is a near duplicate of its original, which is the hard case.
"""

import argparse
import csv
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.cluster.hierarchy import linkage
from scipy.spatial.distance import squareform

from bench.labelled import Labelled, labelled_messages
from bench.memory import peak
from bench.messages import data_folder, edited, read_messages
from bench.scores import Scores
from huiyin.analysis.grouping import CUT, MOST_EASED, group_texts, group_vectors, wanted
from huiyin.analysis.nearduplicates import SAME, bands, representatives, shingles, signature
from huiyin.analysis.neighbours import neighbour_pairs
from huiyin.analysis.normalise import Text
from huiyin.analysis.vectors import Frequencies, vectorise

SIZES = (10_000, 100_000)
AROUND = (0.85, 0.9, 0.95, 1.0, 1.05, 1.1, 1.15)  # times the cut


def main() -> int:
    options = _options()
    data = data_folder(options.data)
    if data is None:
        return 3
    ids, texts = read_messages(data)
    if options.one_size:
        _measure_size(edited(texts, options.one_size, options.edit))
        return 0
    corpus = labelled_messages(data)
    _measure_quality(ids, corpus, data, options.out)
    _measure_cuts(corpus)
    _measure_near_duplicates(texts)
    _measure_neighbours(texts)
    if options.baseline:
        _measure_baseline(ids, corpus, data, options.out)
    for size in options.scale if options.scale is not None else ():
        command = [
            sys.executable,
            "-m",
            "bench.grouping_quality",
            "--data",
            str(data),
            "--edit",
            str(options.edit),
        ]
        subprocess.run([*command, "--one-size", str(size)], check=True)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data")
    parser.add_argument("--out", type=Path, default=Path("grouping_quality.csv"))
    parser.add_argument("--baseline", action="store_true")
    parser.add_argument("--scale", type=int, nargs="*")
    parser.add_argument("--edit", type=float, default=0.05, help="share of characters changed in a copy")
    parser.add_argument("--one-size", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.scale == []:
        options.scale = SIZES
    return options


@contextmanager
def _timed(step: str) -> Iterator[None]:
    start, worked = time.perf_counter(), time.process_time()
    yield
    print(
        f"  {step:<28} {time.perf_counter() - start:7.1f} s, {time.process_time() - worked:7.1f} s of CPU",
        flush=True,
    )


def _measure_quality(ids: Sequence[str], corpus: Labelled, data: Path, out: Path) -> None:
    print(f"engine on {len(ids)} messages")
    with _timed("all steps"):
        labels = group_texts(corpus.texts)
    _score(ids, labels, data, out)
    print(Scores(labels, corpus.problems).line(), flush=True)


def _measure_cuts(corpus: Labelled) -> None:
    """Nobody need believe that the cut was chosen luckily."""
    rows, follow = np.unique(corpus.original, return_inverse=True)
    matrix = corpus.matrix[rows]
    for times in AROUND:
        labels = group_vectors(matrix, times * CUT)
        print(f"  cut {times * CUT:.3f}: {Scores(labels[follow].tolist(), corpus.problems).line().strip()}")


def _score(ids: Sequence[str], labels: Sequence[int], data: Path, out: Path) -> None:
    with out.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines)
        writer.writerow(["source_id", "group_no"])
        writer.writerows(zip(ids, labels, strict=True))
    tool = data.parent / "tools" / "eval_grouping.py"
    gold = data / "teddy2020c" / "gold_dev_members.csv"
    subprocess.run([sys.executable, str(tool), str(out), str(gold)], check=True)


def _measure_near_duplicates(texts: Sequence[Text]) -> None:
    """Brute force by one product of the texts' shingle sets with itself."""
    words = [shingles(text) for text in texts]
    number = {shingle: place for place, shingle in enumerate(sorted(set().union(*words)))}
    columns = np.array([number[shingle] for each in words for shingle in each])
    sizes = np.array([len(each) for each in words])
    sets = sp.csr_matrix((np.ones(len(columns), np.int32), columns, np.concatenate(([0], np.cumsum(sizes)))))
    shared = sp.triu(sets @ sets.T, k=1).tocoo()
    alike = shared.data / (sizes[shared.row] + sizes[shared.col] - shared.data) >= SAME
    keys = [frozenset(bands(signature(each))) for each in words]
    pairs = list(zip(shared.row[alike], shared.col[alike], strict=True))
    found = sum(bool(keys[one] & keys[other]) for one, other in pairs)
    print(f"near duplicates: {found} of {len(pairs)} pairs share a band, recall {found / len(pairs):.4f}")


def _measure_neighbours(texts: Sequence[Text]) -> None:
    for name, chosen in (("title and body", texts), ("body alone", [Text("", text.body) for text in texts])):
        distinct = _distinct(chosen)
        frequencies = Frequencies()
        frequencies.add(distinct)
        matrix = vectorise(distinct, frequencies)
        least = float(wanted(MOST_EASED))
        every = int(np.count_nonzero(sp.triu(matrix @ matrix.T, k=1).data >= least))
        found = len(neighbour_pairs(matrix, frequencies, least).first)
        print(
            f"neighbours, {name}: {found} of {every} pairs of {least:.3f} or more, recall {found / every:.3f}"
        )


def _distinct(texts: Sequence[Text]) -> list[Text]:
    return [texts[index] for index, first in enumerate(representatives(texts)) if index == first]


def _measure_baseline(ids: Sequence[str], corpus: Labelled, data: Path, out: Path) -> None:
    print("baseline: scipy average linkage over all pairs, same vectors, same bound, nothing collapsed")
    with _timed("all steps"):
        frequencies = Frequencies()
        frequencies.add(corpus.texts)
        matrix = vectorise(corpus.texts, frequencies)
        distance: NDArray[np.float64] = np.clip(1 - (matrix @ matrix.T).toarray().astype(np.float64), 0, None)
        np.fill_diagonal(distance, 0)
        labels = _cut(linkage(squareform(distance, checks=False), "average"))
    _score(ids, labels, data, out.with_suffix(".baseline.csv"))
    print(Scores(labels, corpus.problems).line(), flush=True)


def _cut(tree: NDArray[np.float64]) -> list[int]:
    """The largest branches whose last merge is near enough for their size: a label for each leaf."""
    leaves = len(tree) + 1
    enough = 1 - tree[:, 2] >= wanted(tree[:, 3].astype(np.int64))
    label = np.full(leaves + len(tree), -1)
    for node in range(2 * leaves - 2, leaves - 1, -1):
        if label[node] < 0 and enough[node - leaves]:
            label[node] = node
        label[tree[node - leaves, :2].astype(np.int64)] = label[node]
    alone = np.flatnonzero(label[:leaves] < 0)
    label[alone] = alone
    return label[:leaves].tolist()


def _measure_size(texts: Sequence[Text]) -> None:
    print(f"{len(texts)} texts, repeated and edited")
    start, worked = time.perf_counter(), time.process_time()
    with _timed("near duplicates"):
        distinct = _distinct(texts)
    with _timed("frequencies"):
        frequencies = Frequencies()
        frequencies.add(distinct)
    with _timed("vectors"):
        matrix = vectorise(distinct, frequencies)
    with _timed("neighbours and groups"):
        labels = group_vectors(matrix)
    seconds, of_cpu = time.perf_counter() - start, time.process_time() - worked
    print(f"  {len(distinct)} distinct, {len(np.unique(labels))} groups")
    print(
        f"  together {seconds:.1f} s, {of_cpu:.1f} s of CPU, peak memory {peak() / 1024:.2f} GB", flush=True
    )


if __name__ == "__main__":
    sys.exit(main())
