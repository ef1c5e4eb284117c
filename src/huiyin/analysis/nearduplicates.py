"""Near duplicates: the same text, edited (SPEC section 6, job 1).

Two texts are near duplicates when the sets of their character 3-grams overlap by SAME or more (Jaccard). Comparing all
pairs is out of the question, so each text gets a MinHash signature (Broder 1997), cut into bands: texts that share a
band are candidates, and only candidates are compared exactly. With 16 bands of 4, a pair at 0.6 is found with
probability 0.89, at 0.7 with 0.99, at 0.8 with 0.9998.
"""

import hashlib
import struct
from collections import Counter, defaultdict
from collections.abc import Sequence

from rensa import RMinHash

from huiyin.analysis.normalise import Text, normalise

SAME = 0.6
# A candidate whose signatures guess less than this isn't compared: two and a half sigma below SAME.
WORTH_COMPARING = 0.45
BANDS = 16
ROWS = 4

# Stored signatures are comparable only within one version: raise it with the seed, the shingles or another rensa.
SIGNATURE_VERSION = 1

# A new text is compared with at most so many candidates, those that share most bands first.
MOST_COMPARED = 8
# A band that so many representatives share is a stock phrase: later ones aren't added to it.
MOST_IN_BAND = 100

_SEED = 2014
_SHINGLE = 3
_HASHES = struct.Struct(f"<{BANDS * ROWS}I")
_BAND_BYTES = 4 * ROWS


def shingles(text: Text) -> frozenset[str]:
    """The character 3-grams of the normalised title and body; a shorter text is its own only shingle."""
    words = normalise(text.title) + normalise(text.body)
    if len(words) <= _SHINGLE:
        return frozenset([words] if words else [])
    return frozenset(words[start : start + _SHINGLE] for start in range(len(words) - _SHINGLE + 1))


def jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    """Shared shingles ÷ all shingles; 0 when one text has no words, because nothing can't be a copy of nothing."""
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared) if shared else 0.0


def signature(words: frozenset[str]) -> bytes:
    """The MinHash of `shingles(text)`: BANDS · ROWS unsigned 32-bit numbers, little-endian; empty for no words.

    The same in every process and on every machine for one SIGNATURE_VERSION (held by a golden-value test).
    """
    if not words:
        return b""
    sketch = RMinHash(num_perm=BANDS * ROWS, seed=_SEED)
    sketch.update(list(words))
    return _HASHES.pack(*sketch.digest())


def bands(signed: bytes) -> list[int]:
    """BANDS signed 64-bit numbers for an indexed BIGINT column; near duplicates share one or more.

    The band's own number is hashed in, so that one index over all bands is enough. No words, no bands.
    """
    return [
        int.from_bytes(
            hashlib.blake2b(
                signed[start : start + _BAND_BYTES], digest_size=8, salt=struct.pack("<I", start)
            ).digest(),
            "big",
            signed=True,
        )
        for start in range(0, len(signed), _BAND_BYTES)
    ]


def estimate(one: bytes, other: bytes) -> float:
    """The Jaccard of two texts as their signatures guess it: the share of equal hashes, right to within 0.06 (one sigma)."""
    if not one or not other:
        return 0.0
    pairs = zip(_HASHES.unpack(one), _HASHES.unpack(other), strict=True)
    equal: int = sum(mine == theirs for mine, theirs in pairs)
    return equal / (BANDS * ROWS)


def representatives(texts: Sequence[Text]) -> list[int]:
    """For each text the index of the earlier text that it's a near duplicate of, or its own.

    Every index returned is its own representative: copies point at one original and never at another copy, so a chain
    of small edits can't tie two different letters together. Texts are taken in the order given (that of arrival).
    """
    found: list[int] = []
    holders: defaultdict[int, list[int]] = defaultdict(list)
    for index, text in enumerate(texts):
        words = shingles(text)
        keys = bands(signature(words))
        candidates = Counter(holder for key in keys for holder in holders.get(key, ()))
        original = _original(words, candidates, texts)
        found.append(index if original is None else original)
        if original is None:
            for key in keys:
                if len(holders[key]) < MOST_IN_BAND:
                    holders[key].append(index)
    return found


def _original(words: frozenset[str], candidates: Counter[int], texts: Sequence[Text]) -> int | None:
    """The first near duplicate among the candidates, those that share most bands first, or None.

    The first and not the nearest: the order by shared bands is that by likeness but for chance, and to work out the
    shingles of all candidates would take four times as long.
    """
    return next(
        (each for each in promising(candidates) if jaccard(words, shingles(texts[each])) >= SAME), None
    )


def promising(candidates: Counter[int]) -> list[int]:
    """The candidates worth comparing (candidate → bands shared): those that share most first, of equals the first counted.

    Ids settle nothing, because those of anonymous texts are random: the same texts in the same order give the same originals.
    """
    return sorted(candidates, key=lambda candidate: -candidates[candidate])[:MOST_COMPARED]
