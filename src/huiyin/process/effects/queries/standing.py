"""The last run, and whether anything happened since."""

from huiyin.process.campaigns.models import Campaign
from huiyin.process.effects.models import EffectRun
from huiyin.process.effects.queries.touched import touched_since
from huiyin.process.opinions.queries import scopes_of
from huiyin.process.problems.models import Problem


def last_run(campaign: Campaign) -> EffectRun | None:
    """One query."""
    return EffectRun.objects.filter(campaign=campaign).order_by("-number").first()


def effects_wait(campaign: Campaign) -> bool:
    """Whether a run would find anything to measure. A handful of queries, by what happened since the last one."""
    last = last_run(campaign)
    if last is None:
        return Problem.objects.of(campaign).standing().filter(closed_on__isnull=False).exists()
    return bool(touched_since(campaign, last, scopes_of(campaign)))
