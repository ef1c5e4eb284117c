"""The ladder of papers on a matter of a unit."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from huiyin.platform.orgs.models import Unit
from huiyin.process.campaigns.models import Campaign


class Ladder(models.Model):
    """A matter of a unit that papers are issued on, one further than the other."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField("编号")
    unit = models.ForeignKey(Unit, verbose_name="单位", on_delete=models.PROTECT, related_name="+")
    matter = models.CharField("督办事项", max_length=200)
    opened_by = models.CharField("立项人", max_length=80)
    opened_on = models.DateField("立项日期")

    objects: ClassVar[models.Manager["Ladder"]] = models.Manager()

    class Meta:
        verbose_name = "督办事项"
        constraints = [
            models.UniqueConstraint(fields=["campaign", "number"], name="inspections_ladder_number")
        ]


class LadderPaper(models.Model):
    """A paper of the ladder: drafted by one, issued by another with a number, then never changed; signed for by the head where it asks that.

    A draft that isn't issued any more is dropped with a reason and stays.
    """

    ladder = models.ForeignKey(Ladder, on_delete=models.PROTECT, related_name="+")
    step = models.CharField("文书", max_length=40)
    text = models.TextField("正文")
    due_on = models.DateField("期限", null=True)
    skipped_why = models.TextField("跳级理由", blank=True)
    version = models.PositiveIntegerField("版本", default=1)
    drafted_by = models.CharField("起草人", max_length=80)
    drafted_on = models.DateField("起草日期")
    year = models.PositiveSmallIntegerField("年", null=True)
    number = models.PositiveIntegerField("文书号", null=True)
    issued_by = models.CharField("签发人", max_length=80, blank=True)
    issued_on = models.DateField("签发日期", null=True)
    signed_by = models.CharField("签收人", max_length=80, blank=True)
    signed_on = models.DateField("签收日期", null=True)
    dropped_on = models.DateField("停用日期", null=True)
    dropped_why = models.TextField("停用理由", blank=True)

    objects: ClassVar[models.Manager["LadderPaper"]] = models.Manager()

    class Meta:
        verbose_name = "督导文书"
        constraints = [
            models.UniqueConstraint(
                fields=["ladder", "step"], condition=Q(dropped_on=None), name="inspections_step_once"
            ),
            models.UniqueConstraint(
                fields=["ladder"],
                condition=Q(dropped_on=None, issued_on=None),
                name="inspections_one_draft",
            ),
            models.CheckConstraint(
                condition=Q(issued_on=None) | Q(dropped_on=None) & ~Q(issued_by=F("drafted_by")),
                name="inspections_issued_by_another",
            ),
            models.CheckConstraint(
                condition=Q(signed_on=None) | Q(issued_on__isnull=False), name="inspections_signed_after"
            ),
        ]


class LadderAnswer(models.Model):
    """What the unit answered to a paper."""

    paper = models.ForeignKey(LadderPaper, on_delete=models.PROTECT, related_name="+")
    text = models.TextField("答复")
    by = models.CharField("答复人", max_length=80)
    on = models.DateField("答复日期")

    objects: ClassVar[models.Manager["LadderAnswer"]] = models.Manager()

    class Meta:
        verbose_name = "单位答复"
