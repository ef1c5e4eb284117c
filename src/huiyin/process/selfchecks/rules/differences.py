"""What became of a paper from one version to the next, sentence by sentence."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

_SENTENCE = re.compile(r"[^。！？!?；;\n]*[。！？!?；;]+|[^。！？!?；;\n]+|\n")


@dataclass(frozen=True)
class Change:
    """A run of sentences that stayed, went, or came."""

    kind: Literal["same", "gone", "new"]
    text: str


def sentences(text: str) -> list[str]:
    """The sentences of a text, each with its mark; a line's end is one by itself. Joined, they are the text."""
    return _SENTENCE.findall(text)


def differences(before: str, after: str) -> list[Change]:
    """The runs that lead from `before` to `after`; what stayed and came, joined, is `after`. O(n·m) sentences at worst."""
    return list(_runs(sentences(before), sentences(after)))


def _runs(before: list[str], after: list[str]) -> Iterator[Change]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, start, end, begins, stops in matcher.get_opcodes():
        if tag == "equal":
            yield Change("same", "".join(after[begins:stops]))
            continue
        if start < end:
            yield Change("gone", "".join(before[start:end]))
        if begins < stops:
            yield Change("new", "".join(after[begins:stops]))
