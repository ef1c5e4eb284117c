"""A slip is signed for: by whom it speaks to, and by the head where it is talked over together."""

from datetime import datetime

from django.db import transaction

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import NotAllowed, Refused
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.rules.rights import Actor, Right, Role
from huiyin.process.reminders.models import Reminder


@transaction.atomic
def sign_reminder(slip: Reminder, *, by: Actor, at: datetime) -> None:
    """Sign for a slip in person: its addressee, or the unit's head for one that is talked over together. Refused the second time."""
    by.needs(Right.REMINDER_SIGN, slip.unit.path)
    take_turn()
    day, rows = day_in_china(at), Reminder.objects.filter(pk=slip.pk)
    if by.code == slip.account.code:
        done = rows.filter(signed_on=None).update(signed_on=day)
    elif slip.together and by.role is Role.HEAD and by.scope == slip.unit.path:
        done = rows.filter(head_signed_on=None).update(head_signed_on=day, head_by=by.code)
    else:
        raise NotAllowed(
            "提醒单由本人签收，别人不能代。", "A slip is signed for by whom it speaks to, nobody else."
        )
    if not done:
        raise Refused("已经签收过了。", "It was signed for already.")
    facts = {"head": by.code != slip.account.code}
    record(act="reminder.signed", subject=f"reminder:{slip.number}", by=by.code, at=at, facts=facts)
