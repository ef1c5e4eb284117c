"""Whose matters to be told are whose to see in the office; what is published everybody sees (queries.public)."""

from collections.abc import Iterable

from huiyin.kit.errors import Unseen
from huiyin.platform.orgs.rules.rights import Actor, Right, scopes_with
from huiyin.process.campaigns.models import Campaign
from huiyin.process.publicity.models import PublicMatter, PublicMatterQuerySet


def visible_matters(actors: Iterable[Actor], campaign: Campaign) -> PublicMatterQuerySet:
    """All editions, for who writes or approves what the campaign tells; none for anybody else."""
    actors = tuple(actors)
    scopes = [*scopes_with(actors, Right.ANSWER_WRITE), *scopes_with(actors, Right.ANSWER_APPROVE)]
    found = PublicMatter.objects.of(campaign)
    return found if any(campaign.root.path.startswith(scope) for scope in scopes) else found.none()


def get_matter(pk: int, *, actors: Iterable[Actor], campaign: Campaign) -> PublicMatter:
    """The edition with its unit and problem; Unseen where there is none within sight. One query."""
    related = ("campaign__root", "unit", "problem__owner")
    found = visible_matters(actors, campaign).select_related(*related).filter(pk=pk).first()
    if found is None:
        raise Unseen
    return found
