"""Whether suggestions were right: each first suggestion beside what a person decided afterwards."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, Count, F, Q, QuerySet, Value, When

from huiyin.analysis.learning import LIKELY, VERY_LIKELY
from huiyin.process.campaigns.models import Campaign
from huiyin.process.opinions.models import Decision, Suggestion
from huiyin.process.opinions.queries.labels import standing
from huiyin.process.opinions.queries.rates import Rate

_KIND = "opinion__suggested__kind"
_CODE = "opinion__suggested__code"
_CHANCE = "opinion__suggested__chance"
_CHOSEN = (Suggestion.Kind.FOCUS, Suggestion.Kind.TOPIC, Suggestion.Kind.CONCERN)


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
    """Every kind and lesson by which opinions were suggested that a person has decided on since. One query, O(decisions).

    A suggestion stays as it was when its opinion was first decided on, so each was made before anybody knew better.
    """
    rows = (
        _decided(campaign, Suggestion.Kind)
        .values(kind=F(_KIND), lesson=F("opinion__suggested__lesson"), word=_word())
        .annotate(n=Count("pk"), k=Count("pk", filter=_right()))
        .values_list("kind", "lesson", "word", "k", "n")
    )
    found: dict[tuple[str, int], dict[str, Rate]] = {}
    for kind, lesson, word, k, n in rows:
        found.setdefault((kind, lesson), {})[word] = Rate(k, n, suggested=False)
    order = Suggestion.Kind.values
    return [
        Hits(kind, lesson, _sum(words), {word: words[word] for word in _WORDS if word in words})
        for (kind, lesson), words in sorted(
            found.items(), key=lambda row: (order.index(row[0][0]), row[0][1])
        )
    ]


def swaps(campaign: Campaign, most: int = 5) -> list[Swap]:
    """The most frequent corrections of each kind of label. One query, O(decisions)."""
    chosen = Case(*(When(**{_KIND: kind}, then=F(kind.value)) for kind in _CHOSEN))
    said = _decided(campaign, _CHOSEN).annotate(kind=F(_KIND), suggested=F(_CODE), chosen=chosen)
    rows = said.exclude(chosen=F("suggested")).values("kind", "suggested", "chosen").annotate(n=Count("pk"))
    pairs = {tuple(pair): n for *pair, n in rows.values_list("kind", "suggested", "chosen", "n")}
    common = sorted(pairs.items(), key=lambda item: (-item[1], item[0]))
    return [
        Swap(kind, suggested, decided, n)
        for each in _CHOSEN
        for (kind, suggested, decided), n in [row for row in common if row[0][0] == each][:most]
    ]


_WORDS = ("very_likely", "likely", "perhaps", "")


def _decided(campaign: Campaign, kinds: Iterable[Suggestion.Kind]) -> QuerySet[Decision]:
    """The decisions that count, each beside the first suggestions of these kinds that its opinion had."""
    first = {f"{_KIND}__in": list(kinds), "opinion__suggested__rank": 1}
    return standing().filter(opinion__campaign=campaign, **first).order_by()


def _right() -> Q:
    found = Q(**{_CODE: "yes", "specific": True}) | Q(**{_CODE: "no", "specific": False})
    found &= Q(**{_KIND: Suggestion.Kind.SPECIFIC})
    for kind in _CHOSEN:
        found |= Q(**{_KIND: kind, kind.value: F(_CODE)})
    return found


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
