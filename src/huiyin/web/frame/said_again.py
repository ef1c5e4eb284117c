"""A later opinion beside those of a closed problem that it is nearest to, with the words that they share marked."""

from dataclasses import dataclass
from datetime import date

from huiyin.process.problems.queries import Candidate
from huiyin.web.frame.marking import Piece, window

LONGEST_SHOWN = 400
MOST_WORDS = 6


@dataclass(frozen=True)
class Spoken:
    """One opinion of the closed problem as it stands beside a later one."""

    opinion: int
    source_id: str
    unit: str
    raised_on: date | None
    pieces: list[Piece]


@dataclass(frozen=True)
class Row:
    """A candidate with its words marked where they are those of the opinions `beside` it; `shared`: these words, the heaviest first."""

    found: Candidate
    pieces: list[Piece]
    shared: list[str]
    beside: list[Spoken]


def row_of(found: Candidate) -> Row:
    """What is drawn of a candidate (frame/_again_row.html). No query."""
    shared = [word for beside in found.beside for word in beside.shared]
    return Row(
        found=found,
        pieces=window(found.text, [("why", *place) for word in shared for place in word.left], LONGEST_SHOWN),
        shared=_distinct([word.word for word in shared])[:MOST_WORDS],
        beside=[
            Spoken(
                beside.opinion,
                beside.source_id,
                beside.unit,
                beside.raised_on,
                window(
                    beside.text,
                    [("why", *place) for word in beside.shared for place in word.right],
                    LONGEST_SHOWN,
                ),
            )
            for beside in found.beside
        ],
    )


def _distinct(words: list[str]) -> list[str]:
    """Each once, and none that lies inside another."""
    once = list(dict.fromkeys(words))
    return [word for word in once if not any(word in other for other in once if other != word)]
