"""An opinion's neighbours with reasons (SPEC rule 9): what others said of the same matter, and which words they share."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from huiyin.analysis.nearduplicates import jaccard, shingles
from huiyin.analysis.normalise import Text
from huiyin.analysis.shared import SharedWord, shared_words, word_weight
from huiyin.platform.texts.queries import frequencies
from huiyin.process.opinions.models import Opinion, OpinionQuerySet, Placement
from huiyin.process.problems.queries.behind import EXCERPT
from huiyin.process.problems.queries.groups import UnitCount, unit_counts

MOST_ALIKE = 6
MOST_COMPARED = 100

Elsewhere = UnitCount


@dataclass(frozen=True)
class Alike:
    """A member of the same group. `shared`: words with their places in the whole text of the opinion and of this one."""

    opinion: int
    source_id: str
    unit: str
    giver_kind: str
    raised_on: date | None
    excerpt: str
    typical: bool
    shared: tuple[SharedWord, ...]


def alike(opinion: Opinion, visible: OpinionQuerySet) -> list[Alike]:
    """At most MOST_ALIKE others of its group that the reader sees: the typical one, then the nearest by their words.

    Shared words come by weight: how rare they are in the campaign. The first MOST_COMPARED said are looked at. 4 queries; the time is that of comparing so many texts.
    """
    placed = Placement.objects.filter(opinion=opinion).values_list("group_id", flat=True).first()
    if placed is None:
        return []
    typical = Placement.objects.filter(group=placed, typical=True).values("opinion_id")
    others = _others(opinion, visible, placed).with_text().select_related("about")
    first = list(others.filter(pk__in=typical)[:1])
    rest = list(others.exclude(pk__in=typical).in_order_said()[:MOST_COMPARED])
    mine = shingles(opinion.words)
    rest.sort(key=lambda other: (-jaccard(mine, shingles(other.words)), other.pk))
    chosen = [*first, *rest][:MOST_ALIKE]
    counted = frequencies(opinion.campaign_id)
    weight = word_weight(counted) if counted is not None else None
    return [_alike(opinion.words, other, weight, typical=other in first) for other in chosen]


def alike_elsewhere(opinion: Opinion, visible: OpinionQuerySet) -> tuple[Elsewhere, ...]:
    """Other units about which the same is said (共性问题), as far as the reader sees, with the number of opinions. 2 queries."""
    common = Placement.objects.filter(opinion=opinion).values_list("common_id", flat=True).first()
    if common is None:
        return ()
    members = Placement.objects.filter(common=common).values("opinion_id")
    others = visible.in_scope().filter(pk__in=members).exclude(about=opinion.about_id).exclude(about=None)
    rows: Iterable[tuple[int | None, str | None]] = others.values_list("about_id", "about__name")
    return unit_counts(rows)


def _others(opinion: Opinion, visible: OpinionQuerySet, group: int) -> OpinionQuerySet:
    members = Placement.objects.filter(group=group).values("opinion_id")
    return visible.in_scope().filter(pk__in=members).exclude(pk=opinion.pk)


def _alike(words: Text, other: Opinion, weight: Callable[[str], float] | None, *, typical: bool) -> Alike:
    return Alike(
        opinion=other.pk,
        source_id=other.source_id,
        unit=other.about.name if other.about else "",
        giver_kind=other.giver_kind,
        raised_on=other.raised_on,
        excerpt=" ".join(other.text.split())[:EXCERPT],
        typical=typical,
        shared=tuple(shared_words(words.whole, other.text, weight)),
    )
