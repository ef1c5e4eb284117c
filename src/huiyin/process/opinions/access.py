"""Which opinions somebody may see in raw form: rules.reach as a condition of the database (SPEC rule 4)."""

from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db.models import Q

from huiyin.kit.errors import Unseen
from huiyin.kit.ids import HIGHEST_ID
from huiyin.platform.orgs.models import Unit, outside
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.campaigns.models import Campaign
from huiyin.process.opinions.models import Opinion, OpinionQuerySet
from huiyin.process.opinions.rules.reach import Reach, raw_reaches


def visible_opinions(
    actors: Iterable[Actor], campaign: Campaign, right: Right = Right.OPINION_READ_RAW
) -> OpinionQuerySet:
    """The opinions of `campaign` whose raw words `actors` reach with `right`; none for nobody.

    The reach is a range of the path of the unit that an opinion is about, asked by the database: no list of ids comes along.
    """
    reaches = list(raw_reaches(actors, right, campaign.root.path))
    if not reaches:
        return Opinion.objects.none()
    paths = [_paths(reach) for reach in reaches if reach.itself or reach.below]
    reached = Q(about__in=Unit.objects.filter(reduce(or_, paths)).order_by().values("pk")) if paths else Q()
    if any(reach.unplaced for reach in reaches):
        reached |= Q(about=None)
    return Opinion.objects.of(campaign).filter(reached)


def get_opinion(
    pk: int, *, actors: Iterable[Actor], campaign: Campaign, right: Right = Right.OPINION_READ_RAW
) -> Opinion:
    """One opinion with its campaign, units and intake. Unseen when there is none, or none within reach. One query."""
    if not 0 <= pk <= HIGHEST_ID:
        raise Unseen
    whole = visible_opinions(actors, campaign, right).select_related(
        "campaign__root", "about", "received_by", "intake"
    )
    opinion = whole.filter(pk=pk).first()
    if opinion is None:
        raise Unseen
    return opinion


def get_pair(
    one: int, other: int, *, actors: Iterable[Actor], campaign: Campaign, right: Right = Right.OPINION_GROUP
) -> tuple[Opinion, Opinion]:
    """Two opinions, with the unit that each is about. Unseen unless both are within reach. One query."""
    if not (0 <= one <= HIGHEST_ID and 0 <= other <= HIGHEST_ID):
        raise Unseen
    seen = visible_opinions(actors, campaign, right).select_related("about")
    found = {opinion.pk: opinion for opinion in seen.filter(pk__in=[one, other])}
    if not (one in found and other in found):
        raise Unseen
    return found[one], found[other]


def _paths(reach: Reach) -> Q:
    """Reach.covers for a unit's path, in the database's words."""
    if not reach.below:
        found = Q(path=reach.path)
    else:
        end = Q(path__lt=reach.path + "~")
        found = end & (Q(path__gte=reach.path) if reach.itself else Q(path__gt=reach.path))
    found &= outside(reach.gaps)
    return found & ~Q(path__in=reach.barred) if reach.barred else found
