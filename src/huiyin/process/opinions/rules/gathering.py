"""A campaign's opinions gathered into groups of the same matter, each with its title and its typical member."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from huiyin.analysis.grouping import group_vectors
from huiyin.analysis.normalise import Text
from huiyin.analysis.titles import group_title, typical
from huiyin.analysis.vectors import Frequencies, vectorise


@dataclass(frozen=True)
class Gathered:
    """Two or more opinions of the same matter, in the order given; `typical` is the one to read when only one is read."""

    opinions: tuple[int, ...]
    title: str
    typical: int


def gather(texts: Sequence[tuple[int, Text]], twins: Mapping[int, int]) -> list[Gathered]:
    """Group `texts` ((id, text), the earliest first); `twins` are near duplicates and the earlier text that each repeats.

    A near duplicate follows its original, so a letter sent forty times weighs as one. Largest groups first, of equals the
    one whose first opinion is earlier. Near-linear in the number of different texts; memory about 2 kB a different text.
    """
    place = {pk: index for index, (pk, _) in enumerate(texts)}
    # A copy whose original is gone or out of scope stands for itself.
    distinct = [(pk, text) for pk, text in texts if twins.get(pk) not in place]
    words = [text for _, text in distinct]
    frequencies = Frequencies()
    frequencies.add(words)
    matrix = vectorise(words, frequencies)
    labels = group_vectors(matrix)
    rows: dict[int, list[int]] = defaultdict(list)
    for row, label in enumerate(labels):
        rows[int(label)].append(row)
    followers: dict[int, list[int]] = defaultdict(list)
    for twin, original in twins.items():
        if twin in place and original in place:
            followers[original].append(twin)
    gathered = []
    for own in rows.values():
        members = [pk for row in own for pk in (distinct[row][0], *followers[distinct[row][0]])]
        if len(members) > 1:
            title = group_title([words[row] for row in own], matrix[own], frequencies)
            chosen = distinct[own[typical(matrix[own])]][0]
            gathered.append(Gathered(tuple(sorted(members, key=place.__getitem__)), title, chosen))
    return sorted(gathered, key=lambda group: (-len(group.opinions), place[group.opinions[0]]))
