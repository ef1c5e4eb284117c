"""Which sealed matters somebody may open; for everybody else there are none."""

from collections.abc import Iterable

from huiyin.kit.errors import Unseen
from huiyin.kit.ids import HIGHEST_ID
from huiyin.platform.orgs.rules.rights import Actor
from huiyin.process.campaigns.models import Campaign
from huiyin.process.sealed.models import SealedMatter, SealedQuerySet
from huiyin.process.sealed.rules.reach import sealed_reaches


def visible_matters(actors: Iterable[Actor], campaign: Campaign) -> SealedQuerySet:
    return SealedMatter.objects.of(campaign).within(sealed_reaches(actors, campaign.root.path))


def get_matter(pk: int, *, actors: Iterable[Actor], campaign: Campaign) -> SealedMatter:
    """One matter with its campaign and unit. Unseen when there is none, or none within reach. One query."""
    if not 0 <= pk <= HIGHEST_ID:
        raise Unseen
    seen = visible_matters(actors, campaign).select_related("campaign__root", "about")
    matter = seen.filter(pk=pk).first()
    if matter is None:
        raise Unseen
    return matter
