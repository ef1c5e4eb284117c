"""Whose papers are whose to see: that there is one, and where it stands, is no secret; its words are its writers', and from the day
that a version reaches them its reviewers'."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q

from huiyin.kit.errors import NotAllowed, Unseen
from huiyin.platform.accounts.models import Account
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Right, Role, scopes_with
from huiyin.platform.texts.queries import Source
from huiyin.process.campaigns.access import OpenText, open_texts
from huiyin.process.campaigns.models import Campaign
from huiyin.process.campaigns.queries import template_of
from huiyin.process.selfchecks.models import Drafter, SelfCheck, SelfCheckQuerySet, Version
from huiyin.process.selfchecks.queries.reviews import given_on
from huiyin.process.selfchecks.queries.texts import KIND, last_handed_in, version_text
from huiyin.process.selfchecks.rules.states import passed_levels, reads_at


def visible_selfchecks(actors: Iterable[Actor], account: Account, campaign: Campaign) -> SelfCheckQuerySet:
    """The papers of which somebody may know where they stand: their own, those that they draft, and all of the units in their sight."""
    sight = Unit.objects.in_scopes(scopes_with(actors, Right.SELFCHECK_READ)).values("pk")
    drafted = Drafter.objects.filter(account=account).values("paper")
    seen = Q(participation__unit__in=sight) | Q(account=account) | Q(pk__in=drafted)
    return SelfCheck.objects.of(campaign).filter(seen)


def get_selfcheck(pk: int, *, actors: Sequence[Actor], account: Account, campaign: Campaign) -> SelfCheck:
    """The paper with its unit; Unseen where it isn't one's to know of. One query."""
    related = ("participation__campaign__root", "participation__unit", "account")
    found = visible_selfchecks(actors, account, campaign).filter(pk=pk).select_related(*related).first()
    if found is None:
        raise Unseen
    return found


def writes(paper: SelfCheck, by: Actor) -> bool:
    """Whether `by` is the paper's author, still of the unit, or of the group that drafts the team's. One query for a team's."""
    if paper.account is not None:
        return (
            by.code == paper.account.code
            and by.role in {Role.HEAD, Role.MEMBER}
            and by.scope == paper.participation.unit.path
        )
    drafts = Drafter.objects.filter(paper=paper).select_related("account")
    return by.may(Right.SELFCHECK_WRITE, paper.participation.unit.path) and any(
        one.account.code == by.code for one in drafts
    )


def writer_of(paper: SelfCheck, actors: Iterable[Actor]) -> Actor | None:
    """The capacity in which somebody writes the paper; None for everybody else."""
    return next((by for by in actors if writes(paper, by)), None)


def needs_writer(paper: SelfCheck, by: Actor) -> None:
    """NotAllowed unless `by` writes the paper: a member's by its author alone, the team's by the group that drafts it."""
    if not writes(paper, by):
        raise NotAllowed(
            "个人材料只由本人写，班子材料由起草组写。",
            "A member's paper is written by its author alone, the team's by the group that drafts it.",
        )


@dataclass(frozen=True)
class Reading:
    """What somebody reads of a paper: `writer` in which capacity they write it, or the handed-in versions that reached them, oldest first."""

    writer: Actor | None
    versions: tuple[Version, ...]

    @property
    def latest(self) -> Version | None:
        return self.versions[-1] if self.versions else None


def reading(paper: SelfCheck, actors: Sequence[Actor]) -> Reading:
    """Who writes reads every version that was handed in; a reviewer those that reached their level. 3 queries at most."""
    writer = writer_of(paper, actors)
    handed_in = list(Version.objects.filter(paper=paper, why=Version.Why.HANDED_IN).order_by("number"))
    if writer is not None or not handed_in:
        return Reading(writer, tuple(handed_in))
    rules = template_of(paper.participation.campaign).selfchecks
    given = given_on(paper)
    owner = paper.participation.unit.path
    reached = []
    for version in handed_in:
        passed = passed_levels(version.levels, version.number, given)
        levels = (rules.reviewer(code) for code in version.levels[: passed + 1])
        if any(reads_at(level, by, owner) for level in levels for by in actors):
            reached.append(version)
    return Reading(None, tuple(reached))


def opened_texts(actors: Sequence[Actor], sources: Collection[Source]) -> dict[Source, OpenText]:
    """Those of the texts that one of the capacities may open: of papers those whose last version they read."""
    found = open_texts(actors, sources)
    for paper, version in last_handed_in([source.thing for source in sources if source.kind == KIND]):
        campaign, unit = paper.participation.campaign, paper.participation.unit
        here = [actor for actor in actors if actor.campaign in {"", campaign.code}]
        if version not in reading(paper, here).versions:
            continue
        title = template_of(campaign).selfchecks.kind(paper.kind).zh
        source = Source(KIND, paper.pk)
        found[source] = OpenText(
            source,
            campaign.code,
            title if paper.account is None else f"{title}（{paper.account.name}）",
            unit.pk,
            unit.name,
            version.at.date(),
            version_text(paper, version),
        )
    return found
