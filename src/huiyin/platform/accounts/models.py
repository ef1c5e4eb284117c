"""Who can sign in."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models

from huiyin.platform.accounts.rules.logins import MAX_LOGIN, MAX_NAME


class Account(AbstractBaseUser):
    """A person who can sign in. What they may do stands in the grants of the room above, never here.

    There is no e-mail and no time of the last sign-in: log-ins are not counted (SPEC section 4, end).
    """

    last_login = None

    login = models.CharField("登录名", max_length=MAX_LOGIN, unique=True)
    name = models.CharField("姓名", max_length=MAX_NAME)
    active = models.BooleanField("在用", default=True)
    must_change_password = models.BooleanField("须设新密码", default=True)
    failures = models.PositiveIntegerField("连续输错次数", default=0)
    not_before = models.DateTimeField("此前不可登录", null=True)
    slip = models.CharField("登录条摘要", max_length=128, blank=True)
    slip_until = models.DateTimeField("登录条有效期", null=True)
    slip_giver = models.CharField("末次发条人的身份", max_length=200, blank=True)

    USERNAME_FIELD = "login"
    is_anonymous = False
    is_authenticated = True

    objects: ClassVar[models.Manager["Account"]] = models.Manager()

    class Meta:
        verbose_name = "账号"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(slip="", slip_until=None)
                | (~models.Q(slip="") & ~models.Q(slip_until=None)),
                name="accounts_slip_has_its_end",
            )
        ]

    @property
    def code(self) -> str:
        """The account in the record: a number, for the record outlives the person's wish to be named."""
        return f"account:{self.pk}"

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        """Django's word for `active`."""
        return self.active
