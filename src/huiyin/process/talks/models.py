"""Talks of a unit's team, who is in charge of what, who is away; and points that only the two of a talk can read."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from huiyin.platform.accounts.models import Account
from huiyin.platform.orgs.models import Unit
from huiyin.process.campaigns.models import Participation
from huiyin.process.talks.rules.states import TalkState

STATE_NAMES = {
    TalkState.DUE: "待谈",
    TalkState.PLANNED: "已约定",
    TalkState.HELD: "一方说谈了",
    TalkState.CONFIRMED: "双方确认",
    TalkState.OBJECTED: "有异议",
    TalkState.DROPPED: "不再要求",
}


class Charge(models.Model):
    """A team member is in charge (分管) of a department: of a unit of the tree, or of what an account of the unit heads."""

    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(Account, verbose_name="班子成员", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(
        Unit, verbose_name="分管单位", on_delete=models.PROTECT, null=True, related_name="+"
    )
    head = models.ForeignKey(
        Account, verbose_name="分管部门负责人", on_delete=models.PROTECT, null=True, related_name="+"
    )
    since = models.DateField("起")
    until = models.DateField("止", null=True)

    objects: ClassVar[models.Manager["Charge"]] = models.Manager()

    class Meta:
        verbose_name = "分管"
        constraints = [
            models.CheckConstraint(
                condition=Q(unit=None, head__isnull=False) | Q(unit__isnull=False, head=None),
                name="talks_charge_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="talks_charge_term"
            ),
            models.UniqueConstraint(
                fields=["participation", "member", "unit"],
                condition=Q(until=None, unit__isnull=False),
                name="talks_charge_unit_once",
            ),
            models.UniqueConstraint(
                fields=["participation", "member", "head"],
                condition=Q(until=None, head__isnull=False),
                name="talks_charge_head_once",
            ),
        ]


class Absence(models.Model):
    """Days on which somebody can't talk (请假、外出): the talks stay required, a schedule goes around these days."""

    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, verbose_name="谁", on_delete=models.PROTECT, related_name="+")
    since = models.DateField("起")
    until = models.DateField("止")

    objects: ClassVar[models.Manager["Absence"]] = models.Manager()

    class Meta:
        verbose_name = "请假"
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="talks_absence_term"),
        ]


class Talk(models.Model):
    """A talk between two. `pair` is rules.pairs.pair_key; `round` counts from 1 for required talks and is 0 for others.

    `one_on` and `other_on` are the days on which each of the two confirmed it. Nothing here says what was spoken of.
    """

    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField("轮次")
    kind = models.CharField("种类", max_length=40)
    required = models.BooleanField("必谈")
    pair = models.CharField("两人", max_length=44)
    one = models.ForeignKey(Account, verbose_name="谈话人", on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Account, verbose_name="谈话对象", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        "状态",
        max_length=10,
        choices=[(state.value, STATE_NAMES[state]) for state in TalkState],
        default=TalkState.DUE.value,
    )
    planned_on = models.DateField("约定日期", null=True)
    part = models.CharField("时段", max_length=40, blank=True)
    place = models.CharField("地点", max_length=60, blank=True)
    held_on = models.DateField("谈话日期", null=True)
    one_on = models.DateField("谈话人确认", null=True)
    other_on = models.DateField("谈话对象确认", null=True)
    made_on = models.DateField("列出日期")

    objects: ClassVar[models.Manager["Talk"]] = models.Manager()

    class Meta:
        verbose_name = "谈心谈话"
        indexes = [
            models.Index(fields=["one", "state"], name="talks_talk_one"),
            models.Index(fields=["other", "state"], name="talks_talk_other"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["participation", "round", "pair"],
                condition=Q(required=True),
                name="talks_talk_pair_once_a_round",
            ),
            models.CheckConstraint(condition=~Q(one=F("other")), name="talks_talk_of_two"),
            models.CheckConstraint(
                condition=Q(required=True, round__gte=1) | Q(required=False, round=0),
                name="talks_talk_round",
            ),
            models.CheckConstraint(
                condition=Q(state="confirmed", one_on__isnull=False, other_on__isnull=False)
                | (~Q(state="confirmed") & (Q(one_on=None) | Q(other_on=None))),
                name="talks_talk_confirmed_by_both",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["held", "confirmed", "objected"], held_on__isnull=False)
                | Q(state__in=["due", "planned", "dropped"], held_on=None),
                name="talks_talk_has_its_day",
            ),
        ]


class Objection(models.Model):
    """One of the two says that a talk wasn't as it is written down. `reason` is the template's code; `note` isn't sealed."""

    talk = models.ForeignKey(Talk, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", verbose_name="谁")
    on = models.DateField("日期")
    reason = models.CharField("理由", max_length=40)
    note = models.CharField("说明", max_length=100, blank=True)

    objects: ClassVar[models.Manager["Objection"]] = models.Manager()

    class Meta:
        verbose_name = "谈话异议"
        ordering = ["pk"]
