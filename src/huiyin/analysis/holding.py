"""What was read of texts, held under a key each, so that a text that is compared again needn't be read again."""

from collections import OrderedDict
from collections.abc import Hashable, Iterable, Sequence
from threading import Lock


class HeldPieces:
    """Pieces of texts (analysis.pieces) under keys; of more than `most` bytes those that were asked for longest ago go first. For several threads."""

    def __init__(self, most: int | None = None) -> None:
        self._most, self._bytes = most, 0
        self._rows: OrderedDict[Hashable, bytes] = OrderedDict()
        self._turn = Lock()

    def __contains__(self, key: Hashable) -> bool:
        return key in self._rows

    def among(self, keys: Iterable[Hashable]) -> dict[Hashable, bytes]:
        """Those of some keys that are held."""
        with self._turn:
            found = {key: row for key in keys if (row := self._rows.get(key)) is not None}
            if self._most is not None:
                for key in found:
                    self._rows.move_to_end(key)
        return found

    def hold(self, keys: Sequence[Hashable], rows: Sequence[bytes]) -> None:
        """Hold what was read of each text under its key."""
        with self._turn:
            for key, row in zip(keys, rows, strict=True):
                before = self._rows.pop(key, None)
                self._bytes += len(row) - (0 if before is None else len(before))
                self._rows[key] = row
            while self._most is not None and self._bytes > self._most and self._rows:
                _, gone = self._rows.popitem(last=False)
                self._bytes -= len(gone)
