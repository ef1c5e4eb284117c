"""What decisions teach of words: which speak of one matter though they differ, and which mislead though they are the same.

A person who puts two opinions together says that some word of the one stands for some word of the other (没肉, 和尚饭), and who
puts a text elsewhere than beside its likeliest neighbours says that what they share tells nothing. Both are counted: pieces of
the one text against pieces of the other, in pairs of texts that are together and in near pairs that are apart. A pair of pieces
weighs the log-odds of *together* that it adds, drawn towards nothing by so many imagined cases (additive smoothing), so that one
coincidence stays small.

Nothing is stored: for one new text only its own pieces matter, and those are counted while it's looked at.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Self

from huiyin.analysis.normalise import Text, opening

IMAGINED = 4.0
MOST_PIECES = 12  # of a decided text: its rarest
MOST_BESIDE = 4  # texts of its own matter, and of others, that a text is counted with
_MOST_HOLDERS = 100  # texts looked at for a piece: the latest
_CHARS = 300
_FEWEST = 2  # cases by which a pair of pieces is known at all
_EMPTY = (
    "的了是在与及或也都就还又很太有我你他她它们这那个一些上下中里到从对为把被给让请能会要想说看其之等吗呢吧啊"
)
_NOT = "不没"  # what lacks is what people complain of (没肉, 不熟), so a piece may begin with it
_PIECE = re.compile("(?=([㐀-䶿一-鿿]{2}))")


class Decided(NamedTuple):
    """An opinion that a person has put to a matter. `scope`: within which matters it could have been put to."""

    words: Text
    matter: int
    scope: int = 0


class Cases(NamedTuple):
    """How often two pieces stood in two texts that are together, and in near ones that are apart; what that weighs."""

    together: int
    apart: int
    weight: float


Pair = tuple[str, str]
"""A piece of the new text, and one of a known text; the same twice where both hold it."""


def pieces(words: Text) -> list[str]:
    """The pairs of Chinese characters of a text that may carry meaning, each once, in order."""
    text = opening(words.whole, _CHARS)
    found = dict.fromkeys(match.group(1) for match in _PIECE.finditer(text))
    return [piece for piece in found if piece[0] not in _EMPTY and piece[1] not in _EMPTY + _NOT]


def readable(piece: str, beside: Iterable[str], words: Text) -> str:
    """A piece with those `beside` it that it overlaps with in the text (和尚, 尚饭: 和尚饭)."""
    text = opening(words.whole, _CHARS)
    start = text.find(piece)
    if start < 0:
        return piece
    end = start + len(piece)
    spans = [(at, at + len(one)) for one in beside if (at := text.find(one)) >= 0]
    while wider := [
        span for span in spans if span[0] < end and start < span[1] and not start <= span[0] < span[1] <= end
    ]:
        start, end = min(start, wider[0][0]), max(end, wider[0][1])
    return text[start:end]


@dataclass(frozen=True)
class Associations:
    """Of one new text: pieces that other texts may hold → what decisions say of them beside its own pieces."""

    met: Mapping[str, Sequence[tuple[Pair, Cases]]] = field(default_factory=dict)

    @classmethod
    def of(cls, words: Text, decided: Sequence[Decided]) -> Self:
        """From decisions that stand, in the order in which they were made.

        O(decided · MOST_BESIDE · MOST_PIECES) for most texts share no piece with it.
        """
        counted = _Counted(frozenset(pieces(words)), decided)
        return cls(_by_other(counted.together, counted.apart, counted.chance))

    def between(self, words: Text) -> list[tuple[Pair, Cases]]:
        """What is known of the new text's pieces against those of another text, the heaviest first."""
        if not self.met:
            return []
        found = [pair for piece in pieces(words) for pair in self.met.get(piece, ())]
        return sorted(found, key=lambda one: (-one[1].weight, one[0]))


class _Counted:
    """Cases by (own piece, other piece), and how likely two counted pieces are together by chance."""

    def __init__(self, own: frozenset[str], decided: Sequence[Decided]) -> None:
        self.own = own
        self.together: Counter[Pair] = Counter()
        self.apart: Counter[Pair] = Counter()
        self._sums = {True: 1, False: 1}
        every = [pieces(one.words) for one in decided]
        self._holders = Counter(piece for found in every for piece in found)
        self._texts = [frozenset(self._rarest(found)) for found in every]
        by_piece: dict[tuple[int, str], list[int]] = defaultdict(list)
        members: dict[tuple[int, int], list[int]] = defaultdict(list)
        for row, one in enumerate(decided):
            mine = members[one.scope, one.matter]
            for other in mine[-MOST_BESIDE:]:
                self._count(row, other, together=True)
            for other in self._nearest_apart(row, decided, by_piece):
                self._count(row, other, together=False)
            mine.append(row)
            for piece in self._texts[row]:
                by_piece[one.scope, piece].append(row)

    @property
    def chance(self) -> float:
        return self._sums[True] / (self._sums[True] + self._sums[False])

    def _rarest(self, found: Iterable[str]) -> list[str]:
        shared = [piece for piece in found if self._holders[piece] >= _FEWEST]
        return sorted(shared, key=lambda piece: (self._holders[piece], piece))[:MOST_PIECES]

    def _nearest_apart(
        self, row: int, decided: Sequence[Decided], by_piece: Mapping[tuple[int, str], Sequence[int]]
    ) -> list[int]:
        """The earlier texts of other matters that share most with a text: what could have been mistaken for it."""
        one = decided[row]
        shared: dict[int, float] = defaultdict(float)
        for piece in sorted(self._texts[row]):
            for other in by_piece.get((one.scope, piece), ())[-_MOST_HOLDERS:]:
                if decided[other].matter != one.matter:
                    shared[other] += 1 / self._holders[piece]
        return sorted(shared, key=lambda other: (-shared[other], other))[:MOST_BESIDE]

    def _count(self, row: int, other: int, *, together: bool) -> None:
        one, two = self._texts[row], self._texts[other]
        both = one & two
        left, right = one - both, two - both
        self._sums[together] += len(both) + len(left) * len(right)
        counter = self.together if together else self.apart
        counter.update((piece, piece) for piece in both & self.own)
        counter.update((piece, beside) for piece in left & self.own for beside in right)
        counter.update((piece, beside) for piece in right & self.own for beside in left)


def _by_other(
    together: Counter[Pair], apart: Counter[Pair], chance: float
) -> dict[str, list[tuple[Pair, Cases]]]:
    found: dict[str, list[tuple[Pair, Cases]]] = defaultdict(list)
    for pair in sorted(together.keys() | apart.keys()):
        yes, no = together[pair], apart[pair]
        if yes + no >= _FEWEST:
            share = (yes + IMAGINED * chance) / (yes + no + IMAGINED)
            found[pair[1]].append((pair, Cases(yes, no, _log_odds(share) - _log_odds(chance))))
    return dict(found)


def _log_odds(share: float) -> float:
    return math.log(share / (1 - share))
