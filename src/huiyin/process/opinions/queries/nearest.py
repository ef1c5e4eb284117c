"""Which opinions about the same unit are nearest to one, by its words: why the machine thinks of them together (SPEC rule 9)."""

from collections.abc import Collection
from typing import NamedTuple

from huiyin.analysis.placing import likeness, signs, worth_comparing
from huiyin.analysis.vectors import Frequencies
from huiyin.platform.texts.queries import listed, shelf_sizes
from huiyin.process.campaigns.models import Campaign
from huiyin.process.opinions.models import Opinion, OpinionQuerySet
from huiyin.process.opinions.queries.scopes import Scopes

MOST_NEAREST = 3
"""So many are shown beside an opinion."""

_LOOKED_UP = (
    120  # under more pieces than a text is listed: it is listed under its own choice of them, not this text's
)


class Near(NamedTuple):
    """Another opinion and its likeness (cosine)."""

    opinion: Opinion
    likeness: float


def nearest(
    campaign: Campaign,
    opinions: Collection[Opinion],
    visible: OpinionQuerySet,
    scopes: Scopes,
    weights: Frequencies,
    *,
    most: int,
) -> dict[int, list[Near]]:
    """For each of some opinions the `most` nearest others that the reader sees, none of `opinions` among them.

    Found as new opinions find their group: by the lists of the texts' most telling pieces, so that the time doesn't grow with the
    number of opinions. One query, two an opinion.
    """
    sizes = shelf_sizes(campaign.pk)
    own = {opinion.pk for opinion in opinions}
    found = {}
    for opinion in opinions:
        scope = scopes.of(opinion.about_id)
        mask, shelf = scopes.mask(scope), scopes.shelf(scope)
        words = mask(opinion.words)
        telling = signs(words, weights, sizes.get(shelf, 1), most=_LOOKED_UP)
        holders = {piece: row.holders for piece, row in listed(shelf, telling.pieces).items()}
        candidates = [pk for pk in worth_comparing(telling, holders) if pk not in own]
        others = list(visible.in_scope().with_text().filter(pk__in=candidates).select_related("about"))
        cosines = likeness(words, [mask(other.words) for other in others], weights)
        near = [
            Near(other, cosine) for other, cosine in zip(others, cosines.tolist(), strict=True) if cosine > 0
        ]
        found[opinion.pk] = sorted(near, key=lambda one: (-one.likeness, one.opinion.pk))[:most]
    return found
