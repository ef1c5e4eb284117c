"""What the holder of an account does with it, and the parts of which the room above makes its commands.

Hashing takes half a second of work, so it happens before the transaction; what it stood on is compared when writing.
A refusal after a wrong try is raised when the count is committed: don't call these inside a transaction of your own.
"""

import secrets
from datetime import datetime, timedelta

from django.contrib.auth.hashers import PBKDF2PasswordHasher, check_password, make_password
from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet

from huiyin.kit.errors import Conflict, NotAllowed
from huiyin.platform.accounts.models import Account
from huiyin.platform.accounts.rules import slips
from huiyin.platform.accounts.rules.logins import checked_login, checked_name, plain_login
from huiyin.platform.accounts.rules.passwords import LONGEST, check_password_policy
from huiyin.platform.accounts.rules.slowdown import wait_after
from huiyin.platform.audit.commands import record, take_turn


class _SlipHasher(PBKDF2PasswordHasher):
    """Django's own, without the stretching: 66 random bits need none, and an import writes hundreds of slips."""

    iterations = 1000


def sign_in(login: str, password: str, *, at: datetime) -> Account:
    """The account whose password this is. NotAllowed otherwise: one sentence and the same work whatever was wrong.

    While an account waits after wrong tries, the right password is refused as well, and a try doesn't prolong the wait.
    A plain success changes nothing and leaves no record: who signs in how often is nobody's business here.
    """
    account = Account.objects.filter(login=plain_login(login)).first()
    good = _matches(password, account.password if account else "")
    if account is None or _waits(account, at):
        raise _refusal()
    if not (good and account.active):
        _count_failure(account, at)
        raise _refusal()
    if account.failures:
        _settle_failures(account, at)
    elif not _unchanged(account, at).exists():
        raise _refusal()
    return account


def redeem_slip(login: str, code: str, password: str, *, at: datetime) -> Account:
    """Set the first password with the code of a slip, which is used up by it.

    NotAllowed for a wrong, used or expired one, as `sign_in`; BadInput for a password against the policy, which leaves the
    slip good.
    """
    account = Account.objects.filter(login=plain_login(login)).first()
    good = _slip_matches(code, account.slip if account else "")
    if account is None or _waits(account, at):
        raise _refusal()
    if not (good and account.active and account.slip_until and at <= account.slip_until):
        _count_failure(account, at)
        raise _refusal()
    check_password_policy(password, account.login)
    same = Q(pk=account.pk, active=True, slip=account.slip)
    _set_password(account, same, password, act="account.slip_redeemed", at=at)
    return account


def change_password(account: Account, old: str, new: str, *, at: datetime) -> None:
    """Replace the password `old`. NotAllowed as in `sign_in` when it is another; BadInput for a new one against the policy."""
    good = _matches(old, account.password)
    if _waits(account, at):
        raise _refusal()
    if not (good and account.active):
        _count_failure(account, at)
        raise _refusal()
    check_password_policy(new, account.login)
    same = Q(pk=account.pk, active=True, password=account.password)
    _set_password(account, same, new, act="account.password_changed", at=at)


def make_account(login: str, name: str, *, giver: str, at: datetime) -> tuple[Account, slips.Slip]:
    """A new account with its slip; it can't sign in until the slip is redeemed. Conflict when the login name is taken."""
    login, name = checked_login(login), checked_name(name)
    try:
        with transaction.atomic():
            account = Account.objects.create(login=login, name=name, password=make_password(None))
    except IntegrityError as error:
        raise Conflict(
            f"登录名“{login}”已有人用，请换一个。", f"The login name '{login}' is taken; choose another."
        ) from error
    return account, make_slip(account, giver=giver, at=at)


def make_slip(account: Account, *, giver: str, at: datetime) -> slips.Slip:
    """A new slip for an account, in place of its password and of an older slip. The only moment when the code is known.

    `giver` says in what capacity it is handed out, in the words of the room above: whoever hands out a slip could use it.
    """
    letters = "".join(secrets.choice(slips.LETTERS) for _ in range(slips.LENGTH))
    hasher = _SlipHasher()
    account.password = make_password(None)
    account.slip = hasher.encode(letters, hasher.salt())
    account.slip_until = at + slips.VALID_FOR
    account.slip_giver = giver
    account.must_change_password = True
    account.failures, account.not_before = 0, None
    account.save()
    return slips.Slip(account.login, account.name, slips.printed(letters), account.slip_until)


def shut_account(account: Account) -> bool:
    """End an account for good: no password, no slip. Whether it was open."""
    closed = Account.objects.filter(pk=account.pk, active=True).update(
        active=False, password=make_password(None), slip="", slip_until=None
    )
    account.refresh_from_db()
    return bool(closed)


def _matches(password: str, encoded: str) -> bool:
    """Whether the password is the one; without one to compare with, the same work in vain (Django does it for unusable ones)."""
    return check_password(password[: LONGEST + 1], encoded or make_password(None))


def _slip_matches(code: str, encoded: str) -> bool:
    hasher = _SlipHasher()
    letters = slips.typed(code)
    if not encoded:
        hasher.encode(letters, hasher.salt())
        return False
    return hasher.verify(letters, encoded)


def _waits(account: Account, at: datetime) -> bool:
    return account.not_before is not None and at < account.not_before


def _unchanged(account: Account, at: datetime) -> QuerySet[Account]:
    """The account, if it wasn't closed, slowed down or given another password while the hash was computed."""
    free = Q(not_before=None) | Q(not_before__lte=at)
    return Account.objects.filter(free, pk=account.pk, active=True, password=account.password)


@transaction.atomic
def _count_failure(account: Account, at: datetime) -> None:
    """One wrong try more; from the fifth on it is recorded, with the wait that it brings."""
    take_turn()
    Account.objects.filter(pk=account.pk).update(failures=F("failures") + 1)
    failures = Account.objects.values_list("failures", flat=True).get(pk=account.pk)
    wait = wait_after(failures)
    if wait > timedelta(0):
        Account.objects.filter(pk=account.pk).update(not_before=at + wait)
        facts = {"failures": failures, "seconds": int(wait.total_seconds())}
        record(act="account.slowed", subject=account.code, by=account.code, at=at, facts=facts)


@transaction.atomic
def _settle_failures(account: Account, at: datetime) -> None:
    """Back to none after the right password; refused when wrong tries of others brought a wait meanwhile."""
    take_turn()
    settled = _unchanged(account, at).update(failures=0, not_before=None)
    if not settled:
        raise _refusal()
    facts = {"failures": account.failures}
    record(act="account.signed_in", subject=account.code, by=account.code, at=at, facts=facts)
    account.failures, account.not_before = 0, None


def _set_password(account: Account, same: Q, password: str, *, act: str, at: datetime) -> None:
    new = {
        "password": make_password(password),
        "slip": "",
        "slip_until": None,
        "must_change_password": False,
        "failures": 0,
        "not_before": None,
    }
    with transaction.atomic():
        take_turn()
        if not Account.objects.filter(same).update(**new):
            raise _refusal()
        record(act=act, subject=account.code, by=account.code, at=at)
    account.refresh_from_db()


def _refusal() -> NotAllowed:
    return NotAllowed(
        "登录名、密码或登录条不对，或连续输错后还没有到可以再试的时候（最长 15 分钟）。忘了密码请向活动办要一张新的登录条。",
        "The login name, password or slip is wrong, or it is too early after several wrong tries (15 minutes at most). "
        "Ask the activity office for a new slip.",
    )
