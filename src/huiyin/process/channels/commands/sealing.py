"""An accusation is split off from the opinions into the sealed channel, and handed back when it is none (SPEC rule 13)."""

from datetime import datetime

from django.db import transaction

from huiyin.kit.errors import Conflict, Refused
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.bulk import empty_log
from huiyin.platform.orgs.rules.rights import Actor
from huiyin.process.answers.commands import bring_messages_back, move_messages_apart
from huiyin.process.answers.models import Answer, Answered
from huiyin.process.channels.models import Entrance, Submission, TakenDown
from huiyin.process.channels.rules.beside import submission_in, submitted, written_down, written_down_in
from huiyin.process.opinions.commands import bring_back, take_out
from huiyin.process.opinions.commands.reaching import needs_to_work_on
from huiyin.process.opinions.models import Opinion
from huiyin.process.sealed.commands import keep_sealed, release_sealed
from huiyin.process.sealed.commands.handling import needs_sealed, unpacked
from huiyin.process.sealed.models import SealedMatter


@transaction.atomic
def seal_opinion(opinion: Opinion, *, by: Actor, at: datetime) -> None:
    """Hand an opinion over to the discipline officer: its row goes, with whatever was made of it, and nobody here sees it again.

    Id, digest and seal stay, so its receipt opens and every seal verifies. The record holds no word of it. Refused while it
    stands behind a problem, for words that are gone, and for what the officer has handed back already.
    """
    needs_to_work_on(opinion, by)
    take_turn()
    now = Opinion.objects.select_related("campaign__root").get(pk=opinion.pk)
    if now.salt is None:
        raise Refused("这条意见的原文已经删除。", "The text of this opinion is already gone.")
    if SealedMatter.objects.filter(pk=now.pk).exists():
        raise Conflict(
            "纪检看过这条意见，认为不属于举报，已退回办理。",
            "The discipline officer has read this one and handed it back: it's no accusation.",
        )
    keep_sealed(now, _beside(now))
    move_messages_apart(now.pk)
    Submission.objects.filter(opinion=now).delete()
    TakenDown.objects.filter(opinion=now).delete()
    _take_answers(now)
    take_out(now)
    record(act="opinion.sealed", subject=f"opinion:{now.pk}", by=by.code, at=at)
    transaction.on_commit(empty_log, robust=True)


def _beside(opinion: Opinion) -> dict[str, object]:
    """How it came, to be kept with it."""
    came = Submission.objects.filter(opinion=opinion).first()
    if came is not None:
        return submitted(came.entrance_id, may_show=came.may_show)
    row = TakenDown.objects.filter(opinion=opinion).values().first()
    return written_down(row) if row is not None else {}


def _take_answers(opinion: Opinion) -> None:
    """It is among those answered no more; an answer to it alone goes with it."""
    answers = list(Answered.objects.filter(opinion=opinion).values_list("answer_id", flat=True))
    Answered.objects.filter(opinion=opinion).delete()
    others = set(Answered.objects.filter(answer__in=answers).values_list("answer_id", flat=True))
    Answer.objects.filter(pk__in=set(answers) - others).delete()


@transaction.atomic
def hand_back_sealed(matter: SealedMatter, why: str, *, by: Actor, at: datetime) -> Opinion:
    """Bring a matter that accuses nobody among the opinions, where the office deals with it: same id, same receipt, same seal."""
    needs_sealed(matter, by)
    take_turn()
    package = unpacked(matter)
    opinion = Opinion(
        id=matter.pk,
        campaign=matter.campaign,
        title=package.title,
        body=package.body,
        salt=package.salt,
        digest=matter.digest,
        raised_on=package.raised_on,
        entered_on=matter.entered_on,
        retain_until=matter.retain_until,
        channel=package.channel,
        channel_as_written=package.channel_as_written,
        giver_kind=package.giver_kind,
        giver_as_written=package.giver_as_written,
        about_id=matter.about_id,
        received_by_id=package.received_by,
        unit_as_written=package.unit_as_written,
        about_as_written=package.about_as_written,
        intake_id=package.intake,
        row_no=package.row_no,
        source_id=package.source_id,
        source_key=package.source_key,
        sealed_in=matter.sealed_in,
    )
    bring_back(opinion)
    came = submission_in(package.beside)
    if came is not None and Entrance.objects.filter(pk=came[0]).exists():
        Submission.objects.create(opinion=opinion, entrance_id=came[0], may_show=came[1])
    row = written_down_in(package.beside)
    if row is not None:
        TakenDown.objects.create(opinion=opinion, **row)
    bring_messages_back(matter)
    release_sealed(matter, why, by=by, at=at)
    return opinion
