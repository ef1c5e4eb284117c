"""Within which part of the tree opinions are compared: the same words about two schools are two matters (上下联动)."""

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property

from huiyin.analysis.characters import fold, quickly_folded
from huiyin.analysis.normalise import Text
from huiyin.analysis.pieces import VERSION

NOWHERE = 0
"""The scope of opinions whose unit isn't known."""

_LEVEL = 4  # characters of a unit's path a level
_SHORTEST_NAME = 2
_HOLE = " "
_UNIT_BITS = 24
_BETWEEN = "\n"


def scope_of(path: str, root: str, taking_part: Mapping[str, int]) -> int | None:
    """The unit (its id) taking part in whose part of the tree `path` lies, the nearest one at or above it.

    `taking_part` are the paths of the units taking part. None where only the root is above, or nobody: then the unit itself is the
    scope, for schools that nobody enrolled are still different schools.
    """
    while len(path) > len(root):
        if path in taking_part:
            return taking_part[path]
        path = path[:-_LEVEL]
    return None


def shelf_of(campaign: int, scope: int) -> int:
    """The number of the shelf (platform/texts) on which a scope's texts are compared. ValueError beyond 65,535 campaigns."""
    if not 0 <= scope < 1 << _UNIT_BITS or not 0 <= campaign < 1 << 16:
        raise ValueError(f"no shelf for unit {scope} of campaign {campaign}")
    return campaign << _UNIT_BITS | scope


class Mask:
    """Takes the names of a unit out of a text: inside one school its name tells nothing, and would tie everything."""

    def __init__(self, names: Iterable[str]) -> None:
        found = {fold(name) for name in names if len(name) >= _SHORTEST_NAME}
        longest_first = sorted(found, key=lambda name: (-len(name), name))
        self._names = re.compile("|".join(map(re.escape, longest_first))) if longest_first else None
        self._called = longest_first
        self._every = "".join(longest_first)

    @cached_property
    def stamp(self) -> bytes:
        """Eight bytes that differ where other names are taken out, or pieces are made otherwise (analysis.pieces)."""
        return hashlib.blake2b("\n".join(self._called).encode(), digest_size=8, person=VERSION).digest()

    def __call__(self, words: Text) -> Text:
        return Text(self._without(words.title), self._without(words.body))

    def all(self, several: Sequence[Text]) -> list[Text]:
        """The same of several texts, looking for the names once: most texts hold none."""
        whole = _BETWEEN.join(part for words in several for part in words)
        if self._names is None or not (_BETWEEN in self._every or self._names.search(quickly_folded(whole))):
            return list(several)
        return [self(words) for words in several]

    def blanked(self, text: str) -> str:
        """The text with blanks where the names stand, every other letter in its old place."""
        if self._names is None:
            return text
        letters = list(text)
        for match in self._names.finditer(fold(text)):
            letters[match.start() : match.end()] = _HOLE * (match.end() - match.start())
        return "".join(letters)

    def _without(self, text: str) -> str:
        if self._names is None:
            return text
        parts = []
        last = 0
        for match in self._names.finditer(fold(text)):
            parts.append(text[last : match.start()])
            last = match.end()
        return _HOLE.join([*parts, text[last:]])


def masks(names: Mapping[int, Sequence[str]], scopes: Collection[int]) -> dict[int, Mask]:
    """A mask for each scope; `names` are those of the units by scope."""
    return {scope: Mask(names.get(scope, ())) for scope in scopes}
