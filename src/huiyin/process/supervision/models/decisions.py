"""Decisions on a unit's stage and on the plan of its meeting, with the facts that they stood on."""

from typing import ClassVar

from django.db import models

from huiyin.process.campaigns.models import UnitStage
from huiyin.process.lifemeetings.models import LifeMeeting


class StageDecision(models.Model):
    """A unit was let pass a stage. `facts` are all facts as they were, `waived` the messages of the blocking conditions that
    failed or couldn't be told, `why` the words with which they were let pass (SPEC rule 8). Never changed."""

    unit_stage = models.OneToOneField(
        UnitStage, on_delete=models.PROTECT, related_name="+", verbose_name="单位环节"
    )
    facts = models.JSONField("当时的事实")
    waived = models.JSONField("放行的条件", default=list, blank=True)
    why = models.TextField("理由", blank=True)
    decided_by = models.CharField("决定人", max_length=80)
    role = models.CharField("身份", max_length=20)
    decided_on = models.DateField("决定日期")

    objects: ClassVar[models.Manager["StageDecision"]] = models.Manager()

    class Meta:
        verbose_name = "环节结论"


class PlanLook(models.Model):
    """The plan of a team's meeting was looked at: approved, or returned. `looks` are the template's, each with what was said of it and
    the facts as they were; `why` the words with which what failed or couldn't be told was let pass. Never changed, every one stays."""

    meeting = models.ForeignKey(LifeMeeting, on_delete=models.PROTECT, related_name="+")
    plan_version = models.PositiveIntegerField("方案版本")
    looks = models.JSONField("逐项所见和当时的事实")
    approved = models.BooleanField("同意")
    why = models.TextField("放行理由", blank=True)
    by = models.CharField("审批人", max_length=80)
    role = models.CharField("身份", max_length=20)
    on = models.DateField("日期")

    objects: ClassVar[models.Manager["PlanLook"]] = models.Manager()

    class Meta:
        verbose_name = "方案审批"
