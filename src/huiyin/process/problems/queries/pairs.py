"""Two opinions side by side, for a person to say whether they are one matter: the group of each, and what stands nearest to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from huiyin.analysis.certainty import Certainty, of_pair
from huiyin.analysis.nearduplicates import SAME, jaccard, shingles
from huiyin.analysis.placing import likeness
from huiyin.analysis.shared import SharedWord, shared_words, word_weight
from huiyin.analysis.vectors import Frequencies
from huiyin.platform.texts.queries import frequencies
from huiyin.process.campaigns.models import Campaign
from huiyin.process.opinions.models import Group, Opinion, OpinionQuerySet, Placement
from huiyin.process.opinions.queries import MOST_NEAREST, nearest, scopes_of
from huiyin.process.opinions.queries.scopes import Scopes
from huiyin.process.problems.queries.behind import EXCERPT
from huiyin.process.problems.queries.groups import GroupRow, group_rows


@dataclass(frozen=True)
class Beside:
    """Another opinion about the same unit; `group` is the number of its group, None while it's alone."""

    opinion: int
    source_id: str
    excerpt: str
    group: int | None


@dataclass(frozen=True)
class Side:
    """One of the two: its group as far as the reader sees it (None: alone so far), that group's typical member where it's another
    opinion than this one, and the nearest of the others that the reader sees.
    """

    opinion: Opinion
    group: GroupRow | None
    typical: Beside | None
    nearest: tuple[Beside, ...]


@dataclass(frozen=True)
class Pair:
    """Two opinions and the words that they share, heaviest first, with their places in both texts.

    `copies`: near duplicates, of which it needs no word how sure it is that they speak of one matter. `certainty`: that word, None also
    before words were first counted.
    """

    one: Side
    other: Side
    shared: tuple[SharedWord, ...]
    copies: bool
    certainty: Certainty | None

    @property
    def together(self) -> bool:
        """Whether both are in one group now."""
        return self.one.group is not None and self.one.group == self.other.group


def pair(campaign: Campaign, opinions: tuple[Opinion, Opinion], visible: OpinionQuerySet) -> Pair:
    """What is shown of a pair, which the reader sees: `visible` are the opinions that they work on. At most 18 queries.

    Words are weighed with the campaign's counts (once there are any); the name of the unit itself tells nothing and isn't marked.
    """
    scopes = scopes_of(campaign)
    weights = frequencies(campaign.pk)
    near = (
        nearest(campaign, opinions, visible, scopes, weights, most=MOST_NEAREST + 1)
        if weights is not None
        else {}
    )
    others = {pk: [found.opinion for found in beside] for pk, beside in near.items()}
    placed = _placed([*opinions, *(other for found in others.values() for other in found)])
    groups = _groups(campaign, [placed.get(opinion.pk) for opinion in opinions], visible)
    one, other = (
        _side(opinion, groups.get(placed.get(opinion.pk)), others.get(opinion.pk, []), placed)
        for opinion in opinions
    )
    left, right = (scopes.mask(scopes.of(opinion.about_id)).blanked(opinion.text) for opinion in opinions)
    shared = shared_words(left, right, word_weight(weights) if weights is not None else None)
    copies = jaccard(*(shingles(opinion.words) for opinion in opinions)) >= SAME
    certainty = _certainty(opinions, scopes, weights) if weights is not None and not copies else None
    return Pair(one, other, tuple(shared), copies, certainty)


def _certainty(opinions: tuple[Opinion, Opinion], scopes: Scopes, weights: Frequencies) -> Certainty:
    one, other = (scopes.mask(scopes.of(opinion.about_id))(opinion.words) for opinion in opinions)
    return of_pair(float(likeness(one, [other], weights)[0]))


def _placed(opinions: Sequence[Opinion]) -> dict[int, int | None]:
    """Opinion → the number of its group. One query."""
    rows = Placement.objects.filter(opinion__in=[opinion.pk for opinion in opinions])
    return dict(rows.values_list("opinion_id", "group__number"))


def _groups(
    campaign: Campaign, numbers: Sequence[int | None], visible: OpinionQuerySet
) -> dict[int | None, tuple[GroupRow, Opinion | None]]:
    """By number: the group as the reader sees it, and its typical member where they see that."""
    groups = list(
        Group.objects.filter(campaign=campaign, number__in=[number for number in numbers if number])
        .select_related("unit")
        .order_by("number")
    )
    if not groups:
        return {}
    stands_for = dict(
        Placement.objects.filter(group__in=groups, typical=True).values_list("group_id", "opinion_id")
    )
    typical = visible.in_scope().with_text().in_bulk(list(stands_for.values()))
    rows = group_rows(groups, visible)
    return {row.number: (row, typical.get(stands_for.get(row.pk, -1))) for row in rows}


def _side(
    opinion: Opinion,
    group: tuple[GroupRow, Opinion | None] | None,
    others: Sequence[Opinion],
    placed: Mapping[int, int | None],
) -> Side:
    row, typical = group or (None, None)
    return Side(
        opinion=opinion,
        group=row,
        typical=_beside(typical, placed) if typical and typical != opinion else None,
        nearest=tuple(_beside(other, placed) for other in others if other != typical)[:MOST_NEAREST],
    )


def _beside(other: Opinion, placed: Mapping[int, int | None]) -> Beside:
    return Beside(other.pk, other.source_id, " ".join(other.text.split())[:EXCERPT], placed.get(other.pk))
