"""One opinion, as it is read: what the machine suggests and why, and what people decided."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from huiyin.process.opinions.models import ASIDE, Decision, Opinion, Suggestion
from huiyin.process.opinions.queries.labels import Labels


@dataclass(frozen=True)
class Suggested:
    """A label that the machine suggests; `why` are (word or kind of sign, start, end) in the whole text.

    The code "" says that none fits; what is `aside` is only offered beside it. `chance` is None where it isn't known.
    """

    code: str
    why: tuple[tuple[str, int, int], ...]
    chance: float | None = None
    aside: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        """The words that led to it, each once."""
        return tuple(dict.fromkeys(word for word, *_ in self.why))


@dataclass(frozen=True)
class Reading:
    """What is known beside the words. `decisions` are all rounds, the last first; `now` is what counts."""

    focus: tuple[Suggested, ...]
    topic: tuple[Suggested, ...]
    concern: tuple[Suggested, ...]
    specific: Suggested
    decisions: tuple[Decision, ...]
    now: Labels = field(default_factory=Labels)


def read_opinion(opinion: Opinion) -> Reading:
    """Suggestions and decisions of one opinion. 2 queries."""
    found: dict[str, list[Suggested]] = {kind: [] for kind in Suggestion.Kind.values}
    rows = Suggestion.objects.filter(opinion=opinion).order_by("kind", "rank")
    for kind, rank, code, why, chance in rows.values_list("kind", "rank", "code", "why", "chance"):
        known = None if chance is None else chance / 1000
        found[kind].append(Suggested(code, tuple(_places(why)), known, rank >= ASIDE))
    decisions = tuple(Decision.objects.filter(opinion=opinion).order_by("-round"))
    focus, topic = tuple(found[Suggestion.Kind.FOCUS]), tuple(found[Suggestion.Kind.TOPIC])
    concern = tuple(found[Suggestion.Kind.CONCERN])
    specific = next(iter(found[Suggestion.Kind.SPECIFIC]), Suggested("", ()))
    now = _now(decisions, focus, topic, concern, specific)
    return Reading(focus, topic, concern, specific, decisions, now)


def _places(why: list[list[object]]) -> Iterator[tuple[str, int, int]]:
    for word, start, end in why:
        yield str(word), int(str(start)), int(str(end))


def _now(
    decisions: tuple[Decision, ...],
    focus: tuple[Suggested, ...],
    topic: tuple[Suggested, ...],
    concern: tuple[Suggested, ...],
    specific: Suggested,
) -> Labels:
    if decisions and decisions[0].counts:
        last = decisions[0]
        focus_ = (last.focus,) if last.focus else ()
        return Labels(focus_, last.topic, last.specific, last.concern, decided=True)
    leaves = tuple(suggested.code for suggested in focus if suggested.code and not suggested.aside)
    return Labels(leaves, _first(topic), specific.code == "yes", _first(concern))


def _first(suggested: tuple[Suggested, ...]) -> str:
    return suggested[0].code if suggested else ""
