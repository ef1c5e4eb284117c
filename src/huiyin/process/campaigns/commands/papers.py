"""Papers are drafted on frozen facts, edited by people, and signed by another than wrote them."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, Max

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import BadInput, Conflict, NotAllowed, Refused
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.campaigns.models import Campaign, Paper, PaperVersion
from huiyin.process.campaigns.queries.running import template_of
from huiyin.process.campaigns.rules.papers import LONGEST_BODY, LONGEST_TITLE, FrozenFact, unwritten


@dataclass(frozen=True)
class Draft:
    """A paper to be: its kind (a form of the template that is no table), its words, and the facts that they stand on."""

    kind: str
    title: str
    body: str
    facts: tuple[FrozenFact, ...] = ()


@transaction.atomic
def draft_paper(
    campaign: Campaign, unit: Unit, draft: Draft, *, supersedes: Paper | None = None, by: Actor, at: datetime
) -> Paper:
    """Begin a paper of `unit`. `supersedes`: a signed one of the same kind and unit that it stands in for once signed."""
    by.needs(Right.PAPER_WRITE, unit.path)
    take_turn()
    form = template_of(campaign).forms.get(draft.kind)
    if form is None or form.columns:
        raise BadInput(
            f"模板里没有文种“{draft.kind}”，或它是一张表。",
            f"The template has no kind of paper '{draft.kind}', or it is a table.",
        )
    _check_words(draft.title, draft.body)
    if supersedes is not None:
        _check_superseded(supersedes, campaign, unit, draft.kind)
    paper = Paper.objects.create(
        campaign=campaign,
        unit=unit,
        kind=draft.kind,
        title=draft.title,
        body=draft.body,
        facts=[fact.as_json() for fact in draft.facts],
        drafted_by=by.code,
        drafted_on=day_in_china(at),
        supersedes=supersedes,
    )
    _keep_version(paper, 1, draft.title, draft.body, by=by, at=at)
    facts = {"kind": draft.kind, "facts": [fact.code for fact in draft.facts]}
    facts |= {"digest": words_digest(draft.title, draft.body)}
    record(act="paper.drafted", subject=f"paper:{paper.pk}", by=by.code, at=at, facts=facts)
    return paper


@transaction.atomic
def edit_paper(paper: Paper, title: str, body: str, version: int, *, by: Actor, at: datetime) -> bool:
    """Write a draft anew; False where nothing changed. What stood there before is kept.

    Conflict where it changed, or was signed, since `version` was looked at.
    """
    by.needs(Right.PAPER_WRITE, paper.unit.path)
    take_turn()
    _check_words(title, body)
    if (title, body, version) == (paper.title, paper.body, paper.version):
        return False
    rows = Paper.objects.filter(pk=paper.pk, version=version, signed_on=None)
    if not rows.update(title=title, body=body, version=F("version") + 1):
        raise _changed()
    _keep_version(paper, version + 1, title, body, by=by, at=at)
    facts = {"version": version + 1, "digest": words_digest(title, body)}
    record(act="paper.edited", subject=f"paper:{paper.pk}", by=by.code, at=at, facts=facts)
    return True


@transaction.atomic
def sign_paper(paper: Paper, version: int, *, by: Actor, at: datetime) -> None:
    """Sign a draft as it stands in `version`; from then on it never changes. Never by somebody who wrote any of it.

    What comes out in issues (its form has a head) gets the next number of its unit. Refused while a place is still to be filled.
    """
    by.needs(Right.PAPER_SIGN, paper.unit.path)
    take_turn()
    writers: Collection[str] = set(PaperVersion.objects.filter(paper=paper).values_list("by", flat=True))
    if by.code in {paper.drafted_by, *writers}:
        raise NotAllowed(
            "起草或修改过这份文稿的人不能签发，请由另一位有签发权的同志办理。",
            "Who wrote a paper doesn't sign it: ask somebody else who may.",
        )
    if left := unwritten(paper.body):
        raise Refused(
            f"还有 {left} 处待写的地方（【待写：…】），写好或删去后再签发。",
            f"{left} place(s) are still to be written (【待写：…】): fill or delete them first.",
        )
    if paper.supersedes_id is not None:
        _check_still_stands(paper.supersedes_id, but=paper.pk)
    number = _next_number(paper)
    rows = Paper.objects.filter(pk=paper.pk, version=version, signed_on=None)
    if version != paper.version or not rows.update(
        signed_by=by.code, signed_on=day_in_china(at), number=number
    ):
        raise _changed()
    facts = {"version": version, "number": number or 0, "digest": words_digest(paper.title, paper.body)}
    record(act="paper.signed", subject=f"paper:{paper.pk}", by=by.code, at=at, facts=facts)


def words_digest(title: str, body: str) -> str:
    """SHA-256, in hex, of a paper's title and body: what the record holds of its words."""
    return hashlib.sha256(f"{title}\n{body}".encode()).hexdigest()


def _next_number(paper: Paper) -> int | None:
    form = template_of(paper.campaign).forms.get(paper.kind)
    if form is None or form.head is None:
        return None
    same = Paper.objects.filter(campaign=paper.campaign, unit=paper.unit, kind=paper.kind)
    return int(same.aggregate(last=Max("number"))["last"] or 0) + 1


def _keep_version(paper: Paper, version: int, title: str, body: str, *, by: Actor, at: datetime) -> None:
    PaperVersion.objects.create(paper=paper, version=version, title=title, body=body, by=by.code, at=at)


def _check_words(title: str, body: str) -> None:
    if not title.strip() or len(title) > LONGEST_TITLE:
        raise BadInput(
            f"请写标题（{LONGEST_TITLE} 字以内）。", f"Give it a title of at most {LONGEST_TITLE} characters."
        )
    if not body.strip() or len(body) > LONGEST_BODY:
        raise BadInput(
            f"请写正文（{LONGEST_BODY} 字以内）。", f"Write its text, at most {LONGEST_BODY} characters."
        )


def _check_superseded(old: Paper, campaign: Campaign, unit: Unit, kind: str) -> None:
    if (old.campaign_id, old.unit_id, old.kind) != (campaign.pk, unit.pk, kind):
        raise BadInput(
            "只能代替同一单位、同一文种的文稿。", "It can only stand in for one of the same unit and kind."
        )
    if old.signed_on is None:
        raise Refused("那份文稿还没有签发，直接修改即可。", "That paper isn't signed yet: edit it instead.")
    _check_still_stands(old.pk)


def _check_still_stands(old: int, *, but: int = 0) -> None:
    newer = Paper.objects.signed().filter(supersedes=old)
    if newer.exclude(pk=but).exists():
        raise Conflict("那份文稿已经被代替。", "That paper was superseded already.")


def _changed() -> Conflict:
    return Conflict(
        "您打开之后，这份文稿由别人改过或签发了，您的没有写入。请看过现在的，再办一次。",
        "Somebody changed or signed this paper meanwhile; yours wasn't written. Look at it again.",
    )


__all__ = ["Draft", "draft_paper", "edit_paper", "sign_paper", "words_digest"]
