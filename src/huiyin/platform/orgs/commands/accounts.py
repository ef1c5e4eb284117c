"""Other people's accounts: opened, given a new slip, closed."""

from datetime import datetime

from django.db import transaction

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import NotAllowed, Refused
from huiyin.platform.accounts.commands import make_account, make_slip, shut_account
from huiyin.platform.accounts.models import Account
from huiyin.platform.accounts.rules.slips import Slip
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.queries import grants_ahead, may_keep
from huiyin.platform.orgs.rules.rights import Actor, Right, Role


@transaction.atomic
def open_account(login: str, name: str, *, by: Actor, at: datetime) -> tuple[Account, Slip]:
    """A new account and the slip to print for its holder; it may do nothing until somebody gives it a role.

    BadInput for an odd login name, Conflict for one that is taken.
    """
    by.needs(Right.ACCOUNT_MANAGE, by.scope)
    take_turn()
    account, slip = make_account(login, name, giver=by.capacity(), at=at)
    facts = {"slip_until": slip.until.isoformat()}
    record(act="account.opened", subject=account.code, by=by.code, at=at, facts=facts)
    return account, slip


@transaction.atomic
def hand_out_slip(account: Account, *, by: Actor, at: datetime) -> Slip:
    """A new slip in place of a forgotten password or a lost slip; the old ones stop working at once.

    Whoever hands out a slip could use it, so it takes the right to appoint to every role that the account has or will have.
    """
    take_turn()
    account.refresh_from_db()
    _needs_to_keep(account, by, at)
    if not account.active:
        raise Refused("账号已停用，不能再发登录条。", "The account is closed; it gets no slip.")
    slip = make_slip(account, giver=by.capacity(), at=at)
    facts = {"slip_until": slip.until.isoformat()}
    record(act="account.slip_handed_out", subject=account.code, by=by.code, at=at, facts=facts)
    return slip


@transaction.atomic
def close_account(account: Account, *, by: Actor, at: datetime) -> None:
    """End an account: nobody signs in with it any more. Its posts and grants stay as they are, as history."""
    take_turn()
    _needs_to_keep(account, by, at)
    if not shut_account(account):
        raise Refused("账号已经停用。", "The account is closed already.")
    record(act="account.closed", subject=account.code, by=by.code, at=at)


def _needs_to_keep(account: Account, by: Actor, at: datetime) -> None:
    """Whoever holds something is kept by who appoints to all of it; who holds nothing, by who keeps accounts where they were."""
    grants = grants_ahead(account, day_in_china(at))
    for grant in grants:
        by.needs_to_appoint(Role(grant.role), grant.unit.path, account.code, grant.campaign)
    if not grants and not may_keep(by, account):
        raise NotAllowed(
            "这个账号在别的单位任过职，登录条和停用请由能管那些单位的人办理。",
            "This account held something elsewhere: a slip or its end is for who keeps accounts there.",
        )
