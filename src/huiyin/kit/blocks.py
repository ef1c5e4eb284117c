"""Long sequences in blocks (itertools.batched is of Python 3.12)."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")


def in_blocks(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """Slices of at most `size` items, in order; none for an empty sequence."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
