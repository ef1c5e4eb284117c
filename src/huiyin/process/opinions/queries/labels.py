"""What is known about opinions: what a person decided, or else what the machine suggests."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.lookups import IsNull

from huiyin.process.campaigns.models import Campaign
from huiyin.process.opinions.models import ASIDE, Decision, Opinion, Suggestion


def standing(round_: F | OuterRef = F("opinion__triage_round")) -> QuerySet[Decision]:  # noqa: B008 - F is a value
    """The decisions that stand: the last one of each opinion. The one place that knows which count.

    Within a subquery of opinions, `standing(OuterRef("triage_round")).filter(opinion=OuterRef("pk"))` needs no join.
    """
    last = Decision.objects.filter(round=round_)  # type: ignore[misc] # of a parameter the plugin wants a number
    return last.exclude(taken_back=True, restores=0)  # taken back, and no earlier one counts


def there_is(row: "QuerySet[Any]") -> Q:
    """Whether there is such a row (one at most, or any), asked anew for each opinion that is walked past.

    Not Exists: PostgreSQL reads the whole table into a hash for that, to answer for the fifty rows of a page.
    """
    return Q(IsNull(Subquery(row.order_by().values("pk")[:1]), False))


def has_standing() -> Q:
    """Whether a person has decided on an opinion, in a query of opinions."""
    return there_is(standing(OuterRef("triage_round")).filter(opinion=OuterRef("pk")))


def undecided() -> Q:
    """The contrary. Most opinions that nobody has decided on were never triaged: those cost no look at the decisions."""
    return Q(triage_round=0) | ~has_standing()


@dataclass(frozen=True)
class Labels:
    """What is known about one opinion: decided by a person, or else suggested by the machine."""

    focus: tuple[str, ...] = ()
    topic: str = ""
    specific: bool = False
    concern: str = ""
    decided: bool = False


def labels(campaign: Campaign) -> dict[int, Labels]:
    """Labels of all opinions of a campaign: the last decision where there is one, else the suggestions. 2 queries, O(n)."""
    return _labels(
        Suggestion.objects.filter(opinion__campaign=campaign), standing().filter(opinion__campaign=campaign)
    )


def labels_of(opinions: Collection[int], triaged: Collection[int]) -> dict[int, Labels]:
    """The same of a few opinions, a page of them, some of which were `triaged`. 2 queries, 1 where none was."""
    decided = standing().filter(opinion__in=triaged)  # Django asks nothing of an empty list
    return _labels(Suggestion.objects.filter(opinion__in=opinions), decided)


def _labels(suggestions: QuerySet[Suggestion], decisions: QuerySet[Decision]) -> dict[int, Labels]:
    suggested: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    counted = suggestions.filter(rank__lt=ASIDE).order_by("opinion_id", "kind", "rank")
    rows = counted.values_list("opinion_id", "kind", "code")
    for pk, kind, code in rows:
        suggested[pk][kind].append(code)
    found = {pk: _suggested(kinds) for pk, kinds in suggested.items()}
    decided = decisions.values_list("opinion_id", "focus", "topic", "specific", "concern")
    for pk, focus, topic, specific, concern in decided:
        found[pk] = Labels((focus,) if focus else (), topic, specific, concern, decided=True)
    return found


def _suggested(kinds: dict[str, list[str]]) -> Labels:
    topics = kinds.get(Suggestion.Kind.TOPIC, [""])
    specific = kinds.get(Suggestion.Kind.SPECIFIC) == ["yes"]
    concerns = kinds.get(Suggestion.Kind.CONCERN, [""])
    focus = tuple(
        code for code in kinds.get(Suggestion.Kind.FOCUS, ()) if code
    )  # "" alone: it thinks that none fits
    return Labels(focus, topics[0], specific, concerns[0])


def in_scope_labels(campaign: Campaign, known: dict[int, Labels]) -> dict[int, Labels]:
    """Of `known`, those of the opinions that the campaign has to deal with. One query."""
    ids = set(Opinion.objects.of(campaign).in_scope().values_list("id", flat=True).iterator())
    return {pk: found for pk, found in known.items() if pk in ids}


def overruled(campaign: Campaign) -> dict[str, int]:
    """How often a person decided otherwise than the first suggestion, by kind (SPEC rule 9). One query."""
    counted: Counter[str] = Counter()
    for kinds in (
        Decision.objects.filter(opinion__campaign=campaign).values_list("overruled", flat=True).iterator()
    ):
        counted.update(kinds)
    return dict(counted)


def leading_labels(opinions: Iterable[int]) -> Labels:
    """The focus leaf and the topic that most of these opinions carry; of equals the first by code. 2 queries."""
    members = list(opinions)
    known = labels_of(members, members).values()
    focus = Counter(found.focus[0] for found in known if found.focus)
    topics = Counter(found.topic for found in known if found.topic)
    leaf, topic = _most(focus), _most(topics)
    return Labels((leaf,) if leaf else (), topic)


def _most(counted: Counter[str]) -> str:
    return min(counted, key=lambda code: (-counted[code], code), default="")
