"""The real messages that benches read, and more texts made from them: copies that were edited, and really different ones.

Nothing made here is anybody's opinion, and none of it is kept: it only has to be as long, as frequent in its words and as
repetitive as what people write, so that an index has to work as hard.
"""

import csv
import os
import random
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from huiyin.analysis.normalise import Text

ROOT = Path(__file__).resolve().parent.parent
MESSAGES = Path("teddy2020c", "fj3_messages.csv")

# Of a bench, never a secret: only repeatable.
SEED = 20140620

_BLOCK = 2048
_STRAY = 0.25  # of the words follow no other word that they follow in the messages, so that wordings aren't repeated
_PASSAGE = 40  # words that a matter has of its own
_CHANGED = 0.15  # of them in a text
_NAMES = 3  # of places and people that a matter has of its own
_TITLE = 9
# How matters and names come back (Pitman and Yor 1997): of n texts about n ** DISCOUNT are on a matter of their own.
_MATTERS, _MATTER_DISCOUNT = 100.0, 0.8
_POOL, _NAME_DISCOUNT = 200.0, 0.7


def data_folder(given: str | None = None) -> Path | None:
    """--data, else HUIYIN_DATA, else ../shared/data beside the repository; None, and said so, without the messages in it."""
    folder = Path(given or os.environ.get("HUIYIN_DATA") or ROOT.parent / "shared" / "data")
    if (folder / MESSAGES).is_file():
        return folder
    print(f"没有测试数据 / no data: {MESSAGES.name} is not in {folder}; give --data or HUIYIN_DATA")
    return None


def read_messages(data: Path) -> tuple[list[str], list[Text]]:
    """Ids and texts, in the order of the file."""
    with (data / MESSAGES).open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return [row["msg_id"] for row in rows], [Text(row["title"], row["body"]) for row in rows]


def edited(texts: Sequence[Text], size: int, share: float) -> list[Text]:
    """`size` texts: the messages over and over, each copy with `share` of its characters swapped, dropped or doubled."""
    chance = random.Random(SEED)  # noqa: S311
    copies = list(texts[:size])
    while len(copies) < size:
        copies.append(edited_once(texts[len(copies) % len(texts)], share, chance))
    return copies


def edited_once(text: Text, share: float, chance: random.Random) -> Text:
    """The text with `share` of its characters swapped, dropped or doubled."""
    return Text(_edit(text.title, share, chance), _edit(text.body, share, chance))


def _edit(words: str, share: float, chance: random.Random) -> str:
    letters = list(words)
    for _ in range(round(len(letters) * share)):
        place = chance.randrange(len(letters))
        letters[place] = chance.choice(
            ("", letters[place] * 2, chance.choice("的了是在有和我们请不这都要上"))
        )
    return "".join(letters)


def different(texts: Sequence[Text], size: int) -> Iterator[Text]:
    """`size` texts no two of which are near duplicates, as long as the messages and with their words and word pairs.

    Each is on a matter, which has names of its own and a passage that its texts repeat in part and reworded; a matter that
    many texts are on gets more of them, and new ones never cease (so the vocabulary keeps growing, as it does when people
    write). A longer run begins with the texts of a shorter one. About 0.2 ms a text.
    """
    words = _Words(texts)
    matters = _drawn(_MATTERS, _MATTER_DISCOUNT)
    about = _Matters(words)
    for start in range(0, size, _BLOCK):
        count = min(_BLOCK, size - start)
        block = np.fromiter(islice(matters, _BLOCK), np.int64, _BLOCK)
        yield from islice(_written(words, about, block, np.random.default_rng((SEED, start))), count)


class _Words:
    """The messages as rows of words, and which words follow which, as often as they do."""

    def __init__(self, texts: Sequence[Text]) -> None:
        from rjieba import cut  # noqa: PLC0415 - a tool of development

        rows = [cut(text.whole) for text in texts]
        self.known = sorted({word for row in rows for word in row})
        number = {word: place for place, word in enumerate(self.known)}
        self.lengths = np.array([len(row) for row in rows])
        self.stream = np.array([number[word] for row in rows for word in row], np.int32)
        order = np.argsort(self.stream[:-1], kind="stable")
        self.followers = self.stream[1:][order]
        self.counts = np.bincount(self.stream[:-1], minlength=len(self.known))
        self.starts = np.concatenate(([0], np.cumsum(self.counts)[:-1]))
        held: dict[int, int] = {}
        for word in {(row, word) for row, every in enumerate(rows) for word in every}:
            held[number[word[1]]] = held.get(number[word[1]], 0) + 1
        rare = [self.known[word] for word, texts_ in held.items() if texts_ <= 3]
        self.letters = sorted(
            letter for word in rare if len(word) > 1 for letter in word if "一" <= letter <= "龥"
        )

    def said(self, chance: np.random.Generator, lengths: NDArray[np.int64]) -> list[NDArray[np.int32]]:
        """A run of words of each of `lengths`, each word following the one before as in the messages, but for the strays.

        All runs grow by a word at a time, the longest first, so that those still growing stand together.
        """
        order = np.argsort(-lengths, kind="stable")
        growing = len(lengths) - np.searchsorted(np.sort(lengths), np.arange(lengths.max()), side="right")
        made = np.empty((int(lengths.max()), len(lengths)), np.int32)
        word = self.stream[chance.integers(0, len(self.stream), len(lengths))]
        for place, rows in enumerate(growing):
            word = word[:rows]
            counts = self.counts[word]
            at = np.minimum(self.starts[word] + chance.random(rows) * counts, len(self.followers) - 1)
            stray = self.stream[chance.integers(0, len(self.stream), rows)]
            astray = (chance.random(rows) < _STRAY) | (counts == 0)
            word = made[place, :rows] = np.where(astray, stray, self.followers[at.astype(np.int64)])
        columns = np.ascontiguousarray(made.T)[np.argsort(order, kind="stable")]
        return [run[:length] for run, length in zip(columns, lengths, strict=True)]


class _Matters:
    """The passage and the names of each matter, made as they are first asked for."""

    def __init__(self, words: _Words) -> None:
        self.words = words
        self.passages = np.empty((0, _PASSAGE), np.int32)
        self.names: list[tuple[str, ...]] = []
        self._pool: list[str] = []
        self._drawn = _drawn(_POOL, _NAME_DISCOUNT)
        self._chance = random.Random(SEED)  # noqa: S311

    def up_to(self, matters: int) -> None:
        while len(self.names) < matters:
            chance = np.random.default_rng((SEED, len(self.names), 1))
            made = self.words.said(chance, np.full(_BLOCK, _PASSAGE))
            self.passages = np.concatenate((self.passages, np.stack(made)))
            self.names += [tuple(self._name() for _ in range(_NAMES)) for _ in range(_BLOCK)]

    def _name(self) -> str:
        number = next(self._drawn)
        while len(self._pool) <= number:
            self._pool.append(
                "".join(self._chance.choices(self.words.letters, k=self._chance.choice((2, 2, 3))))
            )
        return self._pool[number]


def _written(
    words: _Words, about: _Matters, matters: NDArray[np.int64], chance: np.random.Generator
) -> Iterator[Text]:
    about.up_to(int(matters.max()) + 1)
    rows = len(matters)
    longest = int(np.quantile(words.lengths, 0.99))
    lengths = np.clip(words.lengths[chance.integers(0, len(words.lengths), rows)], 12, longest)
    said = words.said(chance, lengths)
    repeated = np.minimum(chance.integers(_PASSAGE // 2, _PASSAGE + 1, rows), lengths)
    starts = (chance.random(rows) * (_PASSAGE - repeated + 1)).astype(np.int64)
    at = (chance.random(rows) * (lengths - repeated + 1)).astype(np.int64)
    kept = chance.random((rows, _PASSAGE)) >= _CHANGED
    places = (chance.random((rows, _NAMES * 2)) * lengths[:, None]).astype(np.int64)
    known = np.array(words.known, object)
    for row, matter in enumerate(matters.tolist()):
        run, span, start = said[row], repeated[row], starts[row]
        own = run[at[row] : at[row] + span]  # a view: what is written there is written in the run
        np.copyto(own, about.passages[matter, start : start + span], where=kept[row, :span])
        spelt = known[run]
        names = about.names[matter]
        spelt[places[row]] = names * 2
        title = (names[0], *spelt[at[row] : at[row] + _TITLE])
        yield Text("".join(title).replace("\n", ""), "".join(spelt))


def _drawn(strength: float, discount: float) -> Iterator[int]:
    """Numbers 0, 1, … in the order in which they first come, each again the oftener it came (a Pitman–Yor process)."""
    chance = random.Random(SEED)  # noqa: S311
    came: list[int] = []
    known = 0
    while True:
        new = chance.random() * (len(came) + strength) < strength + discount * known
        # Of the others each is drawn as often as it came, less the discount: one in `discount` of its first times is drawn again.
        number = known if new else came[chance.randrange(len(came))]
        known += new
        came.append(number)
        yield number
