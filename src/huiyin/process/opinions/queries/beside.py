"""What a new opinion is placed beside. Asked for every one that comes in, so by statements that are made once (platform/prepared)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.db.models import QuerySet

from huiyin.analysis.normalise import Text
from huiyin.analysis.placing import MOST_COMPARED, MOST_GROUPS
from huiyin.platform.prepared import PreparedAmong, PreparedRows
from huiyin.process.campaigns.models import Campaign
from huiyin.process.opinions.models import Opinion, Placement
from huiyin.process.opinions.queries.scopes import Scopes
from huiyin.process.opinions.rules.disposition import OUT_OF_THE_MATTER
from huiyin.process.opinions.rules.gathering import Said
from huiyin.process.opinions.rules.scopes import NOWHERE


class Beside(NamedTuple):
    """A text that a new one is compared with; `home` is its group, of so many `texts`, or its own id below zero where it stands alone.

    `length` is what is kept of that of its vector (rules/lengths).
    """

    opinion: int
    home: int
    common: int | None
    words: Text
    texts: int
    length: bytes | None


class Original(NamedTuple):
    """The text that a copy follows, where it stands, and in which scope."""

    opinion: int
    group: int | None
    common: int | None
    scope: int


_NEW = PreparedAmong(
    lambda opinions, campaign: (
        Opinion.objects.filter(campaign=campaign, pk__in=opinions, placed=None)
        .with_text()
        .in_scope()
        .in_order_said()
        .values_list("pk", "title", "body", "about_id")
    ),
    -1,
)


def newly_said(campaign: Campaign, scopes: Scopes, among: Sequence[int]) -> list[Said]:
    """Those of some opinions that are in the matter, have words and no place yet, the earliest said first. One query a 400."""
    return [
        Said(pk, scopes.mask(scope)(Text(title or "", body or "")), scope)
        for pk, title, body, about in _NEW.all(among, campaign.pk)
        for scope in [scopes.of(about)]
    ]


def _there() -> QuerySet[Placement]:
    """Those in the matter that have their words."""
    return Placement.objects.exclude(opinion__salt=None).exclude(opinion__disposition__in=OUT_OF_THE_MATTER)


_WHERE = PreparedAmong(
    lambda opinions: (
        _there()
        .filter(opinion__in=opinions)
        .order_by()
        .values_list("opinion_id", "group_id", "opinion__about_id")
    )
)
_ORIGINAL = PreparedAmong(
    lambda opinions: (
        _there()
        .filter(opinion__in=opinions, repeats=None)
        .order_by("opinion_id")
        .values_list("opinion_id", "group_id", "common_id", "opinion__about_id")
    )
)


def _speaking(*homes: int) -> QuerySet[Placement, tuple[int | None, ...]]:
    """Those that speak for the first MOST_GROUPS, which are groups, and the others, which are opinions."""
    columns = (
        "group_id",
        "exemplar",
        "opinion_id",
        "common_id",
        "group__givers",
        "opinion__about_id",
        "opinion__title",
        "opinion__body",
        "length",
    )
    exemplars = _there().filter(group__in=homes[:MOST_GROUPS], exemplar__isnull=False)
    alone = _there().filter(opinion__in=homes[MOST_GROUPS:])
    return exemplars.order_by().values_list(*columns).union(alone.order_by().values_list(*columns), all=True)


_SPEAKING = PreparedRows(_speaking, *(-1 - at for at in range(MOST_GROUPS + MOST_COMPARED)))


def original_among(family: Sequence[int], scope: int, scopes: Scopes) -> Original | None:
    """What a copy follows of the copies of its letter: the first text about the same unit; about any, where the copy names none.

    One query a 400.
    """
    for pk, group, common, about in _ORIGINAL.all(sorted(family)):
        of = scopes.of(about)
        if scope in {NOWHERE, of}:
            return Original(pk, group, common, of)
    return None


def homes_of(candidates: Sequence[int], scope: int, scopes: Scopes) -> dict[int, list[int]]:
    """The groups in which some opinions of a scope stand, in the order of the opinions, and which of them stand in each. One query.

    An opinion alone stands for itself, under its own number below zero.
    """
    home = {pk: group or -pk for pk, group, about in _WHERE.all(candidates) if scopes.of(about) == scope}
    found: dict[int, list[int]] = defaultdict(list)
    for pk in candidates:
        if pk in home:
            found[home[pk]].append(pk)
    return dict(found)


def speaking_for(homes: Mapping[int, Sequence[int]], scope: int, scopes: Scopes) -> dict[int, list[Beside]]:
    """Whom a text is compared with of each home (MOST_GROUPS at most): those that speak for a group, or the opinions named where nobody does.

    One query, two where nobody does.
    """
    found = _beside(
        [home for home in homes if home > 0], [-home for home in homes if home < 0], scope, scopes
    )
    silent = sorted(pk for home, opinions in homes.items() if home not in found for pk in opinions)
    if silent:
        found |= _beside((), silent, scope, scopes)
    return found


def _beside(
    groups: Sequence[int], opinions: Sequence[int], scope: int, scopes: Scopes
) -> dict[int, list[Beside]]:
    """By home, the most typical first."""
    places = [*groups, *[0] * (MOST_GROUPS - len(groups)), *opinions, *[0] * (MOST_COMPARED - len(opinions))]
    rows = [row for row in _SPEAKING.all(*places) if scopes.of(row[5]) == scope]
    rows.sort(key=lambda row: (row[1] or 0, row[2]))
    masked = scopes.mask(scope).all([Text(title or "", body or "") for *_, title, body, _ in rows])
    found: dict[int, list[Beside]] = defaultdict(list)
    for (group, _, pk, common, texts, _, _, _, length), words in zip(rows, masked, strict=True):
        home = group or -pk
        found[home].append(Beside(pk, home, common, words, texts or 1, length))
    return dict(found)
