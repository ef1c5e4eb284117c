"""A name for a group, in the group's own words, and the text that stands for it.

Nothing is generated: a title is a title or a clause that one of the givers wrote, so that nobody reads in it what no
giver said (SPEC rule 9: a suggestion shows the words that led to it).
"""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from huiyin.analysis.grams import BODY_CHARS, Matrix
from huiyin.analysis.normalise import Text
from huiyin.analysis.vectors import Frequencies, vectorise

# A shorter clause says too little ("望解决"), a longer one doesn't fit a ledger's column.
SHORTEST = 8
LONGEST = 30

MOST_MEMBERS = 20
"""A title is looked for among so many of the most typical members."""

_DIGITS = 9  # likeness is compared after rounding, so that the order of a sum can't decide between equals
_CLAUSE = re.compile(r"[^。！？；，：…!?;:,\r\n]+")
_SPACES = re.compile(r"\s+")
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_BRACKETS = tuple(zip("（(《“「『【[", "）)》”」』】]", strict=True))


class _Whole:
    """The vector sum of a group, over the columns that its rows have and no others."""

    def __init__(self, matrix: Matrix) -> None:
        self._columns, place = np.unique(matrix.indices, return_inverse=True)
        self._sums = np.bincount(place, matrix.data, minlength=len(self._columns)).astype(np.float64)

    def products(self, matrix: Matrix) -> NDArray[np.float64]:
        """Each row of `matrix` · the sum."""
        if not len(self._columns):
            return np.zeros(matrix.shape[0])
        place = np.minimum(np.searchsorted(self._columns, matrix.indices), len(self._columns) - 1)
        sums = np.where(self._columns[place] == matrix.indices, self._sums[place], 0)
        rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
        return np.bincount(rows, matrix.data * sums, minlength=matrix.shape[0]).astype(np.float64)


def typical(matrix: Matrix) -> int:
    """The row that is nearest to the others in the mean: the member to read when only one is read.

    `matrix` holds the group's own rows; of equals the lowest row. ValueError when there are none.
    """
    return int(by_typicality(matrix)[0])


def group_title(texts: Sequence[Text], matrix: Matrix, frequencies: Frequencies) -> str:
    """A title for the group of `texts`, whose vectors are the rows of `matrix`, in the members' own words.

    It's the wording nearest to the whole group: a title of SHORTEST to LONGEST characters, else such a clause of a
    title, else such a clause of a body, else whatever words there are, cut at LONGEST. No punctuation at its ends but a
    closing bracket. Empty when no member holds a letter or digit. ValueError when there are no members.
    """
    members = [texts[row] for row in by_typicality(matrix)[:MOST_MEMBERS]]
    return group_titles([members], [matrix], frequencies)[0]


def group_titles(
    members: Sequence[Sequence[Text]], matrices: Sequence[Matrix], frequencies: Frequencies
) -> list[str]:
    """`group_title` of many groups; of each the texts of its MOST_MEMBERS most typical members, in that order, and its rows.

    The wordings of all are weighed at once: one by one, most of the time would go into beginning.
    """
    wordings = [_wordings(texts) for texts in members]
    vectors = vectorise([Text("", wording) for each in wordings for wording in each], frequencies)
    ends = np.cumsum([len(each) for each in wordings]).tolist()
    return [
        _nearest(each, _Whole(matrix).products(vectors[end - len(each) : end])) if each else ""
        for each, matrix, end in zip(wordings, matrices, ends, strict=True)
    ]


def _wordings(members: Sequence[Text]) -> list[str]:
    """What may be a group's title; bodies are looked at only where no title has any."""
    titles = [_tidy(member.title) for member in members]
    fitting = _fitting(titles)
    if fitting:
        return fitting
    clauses = [_tidy(clause) for title in titles for clause in _CLAUSE.findall(title)]
    fitting = _fitting(clauses)
    if fitting:
        return fitting
    spoken = [_tidy(clause) for member in members for clause in _CLAUSE.findall(member.body[:BODY_CHARS])]
    return _fitting(spoken) or [_tidy(wording[: LONGEST - 1]) for wording in clauses + spoken if wording]


def _fitting(wordings: Sequence[str]) -> list[str]:
    return [wording for wording in wordings if SHORTEST <= len(wording) <= LONGEST]


def by_typicality(matrix: Matrix) -> NDArray[np.int64]:
    """The rows of a group, the one with the highest mean cosine to the others first."""
    if not matrix.shape[0]:
        raise ValueError("a group has members")
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    own = np.bincount(rows, matrix.data.astype(np.float64) ** 2, minlength=matrix.shape[0])
    return np.argsort(-np.round(_Whole(matrix).products(matrix) - own, _DIGITS), kind="stable")


def mean_likeness(own: Matrix) -> list[float]:
    """The mean cosine of each row to the others; 1 for a row alone."""
    if own.shape[0] == 1:
        return [1.0]
    columns, column = np.unique(own.indices, return_inverse=True)
    total = np.bincount(column, own.data, minlength=len(columns))
    row = np.repeat(np.arange(own.shape[0]), np.diff(own.indptr))
    toward_others = np.bincount(row, own.data * (total[column] - own.data), minlength=own.shape[0])
    mean: list[float] = (toward_others / (own.shape[0] - 1)).tolist()
    return mean


def _nearest(wordings: Sequence[str], likeness: NDArray[np.float64]) -> str:
    """The wording most like the whole group; of equals the first, which is that of the most typical member."""
    return wordings[int(np.argmax(np.round(likeness, _DIGITS)))]


def _tidy(wording: str) -> str:
    """One line, without punctuation at its ends; a bracket that this left open is closed again."""
    bare = _EDGES.sub("", _SPACES.sub(" ", wording))
    for opening, closing in _BRACKETS:
        if bare.count(opening) > bare.count(closing):
            bare += closing
    return bare
