"""What the two of a talk say of it: when it is to be, that it took place, that it did so; each by an own press.

`who` is one of the two: no role gives anybody else these acts.
"""

from datetime import date, datetime

from django.db import transaction

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import BadInput, Conflict, NotAllowed, Refused
from huiyin.platform.accounts.models import Account
from huiyin.platform.audit.commands import record, take_turn
from huiyin.process.campaigns.queries import template_of
from huiyin.process.talks.commands.arranging import needs_running
from huiyin.process.talks.models import Objection, Talk
from huiyin.process.talks.rules.states import OPEN, TO_BE_HELD, TalkState

_LONGEST_PLACE, _LONGEST_NOTE = 60, 100


@transaction.atomic
def plan_talk(talk: Talk, *, day: date, part: str = "", place: str = "", who: Account, at: datetime) -> None:
    """One of the two writes down when and where they will talk; again as often as they like until it took place."""
    needs_talker(talk, who)
    take_turn()
    needs_running(talk.participation)
    parts = {one.code for one in template_of(talk.participation.campaign).talks.parts}
    if part and part not in parts:
        raise BadInput("没有这个时段，请重选。", "There is no such part of the day: choose again.")
    if day < day_in_china(at):
        raise Refused(
            "约定的日期已经过去；已经谈了的，请写“谈过了”。", "That day is over; if you talked, say so."
        )
    if len(place) > _LONGEST_PLACE:
        raise BadInput(f"地点至多 {_LONGEST_PLACE} 字。", f"A place has {_LONGEST_PLACE} characters at most.")
    found = Talk.objects.filter(pk=talk.pk, state__in=OPEN)
    if not found.update(state=TalkState.PLANNED, planned_on=day, part=part, place=place.strip()):
        raise _moved_on()
    _record("talk.planned", talk, who, at, day=day)


@transaction.atomic
def say_held(talk: Talk, *, held_on: date, who: Account, at: datetime) -> None:
    """One of the two says on which day they talked, which is their own confirmation; the other's is asked for.

    After an objection it is said anew, with the right day. Conflict where the other was faster: then there is something to confirm.
    """
    needs_talker(talk, who)
    take_turn()
    needs_running(talk.participation)
    today = day_in_china(at)
    if not talk.participation.campaign.started_on <= held_on <= today:
        raise BadInput(
            "谈话日期要在活动启动之后、今天或以前。",
            "The day lies between the start of the campaign and today.",
        )
    own, theirs = _sides(talk, who)
    found = Talk.objects.filter(pk=talk.pk, state__in=TO_BE_HELD)
    if not found.update(state=TalkState.HELD, held_on=held_on, **{own: today, theirs: None}):
        raise Conflict(
            "对方刚刚写下谈过了，请看日期对不对，对的话按“确认”。",
            "The other has just said so: look at the day, and confirm it if it's right.",
        )
    _record("talk.held", talk, who, at, day=held_on)


@transaction.atomic
def confirm_talk(talk: Talk, *, who: Account, at: datetime) -> None:
    """The other of the two confirms that they talked on the day that was said. Pressed twice it is one confirmation."""
    needs_talker(talk, who)
    take_turn()
    own, theirs = _sides(talk, who)
    waiting = Talk.objects.filter(pk=talk.pk, state=TalkState.HELD, held_on=talk.held_on)
    confirmed = waiting.filter(**{own: None, f"{theirs}__isnull": False}).update(
        state=TalkState.CONFIRMED, **{own: day_in_china(at)}
    )
    if not confirmed:
        if Talk.objects.filter(pk=talk.pk, held_on=talk.held_on, **{f"{own}__isnull": False}).exists():
            return
        raise _moved_on()
    _record("talk.confirmed", talk, who, at)


@transaction.atomic
def object_to_talk(talk: Talk, *, reason: str, note: str = "", who: Account, at: datetime) -> None:
    """The other of the two says that it wasn't so: `reason` is the template's code. The talk counts as not confirmed."""
    needs_talker(talk, who)
    take_turn()
    reasons = {one.code for one in template_of(talk.participation.campaign).talks.objections}
    if reason not in reasons:
        raise BadInput("请选一条异议的理由。", "Choose what you object to.")
    if len(note) > _LONGEST_NOTE:
        raise BadInput(f"说明至多 {_LONGEST_NOTE} 字。", f"A note has {_LONGEST_NOTE} characters at most.")
    own, _ = _sides(talk, who)
    waiting = Talk.objects.filter(pk=talk.pk, state=TalkState.HELD, **{own: None})
    if not waiting.update(state=TalkState.OBJECTED):
        raise _moved_on()
    Objection.objects.create(talk=talk, by=who, on=day_in_china(at), reason=reason, note=note.strip())
    _record("talk.objected", talk, who, at, reason=reason)


@transaction.atomic
def say_not_held(talk: Talk, *, who: Account, at: datetime) -> None:
    """It didn't take place after all: who said so takes it back, or, after an objection, either of the two does."""
    needs_talker(talk, who)
    take_turn()
    own, _ = _sides(talk, who)
    found = Talk.objects.filter(pk=talk.pk)
    empty = {"held_on": None, "one_on": None, "other_on": None, "planned_on": None, "part": "", "place": ""}
    changed = found.filter(state=TalkState.OBJECTED).update(state=TalkState.DUE, **empty)
    if not changed:
        said = found.filter(state=TalkState.HELD, **{f"{own}__isnull": False})
        changed = said.update(state=TalkState.DUE, **empty)
    if not changed:
        raise _moved_on()
    _record("talk.not_held", talk, who, at)


def needs_talker(talk: Talk, who: Account) -> None:
    """NotAllowed for whoever isn't one of the two."""
    if who.pk not in (talk.one_id, talk.other_id):
        raise NotAllowed(
            "只有谈话的两个人能办，别人不能代办。", "Only the two of a talk do this; nobody does it for them."
        )


def _sides(talk: Talk, who: Account) -> tuple[str, str]:
    """The fields of one's own confirmation and of the other's."""
    return ("one_on", "other_on") if who.pk == talk.one_id else ("other_on", "one_on")


def _moved_on() -> Conflict:
    return Conflict(
        "这次谈话的状态刚刚变了，什么也没有改。请看现在的状态。",
        "This talk has just moved on; nothing was changed. Look at where it stands now.",
    )


def _record(act: str, talk: Talk, who: Account, at: datetime, **facts: date | str) -> None:
    told = {key: value.isoformat() if isinstance(value, date) else value for key, value in facts.items()}
    record(act=act, subject=f"talk:{talk.pk}", by=who.code, at=at, facts=told)
