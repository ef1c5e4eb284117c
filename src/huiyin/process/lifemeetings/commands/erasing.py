"""The one way out for what was said at a meeting (SPEC rule 1): its words turn to nothing, and that it was said stays."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import Conflict, Refused
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.bulk import gone_for_good
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.lifemeetings.models import (
    Criticism,
    CriticismAnswer,
    Turn,
    WordsCorrection,
    WordsTombstone,
)
from huiyin.process.lifemeetings.queries.lapsing import lapsed_words
from huiyin.process.lifemeetings.rules.states import LONGEST

Progress = Callable[[int, int], None]
EXPIRED = "保存期满"
_TABLES = (
    "lifemeetings_turn",
    "lifemeetings_criticism",
    "lifemeetings_criticismanswer",
    "lifemeetings_wordscorrection",
)


@transaction.atomic
def erase_entry(
    entry: Turn | Criticism, *, ground: str, lawful: bool, by: Actor, at: datetime
) -> WordsTombstone:
    """Let the words of a turn or a criticism turn to nothing, when their time is over or by a lawful deletion, on a `ground`.

    What was answered and what was corrected go with them, and the salts. Who spoke to whom, counts, digests and signatures stay, and a
    tombstone. Conflict the second time; Refused before its time. The database checks the same by its own clock.
    """
    campaign, today = entry.meeting.participation.campaign, day_in_china(at)
    by.needs(Right.OPINION_ERASE, campaign.root.path)
    take_turn()
    if not 0 < len(ground.strip()) <= LONGEST["reason"]:
        raise Refused(
            f"请写明删除的依据，不超过 {LONGEST['reason']} 字。",
            f"Say on what ground, in {LONGEST['reason']} characters.",
        )
    if not lawful and (entry.retain_until is None or entry.retain_until >= today):
        raise Refused(
            "保存期还没有满，现在不能删除；依法删除须另行注明。",
            "It is kept for longer: only a lawful deletion may come earlier.",
        )
    of: dict[str, Turn | Criticism] = {"turn": entry} if isinstance(entry, Turn) else {"criticism": entry}
    if WordsTombstone.objects.filter(**of).exists():
        raise Conflict("这一条的原话已经删除。", "These words are gone already.")
    stays = WordsTombstone.objects.create(**of, lawful=lawful, ground=ground.strip(), by=by.code, on=today)
    fixes = WordsCorrection.objects.filter(**of)
    if isinstance(entry, Turn):
        Turn.objects.filter(pk=entry.pk).update(words="", salt="")
    else:
        answer = CriticismAnswer.objects.filter(criticism=entry)
        fixes |= WordsCorrection.objects.filter(answer__in=answer)
        Criticism.objects.filter(pk=entry.pk).update(words="", fact="", salt="")
        answer.update(words="", salt="")
    WordsCorrection.objects.filter(pk__in=list(fixes.values_list("pk", flat=True))).update(
        text="", reason="", salt=""
    )
    facts = {
        "kind": type(entry).__name__.lower(),
        "row": entry.pk,
        "lawful": lawful,
    }  # not the ground: it may quote
    record(
        act="lifemeeting.erased", subject=f"lifemeeting:{entry.meeting_id}", by=by.code, at=at, facts=facts
    )
    return stays


def expire_words(*, by: Actor, at: datetime, progress: Progress | None = None) -> list[str]:
    """Erase what is kept no longer (queries.lapsing says which, for a look beforehand); their names as there.

    One transaction an entry, so it may stop anywhere; afterwards the words are in no part of the file. Not inside a transaction.
    """
    found = lapsed_words(day_in_china(at))
    if not found:
        return []
    with gone_for_good(*_TABLES):
        for done, one in enumerate(found, start=1):
            erase_entry(one.entry, ground=EXPIRED, lawful=False, by=by, at=at)
            if progress is not None:
                progress(done, len(found))
    return [one.name for one in found]
