"""What is kept no longer goes: every day, and again after a restore."""

from collections.abc import Callable, Collection
from datetime import datetime

from huiyin.kit.clock import day_in_china
from huiyin.platform.bulk import gone_for_good
from huiyin.platform.orgs.rules.rights import Actor
from huiyin.platform.texts.commands import merge_search
from huiyin.process.campaigns.models import Campaign
from huiyin.process.opinions.commands.erasing import untitle_deserted
from huiyin.process.opinions.models import Opinion
from huiyin.process.problems.commands.erasing import erase_matter, erase_opinion
from huiyin.process.problems.queries.lapsing import brought_back, lapsed
from huiyin.process.sealed.models import SealedMatter

Progress = Callable[[int, int], None]

EXPIRED = "保存期满"
_TABLES = (
    "opinions_opinion",
    "opinions_group",
    "opinions_commonmatter",
    "opinions_suggestion",
    "texts_search",
    "answers_message",
    "answers_answer",
    "channels_contact",
    "problems_problem",
    "sealed_sealedmatter",
    "sealed_sealedmessage",
    "sealed_sealedstep",
)
REPLAYED = "恢复备份后，按删除清单重做"


def expire_opinions(*, by: Actor, at: datetime, progress: Progress | None = None) -> list[int]:
    """Erase every opinion and every sealed matter whose retention is over (queries.lapsed says which, for a look beforehand); their ids.

    One transaction an opinion, so it may stop anywhere. Afterwards the words are in no part of the file: freed pages are overwritten,
    the search index merged, the write-ahead log emptied; on PostgreSQL the tables are vacuumed. Not inside a transaction.
    """
    return _erase(lapsed(day_in_china(at)), EXPIRED, lawful=False, by=by, at=at, progress=progress)


def erase_again(opinions: Collection[int], *, by: Actor, at: datetime) -> list[int]:
    """Erase what an older backup brought back although it had gone (the list of what went names it); which of them were there."""
    return _erase(brought_back(opinions), REPLAYED, lawful=True, by=by, at=at)


def _erase(
    opinions: list[int],
    ground: str,
    *,
    lawful: bool,
    by: Actor,
    at: datetime,
    progress: Progress | None = None,
) -> list[int]:
    if not opinions:
        return []
    with gone_for_good(*_TABLES):
        for done, pk in enumerate(opinions, start=1):
            opinion = Opinion.objects.select_related("campaign__root").filter(pk=pk).first()
            if opinion is not None:
                erase_opinion(opinion, ground=ground, lawful=lawful, by=by, at=at, merged=False)
            else:
                matter = SealedMatter.objects.select_related("campaign__root", "about").get(pk=pk)
                erase_matter(matter, ground=ground, lawful=lawful, by=by, at=at)
            if progress is not None:
                progress(done, len(opinions))
        untitle_deserted(Campaign.objects.values_list("pk", flat=True))
        merge_search()
    return opinions
