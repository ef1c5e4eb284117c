"""Sheets of looks: what is being written, what was handed in with the facts of the day, and what was returned."""

from typing import ClassVar

from django.db import models

from huiyin.process.campaigns.models import Ask, Participation


class LookbackDraft(models.Model):
    """A sheet that is being written. `entries`: look → column → words; `edits` counts how often it was kept, so that two windows don't
    write over each other. It goes when it's handed in."""

    participation = models.ForeignKey(
        Participation, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    sheet = models.CharField("表", max_length=40)
    entries = models.JSONField("内容", default=dict)
    edits = models.PositiveIntegerField("保存次数", default=0)
    by = models.CharField("最后经办", max_length=80)
    on = models.DateField("日期")

    objects: ClassVar[models.Manager["LookbackDraft"]] = models.Manager()

    class Meta:
        verbose_name = "回头看底稿"
        constraints = [
            models.UniqueConstraint(fields=["participation", "sheet"], name="supervision_draft_once")
        ]


class Lookback(models.Model):
    """A sheet as it was handed in, with the facts beside it as they were on that day. Never changed: what is returned stays, and what is
    handed in again is a round more (R28, SPEC rule 15)."""

    participation = models.ForeignKey(
        Participation, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    sheet = models.CharField("表", max_length=40)
    round = models.PositiveSmallIntegerField("第几次")
    entries = models.JSONField("内容")
    facts = models.JSONField("当时的事实")
    by = models.CharField("送出人", max_length=80)
    role = models.CharField("身份", max_length=20)
    on = models.DateField("送出日期")

    objects: ClassVar[models.Manager["Lookback"]] = models.Manager()

    class Meta:
        verbose_name = "回头看"
        constraints = [
            models.UniqueConstraint(
                fields=["participation", "sheet", "round"], name="supervision_lookback_once_a_round"
            )
        ]


class LookbackReturn(models.Model):
    """A sheet was sent back, with what must change and until when; `ask` is the unit's task, none once the campaign is closed. Never changed."""

    lookback = models.OneToOneField(Lookback, on_delete=models.PROTECT, related_name="+")
    why = models.TextField("要改什么")
    due_on = models.DateField("何时前")
    ask = models.ForeignKey(Ask, on_delete=models.PROTECT, null=True, related_name="+")
    by = models.CharField("退回人", max_length=80)
    role = models.CharField("身份", max_length=20)
    on = models.DateField("退回日期")

    objects: ClassVar[models.Manager["LookbackReturn"]] = models.Manager()

    class Meta:
        verbose_name = "回头看退回"
