"""Whose entrances, forums, boxes and paper forms are whose to see: those of the units in one's scope."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from huiyin.kit.errors import NotAllowed, Unseen
from huiyin.kit.ids import HIGHEST_ID
from huiyin.platform.orgs.models import Unit, outside
from huiyin.platform.orgs.rules.rights import Actor, Right, scopes_with
from huiyin.process.campaigns.models import Campaign
from huiyin.process.channels.models import (
    BoxOpening,
    Entrance,
    EntranceQuerySet,
    Forum,
    PaperBatch,
    PaperScan,
)
from huiyin.process.opinions.rules.reach import Reach, may_work, raw_reaches


def visible_entrances(actors: Iterable[Actor], campaign: Campaign) -> EntranceQuerySet:
    """The entrances of `campaign` about units for which `actors` manage channels; those about no unit are the root's."""
    scopes = scopes_with(tuple(actors), Right.CHANNEL_MANAGE)
    seen = Q(about__in=Unit.objects.in_scopes(scopes).order_by().values("pk"))
    if any(campaign.root.path.startswith(scope) for scope in scopes):
        seen |= Q(about=None)
    return Entrance.objects.filter(seen, campaign=campaign)


def get_entrance(pk: int, *, actors: Iterable[Actor], campaign: Campaign) -> Entrance:
    """The entrance with its campaign and unit; Unseen where there is none within sight. One query."""
    seen = visible_entrances(actors, campaign).select_related("campaign__root", "about")
    found = seen.filter(pk=pk).first() if 0 <= pk <= HIGHEST_ID else None
    if found is None:
        raise Unseen
    return found


def visible_forums(actors: Iterable[Actor], campaign: Campaign) -> QuerySet[Forum]:
    """The forums of the units for which `actors` write down opinions; not what was said there."""
    return Forum.objects.filter(campaign=campaign, host__in=_taking(actors))


def get_forum(pk: int, *, actors: Iterable[Actor], campaign: Campaign) -> Forum:
    """The forum with its units; Unseen where there is none within sight. One query."""
    seen = visible_forums(actors, campaign).select_related("host", "about")
    found = seen.filter(pk=pk).first() if 0 <= pk <= HIGHEST_ID else None
    if found is None:
        raise Unseen
    return found


def visible_boxes(actors: Iterable[Actor], campaign: Campaign) -> QuerySet[BoxOpening]:
    """The openings of boxes of the units for which `actors` write down opinions."""
    return BoxOpening.objects.filter(campaign=campaign, host__in=_taking(actors))


def get_box(pk: int, *, actors: Iterable[Actor], campaign: Campaign) -> BoxOpening:
    """The opening with its campaign and units; Unseen where there is none within sight. One query."""
    seen = visible_boxes(actors, campaign).select_related("campaign__root", "host", "about")
    found = seen.filter(pk=pk).first() if 0 <= pk <= HIGHEST_ID else None
    if found is None:
        raise Unseen
    return found


def visible_batches(actors: Iterable[Actor], campaign: Campaign) -> QuerySet[PaperBatch]:
    """The batches of paper forms that `actors` print or type in; not what is on them."""
    actors = tuple(actors)
    scopes = scopes_with(actors, Right.CHANNEL_MANAGE)
    seen = Q(about__in=Unit.objects.in_scopes(scopes).order_by().values("pk"))
    if any(campaign.root.path.startswith(scope) for scope in scopes):
        seen |= Q(about=None)
    for reach in raw_reaches(actors, Right.OPINION_TAKE, campaign.root.path):
        seen |= _within(reach)
    return PaperBatch.objects.filter(seen, campaign=campaign)


def get_batch(pk: int, *, actors: Iterable[Actor], campaign: Campaign) -> PaperBatch:
    """The batch with its campaign and unit; Unseen where there is none within sight. One query."""
    seen = visible_batches(actors, campaign).select_related("campaign__root", "about")
    found = seen.filter(pk=pk).first() if 0 <= pk <= HIGHEST_ID else None
    if found is None:
        raise Unseen
    return found


def get_scan(pk: int, batch: PaperBatch, *, by: Actor) -> PaperScan:
    """A scanned page of a batch, for whoever types it in; Unseen where there is none. One query."""
    needs_typist(batch, by)
    found = PaperScan.objects.filter(pk=pk, batch=batch).first() if 0 <= pk <= HIGHEST_ID else None
    if found is None:
        raise Unseen
    return found


def may_type(batch: PaperBatch, by: Actor) -> bool:
    """Whether somebody stands above the unit that the sheets are about, and may type them in."""
    about = batch.about
    return may_work(
        by, Right.OPINION_TAKE, about.path if about is not None else None, batch.campaign.root.path
    )


def needs_typist(batch: PaperBatch, by: Actor) -> None:
    """NotAllowed for everybody else: the unit's own people would know the hand, and read raw what is said of their head (SPEC rule 4)."""
    if not may_type(batch, by):
        raise NotAllowed(
            "交回的表由上级活动办扫描、录入，本单位的人不看：笔迹认得出是谁写的。请封好送上级活动办。",
            "Sheets are scanned and typed in by the office above, not by the unit's own people, who would know the hand. Send them there sealed.",
        )


def _within(reach: Reach) -> Q:
    units = Unit.objects.under(reach.path).exclude(path__in=reach.barred).filter(outside(reach.gaps))
    if not reach.itself:
        units = units.exclude(path=reach.path)
    if not reach.below:
        units = units.filter(path=reach.path)
    within = Q(about__in=units.order_by().values("pk"))
    return within | Q(about=None) if reach.unplaced else within


def _taking(actors: Iterable[Actor]) -> QuerySet[Unit]:
    scopes = scopes_with(tuple(actors), Right.OPINION_TAKE)
    return Unit.objects.in_scopes(scopes).order_by().values("pk")  # type: ignore[return-value]
