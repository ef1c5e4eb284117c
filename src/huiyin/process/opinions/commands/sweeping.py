"""What follows an import: each new opinion is indexed and given suggestions, in a sweep that may stop anywhere."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from django.db import connection, transaction

from huiyin.analysis.normalise import Text
from huiyin.kit.blocks import in_blocks
from huiyin.kit.precedence import stand_aside
from huiyin.platform.audit.commands import Entry, record_all, take_turn
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.platform.prepared import PreparedAmong
from huiyin.platform.texts.commands import index_texts
from huiyin.platform.texts.queries import indexed
from huiyin.process.campaigns.models import Campaign
from huiyin.process.opinions.commands import joining
from huiyin.process.opinions.commands.joining import Placer
from huiyin.process.opinions.commands.suggesting import Suggested, Suggester, write_suggestions
from huiyin.process.opinions.commands.waiting import wait_to_be_looked_at
from huiyin.process.opinions.models import Opinion
from huiyin.process.opinions.queries import unindexed, unplaced, words_of

BLOCK = 500
PIECE = 10  # texts that are thought of before the sweep looks whether somebody waits for a page

_INDEXED = "UPDATE opinions_unplaced SET indexed = %s WHERE opinion_id = %s"
_BEFORE_WRITING = 2.0  # seconds: whoever speaks meanwhile has to wait for the writing

Progress = Callable[[int, int], None]


def sweep_opinions(
    campaign: Campaign,
    *,
    by: Actor,
    at: datetime,
    progress: Progress | None = None,
    block_size: int | None = None,
    placing: bool = False,
) -> int:
    """Index every opinion that isn't yet and write its suggestions; how many. Stopped and started again, it goes on.

    One transaction and one record a block of `block_size` (BLOCK), so that a block is whole or not there; the reading and thinking
    happens before it opens, so that nobody waits for it, and stands aside while somebody waits for a page of this process. Two sweeps
    at once share the work. Time grows with what is new; memory with the block and the list of ids.

    With `placing`, what `place_opinions` would do next is done in the same transaction where it is no more than a block of its own: of one
    opinion that comes alone, writing twice takes as long as all that is thought. Whoever sweeps so calls `place_opinions` for the rest.
    """
    by.needs(Right.OPINION_TRIAGE, campaign.root.path)
    if placing:
        by.needs(Right.OPINION_GROUP, campaign.root.path)
    waiting = unindexed(campaign)
    suggester = Suggester(campaign)
    placer = Placer.of(campaign) if placing and 0 < len(waiting) <= joining.BLOCK else None
    swept = seen = 0
    for block in in_blocks(waiting, block_size or BLOCK):
        texts = words_of(block)
        while (written := _write_block(campaign, texts, suggester, placer, by=by, at=at)) is None:
            suggester = Suggester(campaign)
        swept += written
        seen += len(block)
        if progress is not None:
            progress(seen, len(waiting))
    return swept


def _write_block(
    campaign: Campaign,
    texts: Mapping[int, Text],
    suggester: Suggester,
    placer: Placer | None,
    *,
    by: Actor,
    at: datetime,
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
        numbers = _still_there(list(texts))
        wanted = numbers.keys() - indexed(campaign.pk, list(texts))
        new = [(pk, words) for pk, words in texts.items() if pk in wanted]
        if not new:
            return 0
        done = index_new(campaign, new, numbers, placer)
        write_suggestions(suggested for pk, _ in new for suggested in suggestions[pk])
        record_all(done, by=by.code, at=at)
        return len(new)


def index_new(
    campaign: Campaign, new: Sequence[tuple[int, Text]], numbers: Mapping[int, str], placer: Placer | None
) -> list[Entry]:
    """Index opinions, and place them with all else that waits where that isn't much; what is to be recorded. Part of the sweep."""
    subject = f"campaign:{campaign.code}"
    repeated = index_texts(campaign.pk, new, words_of, numbers)
    ids = [pk for pk, _ in new]
    with connection.cursor() as cursor:
        cursor.executemany(_INDEXED, [(True, pk) for pk in ids])
    wait_to_be_looked_at(campaign.pk, ids)
    done = [Entry("opinions.swept", subject, {"opinions": len(new), "near_duplicates": repeated})]
    if placer is not None and len(ready := unplaced(campaign)) <= joining.BLOCK:
        done += placer.place_all(ready)
    return done


_THERE = PreparedAmong(
    lambda opinions: (
        Opinion.objects.with_text().filter(pk__in=opinions).order_by().values_list("pk", "source_id")
    )
)


def _still_there(opinions: Sequence[int]) -> dict[int, str]:
    """The numbers of those of some opinions that have words still. One query a 400."""
    return dict(_THERE.all(opinions))
