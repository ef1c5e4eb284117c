"""A letter is signed for by the head of the unit, in person: seen, not agreed to."""

from datetime import datetime

from django.db import transaction

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import NotAllowed, Refused
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.rules.rights import Actor
from huiyin.process.letters.models import Letter
from huiyin.process.letters.rules.hands import may_sign


@transaction.atomic
def sign_letter(letter: Letter, *, by: Actor, at: datetime) -> None:
    """Sign for an issued letter as the head of its unit. Refused the second time."""
    if not may_sign(by, letter.participation.unit.path):
        raise NotAllowed(
            "反馈意见书由单位主要负责人本人签收，别人不能代。",
            "A letter is signed for by the unit's head in person, nobody else.",
        )
    take_turn()
    rows = Letter.objects.issued().filter(pk=letter.pk, signed_on=None)
    if not rows.update(signed_on=day_in_china(at), signed_by=by.code):
        raise Refused("已经签收过了，或还没有发出。", "It was signed for already, or isn't issued.")
    record(act="letter.signed", subject=f"letter:{letter.pk}", by=by.code, at=at, facts={})
