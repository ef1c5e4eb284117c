"""Which words two texts share: the reason why one stands beside the other (SPEC rule 9)."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from huiyin.analysis.characters import fold
from huiyin.analysis.grams import word_buckets
from huiyin.analysis.lookup import Span
from huiyin.analysis.vectors import Frequencies

LONGEST_TEXT = 2000
MOST_WORDS = 6
MOST_PLACES = 10

_SHORTEST = 2
_HAN = re.compile("[㐀-䶿一-鿿豈-﫿\U00020000-\U0003ffff]")
# What any two opinions share: it says how people write, not of what.
_EMPTY_CHARACTERS = (
    "的了是在和与及或也都就还又很太不有没我你他她它们这那个一些上下中里到从对为把被给让请能会要想说看其之等"
)
_STOP_WORDS = frozenset(
    [
        "希望",
        "建议",
        "要求",
        "反映",
        "问题",
        "情况",
        "领导",
        "同志",
        "工作",
        "单位",
        "部门",
        "方面",
        "时候",
        "现在",
        "目前",
        "今年",
        "去年",
        "每次",
        "经常",
        "一直",
        "有时",
        "已经",
        "进行",
        "加强",
        "提高",
        "改进",
        "解决",
        "重视",
        "关注",
        "认真",
        "严重",
        "存在",
        "应该",
        "应当",
        "可以",
        "可能",
        "需要",
        "必须",
        "觉得",
        "认为",
        "感觉",
        "因为",
        "所以",
        "但是",
        "如果",
        "虽然",
        "而且",
        "以及",
        "有关",
        "相关",
        "某些",
        "部分",
        "大家",
        "自己",
        "别人",
        "什么",
        "怎么",
        "为什么",
        "多少",
        "谢谢",
        "尽快",
        "及时",
    ]
)


class SharedWord(NamedTuple):
    """A word that two texts share, as the first writes it, and where (MOST_PLACES at most in each)."""

    word: str
    left: tuple[Span, ...]
    right: tuple[Span, ...]


def shared_words(left: str, right: str, rarity: Callable[[str], float] | None = None) -> list[SharedWord]:
    """The longest pieces of two Chinese characters and more that both texts have, heaviest first, at most MOST_WORDS.

    Traditional and simplified characters count as the same; places are those of the texts as written. A word's weight is its
    `rarity`, else its length. O(n·m) over the first LONGEST_TEXT characters of each.
    """
    mine, theirs = fold(left[:LONGEST_TEXT]), fold(right[:LONGEST_TEXT])
    weight = rarity or len
    words = {word for start, end in _pieces(mine, theirs) for word in [trimmed(mine[start:end])] if word}
    chosen: list[str] = []
    for word in sorted(words, key=lambda word: (-weight(word), -len(word), mine.index(word))):
        if not any(word in kept or kept in word for kept in chosen):
            chosen.append(word)
    return [_placed(word, left, mine, theirs) for word in chosen[:MOST_WORDS]]


def word_weight(frequencies: Frequencies) -> Callable[[str], float]:
    """The `rarity` of `shared_words`: what the pieces of a word tell together, so that a rare word and a long one weigh more."""

    @cache
    def weight(word: str) -> float:
        return float(frequencies.rarity(frequencies.holders(word_buckets(word))).sum())

    return weight


def common_words(texts: Sequence[str], weight: Callable[[str], float] | None = None) -> list[str]:
    """The words in which texts agree: what the first shares with the others, by how many of them, then by weight; MOST_WORDS at most.

    None inside another. One `shared_words` a text.
    """
    found: Counter[str] = Counter()
    for other in texts[1:]:
        found.update(word.word for word in shared_words(texts[0], other, weight))
    weigh = weight or len
    chosen: list[str] = []
    for word in sorted(found, key=lambda word: (-found[word], -weigh(word), word)):
        if not any(word in kept or kept in word for kept in chosen):
            chosen.append(word)
    return chosen[:MOST_WORDS]


def _pieces(mine: str, theirs: str) -> Iterator[Span]:
    """The pieces of `mine` that `theirs` has, too, and that can't be longer on either side."""
    right = _codes(theirs)
    before = np.zeros(len(theirs) + 1, np.int32)
    longest = 0
    for at, code in enumerate(_codes(mine)):
        # run[j]: how long mine[..at] and theirs[..j-1] end alike
        run = np.zeros_like(before)
        if code:
            np.copyto(run[1:], before[:-1] + 1, where=right == code)
        reached = int(run.max())
        if reached <= longest and longest >= _SHORTEST:
            yield at - longest, at
        longest, before = reached, run
    if longest >= _SHORTEST:
        yield len(mine) - longest, len(mine)


def _codes(text: str) -> NDArray[np.int32]:
    """Code points, 0 for what is no Chinese character."""
    return np.array([ord(char) if _HAN.match(char) else 0 for char in text], np.int32)


def trimmed(piece: str) -> str:
    """A piece without the empty characters and stop words at its ends; "" when too little is left."""
    while True:
        shorter = piece.strip(_EMPTY_CHARACTERS)
        for stop in _STOP_WORDS:
            shorter = shorter.removeprefix(stop).removesuffix(stop)
        if shorter == piece:
            return piece if len(piece) >= _SHORTEST else ""
        piece = shorter


def _placed(word: str, written: str, mine: str, theirs: str) -> SharedWord:
    left = _places(word, mine)
    start, end = left[0]
    return SharedWord(written[start:end], left, _places(word, theirs))


def _places(word: str, text: str) -> tuple[Span, ...]:
    found: list[Span] = []
    at = text.find(word)
    while at >= 0 and len(found) < MOST_PLACES:
        found.append((at, at + len(word)))
        at = text.find(word, at + len(word))
    return tuple(found)
