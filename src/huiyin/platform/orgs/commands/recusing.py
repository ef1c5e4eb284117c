"""An inspector declares what ties them to a unit; only who appoints inspectors there lifts it, with a reason (DOMAIN 7.2, R43)."""

from datetime import datetime

from django.db import transaction

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import Conflict, NotAllowed
from huiyin.platform.accounts.models import Account
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.models import Recusal, Unit, open_on
from huiyin.platform.orgs.rules.recusing import RecusalKind, needs_reason
from huiyin.platform.orgs.rules.rights import Actor, Role


@transaction.atomic
def declare_recusal(
    account: Account, unit: Unit, kind: RecusalKind, reason: str, *, by: Actor, at: datetime
) -> Recusal:
    """Declare a conflict of interest of an inspector for a unit and all below it; it counts from today.

    By the inspector, within their scope, or by who appoints inspectors there. Conflict when it stands already.
    """
    own = by.code == account.code and by.role is Role.SUPERVISION and unit.path.startswith(by.scope)
    if not own and not by.may_appoint(Role.SUPERVISION, unit.path, by.campaign):
        raise NotAllowed(
            "回避由督导人员本人登记自己督导范围内的单位，或由任命督导人员的人登记。",
            "An inspector declares it for a unit in their own scope; else who appoints inspectors there does.",
        )
    needs_reason(reason)
    take_turn()
    day = day_in_china(at)
    if Recusal.objects.filter(open_on(day), account=account, unit=unit).exists():
        raise Conflict("对这个单位已经登记过回避。", "It was declared for this unit already.")
    made = Recusal.objects.create(
        account=account, unit=unit, since=day, kind=kind, reason=reason.strip(), declared_by=by.code
    )
    facts = {"unit": unit.pk, "kind": kind.value, "since": day.isoformat()}
    record(act="recusal.declared", subject=account.code, by=by.code, at=at, facts=facts)
    return made


@transaction.atomic
def lift_recusal(recusal: Recusal, why: str, *, by: Actor, at: datetime) -> None:
    """Let a declared conflict end with today, with a reason: by who appoints inspectors there, never by its holder. The row stays."""
    if by.code == recusal.account.code or not by.may_appoint(
        Role.SUPERVISION, recusal.unit.path, by.campaign
    ):
        raise NotAllowed(
            "回避由任命督导人员的人解除，本人不能解除。",
            "Who appoints inspectors there lifts it, never the inspector.",
        )
    needs_reason(why)
    take_turn()
    day = day_in_china(at)
    open_rows = Recusal.objects.filter(pk=recusal.pk, until=None)
    if not open_rows.update(until=day, lifted_by=by.code, lifted_why=why.strip()):
        raise Conflict("这条回避已经解除。", "It was lifted already.")
    facts = {"unit": recusal.unit_id, "until": day.isoformat(), "why": why.strip()}
    record(act="recusal.lifted", subject=recusal.account.code, by=by.code, at=at, facts=facts)
    recusal.refresh_from_db()
