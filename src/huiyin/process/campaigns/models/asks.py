"""What is asked of units until when, and how far each is."""

from collections.abc import Iterable
from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q

from huiyin.platform.orgs.models import Unit
from huiyin.process.campaigns.models.campaigns import Campaign, Participation
from huiyin.process.campaigns.rules.plans import ASK_ORIGINS, AskOrigin


class Ask(models.Model):
    """Something asked of units, said once: its words, its step, what a unit has to type for it (R07).

    `fields` are the names of what each unit fills in by itself. `source` says where it came from: a rule of the template, a demand
    of a meeting (kind, id and number as plain text, since those rooms lie above). One that costs more than the template
    allows waits as `proposed` until somebody of the leading group has signed it, never who asked (`asked_by`, "" for a template's).
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    code = models.CharField("代码", max_length=40)
    title = models.CharField("工作任务", max_length=200)
    demand = models.TextField("具体要求", blank=True)
    who = models.CharField("责任人", max_length=100, blank=True)
    stage = models.CharField("环节", max_length=40, blank=True)
    step = models.CharField("步骤", max_length=40, blank=True)
    document = models.CharField("成果形式", max_length=40, blank=True)
    product = models.CharField("成果", max_length=100, blank=True)
    key_work = models.CharField("重点工作", max_length=40, blank=True)
    fields = models.JSONField("须自行填写的栏目", default=list, blank=True)
    origin = models.CharField(
        "来源", max_length=10, choices=[(origin.value, ASK_ORIGINS[origin]) for origin in AskOrigin]
    )
    source = models.CharField("出处", max_length=200, blank=True)
    position = models.PositiveIntegerField("次序", default=0)
    asked_on = models.DateField("提出日期")
    asked_by = models.CharField("提出人", max_length=60, blank=True)
    sent_on = models.DateField("下达日期", null=True)
    signed_by = models.CharField("签批人", max_length=60, blank=True)

    objects: ClassVar[models.Manager["Ask"]] = models.Manager()

    class Meta:
        verbose_name = "任务"
        constraints = [
            models.UniqueConstraint(fields=["campaign", "code"], name="campaigns_ask_once"),
            models.CheckConstraint(
                condition=Q(origin__in=[origin.value for origin in AskOrigin]), name="campaigns_ask_origin"
            ),
            models.CheckConstraint(
                condition=Q(asked_by="") | ~Q(signed_by=models.F("asked_by")),
                name="campaigns_ask_not_by_its_asker",
            ),
        ]


class PlanItemQuerySet(models.QuerySet["PlanItem"]):
    def open(self) -> "PlanItemQuerySet":
        """Sent, not done yet, of units that still take part."""
        return self.sent().filter(done_on=None, participation__ended_on=None)

    def sent(self) -> "PlanItemQuerySet":
        """Those that the units know of: an ask that waits for a signature is nobody's task yet."""
        return self.filter(ask__sent_on__isnull=False)

    def overdue(self, on: date) -> "PlanItemQuerySet":
        """Open, and the last day is over."""
        return self.open().filter(due_on__lt=on)

    def of_units(self, paths: Iterable[str]) -> "PlanItemQuerySet":
        """Of the units under `paths`."""
        return self.filter(participation__unit__in=Unit.objects.in_scopes(paths))


class PlanItem(models.Model):
    """One ask to one unit, with its own dates and its own progress.

    `due_on` is null where the date can't be told yet (an event without a date, a year without a calendar). `by_hand`: somebody set
    this unit's date, and moving an event leaves it alone. `version` counts changes, so that a sheet carried home and brought
    back can tell what happened in between.
    """

    ask = models.ForeignKey(Ask, on_delete=models.PROTECT, related_name="+")
    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField("开始时间", null=True)
    due_on = models.DateField("完成时间", null=True)
    by_hand = models.BooleanField("手工定期", default=False, db_default=False)
    done_on = models.DateField("完成日期", null=True)
    progress = models.TextField("进展情况", blank=True, db_default="")
    late_reason = models.TextField("未完成原因", blank=True, db_default="")
    version = models.PositiveIntegerField("版本", default=1, db_default=1)
    # What the unit filled in, by the names of the ask's fields; of a template's ask they are columns of its document.
    filled = models.JSONField("自行填写的内容", null=True)

    objects: ClassVar["PlanItemQuerySet"] = PlanItemQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "计划项"
        constraints = [
            models.UniqueConstraint(fields=["participation", "ask"], name="campaigns_item_once"),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(due_on=None) | Q(due_on__gte=models.F("starts_on")),
                name="campaigns_item_starts_before_due",
            ),
        ]
        indexes = [
            models.Index(fields=["ask", "due_on"], name="campaigns_item_ask"),
            models.Index(fields=["due_on", "id"], condition=Q(done_on=None), name="campaigns_item_open"),
        ]
