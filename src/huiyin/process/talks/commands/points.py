"""Points of a talk: written for the two alone, read with a passphrase, shared on by whoever wrote them.

The words pass through these functions and are kept enciphered only; no record, message or index has any of them.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import BadInput, Conflict, NotAllowed, Refused
from huiyin.kit.sealing import seal, unseal
from huiyin.platform.accounts.models import Account
from huiyin.platform.audit.commands import record, take_turn
from huiyin.process.campaigns.queries import template_of
from huiyin.process.talks.commands.holding import needs_talker
from huiyin.process.talks.commands.keys import private_of
from huiyin.process.talks.models import PointSeal, SharedPoint, Talk, TalkKey, TalkPoint
from huiyin.process.talks.rules.states import TalkState

MOST = 2000


@dataclass(frozen=True)
class Opened:
    """A point with its words, for the one answer in which they stand. `text` is None where it was sealed to another pair of one's keys."""

    pk: int
    author_id: int
    heading: str
    focus: str
    on: date
    text: str | None


@sensitive_variables("text")
def write_point(
    talk: Talk, *, heading: str, focus: str = "", text: str, who: Account, at: datetime
) -> TalkPoint:
    """Write a point down, sealed to both: either can open it by the own passphrase, and nobody else can.

    Refused until both have a key; BadInput for words that are none or too many, and for an unknown heading. What is written stays.
    """
    needs_talker(talk, who)
    template = template_of(talk.participation.campaign)
    if heading not in {one.code for one in template.talks.headings}:
        raise BadInput("请选这一条记在哪一栏。", "Choose a heading for it.")
    if focus and focus not in {group.code for group in template.focus_groups()}:
        raise BadInput("没有这个类别，请重选。", "There is no such label: choose again.")
    if not text.strip() or len(text) > MOST:
        raise BadInput(f"一条要点 1 到 {MOST} 字。", f"A point has from 1 to {MOST} characters.")
    keys = {
        key.account_id: key
        for key in TalkKey.objects.filter(current=True, account__in=[talk.one_id, talk.other_id])
    }
    if who.pk not in keys:
        raise Refused("请先设谈话口令，再写要点。", "Make a passphrase for talks first.")
    if len(keys) < 2:
        raise Refused(
            "对方还没有设谈话口令，写了对方打不开。请对方先设好。",
            "The other has no passphrase for talks yet and couldn't open it: ask them to make one first.",
        )
    readers = [keys[talk.one_id], keys[talk.other_id]]
    sealed = seal(text, [key.public for key in readers], use=_use(talk.pk, who.pk))
    with transaction.atomic():
        take_turn()
        if Talk.objects.filter(pk=talk.pk, state=TalkState.DROPPED).exists():
            raise Refused("这次谈话已不再要求，不能再写要点。", "This talk is required no more: no points.")
        point = TalkPoint.objects.create(
            talk=talk, author=who, heading=heading, focus=focus, text=sealed.text, on=day_in_china(at)
        )
        PointSeal.objects.bulk_create(
            PointSeal(point=point, key=key, box=box) for key, box in zip(readers, sealed.boxes, strict=True)
        )
        record(act="talk.point_written", subject=f"talk:{talk.pk}", by=who.code, at=at)
    return point


@sensitive_variables("passphrase", "private")
def open_points(talk: Talk, passphrase: str, *, who: Account, at: datetime) -> list[Opened]:
    """The points of a talk with their words, for one of the two who has the passphrase. No record: reading one's own is nobody's
    business. NotAllowed for a wrong passphrase. As slow as the stretching."""
    needs_talker(talk, who)
    seals = PointSeal.objects.filter(point__talk=talk, key__account=who).select_related("point", "key")
    found = list(seals.order_by("point"))
    keys = {one.key_id: one.key for one in sorted(found, key=lambda one: -one.key_id)}
    if not keys:
        return []
    key, private = private_of(list(keys.values()), passphrase, at=at)
    return [
        Opened(
            one.point_id,
            one.point.author_id,
            one.point.heading,
            one.point.focus,
            one.point.on,
            unseal(one.point.text, one.box, private, use=_use(talk.pk, one.point.author_id))
            if one.key_id == key.pk
            else None,
        )
        for one in found
    ]


@transaction.atomic
def share_point(
    point: TalkPoint, *, text: str, for_team: bool, for_inspectors: bool, who: Account, at: datetime
) -> SharedPoint:
    """Share a point of one's own on in plain words: for the unit's team, the inspectors, or both. Only its author may."""
    _needs_author(point, who)
    take_turn()
    if not text.strip() or len(text) > MOST:
        raise BadInput(f"公开的话 1 到 {MOST} 字。", f"What is shared has from 1 to {MOST} characters.")
    if not (for_team or for_inspectors):
        raise BadInput("请选给谁看。", "Choose who may read it.")
    if SharedPoint.objects.filter(point=point).exists():
        raise Conflict(
            "这一条已经公开过，或公开后收回了。", "It was shared already, or shared and taken back."
        )
    shared = SharedPoint.objects.create(
        point=point, text=text, for_team=for_team, for_inspectors=for_inspectors, on=day_in_china(at)
    )
    facts = {"team": for_team, "inspectors": for_inspectors}
    record(act="talk.point_shared", subject=f"talk:{point.talk_id}", by=who.code, at=at, facts=facts)
    return shared


@transaction.atomic
def take_back_shared(point: TalkPoint, *, who: Account, at: datetime) -> None:
    """Take back what was shared: its words go. Who has read it has read it."""
    _needs_author(point, who)
    take_turn()
    there = SharedPoint.objects.filter(point=point, taken_back_on=None)
    if not there.update(text="", taken_back_on=day_in_china(at)):
        raise Conflict("这一条没有公开，或已经收回。", "It isn't shared, or was taken back already.")
    record(act="talk.point_taken_back", subject=f"talk:{point.talk_id}", by=who.code, at=at)


def _needs_author(point: TalkPoint, who: Account) -> None:
    if point.author_id != who.pk:
        raise NotAllowed("只有写的人能公开自己说的话。", "Only who wrote it may share it on.")


def _use(talk: int, author: int) -> str:
    return f"talk {talk} by {author}"
