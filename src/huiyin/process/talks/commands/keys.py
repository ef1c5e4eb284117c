"""One's own key for points of talks, under a passphrase apart from sign-in.

The stretching takes a third of a second, so it happens before the transaction. Don't call these inside one of your own:
a refusal after a wrong try is raised when the count is committed.
"""

from datetime import datetime

from django.contrib.auth.hashers import check_password
from django.db import transaction
from django.db.models import F
from django.views.decorators.debug import sensitive_variables

from huiyin.kit.clock import day_in_china
from huiyin.kit.enciphering import Unreadable
from huiyin.kit.errors import BadInput, Conflict, NotAllowed
from huiyin.kit.sealing import SealedKey, change_passphrase, make_key, open_key
from huiyin.platform.accounts.models import Account
from huiyin.platform.accounts.rules.passwords import check_password_policy
from huiyin.platform.accounts.rules.slowdown import wait_after
from huiyin.platform.audit.commands import record, take_turn
from huiyin.process.talks.models import TalkKey

SHORTEST = 12


@sensitive_variables()
def make_talk_key(account: Account, passphrase: str, *, at: datetime) -> TalkKey:
    """Make a pair of keys for somebody. One that was there stays for what is sealed to it, and nothing new is.

    BadInput for a passphrase that is short, common, or the password by which the account signs in.
    """
    _check_passphrase(account, passphrase)
    made = make_key(passphrase)
    with transaction.atomic():
        take_turn()
        replaced = TalkKey.objects.filter(account=account, current=True).update(current=False)
        key = TalkKey.objects.create(
            account=account, public=made.public, private=made.private, made_on=day_in_china(at)
        )
        facts = {"replaced": bool(replaced)}
        record(act="talk_key.made", subject=account.code, by=account.code, at=at, facts=facts)
    return key


@sensitive_variables()
def change_talk_passphrase(account: Account, old: str, new: str, *, at: datetime) -> None:
    """Put the current pair under another passphrase. NotAllowed for a wrong old one, and while one waits after wrong tries."""
    key = TalkKey.objects.filter(account=account, current=True).first()
    if key is None:
        raise BadInput("您还没有设谈话口令。", "You have no passphrase for talks yet.")
    private_of([key], old, at=at)
    _check_passphrase(account, new)
    kept = SealedKey(key.public, key.private)
    made = change_passphrase(kept, old, new)
    with transaction.atomic():
        if not TalkKey.objects.filter(pk=key.pk, private=key.private).update(private=made.private):
            raise Conflict(
                "口令刚刚在别处改过，请再试。", "The passphrase was just changed elsewhere: try again."
            )
        record(act="talk_key.passphrase_changed", subject=account.code, by=account.code, at=at)


@sensitive_variables()
def private_of(keys: list[TalkKey], passphrase: str, *, at: datetime) -> tuple[TalkKey, bytes]:
    """The one of somebody's keys that a passphrase opens, and its private half. NotAllowed where it opens none, and one waits longer
    after each wrong try, as at sign-in."""
    for key in keys:
        if key.not_before is not None and at < key.not_before:
            raise NotAllowed(
                "刚才口令输错几次，请过一会儿再试。", "The passphrase was wrong several times: wait a while."
            )
    for key in keys:
        try:
            private = open_key(SealedKey(key.public, key.private), passphrase)
        except Unreadable:
            continue
        if key.failures:
            TalkKey.objects.filter(pk=key.pk).update(failures=0, not_before=None)
        return key, private
    for key in keys:
        TalkKey.objects.filter(pk=key.pk).update(
            failures=F("failures") + 1, not_before=at + wait_after(key.failures + 1)
        )
    raise NotAllowed(
        "谈话口令不对，没有打开。它不是登录密码；忘了口令谁也找不回来。",
        "That isn't your passphrase for talks; nothing was opened. It isn't your password; forgotten, nobody can restore it.",
    )


@sensitive_variables()
def _check_passphrase(account: Account, passphrase: str) -> None:
    if len(passphrase.strip()) < SHORTEST:
        raise BadInput(
            f"谈话口令至少 {SHORTEST} 个字，例如几个不相干的词。",
            f"A passphrase for talks has {SHORTEST} characters at least: several unrelated words, say.",
        )
    check_password_policy(passphrase.strip(), account.login)
    if check_password(passphrase, account.password):
        raise BadInput(
            "谈话口令不能同登录密码一样：知道密码的人就能打开要点。",
            "Not the password by which you sign in: whoever knows that could open your points.",
        )
