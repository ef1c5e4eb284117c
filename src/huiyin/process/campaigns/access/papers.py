"""Who sees a paper: its writers and signers the draft, its unit and those above what is signed, and units below the issues that go
down to them."""

from collections.abc import Iterable

from django.db.models import Q

from huiyin.kit.errors import Unseen
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Right, scopes_with
from huiyin.platform.orgs.rules.tree import STEP
from huiyin.process.campaigns.models import Campaign, Paper, PaperQuerySet
from huiyin.process.campaigns.queries.running import template_of


def visible_papers(actors: Iterable[Actor], campaign: Campaign) -> PaperQuerySet:
    """Drafts where somebody may write or sign; signed papers where they may look at the campaign; of the units above, what comes
    out in issues (its form has a head: 报、送、发)."""
    actors = tuple(actors)
    makers = [*scopes_with(actors, Right.PAPER_WRITE), *scopes_with(actors, Right.PAPER_SIGN)]
    readers = scopes_with(actors, Right.CAMPAIGN_READ)
    above = {path[:end] for path in readers for end in range(STEP, len(path), STEP)}
    issued = [code for code, form in template_of(campaign).forms.items() if form.head is not None]
    signed = Q(unit__in=Unit.objects.in_scopes(readers)) | Q(unit__path__in=above, kind__in=issued)
    drafts = Q(unit__in=Unit.objects.in_scopes(makers))
    return Paper.objects.of(campaign).filter(drafts | (Q(signed_on__isnull=False) & signed))


def get_paper(pk: int, *, actors: Iterable[Actor], campaign: Campaign) -> Paper:
    """The paper with its unit; Unseen where it isn't one's to read. One query."""
    related = ("campaign__root", "unit", "supersedes")
    found = visible_papers(actors, campaign).filter(pk=pk).select_related(*related).first()
    if found is None:
        raise Unseen
    return found
