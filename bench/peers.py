"""Near duplicates and groups beside what others would take for them, on the same texts, in the same run.

    python -m bench.peers [--data DIR] [--sizes TEXTS ...] [--only near|groups] [--hdbscan] [--edit SHARE]

The texts are real messages, repeated and edited (bench/messages.py). Each contestant works in a process of its own, one
after the other: seconds, CPU, and memory over what the process held before it began.

Near duplicates: each text in turn is put to the first earlier original that it is a near duplicate of (Jaccard >= SAME), or is an
original itself. datasketch's MinHashLSH does the same job with the same shingles and the same exact check, once as its
documentation has it (128 hashes, bands by its own optimiser) and once with as many bands and rows as ours.
*Right*: of 500 sampled texts that have a near duplicate before them (brute force), those put together with one.
*Pairs*: of all true pairs of the messages themselves (brute force), those that the index proposes when it holds all texts.

Groups: scikit-learn's TfidfVectorizer (characters, 2- and 3-grams, the title three times and 300 characters of the body), then
average linkage over all pairs up to 10,000 texts; above, what scales: truncated SVD and MiniBatchKMeans, which is told how
many groups to make (as many as ours made), or HDBSCAN with --hdbscan. B³ and F1 on the labels of the shared data, by its own tool.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.memory import forget_peak, held, peak
from bench.messages import data_folder, edited, read_messages
from bench.truth import Pairs, Repeats
from huiyin.analysis.grouping import group_texts
from huiyin.analysis.nearduplicates import (
    BANDS,
    ROWS,
    SAME,
    bands,
    jaccard,
    representatives,
    shingles,
    signature,
)
from huiyin.analysis.normalise import Text

Labels = NDArray[np.int64]

SIZES = (4326, 10_000)
ALL_PAIRS = 10_000  # texts up to which anybody would compare all
CUT = 0.93  # distance: of 0.88, 0.90, 0.91 … 0.95 the best on the labels
DIMENSIONS = 128
NEIGHBOURS = 2  # the smallest cluster of HDBSCAN


def main() -> int:
    options = _options()
    data = data_folder(options.data)
    if data is None:
        return 3
    if options.child:
        _work(options, read_messages(data)[1])
        return 0
    ids, messages = read_messages(data)
    with tempfile.TemporaryDirectory() as folder:
        bench = _Bench(options, data, ids, messages, Path(folder))
        if options.only in (None, "near"):
            bench.near_duplicates()
        if options.only in (None, "groups"):
            bench.groups()
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data")
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--only", choices=("near", "groups"))
    parser.add_argument(
        "--hdbscan", action="store_true", help="beside k-means, above 10,000 texts; hours at 100,000"
    )
    parser.add_argument("--edit", type=float, default=0.05, help="share of characters changed in a copy")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    parser.add_argument("--size", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--clusters", type=int, default=0, help=argparse.SUPPRESS)
    parser.add_argument("--out", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


class _Bench:
    """Starts the contestants and prints their rows."""

    def __init__(
        self,
        options: argparse.Namespace,
        data: Path,
        ids: Sequence[str],
        messages: Sequence[Text],
        folder: Path,
    ) -> None:
        self.options, self.data, self.ids, self.messages, self.folder = options, data, ids, messages, folder

    def near_duplicates(self) -> None:
        pairs = Pairs(self.messages)
        proposed = {name: pairs.found(candidates(pairs.words)) for name, candidates in CANDIDATES.items()}
        print("| texts | near duplicates | right | pairs | seconds | CPU s | MB | ours ÷ it |")
        print("| ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: |")
        for size in self.options.sizes:
            repeats = Repeats(edited(self.messages, size, self.options.edit))
            ours: float | None = None
            for name in ("ours", "datasketch", "datasketch 16x4"):
                found, labels = self._run(f"near {name}", size)
                ours = ours or found["seconds"]
                right = f"{repeats.found(labels):.3f} | {proposed[name]:.4f}"
                print(
                    f"| {size:,} | {name} | {right} | {_costs(found)} | {ours / found['seconds']:.2f} |",
                    flush=True,
                )

    def groups(self) -> None:
        print(
            "\n| texts | groups | B³ F | best F1 | found | traps | groups | seconds | CPU s | MB | ours ÷ it |"
        )
        print("| ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
        for size in self.options.sizes:
            names = ["ours", "average linkage"] if size <= ALL_PAIRS else ["ours", "k-means"]
            names += ["HDBSCAN"] if self.options.hdbscan else []
            ours, clusters = 0.0, 0
            for name in names:
                found, labels = self._run(f"group {name}", size, clusters)
                if name == "ours":
                    ours, clusters = found["seconds"], len(np.unique(labels))
                row = f"| {size:,} | {name} | {self._score(labels)} | {len(np.unique(labels)):,} | {_costs(found)}"
                print(f"{row} | {ours / found['seconds']:.2f} |", flush=True)

    def _run(self, contestant: str, size: int, clusters: int = 0) -> tuple[dict[str, float], Labels]:
        """What it took, and the label of each text."""
        out = self.folder / "labels.npy"
        given = {"data": self.data, "edit": self.options.edit, "size": size, "clusters": clusters, "out": out}
        command = [sys.executable, "-m", "bench.peers", "--child", contestant]
        command += [word for name, value in given.items() for word in (f"--{name}", str(value))]
        printed = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
        return json.loads(printed.splitlines()[-1]), np.load(out)

    def _score(self, labels: Labels) -> str:
        """Of the messages themselves, which come first."""
        path = self.folder / "groups.csv"
        rows = [f"{one},{label}" for one, label in zip(self.ids, labels.tolist(), strict=False)]
        path.write_text("\n".join(("source_id,group_no", *rows)) + "\n", encoding="utf-8")
        gold = self.data / "teddy2020c" / "gold_dev_members.csv"
        tool = self.data.parent / "tools" / "eval_grouping.py"
        command = [sys.executable, str(tool), str(path), str(gold), "--json"]
        printed = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
        found = json.loads(printed)
        share = f"{found['found']}/{found['problems']}"
        return f"{found['b3_f']:.3f} | {found['best_f1']:.3f} | {share} | {found['traps']}"


def _costs(found: dict[str, float]) -> str:
    return f"{found['seconds']:.1f} | {found['cpu']:.1f} | {found['megabytes']:,.0f}"


Candidates = Callable[[Sequence[frozenset[str]]], Iterator[tuple[int, int]]]


def _our_candidates(words: Sequence[frozenset[str]]) -> Iterator[tuple[int, int]]:
    holders: dict[int, list[int]] = {}
    for row, mine in enumerate(words):
        for key in bands(signature(mine)):
            before = holders.setdefault(key, [])
            yield from ((other, row) for other in before)
            before.append(row)


def _candidates_of_peer(**arguments: Any) -> Candidates:
    def candidates(words: Sequence[frozenset[str]]) -> Iterator[tuple[int, int]]:
        index = _Peer(**arguments)
        for row, sketch in enumerate(index.sketches(words)):
            yield from ((other, row) for other in index.lsh.query(sketch))
            index.lsh.insert(row, sketch)

    return candidates


SAME_BANDS = {"num_perm": BANDS * ROWS, "params": (BANDS, ROWS)}
CANDIDATES = {
    "ours": _our_candidates,
    "datasketch": _candidates_of_peer(),
    "datasketch 16x4": _candidates_of_peer(**SAME_BANDS),
}


class _Peer:
    """datasketch's index, and its sketches of sets of shingles."""

    def __init__(self, num_perm: int = 128, params: tuple[int, int] | None = None) -> None:
        from datasketch import MinHash, MinHashLSH  # noqa: PLC0415 - not in every process: its memory would count

        self._generator, self._hashes = MinHash.generator, num_perm
        self.lsh = MinHashLSH(threshold=SAME, num_perm=num_perm, params=params)

    def sketches(self, words: Sequence[frozenset[str]]) -> Iterator[Any]:
        encoded = ([word.encode() for word in mine] for mine in words)
        yield from self._generator(encoded, num_perm=self._hashes)


# What follows runs in a process of its own.


def _work(options: argparse.Namespace, messages: Sequence[Text]) -> None:
    texts = edited(messages, options.size, options.edit)
    job, _, name = options.child.partition(" ")
    contestant = (NEAR if job == "near" else GROUPS)[name]
    forget_peak()
    before = held()
    begun, worked = time.perf_counter(), time.process_time()
    labels = contestant(texts, options.clusters)
    seconds, cpu = time.perf_counter() - begun, time.process_time() - worked
    np.save(options.out, np.asarray(labels, np.int64))
    print(json.dumps({"seconds": seconds, "cpu": cpu, "megabytes": peak() - before}))


def _near_by_datasketch(texts: Sequence[Text], **arguments: Any) -> list[int]:
    """`representatives`, with the other index and its sketches in the place of ours."""
    index, found = _Peer(**arguments), []
    for row, text in enumerate(texts):
        words = shingles(text)
        sketch = next(index.sketches([words]))
        before = (each for each in index.lsh.query(sketch) if jaccard(words, shingles(texts[each])) >= SAME)
        original = next(before, None)
        found.append(row if original is None else original)
        if original is None:
            index.lsh.insert(row, sketch)
    return found


def _vectors(texts: Sequence[Text]) -> Any:
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415

    read = [text.title * 3 + text.body[:300] for text in texts]
    least = (
        1 if len(texts) <= ALL_PAIRS else 2
    )  # or the decomposition takes twice the memory for what ties nothing
    vectoriser = TfidfVectorizer(analyzer="char", ngram_range=(2, 3), sublinear_tf=True, min_df=least)
    return vectoriser.fit_transform(read)


def _average_linkage(texts: Sequence[Text]) -> Any:
    from sklearn.cluster import AgglomerativeClustering  # noqa: PLC0415

    vectors = _vectors(texts)
    distances = np.clip(1 - (vectors @ vectors.T).toarray(), 0, None)
    linkage = AgglomerativeClustering(
        n_clusters=None, metric="precomputed", linkage="average", distance_threshold=CUT
    )
    return linkage.fit_predict(distances)


def _dense(texts: Sequence[Text]) -> Any:
    from sklearn.decomposition import TruncatedSVD  # noqa: PLC0415
    from sklearn.preprocessing import normalize  # noqa: PLC0415

    return normalize(TruncatedSVD(DIMENSIONS, random_state=0).fit_transform(_vectors(texts)))


def _k_means(texts: Sequence[Text], clusters: int) -> Any:
    from sklearn.cluster import MiniBatchKMeans  # noqa: PLC0415

    return MiniBatchKMeans(clusters, batch_size=4096, n_init=1, random_state=0).fit_predict(_dense(texts))


def _hdbscan(texts: Sequence[Text]) -> Any:
    """What it calls noise is a group of its own each."""
    from sklearn.cluster import HDBSCAN  # noqa: PLC0415

    labels = HDBSCAN(min_cluster_size=NEIGHBOURS, copy=False).fit_predict(_dense(texts))
    return np.where(labels >= 0, labels, len(labels) + np.arange(len(labels)))


Contestant = Callable[[Sequence[Text], int], Any]
NEAR: dict[str, Contestant] = {
    "ours": lambda texts, _: representatives(texts),
    "datasketch": lambda texts, _: _near_by_datasketch(texts),
    "datasketch 16x4": lambda texts, _: _near_by_datasketch(texts, **SAME_BANDS),
}
GROUPS: dict[str, Contestant] = {
    "ours": lambda texts, _: group_texts(texts),
    "average linkage": lambda texts, _: _average_linkage(texts),
    "k-means": _k_means,
    "HDBSCAN": lambda texts, _: _hdbscan(texts),
}


if __name__ == "__main__":
    sys.exit(main())
