"""What was said becomes a problem of the ledger, in one act and in other words than those of the meeting."""

from datetime import datetime

from django.db import transaction

from huiyin.kit.errors import BadInput, Conflict
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.rules.rights import Actor
from huiyin.process.campaigns.queries import template_of
from huiyin.process.lifemeetings.commands.standing import needs_recorder, now_in
from huiyin.process.lifemeetings.models import Criticism, LifeMeeting
from huiyin.process.lifemeetings.rules.states import HELD, MeetingState
from huiyin.process.problems.commands import Wording, raise_problem
from huiyin.process.problems.models import Problem

_SAID = HELD | {MeetingState.OPEN}
_TOO_SHORT = 12
"""A shorter sentence may well be the same by chance."""


@transaction.atomic
def raise_criticism(criticism: Criticism, wording: Wording, *, by: Actor, at: datetime) -> Problem:
    """Take a criticism up as a problem of the unit's ledger. BadInput where the wording holds the words that were said.

    Once only: the second try is a Conflict that names the problem. Its source is the template's for what colleagues said.
    """
    meeting = criticism.meeting
    template = template_of(meeting.participation.campaign)
    _not_verbatim(criticism.words, wording)
    found = _raise(meeting, wording, template.lifemeetings.from_others, by, at, criticism)
    facts = {"row": criticism.pk, "problem": found.number}
    record(act="lifemeeting.taken_up", subject=f"lifemeeting:{meeting.pk}", by=by.code, at=at, facts=facts)
    return found


@transaction.atomic
def raise_promise(meeting: LifeMeeting, wording: Wording, *, by: Actor, at: datetime) -> Problem:
    """Take up what somebody said of themselves and promised: a problem of the unit's ledger, found by oneself."""
    template = template_of(meeting.participation.campaign)
    found = _raise(meeting, wording, template.lifemeetings.from_oneself, by, at, None)
    facts = {"problem": found.number}
    record(act="lifemeeting.promised", subject=f"lifemeeting:{meeting.pk}", by=by.code, at=at, facts=facts)
    return found


def _raise(
    meeting: LifeMeeting, wording: Wording, source: str, by: Actor, at: datetime, criticism: Criticism | None
) -> Problem:
    needs_recorder(meeting, by)
    take_turn()
    now_in(meeting, _SAID, "会还没有开，或已被责令重开。", "It hasn't been held, or is to be held again.")
    if criticism is not None:
        before = Criticism.objects.select_related("problem").get(pk=criticism.pk).problem
        if before is not None:
            raise Conflict(f"这一条已经列为问题 {before.number}。", f"It is problem {before.number} already.")
    said = Wording(
        wording.title,
        source,
        wording.manifestation,
        wording.focus,
        wording.topic,
        wording.cause,
        wording.horizon,
        checked=wording.checked,
    )
    campaign, unit = meeting.participation.campaign, meeting.participation.unit
    problem = raise_problem(campaign, said, owner=unit, by=by, at=at)
    if criticism is not None:
        Criticism.objects.filter(pk=criticism.pk, problem=None).update(problem=problem)
    return problem


def _not_verbatim(words: str, wording: Wording) -> None:
    """A ledger is read by many: the words of the meeting don't leave it."""
    plain = "".join(words.split())
    for text in (wording.title, wording.manifestation):
        if len(plain) >= _TOO_SHORT and plain in "".join(text.split()):
            raise BadInput(
                "台账上不写会上的原话。请用自己的话归纳成问题。",
                "The ledger doesn't repeat what was said at the meeting: put the problem into words of your own.",
            )
