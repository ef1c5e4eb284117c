"""12 June, before anybody looks: a school has signed its summary of the first stage; another is still writing its own, with words that aren't all its own."""

from datetime import datetime, timedelta
from typing import Any

from huiyin.demo.library import draft_words
from huiyin.demo.world import World, moment
from huiyin.platform.accounts.models import Account
from huiyin.platform.orgs.models import Grant
from huiyin.platform.orgs.rules.rights import Role
from huiyin.process.campaigns.commands import draft_paper, index_formal_texts, sign_paper
from huiyin.process.campaigns.commands.papers import Draft
from huiyin.process.campaigns.models import Paper


def summarise(world: World) -> None:
    """Two schools' summaries, and the index by which the second is told what it shares."""
    at, words = moment(6, 12, 8), draft_words()
    unit = words["signed"]["unit"]
    signed = _drafted(world, words["signed"], _clerk(world, unit), at)
    later = at + timedelta(minutes=20)
    sign_paper(signed, 1, by=world.actor(world.heads[unit], Role.HEAD, later, unit), at=later)
    _drafted(world, words["draft"], world.accounts["clerk"], later + timedelta(minutes=10))
    later += timedelta(minutes=20)
    index_formal_texts(world.campaign, by=world.cast("officer", Role.OFFICE, later), at=later)


def _drafted(world: World, words: dict[str, Any], writer: Account, at: datetime) -> Paper:
    by = world.actor(writer, Role.CLERK, at, words["unit"])
    draft = Draft(words["kind"], words["title"], words["text"].strip())
    return draft_paper(world.campaign, world.units[words["unit"]], draft, by=by, at=at)


def _clerk(world: World, unit: str) -> Account:
    return Grant.objects.filter(unit=world.units[unit], role=Role.CLERK).select_related("account")[0].account
