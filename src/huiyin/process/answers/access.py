"""Whose answers somebody sees: those to opinions whose raw words they read, all of them (SPEC rule 4)."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet

from huiyin.kit.errors import Unseen
from huiyin.kit.ids import HIGHEST_ID
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Right, Role
from huiyin.process.answers.models import RATINGS, Answer, Answered, Message, Phrase, Receipt
from huiyin.process.campaigns.models import Campaign
from huiyin.process.opinions.access import visible_opinions
from huiyin.process.opinions.rules.reach import raw_reaches


def visible_answers(
    actors: Iterable[Actor], campaign: Campaign, right: Right = Right.OPINION_READ_RAW
) -> QuerySet[Answer]:
    """The answers none of whose opinions lies outside of what `actors` reach with `right`."""
    reached = visible_opinions(actors, campaign, right).filter(pk=OuterRef("opinion_id"))
    mine = Answered.objects.filter(answer=OuterRef("pk"))
    return Answer.objects.filter(Exists(mine), ~Exists(mine.filter(~Exists(reached))), campaign=campaign)


def get_answer(
    pk: int, *, actors: Iterable[Actor], campaign: Campaign, right: Right = Right.OPINION_READ_RAW
) -> Answer:
    """One answer with its campaign; Unseen when there is none in sight. One query."""
    if not 0 <= pk <= HIGHEST_ID:
        raise Unseen
    seen = visible_answers(actors, campaign, right).select_related("campaign__root", "follows")
    found = seen.filter(pk=pk).first()
    if found is None:
        raise Unseen
    return found


def answering(
    actors: Iterable[Actor], campaign: Campaign, right: Right, about: Iterable[str | None]
) -> Actor | None:
    """The capacity in which to answer what is said about the units at these paths, None when there is none for all of them."""
    units = set(about)
    for actor in actors:
        reaches = list(raw_reaches((actor,), right, campaign.root.path))
        if reaches and all(any(reach.covers(path) for reach in reaches) for path in units):
            return actor
    return None


def phrase_unit(actors: Iterable[Actor], campaign: Campaign) -> Unit | None:
    """The unit in whose name the first of `actors` who may answers: the campaign's own, or the one below it that they act for."""
    scopes = [actor.scope for actor in actors if actor.may(Right.ANSWER_WRITE, actor.scope)]
    if not scopes:
        return None
    root, scope = campaign.root, min(scopes, key=len)
    return root if root.path.startswith(scope) else Unit.objects.filter(path=scope).first()


def phrases_of(unit: Unit | None) -> QuerySet[Phrase]:
    """The sentences that are offered to who answers in the name of `unit`, by their titles."""
    offered = Phrase.objects.filter(unit=unit, gone_on=None) if unit else Phrase.objects.none()
    return offered.select_related("unit").order_by("title", "pk")


def is_inspector(actors: Iterable[Actor]) -> bool:
    """Whether somebody hears of retaliation (DOMAIN R39): the inspectors, never the office, of which it may be told."""
    return any(actor.role is Role.SUPERVISION for actor in actors)


def unread_receipts(actors: Iterable[Actor], campaign: Campaign) -> QuerySet[Receipt]:
    """The receipts of opinions whose givers said something more that nobody has noted, as far as it is for `actors` to note:
    of retaliation for the inspectors, everything else for whoever answers. Ratings wait for nobody here: what asks for reopening is
    decided on with its problem."""
    capacities = tuple(actors)
    said = Message.objects.filter(matter=OuterRef("matter"), by="", read_on=None)
    mine = visible_opinions(capacities, campaign, Right.ANSWER_WRITE).filter(pk=OuterRef("matter"))
    wanted = Exists(said.exclude(kind__in=(Message.Kind.RETALIATION, *RATINGS))) & Exists(mine)
    if is_inspector(capacities):
        heard = visible_opinions(_inspecting(capacities), campaign).filter(pk=OuterRef("matter"))
        wanted |= Exists(said.filter(kind=Message.Kind.RETALIATION)) & Exists(heard)
    return Receipt.objects.filter(wanted, campaign=campaign)


def _inspecting(actors: Iterable[Actor]) -> list[Actor]:
    return [actor for actor in actors if is_inspector([actor])]
