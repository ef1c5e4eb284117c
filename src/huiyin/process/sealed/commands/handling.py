"""The discipline officer reads a matter, notes what is done, closes it, and lets its words go when their time is over."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from huiyin.kit.clock import day_in_china
from huiyin.kit.enciphering import Unreadable, encipher
from huiyin.kit.errors import Conflict, NotAllowed, Refused
from huiyin.platform.audit.commands import record
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.campaigns.models import Campaign
from huiyin.process.sealed.models import SealedMatter, SealedMessage, SealedStep
from huiyin.process.sealed.queries.words import package_of
from huiyin.process.sealed.rules.package import SEALED, Package
from huiyin.process.sealed.rules.reach import reaches_sealed

LONGEST_NOTE = 2000
_OPEN = (SealedMatter.State.NEW, SealedMatter.State.IN_HAND)


@transaction.atomic
def list_sealed(campaign: Campaign, *, by: Actor, at: datetime) -> None:
    """Record that somebody looked which matters there are (access.visible_matters)."""
    by.needs(Right.SEALED_READ, by.scope)
    record(act="sealed.listed", subject=f"campaign:{campaign.code}", by=by.code, at=at)


@transaction.atomic
def read_sealed(matter: SealedMatter, *, by: Actor, at: datetime) -> Package:
    """A matter's words, and the record that `by` opened them: one isn't had without the other. Refused when they can't be opened.

    What its giver said since is taken as seen with it.
    """
    needs_sealed(matter, by)
    record(act="sealed.read", subject=f"sealed:{matter.pk}", by=by.code, at=at)
    package = unpacked(matter)
    SealedMessage.objects.filter(matter=matter, by="", read_on=None).update(read_on=day_in_china(at))
    return package


def unpacked(matter: SealedMatter) -> Package:
    """A matter's words, for a command that records what it does. Refused when they can't be opened."""
    try:
        return package_of(matter)
    except Unreadable:
        raise Refused(
            "内容打不开：已退回或删除，或密钥（HUIYIN_GIVERS_KEY）与当时的不同，请找管理员。",
            "It can't be opened: handed back or erased, or kept under another HUIYIN_GIVERS_KEY; ask the administrator.",
        ) from None


@transaction.atomic
def note_sealed(matter: SealedMatter, note: str, *, by: Actor, at: datetime) -> SealedStep:
    """Note what was done; a new matter is in hand from then on, a closed one open again."""
    needs_sealed(matter, by)
    return take_step(matter, SealedStep.Kind.NOTED, note, to=SealedMatter.State.IN_HAND, by=by, at=at)


@transaction.atomic
def close_sealed(matter: SealedMatter, why: str, *, by: Actor, at: datetime) -> SealedStep:
    """Close a matter, with a word what came of it."""
    needs_sealed(matter, by)
    if matter.state not in _OPEN:
        raise Conflict("这件已经办结。", "This matter is closed already.")
    return take_step(matter, SealedStep.Kind.CLOSED, why, to=SealedMatter.State.CLOSED, by=by, at=at)


def release_sealed(matter: SealedMatter, why: str, *, by: Actor, at: datetime) -> SealedStep:
    """Let go the words of a matter that stands among the opinions again. Part of the command that brought it there."""
    needs_sealed(matter, by)
    return take_step(
        matter, SealedStep.Kind.HANDED_BACK, why, to=SealedMatter.State.HANDED_BACK, by=by, at=at
    )


@transaction.atomic
def erase_sealed(matter: SealedMatter, why: str, *, lawful: bool, by: Actor, at: datetime) -> SealedStep:
    """Part of problems.commands.erase_matter: let the words turn to nothing, when their retention is over or by a `lawful` deletion; the
    digest stays (SPEC rule 1). With them goes what was said and noted of them.
    """
    needs_sealed(matter, by)
    return _let_go(matter, why, lawful=lawful, by=by, at=at)


@transaction.atomic
def expire_sealed(matter: SealedMatter, why: str, *, lawful: bool, by: Actor, at: datetime) -> SealedStep:
    """The same by the clock, which reads no matter: when the retention is over, or again after a restore (`lawful`)."""
    by.needs(Right.OPINION_ERASE, matter.campaign.root.path)
    return _let_go(matter, why, lawful=lawful, by=by, at=at)


def _let_go(matter: SealedMatter, why: str, *, lawful: bool, by: Actor, at: datetime) -> SealedStep:
    if not lawful and matter.retain_until >= day_in_china(at):
        raise Refused(
            f"保存期到 {matter.retain_until.isoformat()} 为止，现在不能删除；依法删除须另行注明。",
            f"Kept until {matter.retain_until.isoformat()}: only a lawful deletion may come earlier.",
        )
    to = SealedMatter.State.ERASED
    step = take_step(matter, SealedStep.Kind.ERASED, why, to=to, lawful=lawful, by=by, at=at)
    SealedMessage.objects.filter(matter=matter).update(enciphered=None)
    SealedStep.objects.filter(matter=matter).exclude(pk=step.pk).update(enciphered="")
    return step


def needs_sealed(matter: SealedMatter, by: Actor) -> None:
    """NotAllowed unless the matter is `by`'s to read."""
    about = matter.about.path if matter.about is not None else None
    if not reaches_sealed(by, about, matter.campaign.root.path):
        raise NotAllowed(
            "密封件只由上级纪检办理；本人所在单位的，由别的同志办理。",
            "Sealed matters are for the discipline officer above the unit, and never for one of the unit's own people.",
        )


def take_step(
    matter: SealedMatter,
    kind: SealedStep.Kind,
    why: str,
    *,
    to: SealedMatter.State,
    by: Actor,
    at: datetime,
    lawful: bool = False,
) -> SealedStep:
    """Keep why, move the matter from the state in which it was seen, and record the act without its words."""
    why = why.strip()
    if not 0 < len(why) <= LONGEST_NOTE:
        raise Refused(
            f"请写明情况（{LONGEST_NOTE} 字以内）。", f"Say what and why, in {LONGEST_NOTE} characters."
        )
    step = SealedStep.objects.create(
        matter=matter,
        kind=kind,
        enciphered=encipher(why, key=settings.HUIYIN_GIVERS_KEY, use=SEALED),
        lawful=lawful,
        by=by.code,
        on=day_in_china(at),
    )
    gone = to in (SealedMatter.State.HANDED_BACK, SealedMatter.State.ERASED)
    change = {"state": to, **({"enciphered": None} if gone else {})}
    here = SealedMatter.objects.filter(pk=matter.pk, state=matter.state).exclude(enciphered=None)
    if not here.update(**change):
        raise Conflict(
            "这件刚刚由别人办理过，您的操作没有写入。请刷新后再看。",
            "Somebody else has just dealt with this matter; nothing was written. Look again.",
        )
    record(act=f"sealed.{kind}", subject=f"sealed:{matter.pk}", by=by.code, at=at)
    return step
