"""What an issued letter should say instead, beside its words (SPEC rules 1, 15)."""

from datetime import datetime

from django.db import transaction

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import BadInput, Refused
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.rules.rights import Actor
from huiyin.process.campaigns.queries import template_of
from huiyin.process.letters.models import Finding, Letter, LetterCorrection
from huiyin.process.letters.rules.hands import needs_inspector
from huiyin.process.letters.rules.wording import needs_room

FIELDS = ("judgement", "demand")
"""What of the letter itself can be corrected; of a finding its text."""


@transaction.atomic
def correct_letter(
    letter: Letter,
    text: str,
    reason: str,
    *,
    field: str = "text",
    finding: Finding | None = None,
    by: Actor,
    at: datetime,
) -> LetterCorrection:
    """Correct a text of an issued letter: a finding's, or `field` of the letter (FIELDS). By the inspectors, with a reason."""
    inspectors = template_of(letter.campaign).term("supervision_group")
    needs_inspector(by, letter.participation.unit.path, inspectors)
    if not text.strip() or not reason.strip():
        raise BadInput("请写更正为什么，并写明理由。", "Write what it should say, and why.")
    if (finding is None) != (field in FIELDS) or (finding is not None and field != "text"):
        raise BadInput("没有这一处。", "There is no such place.")
    needs_room(field, text)
    needs_room("reason", reason)
    take_turn()
    if not Letter.objects.issued().filter(pk=letter.pk).exists():
        raise Refused("还没有发出的，直接改就是。", "What isn't issued is simply changed.")
    made = LetterCorrection.objects.create(
        letter=letter,
        finding=finding,
        field=field,
        text=text.strip(),
        reason=reason.strip(),
        by=by.code,
        on=day_in_china(at),
    )
    facts = {"field": field, "finding": finding.number if finding else None}
    record(act="letter.corrected", subject=f"letter:{letter.pk}", by=by.code, at=at, facts=facts)
    return made
