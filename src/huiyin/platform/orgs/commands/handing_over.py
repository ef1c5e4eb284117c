"""Handing over: from a day on, what one person held in a unit is another's."""

from datetime import date, datetime, timedelta

from django.db import transaction

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import Refused
from huiyin.platform.accounts.models import Account
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.commands.holding import needs_own_slip
from huiyin.platform.orgs.models import Grant, Post, Unit, open_after
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.platform.orgs.rules.terms import ROLE_OF_POST, PostKind


@transaction.atomic
def hand_over(giver: Account, taker: Account, unit: Unit, *, on: date, by: Actor, at: datetime) -> int:
    """Let `taker` hold from the day `on` what `giver` holds in `unit` (not below it) on that day or later; how much that is.

    What was held before stays the giver's: it ends on the day before, and the taker's begins anew with the same last day.
    Refused for a day that is over, for nothing to hand over, and for a taker who holds one of it already: whose it would
    be then is for a person to say. Open work follows the post and the role, so nothing else has to be moved.
    """
    take_turn()
    _refuse_past(on, at)
    if giver.pk == taker.pk or not taker.active:
        raise Refused("接手的应是另一个在用的账号。", "The taker must be another account that is open.")
    posts = list(Post.objects.filter(open_after(on), unit=unit, account=giver).order_by("pk"))
    grants = list(Grant.objects.filter(open_after(on), unit=unit, account=giver).order_by("pk"))
    held: list[Post | Grant] = [*posts, *grants]
    if not held:
        raise Refused(
            f"“{giver.name}”从 {on} 起在“{unit.name}”没有职务和角色可以交接。",
            "There is nothing to hand over from that day on.",
        )
    for thing in held:
        _needs_to_hand_on(thing, unit, (giver, taker), by)
        _refuse_double(thing, taker, unit)
        _pass_on(thing, taker, on)
    facts = {
        "to": taker.code,
        "unit": unit.pk,
        "on": on.isoformat(),
        "posts": [post.kind for post in posts],
        "roles": [grant.role for grant in grants],
    }
    record(act="unit.handed_over", subject=giver.code, by=by.code, at=at, facts=facts)
    return len(held)


def _refuse_past(on: date, at: datetime) -> None:
    if on < day_in_china(at):
        raise Refused(
            f"交接日期 {on} 已经过去；请从今天或以后的一天起交接。",
            f"{on} is over; hand over from today or a later day.",
        )


def _needs_to_hand_on(thing: Post | Grant, unit: Unit, both: tuple[Account, Account], by: Actor) -> None:
    role = Role(thing.role) if isinstance(thing, Grant) else ROLE_OF_POST[PostKind(thing.kind)]
    campaign = thing.campaign if isinstance(thing, Grant) else ""
    for account in both:
        by.needs_to_appoint(role, unit.path, account.code, campaign)
    if isinstance(thing, Grant):
        needs_own_slip(both[1], role, unit.path, campaign)


def _refuse_double(thing: Post | Grant, taker: Account, unit: Unit) -> None:
    there: list[Post | Grant]
    if isinstance(thing, Post):
        there = list(Post.objects.filter(unit=unit, account=taker, kind=thing.kind))
    else:
        there = list(Grant.objects.filter(unit=unit, account=taker, role=thing.role, campaign=thing.campaign))
    if any(other.term.meets(thing.term) for other in there):
        raise Refused(
            f"“{taker.name}”在“{unit.name}”已有同样的职务或角色，请先结束一方的。",
            "The taker holds the same there already; end one of the two first.",
        )


def _pass_on(thing: Post | Grant, taker: Account, on: date) -> None:
    if thing.since >= on:  # not a day of it is history
        thing.account = taker
        thing.save(update_fields=["account"])
        return
    last = thing.until
    thing.until = on - timedelta(days=1)
    thing.save(update_fields=["until"])
    thing.pk, thing.account, thing.since, thing.until = None, taker, on, last
    thing._state.adding = True
    thing.save()
