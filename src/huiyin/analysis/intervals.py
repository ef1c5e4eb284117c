"""Intervals for shares."""

from math import sqrt

_Z = 1.959963984540054  # 95 %, two-sided


def wilson(hits: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a share, by Wilson's score (1927): within 0 … 1 and of sound coverage for few and for extreme ones.

    (0, 1) of none. ValueError unless 0 ≤ hits ≤ of.
    """
    if not 0 <= hits <= of:
        raise ValueError(f"{hits} of {of}")
    if of == 0:
        return 0.0, 1.0
    share, spread = hits / of, _Z * _Z / of
    middle = (share + spread / 2) / (1 + spread)
    half = _Z * sqrt(share * (1 - share) / of + spread / (4 * of)) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)
