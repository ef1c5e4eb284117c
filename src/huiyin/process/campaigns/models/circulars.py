"""Papers that go down the unit tree level by level, and where each of them is."""

from collections.abc import Iterable
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from huiyin.platform.files.models import Attachment
from huiyin.platform.orgs.models import Unit
from huiyin.process.campaigns.models.campaigns import Campaign, Participation


class CircularQuerySet(models.QuerySet["Circular"]):
    def of(self, campaign: Campaign) -> "CircularQuerySet":
        return self.filter(campaign=campaign)

    def standing(self) -> "CircularQuerySet":
        """Neither withdrawn nor replaced by a newer one."""
        return self.filter(withdrawn_on=None)


class Circular(models.Model):
    """A notice or method document as it was issued: its words and its file never change (the database holds that).

    `author` is whoever wrote it above this tree ("" the issuing unit itself): such a paper first reaches the issuing unit. `kind` is a
    form of the template, `event` an event of it or "". `ack_days` working days after it reaches a unit that unit is to have
    acknowledged it (None: no limit). A newer version `replaces` it; it stays to be read, and nobody needs to acknowledge it any more.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("文种", max_length=40)
    number = models.CharField("文号", max_length=60, blank=True)
    title = models.CharField("标题", max_length=200)
    text = models.TextField("正文", blank=True)
    file = models.ForeignKey(Attachment, on_delete=models.PROTECT, null=True, related_name="+")
    author = models.CharField("发文机关", max_length=100, blank=True)
    issued_by = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    issued_on = models.DateField("印发日期")
    event = models.CharField("事件", max_length=40, blank=True)
    ack_days = models.PositiveSmallIntegerField("签收时限（工作日）", null=True)
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_on = models.DateField("撤回日期", null=True)
    withdrawn_why = models.CharField("撤回原因", max_length=200, blank=True, db_default="")

    objects: ClassVar["CircularQuerySet"] = CircularQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "文件传达"
        constraints = [
            models.CheckConstraint(
                condition=~Q(text="") | Q(file__isnull=False), name="campaigns_circular_says_something"
            ),
            models.UniqueConstraint(fields=["replaces"], name="campaigns_circular_replaced_once"),
        ]


class CircularStopQuerySet(models.QuerySet["CircularStop"]):
    def waiting(self) -> "CircularStopQuerySet":
        """Not acknowledged yet, and still to be: the circular stands and the unit takes part."""
        return self.filter(acknowledged_at=None, circular__withdrawn_on=None, participation__ended_on=None)

    def of_units(self, paths: Iterable[str]) -> "CircularStopQuerySet":
        """Of the units under `paths`."""
        return self.filter(participation__unit__in=Unit.objects.in_scopes(paths))


class CircularStop(models.Model):
    """A circular at one unit: when it reached it, was acknowledged, was passed on, and what the unit added.

    `above` is the stop that passed it on (None: the issuer did), `level` the depth below the issuer, from 1. Who pressed stands in the
    record alone: the stop knows the unit, not the person.
    """

    circular = models.ForeignKey(Circular, on_delete=models.PROTECT, related_name="+")
    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")
    above = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    level = models.PositiveSmallIntegerField("层级")
    reached_at = models.DateTimeField("送达时间")
    acknowledged_at = models.DateTimeField("签收时间", null=True)
    passed_on_at = models.DateTimeField("转发时间", null=True)
    added_text = models.TextField("补充要求", blank=True, db_default="")

    objects: ClassVar["CircularStopQuerySet"] = CircularStopQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "传达环节"
        constraints = [
            models.UniqueConstraint(fields=["circular", "participation"], name="campaigns_stop_once"),
            models.CheckConstraint(
                condition=Q(acknowledged_at=None) | Q(acknowledged_at__gte=F("reached_at")),
                name="campaigns_stop_acknowledged_after",
            ),
            models.CheckConstraint(
                condition=Q(passed_on_at=None)
                | Q(acknowledged_at__isnull=False, passed_on_at__gte=F("acknowledged_at")),
                name="campaigns_stop_passed_on_after",
            ),
            models.CheckConstraint(
                condition=Q(added_text="") | Q(passed_on_at__isnull=False),
                name="campaigns_stop_adds_when_passing",
            ),
        ]
        indexes = [
            models.Index(
                fields=["participation"],
                condition=Q(acknowledged_at=None),
                name="campaigns_stop_waiting",
            )
        ]
