"""Parts of a whole that are too small to stand alone (SPEC rule 2)."""

from collections.abc import Mapping

FEWEST = 5


def small_parts(counts: Mapping[str, int], fewest: int = FEWEST) -> frozenset[str]:
    """Which parts are to be shown as one: all below `fewest`, and the next smallest, too, while these together are below it.

    Empty when none is small. Of parts with equal counts the earlier code goes first.
    """
    ordered = sorted(counts, key=lambda code: (counts[code], code))
    small = [code for code in ordered if counts[code] < fewest]
    if not small:
        return frozenset()
    for code in ordered[len(small) :]:
        if sum(counts[one] for one in small) >= fewest:
            break
        small.append(code)
    return frozenset(small)
