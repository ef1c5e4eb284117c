"""The supervision log (督导日志): a row of a visit, entered by one and confirmed by another, then never changed."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from huiyin.process.campaigns.models import Ask, Campaign
from huiyin.process.inspections.models.visits import Visit
from huiyin.process.problems.models import Problem


class LogEntry(models.Model):
    """A row of the log; final from `confirmed_on`. `version` counts what its first hand changed before."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField("编号")
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="+")
    day = models.DateField("日期")
    ways = models.JSONField("方式", default=list)
    learned = models.TextField("了解到的情况")
    told = models.CharField("反馈对象", max_length=200, blank=True)
    version = models.PositiveIntegerField("版本", default=1)
    entered_by = models.CharField("录入人", max_length=80)
    entered_on = models.DateField("录入日期")
    confirmed_by = models.CharField("确认人", max_length=80, blank=True)
    confirmed_on = models.DateField("确认日期", null=True)

    objects: ClassVar[models.Manager["LogEntry"]] = models.Manager()

    class Meta:
        verbose_name = "督导日志"
        constraints = [
            models.UniqueConstraint(fields=["campaign", "number"], name="inspections_entry_number"),
            models.CheckConstraint(
                condition=Q(confirmed_on=None, confirmed_by="")
                | Q(confirmed_on__isnull=False) & ~Q(confirmed_by="") & ~Q(confirmed_by=F("entered_by")),
                name="inspections_two_hands",
            ),
        ]


class LogPoint(models.Model):
    """A problem found or a demand made, and what it became: a problem of the ledger, an ask of the unit."""

    class Kind(models.TextChoices):
        FOUND = "found", "发现的问题"
        DEMAND = "demand", "提出的要求"

    entry = models.ForeignKey(LogEntry, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField("类别", max_length=10, choices=Kind.choices)
    number = models.PositiveSmallIntegerField("第几条")
    text = models.TextField("内容")
    focus = models.CharField("问题类别", max_length=20, blank=True)
    due_on = models.DateField("完成日期", null=True)
    problem = models.ForeignKey(Problem, on_delete=models.PROTECT, null=True, related_name="+")
    ask = models.ForeignKey(Ask, on_delete=models.PROTECT, null=True, related_name="+")

    objects: ClassVar[models.Manager["LogPoint"]] = models.Manager()

    class Meta:
        verbose_name = "日志条目"
        constraints = [
            models.UniqueConstraint(fields=["entry", "kind", "number"], name="inspections_point_once")
        ]


class LogCorrection(models.Model):
    """What was wrong in a final row, beside it."""

    entry = models.ForeignKey(LogEntry, on_delete=models.PROTECT, related_name="+")
    text = models.TextField("更正")
    by = models.CharField("更正人", max_length=80)
    on = models.DateField("更正日期")

    objects: ClassVar[models.Manager["LogCorrection"]] = models.Manager()

    class Meta:
        verbose_name = "日志更正"


class Revisit(models.Model):
    """What a later look at the same matter found (回访结果)."""

    entry = models.ForeignKey(LogEntry, on_delete=models.PROTECT, related_name="+")
    day = models.DateField("回访日期")
    text = models.TextField("回访结果")
    by = models.CharField("回访人", max_length=80)
    on = models.DateField("登记日期")

    objects: ClassVar[models.Manager["Revisit"]] = models.Manager()

    class Meta:
        verbose_name = "回访"
