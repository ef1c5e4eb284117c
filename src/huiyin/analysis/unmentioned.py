"""What an answer says nothing of: the clauses and the questions of a text whose words don't come up in it.

By words alone (analysis.answering): who answers in other words is wronged, so it is a hint for a person to look, never a verdict.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from huiyin.analysis.answering import speaks_of
from huiyin.analysis.normalise import normalise

SHORTEST = 4
"""Letters of a clause: a shorter one (谢谢, 另外) says nothing that could be answered."""

_CLAUSE = re.compile(r"[^。！？；，、：,!?;:\n]+[？?]?")
_ASKS = re.compile(
    r"[？?]$|[吗呢]$|什么|为何|何时|怎么|怎样|如何|能否|能不能|可否|可不可以|是否|是不是|有没有|多久|多少|哪[里儿个些天年月]|几[时点天号月]"
)


class Unmentioned(NamedTuple):
    """A clause of which nothing was found: `start`–`end` in code points; `asks`: it is a question."""

    start: int
    end: int
    asks: bool


def unmentioned(texts: Sequence[str], answer: str) -> list[list[Unmentioned]]:
    """For each text, in its order, the clauses of which `answer` doesn't speak. O(sentences of the answer × letters of the texts)."""
    places = [
        (at, found.start(), found.end())
        for at, text in enumerate(texts)
        for found in _CLAUSE.finditer(text)
        if len(normalise(found.group())) >= SHORTEST
    ]
    spoken = speaks_of(answer, [texts[at][start:end] for at, start, end in places])
    left: list[list[Unmentioned]] = [[] for _ in texts]
    for (at, start, end), where in zip(places, spoken, strict=True):
        if where is None:
            left[at].append(Unmentioned(start, end, bool(_ASKS.search(texts[at][start:end]))))
    return left
