"""Whether suggestions were right: each first suggestion beside what a person decided afterwards."""

from dataclasses import dataclass

from django.db.models import Case, Count, F, Q, QuerySet, Value, When

from huiyin.analysis.learning import LIKELY, VERY_LIKELY
from huiyin.process.campaigns.models import Campaign
from huiyin.process.opinions.models import Decision, Suggestion
from huiyin.process.opinions.queries.labels import standing
from huiyin.process.opinions.queries.rates import Rate

_CODE = "opinion__suggested__code"
_CHANCE = "opinion__suggested__chance"


@dataclass(frozen=True)
class Hits:
    """How often the first suggestion was what a person decided then: of one kind, by one lesson (0: the word lists).

    `by_word` has the same by how sure the machine was, from "very_likely" to "perhaps"; "" where it wasn't said.
    """

    kind: str
    lesson: int
    all: Rate
    by_word: dict[str, Rate]


@dataclass(frozen=True)
class Swap:
    """What people most often put in the place of a suggestion; "" is none."""

    kind: str
    suggested: str
    decided: str
    times: int


def hits(campaign: Campaign) -> list[Hits]:
    """Every kind and lesson by which opinions were suggested that a person has decided on since. 3 queries, O(decisions).

    A suggestion stays as it was when its opinion was first decided on, so each was made before anybody knew better.
    """
    return [one for kind in Suggestion.Kind for one in _of_kind(campaign, kind)]


def _of_kind(campaign: Campaign, kind: Suggestion.Kind) -> list[Hits]:
    rows = (
        _decided(campaign, kind)
        .values(lesson=F("opinion__suggested__lesson"), word=_word())
        .annotate(n=Count("pk"), k=Count("pk", filter=_right(kind)))
        .values_list("lesson", "word", "k", "n")
    )
    found: dict[int, dict[str, Rate]] = {}
    for lesson, word, k, n in rows:
        found.setdefault(lesson, {})[word] = Rate(k, n, suggested=False)
    return [
        Hits(kind.value, lesson, _sum(words), {word: words[word] for word in _WORDS if word in words})
        for lesson, words in sorted(found.items())
    ]


def swaps(campaign: Campaign, most: int = 5) -> list[Swap]:
    """The most frequent corrections of each kind of label. 2 queries, O(decisions)."""
    found: list[Swap] = []
    for kind in (Suggestion.Kind.FOCUS, Suggestion.Kind.TOPIC):
        said = _decided(campaign, kind).annotate(suggested=F(_CODE)).exclude(**{kind.value: F("suggested")})
        rows = said.values("suggested", kind.value).annotate(n=Count("pk"))
        pairs = {
            (suggested, decided): n
            for suggested, decided, n in rows.values_list("suggested", kind.value, "n")
        }
        common = sorted(pairs.items(), key=lambda item: (-item[1], item[0]))[:most]
        found += [Swap(kind.value, suggested, decided, n) for (suggested, decided), n in common]
    return found


_WORDS = ("very_likely", "likely", "perhaps", "")


def _decided(campaign: Campaign, kind: Suggestion.Kind) -> QuerySet[Decision]:
    """The decisions that count on opinions that had a first suggestion of the kind."""
    first = {"opinion__suggested__kind": kind, "opinion__suggested__rank": 1}
    return standing().filter(opinion__campaign=campaign, **first).order_by()


def _right(kind: Suggestion.Kind) -> Q:
    if kind is Suggestion.Kind.SPECIFIC:
        return Q(**{_CODE: "yes", "specific": True}) | Q(**{_CODE: "no", "specific": False})
    return Q(**{kind.value: F(_CODE)})


def _word() -> Case:
    return Case(
        When(**{f"{_CHANCE}__gte": round(VERY_LIKELY * 1000)}, then=Value("very_likely")),
        When(**{f"{_CHANCE}__gte": round(LIKELY * 1000)}, then=Value("likely")),
        When(**{f"{_CHANCE}__isnull": False}, then=Value("perhaps")),
        default=Value(""),
    )


def _sum(words: dict[str, Rate]) -> Rate:
    return Rate(
        sum(rate.k for rate in words.values()), sum(rate.n for rate in words.values()), suggested=False
    )
