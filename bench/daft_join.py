"""Near duplicates of more texts than one database should compare: the same signatures and join on Daft, over Parquet.

    python -m bench.daft_join [--texts 100000] [--data DIR] [--keep FOLDER]

Daft isn't among the product's requirements; docs/scale.md says when to turn to it.

What a city of cities would run is `near_duplicates` (Parquet of id and words in, pairs out) and `originals` (which text repeats
which). Everything else measures them on texts made from the real messages (bench/messages.py), one in eight of which is an
edited copy of an earlier one, beside `representatives`, which does it in one process: seconds, CPU and peak memory of each in a
process of its own; how many texts each finds to repeat an earlier one; and of 500 sampled repetitions (brute force), how many.
Both take 16 bands of 4 hashes of the same shingles, but their hash functions differ, so they miss different pairs.
--keep    leave the Parquet files there, and use those that are there already
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.memory import forget_peak, peak
from bench.messages import SEED, data_folder, different, edited_once, read_messages
from bench.truth import Repeats
from huiyin.analysis.nearduplicates import BANDS, MOST_IN_BAND, ROWS, SAME, jaccard, representatives, shingles
from huiyin.analysis.normalise import Text, normalise

try:
    import daft
    import pyarrow as pa
    import pyarrow.parquet as pq
    from daft import col
    from daft.functions import chunk, explode, hash, minhash, regexp_replace
except ModuleNotFoundError:
    daft = None

MISSING = """没有安装 Daft / Daft isn't installed. It needs an environment of its own beside the product's:
    python -m venv daft-env
    daft-env/bin/pip install -r requirements-dev.txt && daft-env/bin/pip install daft
    PYTHONPATH=src daft-env/bin/python -m bench.daft_join"""

COPIES = 8  # one text in so many is an edited copy
RECENT = 50_000  # of one of so many before it
MOST_EDITED = 0.12  # share of its characters
FILE = 50_000  # texts a Parquet file


def near_duplicates(folder: Path) -> "daft.DataFrame":
    """Pairs of texts with Jaccard >= SAME: `first` < `second`, `jaccard`. `folder`: Parquet files of `id` and normalised `words`."""
    texts = daft.read_parquet(f"{folder}/*.parquet").where(col("words") != "")
    # minhash takes tokens between spaces: here, characters.
    signed = texts.select(
        col("id"),
        minhash(
            regexp_replace(col("words"), "(.)", "$1 "), num_hashes=BANDS * ROWS, ngram_size=3, seed=SEED
        ).alias("signed"),
    )
    bands = signed.select(col("id"), explode(chunk(col("signed"), ROWS)).alias("band"))
    keyed = bands.select(col("id"), hash(col("band")).alias("key"))
    shared = keyed.groupby("key").agg(col("id").count().alias("holders"))
    shared = shared.where((col("holders") > 1) & (col("holders") <= MOST_IN_BAND)).select("key")
    listed = keyed.join(shared, on="key")
    met = listed.select(col("key"), col("id").alias("first")).join(
        listed.select(col("key"), col("id").alias("second")), on="key"
    )
    pairs = met.where(col("first") < col("second")).select("first", "second").distinct()
    for side in ("first", "second"):
        words = texts.select(col("id").alias(side), col("words").alias(f"{side}_words"))
        pairs = pairs.join(words, on=side)
    pairs = pairs.select(
        col("first"), col("second"), likeness(col("first_words"), col("second_words")).alias("jaccard")
    )
    return pairs.where(col("jaccard") >= SAME)


def likeness(one: Any, other: Any) -> Any:
    """The exact Jaccard of two columns of words."""

    @daft.func(return_dtype=daft.DataType.float64())
    def exact(one: str, other: str) -> float:
        return jaccard(shingles(Text("", one)), shingles(Text("", other)))

    return exact(one, other)


def originals(pairs: Iterable[tuple[int, int]], texts: int) -> NDArray[np.int64]:
    """For each text 0 … texts-1 the first original that it's paired with, or itself: one pass over pairs sorted by (second, first)."""
    found = np.arange(texts)
    for first, second in pairs:
        if found[second] == second and found[first] == first:
            found[second] = first
    return found


# What follows measures.


def main() -> int:
    options = _options()
    if daft is None:
        print(MISSING)
        return 3
    if options.child:
        return _work(options.child, options.folder)
    data = data_folder(options.data)
    if data is None:
        return 3
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        made = folder / f"{options.texts}"
        if not made.is_dir():
            _write(_texts(read_messages(data)[1], options.texts), made)
        repeats = Repeats([Text("", words) for words in _read(made)])
        labels = {name: _run(name, made, options.texts, repeats) for name in ("daft", "built-in")}
    _compare(labels["daft"], labels["built-in"])
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--texts", type=int, default=100_000)
    parser.add_argument("--data")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--child", help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


def _texts(messages: Sequence[Text], size: int) -> Iterator[Text]:
    chance = random.Random(SEED)  # noqa: S311
    before: deque[Text] = deque(maxlen=RECENT)
    for text in different(messages, size):
        copied = bool(before) and chance.random() * COPIES < 1
        source = before[chance.randrange(len(before))] if copied else text
        given = edited_once(source, chance.random() * MOST_EDITED, chance) if copied else text
        before.append(given)
        yield given


def _write(texts: Iterator[Text], folder: Path) -> None:
    folder.mkdir(parents=True)
    words: list[str] = []
    for number, text in enumerate(texts):
        words.append(normalise(text.title) + normalise(text.body))
        if len(words) == FILE:
            _write_file(folder, number + 1 - FILE, words)
            words = []
    if words:
        _write_file(folder, number + 1 - len(words), words)


def _write_file(folder: Path, start: int, words: list[str]) -> None:
    table = pa.table({"id": pa.array(range(start, start + len(words)), pa.int64()), "words": words})
    pq.write_table(table, folder / f"{start:09}.parquet", compression="zstd")


def _read(folder: Path) -> list[str]:
    """Words by id."""
    return [
        words
        for path in sorted(folder.glob("*.parquet"))
        for words in pq.read_table(path)["words"].to_pylist()
    ]


def _run(name: str, folder: Path, texts: int, repeats: Repeats) -> NDArray[np.int64]:
    command = [sys.executable, "-m", "bench.daft_join", "--child", name, "--folder", str(folder)]
    printed = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    took = json.loads(printed.splitlines()[-1])
    labels: NDArray[np.int64] = np.load(folder / f"{name}.npy")
    count = int((labels != np.arange(texts)).sum())
    figures = f"{took['seconds']:.0f} s, {took['cpu']:.0f} s of CPU, peak {took['megabytes']:,.0f} MB"
    print(f"{name}: {texts:,} texts, {figures}; {count:,} repeat one before them", flush=True)
    print(f"  of {len(repeats.before)} sampled repetitions found: {repeats.found(labels):.3f}", flush=True)
    return labels


def _compare(theirs: NDArray[np.int64], ours: NDArray[np.int64]) -> None:
    numbers = np.arange(len(ours))
    mine, yours = ours != numbers, theirs != numbers
    both = mine & yours
    print(
        f"both say of {both.sum():,} texts that they repeat one before them; of {(ours == theirs)[both].sum():,} the same one"
    )
    print(f"only built-in: {(mine & ~yours).sum():,}, only daft: {(yours & ~mine).sum():,}")


def _work(name: str, folder: Path) -> int:
    forget_peak()
    begun, worked = time.perf_counter(), time.process_time()
    labels = {"daft": _with_daft, "built-in": _built_in}[name](folder)
    seconds, cpu = time.perf_counter() - begun, time.process_time() - worked
    np.save(folder / f"{name}.npy", labels)
    print(json.dumps({"seconds": seconds, "cpu": cpu, "megabytes": peak()}))
    return 0


def _with_daft(folder: Path) -> NDArray[np.int64]:
    found = near_duplicates(folder).select("first", "second").sort(["second", "first"]).to_pydict()
    texts = sum(pq.read_metadata(path).num_rows for path in folder.glob("*.parquet"))
    return originals(zip(found["first"], found["second"], strict=True), texts)


def _built_in(folder: Path) -> NDArray[np.int64]:
    return np.array(representatives([Text("", words) for words in _read(folder)]))


if __name__ == "__main__":
    sys.exit(main())
