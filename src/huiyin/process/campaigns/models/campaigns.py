"""A running campaign: the units that take part, the dates of its events, where each unit stands."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huiyin.platform.orgs.models import Unit
from huiyin.process.campaigns.rules.plans import STAGE_STATES, StageState


class Campaign(models.Model):
    """A campaign under way. `template` is the template as it was on the first day, frozen by version and digest.

    `secret` (256 random bits, hex) keys what would otherwise be a plain hash of somebody's words. After `closed_on` no stage
    moves; what is open stays open, with its own dates (R26).
    """

    code = models.SlugField("代码", max_length=60, unique=True)
    name = models.CharField("名称", max_length=120)
    root = models.ForeignKey(Unit, verbose_name="主办单位", on_delete=models.PROTECT, related_name="+")
    template_code = models.CharField("模板", max_length=60)
    template_version = models.PositiveIntegerField("模板版本")
    template_digest = models.CharField("模板摘要", max_length=64)
    template = models.TextField("模板内容")
    secret = models.CharField("钥", max_length=64)
    started_on = models.DateField("启动日期")
    closed_on = models.DateField("结束日期", null=True)

    objects: ClassVar[models.Manager["Campaign"]] = models.Manager()

    class Meta:
        verbose_name = "活动"


class Participation(models.Model):
    """One row per unit taking part; the organiser's own team is the root's participation.

    `tier` is the code of the template's tier that the unit moves with. It takes part until `ended_on`, when it was merged away
    or let go.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    tier = models.CharField("层次", max_length=40, blank=True)
    ended_on = models.DateField("退出日期", null=True)

    objects: ClassVar[models.Manager["Participation"]] = models.Manager()

    class Meta:
        verbose_name = "参加单位"
        constraints = [
            models.UniqueConstraint(fields=["campaign", "unit"], name="campaigns_participation_once")
        ]


class EventDate(models.Model):
    """The date that somebody gave an event: for the whole campaign, for one tier of it, or for one unit.

    Events without a row take the template's default distance, computed whenever it is asked for.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    event = models.CharField("事件", max_length=40)
    tier = models.CharField("层次", max_length=40, blank=True)
    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, null=True, related_name="+")
    day = models.DateField("日期")

    objects: ClassVar[models.Manager["EventDate"]] = models.Manager()

    class Meta:
        verbose_name = "事件日期"
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "event", "tier"],
                condition=Q(participation=None),
                name="campaigns_event_once_a_tier",
            ),
            models.UniqueConstraint(
                fields=["participation", "event"],
                condition=~Q(participation=None),
                name="campaigns_event_once_a_unit",
            ),
            models.CheckConstraint(
                condition=Q(participation=None) | Q(tier=""), name="campaigns_event_of_a_unit_has_no_tier"
            ),
        ]


class UnitStage(models.Model):
    """Where a unit is in a stage. At most one is open, and those before it are passed."""

    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")
    stage = models.CharField("环节", max_length=40)
    position = models.PositiveSmallIntegerField("次序")
    state = models.CharField(
        "状态", max_length=10, choices=[(state.value, STAGE_STATES[state]) for state in StageState]
    )
    opened_on = models.DateField("进入日期", null=True)
    passed_on = models.DateField("通过日期", null=True)

    objects: ClassVar[models.Manager["UnitStage"]] = models.Manager()

    class Meta:
        verbose_name = "单位环节"
        constraints = [
            models.UniqueConstraint(fields=["participation", "stage"], name="campaigns_stage_once"),
            models.UniqueConstraint(
                fields=["participation"],
                condition=Q(state=StageState.OPEN.value),
                name="campaigns_stage_one_open",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in StageState]), name="campaigns_stage_state"
            ),
            models.CheckConstraint(
                condition=Q(state=StageState.PASSED.value, passed_on__isnull=False)
                | (~Q(state=StageState.PASSED.value) & Q(passed_on=None)),
                name="campaigns_stage_passed_has_a_day",
            ),
        ]
