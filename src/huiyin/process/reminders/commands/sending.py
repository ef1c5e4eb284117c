"""A slip is sent: its points become problems of the ledger at once."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import NotAllowed, Refused
from huiyin.platform.accounts.models import Account
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.queries import teams
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.campaigns.models import Campaign
from huiyin.process.opinions.rules.reach import may_work
from huiyin.process.problems.commands import Wording, raise_problem
from huiyin.process.rectification.rules.hands import from_above
from huiyin.process.reminders.models import Reminder, ReminderPoint
from huiyin.process.reminders.queries import telling_parts
from huiyin.process.reminders.rules.wording import Pointed, needs_words, title_of

FROM_ABOVE_SOURCE = "above"
"""The source of a problem that the level above pointed out (上级点)."""


@transaction.atomic
def send_reminder(
    campaign: Campaign,
    unit: Unit,
    account: Account,
    points: Sequence[Pointed],
    *,
    opening: str = "",
    together: bool = False,
    looked: bool = False,
    by: Actor,
    at: datetime,
) -> Reminder:
    """ReminderPoint out to somebody on a unit's team what inspectors or the level above have seen; each point is a problem of the unit with the
    source 上级点.

    Refused where words may tell who gave an opinion, or accuse, until `by` says that they `looked`; for somebody who isn't on the team; for
    who doesn't stand above the unit. About 8 queries a point.
    """
    by.needs(Right.REMINDER_SEND, unit.path)
    if not from_above(by, unit.path):
        raise NotAllowed(
            "提醒单由上级或上级派来的人发，本单位自己不发。",
            "A slip comes from above, never from the unit itself.",
        )
    needs_words(points, opening)
    take_turn()
    seat = next(
        (one for one in teams([unit.pk], day_in_china(at))[unit.pk] if one.account.pk == account.pk), None
    )
    if seat is None:
        raise Refused("这位同志现在不是该单位的班子成员。", "That person isn't on the unit's team now.")
    telling = telling_parts(campaign, [opening, *(one.text for one in points)])
    if telling and not looked:
        shown = "、".join(f"“{part}”" for part in telling[:5])
        raise Refused(
            f"这些话可能让人认出是谁反映的，或涉及举报：{shown}。改写，或勾选“看过了”再发。",
            f"By these words somebody may be known, or they accuse: {shown}. Reword them, or say that you looked.",
        )
    last = Reminder.objects.filter(campaign=campaign).aggregate(last=Max("number"))["last"] or 0
    slip = Reminder.objects.create(
        campaign=campaign,
        number=last + 1,
        unit=unit,
        account=account,
        together=together and not seat.head,
        opening=opening.strip(),
        role=by.role,
        by=by.code,
        sent_on=day_in_china(at),
    )
    may_check = may_work(by, Right.OPINION_READ_RAW, unit.path, campaign.root.path)
    for number, one in enumerate(points, 1):
        wording = Wording(
            title_of(one.text),
            FROM_ABOVE_SOURCE,
            manifestation=one.text.strip(),
            focus=one.focus,
            checked=may_check,
        )
        problem = raise_problem(campaign, wording, owner=unit, by=by, at=at)
        ReminderPoint.objects.create(
            slip=slip, number=number, text=one.text.strip(), focus=one.focus, problem=problem
        )
    facts = {
        "unit": unit.pk,
        "to": account.code,
        "points": len(points),
        "together": slip.together,
        "looked": bool(telling),
    }
    record(act="reminder.sent", subject=f"reminder:{slip.number}", by=by.code, at=at, facts=facts)
    return slip
