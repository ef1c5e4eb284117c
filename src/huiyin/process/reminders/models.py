"""Reminder slips: what inspectors or the level above point out to somebody of a team, signed for."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huiyin.platform.accounts.models import Account
from huiyin.platform.orgs.models import Unit
from huiyin.process.campaigns.models import Campaign
from huiyin.process.problems.models import Problem


class Reminder(models.Model):
    """A slip to somebody of a unit's team (`account`), worded without a giver.

    `together`: the unit's head signs for it, too, and it is talked over with them. What was sent never changes; who signed, and when, is
    added once.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField("编号")
    unit = models.ForeignKey(Unit, verbose_name="单位", on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, verbose_name="对象", on_delete=models.PROTECT, related_name="+")
    together = models.BooleanField("会同主要负责人", default=False)
    opening = models.TextField("总的话", blank=True)
    role = models.CharField("身份", max_length=20)
    by = models.CharField("发出人", max_length=80)
    sent_on = models.DateField("发出日期")
    signed_on = models.DateField("本人签收日期", null=True)
    head_by = models.CharField("会同签收", max_length=80, blank=True)
    head_signed_on = models.DateField("会同签收日期", null=True)

    objects: ClassVar[models.Manager["Reminder"]] = models.Manager()

    class Meta:
        verbose_name = "提醒单"
        constraints = [
            models.UniqueConstraint(fields=["campaign", "number"], name="reminders_number"),
            models.CheckConstraint(
                condition=Q(head_signed_on=None) | Q(together=True), name="reminders_head_signs_when_together"
            ),
        ]


class ReminderPoint(models.Model):
    """One thing that a slip points out, and the problem of the ledger that it became."""

    slip = models.ForeignKey(Reminder, on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveSmallIntegerField("第几条")
    text = models.TextField("内容")
    focus = models.CharField("问题类别", max_length=20, blank=True)
    problem = models.ForeignKey(Problem, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[models.Manager["ReminderPoint"]] = models.Manager()

    class Meta:
        verbose_name = "提醒事项"
        constraints = [models.UniqueConstraint(fields=["slip", "number"], name="reminders_point_once")]
