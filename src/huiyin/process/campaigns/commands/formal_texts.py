"""Putting formal texts into the index of passages, in a sweep that may stop anywhere."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.platform.texts.commands import index_passages
from huiyin.platform.texts.commands.passages import Worded
from huiyin.platform.texts.queries import Source
from huiyin.process.campaigns.models import Campaign
from huiyin.process.campaigns.queries.formal_texts import TextKind, Waiting, waiting, words_of

BLOCK = 50

Progress = Callable[[int, int], None]


def index_formal_texts(
    campaign: Campaign, *, by: Actor, at: datetime, progress: Progress | None = None
) -> int:
    """Index every paper, notice and filled-in item of a campaign that is new or was changed; how many.

    One transaction and one record a block of BLOCK texts. Stopped and started again, it goes on. Time grows with what is new.
    """
    by.needs(Right.PAPER_WRITE, campaign.root.path)
    taken = 0
    for kind in TextKind:
        while found := waiting(campaign, kind, BLOCK):
            taken += _index_block(campaign, kind, found, by=by, at=at)
            if progress is not None:
                progress(taken, taken)
    return taken


@transaction.atomic
def _index_block(campaign: Campaign, kind: TextKind, found: Waiting, *, by: Actor, at: datetime) -> int:
    take_turn()
    words = words_of([Source(kind, pk) for pk, _ in found])
    texts = [Worded(pk, stamp, words[Source(kind, pk)]) for pk, stamp in found if Source(kind, pk) in words]
    taken = index_passages(kind, texts)
    facts = {"kind": kind.value, "texts": taken}
    record(act="texts.indexed", subject=f"campaign:{campaign.code}", by=by.code, at=at, facts=facts)
    return taken
