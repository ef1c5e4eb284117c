"""The flow of a campaign as sums that must hold: each stage is a whole and its parts. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

LONGEST_KEY = 60
RECEIVED, STANDING, AGAIN = "received", "standing", "again"
OPINION, PROBLEM, CLOSED, EFFECT = "opinion.", "problem.", "closed.", "effect."
"""How keys begin: what became of opinions, states of problems, what came of closed ones, what is heard since."""

CAME_BACK, FALSE, HELD, UNLOOKED = "came_back", "false", "held", "unlooked"
CLOSED_PARTS = (CAME_BACK, FALSE, HELD, UNLOOKED)
"""Of closed problems: the matter was spoken of again, or inspectors found the closing false (and nobody has reopened it), or somebody
looked and it held, or nobody has looked; the first that is so."""

PROVEN, WORSE, NOT_YET, UNMEASURED = "proven", "worse", "not_yet", "unmeasured"
EFFECT_PARTS = (PROVEN, NOT_YET, WORSE, UNMEASURED)
PHASES = ("before", "open", "above", "done", "awaiting", "closed")


@dataclass(frozen=True)
class Part:
    """A part of a stage, by its code."""

    code: str
    n: int


@dataclass(frozen=True)
class Stage:
    """A whole, counted apart from its parts, and these."""

    code: str
    whole: int
    parts: tuple[Part, ...]

    @property
    def summed(self) -> int:
        return sum(part.n for part in self.parts)

    @property
    def holds(self) -> bool:
        """Whether the parts make up the whole."""
        return self.whole == self.summed

    def of(self, code: str) -> int:
        return next((part.n for part in self.parts if part.code == code), 0)


@dataclass(frozen=True)
class Flow:
    """Opinions, problems, closed problems, and what is heard of these: each stage adds up."""

    opinions: Stage
    problems: Stage
    closed: Stage
    effects: Stage
    again: int

    @property
    def stages(self) -> tuple[Stage, ...]:
        return (self.opinions, self.problems, self.closed, self.effects)


def flow_of(counted: Mapping[str, int], dispositions: Sequence[str], phases: Mapping[str, str]) -> Flow:
    """The flow out of figures by key. `phases`: a problem's state → where it stands; a state that the template doesn't know stands before."""
    states = {key.removeprefix(PROBLEM): n for key, n in counted.items() if key.startswith(PROBLEM)}
    by_phase = dict.fromkeys(PHASES, 0)
    for state, n in states.items():
        by_phase[phases.get(state, "before")] += n
    return Flow(
        Stage("opinions", counted.get(RECEIVED, 0), _parts(counted, OPINION, dispositions)),
        Stage("problems", counted.get(STANDING, 0), tuple(Part(phase, n) for phase, n in by_phase.items())),
        Stage("closed", by_phase["closed"], _parts(counted, CLOSED, CLOSED_PARTS)),
        Stage("effects", by_phase["closed"], _parts(counted, EFFECT, EFFECT_PARTS)),
        counted.get(AGAIN, 0),
    )


def _parts(counted: Mapping[str, int], begins: str, codes: Iterable[str]) -> tuple[Part, ...]:
    return tuple(Part(code, counted.get(f"{begins}{code}", 0)) for code in codes)
