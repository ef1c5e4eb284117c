"""The one way out for what was said and written around a meeting (SPEC rule 1): the words turn to nothing, and that they were there stays."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime

from django.db import transaction

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import Conflict, NotAllowed, Refused
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.bulk import gone_for_good
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.lifemeetings.models import (
    Criticism,
    CriticismAnswer,
    LifeMeeting,
    MeetingJudgement,
    ReholdOrder,
    Signing,
    Turn,
    WordsCorrection,
    WordsTombstone,
)
from huiyin.process.lifemeetings.queries.lapsing import (
    PLACE,
    Wordy,
    kept_until,
    lapsed_words,
    mark_of,
    meeting_of,
    words_brought_back,
)
from huiyin.process.lifemeetings.rules.grounds import needs_ground, needs_grounds
from huiyin.process.problems.commands.gone import note_gone

Progress = Callable[[int, int], None]
EXPIRED = "保存期满"
REPLAYED = "恢复备份后，按删除清单重做"
_TABLES = (
    "lifemeetings_turn",
    "lifemeetings_criticism",
    "lifemeetings_criticismanswer",
    "lifemeetings_wordscorrection",
    "lifemeetings_signing",
    "lifemeetings_meetingjudgement",
    "lifemeetings_reholdorder",
    "lifemeetings_lifemeeting",
)
_CLEARED: Mapping[type[Wordy], Mapping[str, str]] = {
    Turn: {"words": "", "salt": ""},
    Criticism: {"words": "", "fact": "", "salt": ""},
    Signing: {"remark": "", "salt": ""},
    MeetingJudgement: {"text": "", "salt": ""},
    ReholdOrder: {"text": "", "salt": ""},
    LifeMeeting: {"report": ""},
}


@transaction.atomic
def erase_entry(
    entry: Wordy, *, ground: str, lawful: bool, by: Actor, at: datetime, reason: str = ""
) -> WordsTombstone:
    """Let words turn to nothing, when their time is over or by a lawful deletion, on a `ground` and for a `reason`.

    Of a turn, a criticism (with its answer), a remark at signing, an inspector's judgement, an order to hold it again, or (the meeting
    itself) its report's text. What was corrected in an entry goes with it, and the salts. Who spoke to whom, counts, digests and signatures stay, and a tombstone. What went
    lawfully is listed beside the database, so that no older backup brings it back. Conflict the second time; Refused before its time. The
    database checks the same by its own clock.
    """
    meeting, today = meeting_of(entry), day_in_china(at)
    by.needs(Right.OPINION_ERASE, meeting.participation.campaign.root.path)
    if lawful and meeting.participation.unit.path in by.own:
        raise NotAllowed(
            "本单位会上的话，不能由本单位的人删除，请由活动办的另一位同志办理。",
            "Words of your own unit's meeting aren't yours to delete: somebody else of the office does.",
        )
    take_turn()
    needs_ground(ground)
    if lawful:
        needs_grounds(ground, reason)
        _needs_final(entry)
    until = kept_until(entry)
    if not lawful and (until is None or until >= today):
        raise Refused(
            "保存期还没有满，现在不能删除；依法删除须另行注明。",
            "It is kept for longer: only a lawful deletion may come earlier.",
        )
    of = {PLACE[type(entry)]: entry}
    if WordsTombstone.objects.filter(**of).exists():
        raise Conflict("这一条的原话已经删除。", "These words are gone already.")
    stays = WordsTombstone.objects.create(
        **of, lawful=lawful, ground=ground.strip(), reason=reason.strip(), by=by.code, on=today
    )
    _clear(entry)
    facts = {
        "kind": "report" if isinstance(entry, LifeMeeting) else type(entry).__name__.lower(),
        "row": entry.pk,
        "lawful": lawful,
    }  # not the ground or the reason: they may quote
    record(act="lifemeeting.erased", subject=f"lifemeeting:{meeting.pk}", by=by.code, at=at, facts=facts)
    if lawful and (mark := mark_of(entry)):
        transaction.on_commit(lambda: note_gone(mark, today))
    return stays


def _needs_final(entry: Wordy) -> None:
    if isinstance(entry, LifeMeeting) and entry.reported_on is None:
        raise Refused(
            "情况报告还没有签，请单位自己改写，不用删除。",
            "The report isn't signed yet: the unit itself may write it anew.",
        )


def _clear(entry: Wordy) -> None:
    """The words of an entry, of what was answered to it and of what was corrected in either."""
    type(entry)._default_manager.filter(pk=entry.pk).update(**_CLEARED[type(entry)])
    if not isinstance(entry, Turn | Criticism):
        return
    fixes = WordsCorrection.objects.filter(**{PLACE[type(entry)]: entry})
    if isinstance(entry, Criticism):
        answer = CriticismAnswer.objects.filter(criticism=entry)
        fixes |= WordsCorrection.objects.filter(answer__in=answer)
        answer.update(words="", salt="")
    WordsCorrection.objects.filter(pk__in=list(fixes.values_list("pk", flat=True))).update(
        text="", reason="", salt=""
    )


def erase_lawfully(entry: Wordy, *, ground: str, reason: str, by: Actor, at: datetime) -> WordsTombstone:
    """A lawful deletion at somebody's word: erase_entry, and afterwards the words are in no part of the file. Not inside a transaction."""
    with gone_for_good(*_TABLES):
        return erase_entry(entry, ground=ground, lawful=True, by=by, at=at, reason=reason)


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


def erase_words_again(marks: Collection[str], *, by: Actor, at: datetime) -> list[str]:
    """Erase what an older backup brought back although it had gone lawfully (the list of what went names it by its mark); their names."""
    found = words_brought_back(marks)
    if not found:
        return []
    with gone_for_good(*_TABLES):
        for one in found:
            erase_entry(one.entry, ground=REPLAYED, lawful=True, by=by, at=at, reason=REPLAYED)
    return [one.name for one in found]
