"""Messages to people, how they want them, and the secret address of their calendar."""

from datetime import datetime, time
from typing import ClassVar

from django.db import models
from django.db.models import Q

from huiyin.platform.accounts.models import Account
from huiyin.platform.notices.rules.channels import CHANNEL_NAMES
from huiyin.platform.notices.rules.sections import Section, from_json


class MessageQuerySet(models.QuerySet["Message"]):
    """Messages by meaning."""

    def ready(self, at: datetime) -> "MessageQuerySet":
        """Those that wait and may go out by `at`, as far as they themselves say."""
        return self.filter(sent_at=None, ready_after__lte=at, account__active=True)

    def kept(self, account: Account) -> "MessageQuerySet":
        """What an account was sent and has not put away."""
        return self.filter(account=account).still_kept()

    def still_kept(self) -> "MessageQuerySet":
        """What was sent and has not been put away."""
        return self.filter(put_away=False).exclude(sent_at=None)


class Message(models.Model):
    """The one message of a person and a day. `sections` as `rules.sections` writes them; `day` is the one on which it goes out.

    Whether anybody read it is not known here and never will be: `put_away` is the reader's own tidying, without a time.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", verbose_name="收件人")
    day = models.DateField("日期")
    sections = models.JSONField("内容")
    ready_after = models.DateTimeField("最早发出")
    sent_at = models.DateTimeField("发出", null=True)
    put_away = models.BooleanField("已收起", default=False)

    objects: ClassVar[models.Manager["Message"]] = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = "消息"
        constraints = [
            models.UniqueConstraint(fields=["account", "day"], name="notices_message_one_a_day"),
            models.CheckConstraint(
                condition=Q(put_away=False) | Q(sent_at__isnull=False),
                name="notices_message_sent_then_put_away",
            ),
        ]
        indexes = [
            models.Index(fields=["account", "put_away"], name="notices_message_kept"),
            models.Index(fields=["ready_after"], condition=Q(sent_at=None), name="notices_message_waiting"),
        ]

    @property
    def content(self) -> tuple[Section, ...]:
        """What it says."""
        return from_json(self.sections)


class Delivery(models.Model):
    """A message on its way over one channel, and what became of it. `channel` is the channel's id in the preference."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="+", verbose_name="消息")
    channel = models.CharField("渠道编号", max_length=16)
    kind = models.CharField(
        "渠道类型", max_length=16, choices=[(kind.value, name) for kind, name in CHANNEL_NAMES.items()]
    )
    tries = models.PositiveSmallIntegerField("已试次数", default=0)
    next_try = models.DateTimeField("下次", null=True)
    outcome = models.CharField(
        "结果", max_length=8, blank=True, choices=[("sent", "已发"), ("failed", "没发成")]
    )

    objects: ClassVar[models.Manager["Delivery"]] = models.Manager()

    class Meta:
        verbose_name = "发送"
        constraints = [
            models.UniqueConstraint(fields=["message", "channel"], name="notices_delivery_once_a_channel"),
            models.CheckConstraint(
                condition=Q(outcome="", next_try__isnull=False) | (~Q(outcome="") & Q(next_try=None)),
                name="notices_delivery_waits_or_is_over",
            ),
        ]
        indexes = [
            models.Index(fields=["next_try"], condition=Q(outcome=""), name="notices_delivery_waiting")
        ]


class Preference(models.Model):
    """How somebody wants their messages. Who has no row wants what the defaults say.

    E-mail address and channels are enciphered (kit.enciphering) under HUIYIN_SECRET_KEY: the database alone tells neither.
    """

    account = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="+", verbose_name="账号")
    email = models.TextField("邮箱", blank=True)
    channels = models.TextField("渠道", blank=True)
    weekly = models.BooleanField("每周提醒", default=True)
    halfmonth = models.BooleanField("半月小结", default=True)
    quiet_from = models.TimeField("免打扰起", default=time(20))
    quiet_to = models.TimeField("免打扰止", default=time(8))

    objects: ClassVar[models.Manager["Preference"]] = models.Manager()

    class Meta:
        verbose_name = "消息设置"


class Feed(models.Model):
    """The calendar of an account. Who has the address reads it, so only a keyed hash of its secret part is kept."""

    account = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="+", verbose_name="账号")
    token_hash = models.CharField("地址摘要", max_length=64, unique=True)

    objects: ClassVar[models.Manager["Feed"]] = models.Manager()

    class Meta:
        verbose_name = "日历订阅"
