"""Whose session it is. Django's own sessions and hashes, without django.contrib.auth, whose tables of permissions we don't have."""

from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.middleware.csrf import rotate_token
from django.utils.crypto import constant_time_compare

from huiyin.platform.accounts.models import Account
from huiyin.platform.prepared import PreparedRow

_ACCOUNT, _HASH = "account", "hash"
_ACCOUNTS = PreparedRow(Account, "id", without=("not_before", "slip_until"))


def open_session(request: HttpRequest, account: Account) -> None:
    """Begin a session of the account's under a new key: what an earlier visitor of this browser left is gone."""
    request.session.flush()
    _forget_messages(request)
    keep_session(request, account)
    rotate_token(request)


def keep_session(request: HttpRequest, account: Account) -> None:
    """Let this session, and no other, go on after the account's password was changed."""
    request.session.cycle_key()
    request.session[_ACCOUNT] = account.pk
    request.session[_HASH] = account.get_session_auth_hash()


def close_session(request: HttpRequest) -> None:
    """End it, with whatever it still had to say."""
    request.session.flush()
    _forget_messages(request)


def _forget_messages(request: HttpRequest) -> None:
    """What was said to one person isn't for the next one at this browser."""
    for _said in get_messages(request):
        pass


def account_of(request: HttpRequest) -> Account | None:
    """The account of the session; None without one, or when it was closed or got another password since. 2 queries."""
    pk = request.session.get(_ACCOUNT)
    account = _ACCOUNTS.get(pk) if pk else None
    if (
        account is None
        or not account.active
        or not constant_time_compare(request.session.get(_HASH, ""), account.get_session_auth_hash())
    ):
        return None
    return account
