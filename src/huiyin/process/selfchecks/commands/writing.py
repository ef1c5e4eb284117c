"""A paper is written: saved as it grows, kept by version, and never written over from a second window."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.campaigns.queries import template_of
from huiyin.process.selfchecks.access import needs_writer
from huiyin.process.selfchecks.models import SelfCheck, Version
from huiyin.process.selfchecks.rules.content import Content, checked
from huiyin.process.selfchecks.rules.pasting import Pasted
from huiyin.process.selfchecks.rules.states import WRITTEN


@dataclass(frozen=True)
class Saved:
    """`edits` is what the next saving has to name. `apart`: the number of the version in which these words were set apart, because
    another window had saved, or the paper was handed in, meanwhile; 0 where they took the paper's place."""

    edits: int
    apart: int = 0


@transaction.atomic
def save_selfcheck(
    paper: SelfCheck,
    content: Content,
    edits: int,
    *,
    pasted: Sequence[Pasted] = (),
    keep: bool = False,
    by: Actor,
    at: datetime,
) -> Saved:
    """Save what is being written, on top of the saving number `edits`; nothing typed is ever refused because of another window.

    `keep` keeps it as a version, too; without it one is kept every few minutes (the template says how many). Only a kept version is
    recorded: savings every few seconds are the writer's own. BadInput where it is too long.
    """
    by.needs(Right.SELFCHECK_WRITE, paper.participation.unit.path)
    needs_writer(paper, by)
    template = template_of(paper.participation.campaign)
    found = checked(content, template.selfchecks.kind(paper.kind), template)
    take_turn()
    now = SelfCheck.objects.get(pk=paper.pk)
    told = [one.as_json() for one in pasted]
    if now.edits != edits or now.state not in WRITTEN:
        if now.content == found.as_json():
            return Saved(now.edits)
        number = keep_version(now, found, Version.Why.APART, by=by, at=at)
        return Saved(now.edits, apart=number)
    same = now.content == found.as_json() and now.pasted == told
    if not same:
        SelfCheck.objects.filter(pk=paper.pk, edits=edits).update(
            content=found.as_json(), pasted=told, edits=F("edits") + 1
        )
    if keep or _long_ago(now, at, template.selfchecks.keep_every):
        keep_version(now, found, Version.Why.KEPT, by=by, at=at)
    return Saved(edits + (not same))


def keep_version(
    paper: SelfCheck,
    content: Content,
    why: Version.Why,
    *,
    by: Actor,
    at: datetime,
    **more: object,
) -> int:
    """Part of saving and handing in: the next version, but where the same words were kept last and nobody hands them in. 3 queries."""
    last = Version.objects.filter(paper=paper, number=paper.version).first()
    if why is not Version.Why.HANDED_IN and last is not None and last.digest == content.digest:
        return last.number
    number = paper.version + 1
    SelfCheck.objects.filter(pk=paper.pk).update(version=number)
    version = Version.objects.create(
        paper=paper,
        number=number,
        why=why,
        content=content.as_json(),
        digest=content.digest,
        by=by.code,
        at=at,
        **more,
    )
    facts = {"version": number, "why": why.value, "digest": version.digest, "shown": version.shown}
    act = "selfcheck.handed_in" if why is Version.Why.HANDED_IN else "selfcheck.kept"
    record(act=act, subject=f"selfcheck:{paper.pk}", by=by.code, at=at, facts=facts)
    return number


def _long_ago(paper: SelfCheck, at: datetime, minutes: int) -> bool:
    """Whether something was kept so long ago that it's time again; the first words are kept at once."""
    last = Version.objects.filter(paper=paper, number=paper.version).values_list("at", flat=True).first()
    return last is None or at - last >= timedelta(minutes=minutes)
