"""How sure the machine is that two texts, or a text and a group, speak of the same matter, in a plain word.

A word has to mean the same for a pair as for a group, so both are judged by how many times the likeness is what grouping
wants (`grouping.wanted`: less for a large group than for two texts). The bounds come from labels (bench/certainty.py, its
curve in docs/performance.md):

- *very likely*: of the labelled pairs called so, 682 of 683 are right on real messages and all in the demo's schools; counting
  every pair that nobody labelled as wrong, 682 of 691. The bound lies well above that from which 95 of 100 would still be
  right: other people's messages are others.
- *likely*: what grouping joins by itself.
- *perhaps*: everything else that is shown at all.

Words that say the same without sharing characters look unlike, so a low word says nothing against a pair. A near duplicate
(`nearduplicates.SAME`) is the same text and needs no word.
"""

from enum import StrEnum

from huiyin.analysis.grouping import CUT, wanted

SURELY = 1.5
"""From so many times the likeness that is wanted it's very likely the same."""

NEAREST = 3
"""Of a group, so many texts that are most like the one at hand are looked at on their own (fewer where it has fewer)."""


class Certainty(StrEnum):
    VERY_LIKELY = "very_likely"
    LIKELY = "likely"
    PERHAPS = "perhaps"


def of_pair(likeness: float) -> Certainty:
    """The word for two texts of this likeness (the product of their vectors)."""
    return of_group(likeness, likeness, 1)


def of_group(mean: float, nearest: float, texts: int) -> Certainty:
    """The word for a text and a group of `texts` different texts without it.

    `mean`: its mean likeness to all of them; `nearest`: to the NEAREST of them. A text that is like a large group only in
    the manner of all is never *very likely* of it: it has to be so to those it is nearest to, too.
    """
    enough = float(wanted(texts + 1))
    if mean >= SURELY * enough and nearest >= SURELY * CUT:
        return Certainty.VERY_LIKELY
    return Certainty.LIKELY if mean >= enough else Certainty.PERHAPS
