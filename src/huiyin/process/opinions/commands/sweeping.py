"""What follows an import: each new opinion is indexed and given suggestions, in a sweep that may stop anywhere."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.db import transaction

from huiyin.analysis.normalise import Text
from huiyin.kit.blocks import in_blocks
from huiyin.kit.precedence import stand_aside
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.platform.texts.commands import index_texts
from huiyin.platform.texts.queries import indexed
from huiyin.process.campaigns.models import Campaign
from huiyin.process.opinions.commands.suggesting import Suggested, Suggester, write_suggestions
from huiyin.process.opinions.commands.waiting import wait_to_be_looked_at
from huiyin.process.opinions.models import Opinion, Unplaced
from huiyin.process.opinions.queries import unindexed, words_of

BLOCK = 500
PIECE = 10  # texts that are thought of before the sweep looks whether somebody waits for a page

_BEFORE_WRITING = 2.0  # seconds: whoever speaks meanwhile has to wait for the writing

Progress = Callable[[int, int], None]


def sweep_opinions(
    campaign: Campaign,
    *,
    by: Actor,
    at: datetime,
    progress: Progress | None = None,
    block_size: int | None = None,
) -> int:
    """Index every opinion that isn't yet and write its suggestions; how many. Stopped and started again, it goes on.

    One transaction and one record a block of `block_size` (BLOCK), so that a block is whole or not there; the reading and thinking
    happens before it opens, so that nobody waits for it, and stands aside while somebody waits for a page of this process. Two sweeps
    at once share the work. Time grows with what is new; memory with the block and the list of ids.
    """
    by.needs(Right.OPINION_TRIAGE, campaign.root.path)
    waiting = unindexed(campaign)
    suggester = Suggester(campaign)
    swept = seen = 0
    for block in in_blocks(waiting, block_size or BLOCK):
        texts = words_of(block)
        while (written := _write_block(campaign, texts, suggester, by=by, at=at)) is None:
            suggester = Suggester(campaign)
        swept += written
        seen += len(block)
        if progress is not None:
            progress(seen, len(waiting))
    return swept


def _write_block(
    campaign: Campaign, texts: Mapping[int, Text], suggester: Suggester, *, by: Actor, at: datetime
) -> int | None:
    """Write what is thought of, but for texts that another sweep was faster with, or that are gone since.

    None, and nothing, when there was a lesson meanwhile: what it suggests anew is what was swept before it.
    """
    suggestions: dict[int, list[Suggested]] = {}
    for piece in in_blocks(list(texts), PIECE):
        stand_aside()
        suggestions |= suggester.suggestions({pk: texts[pk] for pk in piece})
    stand_aside(_BEFORE_WRITING)
    with transaction.atomic():
        take_turn()
        if not suggester.holds():
            return None
        there = Opinion.objects.with_text().filter(pk__in=list(texts))
        numbers = dict(there.values_list("pk", "source_id"))
        wanted = numbers.keys() - indexed(campaign.pk, list(texts))
        new = [(pk, words) for pk, words in texts.items() if pk in wanted]
        if not new:
            return 0
        repeated = index_texts(campaign.pk, new, words_of, numbers)
        Unplaced.objects.filter(opinion__in=[pk for pk, _ in new]).update(indexed=True)
        wait_to_be_looked_at(campaign.pk, [pk for pk, _ in new])
        write_suggestions(suggested for pk, _ in new for suggested in suggestions[pk])
        facts = {"opinions": len(new), "near_duplicates": repeated}
        record(act="opinions.swept", subject=f"campaign:{campaign.code}", by=by.code, at=at, facts=facts)
        return len(new)
