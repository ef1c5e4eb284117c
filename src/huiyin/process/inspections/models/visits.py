"""Visits: planned, moved, cancelled, held."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huiyin.platform.accounts.models import Account
from huiyin.platform.orgs.models import Unit
from huiyin.process.campaigns.models import Campaign
from huiyin.process.inspections.rules.visits import VISIT_STATES, VisitState


class Visit(models.Model):
    """That inspectors go to a unit on a day. What was announced never changes; the day moves by a VisitChange that stays."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField("编号")
    unit = models.ForeignKey(Unit, verbose_name="督导单位", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("方式", max_length=40)
    day = models.DateField("日期")
    scope = models.TextField("告知的范围", blank=True)
    list_number = models.CharField("清单编号", max_length=60, blank=True)
    noticed_on = models.DateField("通知日期", null=True)
    whole = models.BooleanField("计入年度次数", default=False)
    state = models.CharField(
        "状态",
        max_length=20,
        choices=[(state.value, name) for state, name in VISIT_STATES.items()],
        default=VisitState.PLANNED.value,
    )
    planned_by = models.CharField("安排人", max_length=80)
    planned_on = models.DateField("安排日期")

    objects: ClassVar[models.Manager["Visit"]] = models.Manager()

    class Meta:
        verbose_name = "走访"
        constraints = [
            models.UniqueConstraint(fields=["campaign", "number"], name="inspections_visit_number"),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in VisitState]), name="inspections_visit_state"
            ),
        ]
        indexes = [models.Index(fields=["unit", "day"], name="inspections_visit_unit")]


class VisitInspector(models.Model):
    """Who goes."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="+", db_index=False)
    account = models.ForeignKey(Account, verbose_name="督导人员", on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[models.Manager["VisitInspector"]] = models.Manager()

    class Meta:
        verbose_name = "督导人员"
        constraints = [models.UniqueConstraint(fields=["visit", "account"], name="inspections_goes_once")]


class VisitChange(models.Model):
    """That a visit was moved to another day, or, without one, cancelled."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="+")
    from_day = models.DateField("原日期")
    to_day = models.DateField("新日期", null=True)
    reason = models.TextField("理由")
    by = models.CharField("办理人", max_length=80)
    on = models.DateField("办理日期")

    objects: ClassVar[models.Manager["VisitChange"]] = models.Manager()

    class Meta:
        verbose_name = "走访变更"
