"""Verdicts at a unit's gates, what must change after a return, and the facts of a unit as they were on a day."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huiyin.process.campaigns.models import Ask, Participation
from huiyin.process.problems.models import Problem
from huiyin.process.selfchecks.models import SelfCheck
from huiyin.process.supervision.rules.verdicts import POINT_KINDS, VERDICTS, PointKind, VerdictKind
from huiyin.process.talks.models import Talk


class GateVerdict(models.Model):
    """What a person said of a unit at a gate, in a round; each stays, a new one is a new round (SPEC rules 8 and 15). Never changed.

    `facts` are those that the gate looks at, as they were; `checks` its conditions ({"message", "severity", "outcome"}) as they came out.
    """

    participation = models.ForeignKey(
        Participation, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    gate = models.CharField("关口", max_length=40)
    round = models.PositiveSmallIntegerField("第几次")
    verdict = models.CharField(
        "结论", max_length=10, choices=[(one.value, VERDICTS[one]) for one in VerdictKind]
    )
    why = models.TextField("理由", blank=True)
    facts = models.JSONField("当时的事实")
    checks = models.JSONField("当时的条件")
    by = models.CharField("作结论的人", max_length=80)
    role = models.CharField("身份", max_length=20)
    on = models.DateField("日期")

    objects: ClassVar[models.Manager["GateVerdict"]] = models.Manager()

    class Meta:
        verbose_name = "关口结论"
        constraints = [
            models.UniqueConstraint(
                fields=["participation", "gate", "round"], name="supervision_verdict_once_a_round"
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=[one.value for one in VerdictKind]), name="supervision_verdict_known"
            ),
            models.CheckConstraint(
                condition=~Q(verdict=VerdictKind.WAIVE.value) | ~Q(why=""),
                name="supervision_waived_with_words",
            ),
        ]


class ReturnPoint(models.Model):
    """One thing that must change after a return, until when, and what it became where it is worked on: a task of the unit (`ask`), with
    the `problem` that it is about; a `paper` that went back to who wrote it; a `talk` that the two hold again. Never changed."""

    verdict = models.ForeignKey(GateVerdict, on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveSmallIntegerField("第几条")
    kind = models.CharField(
        "去向", max_length=10, choices=[(one.value, POINT_KINDS[one]) for one in PointKind]
    )
    text = models.TextField("要改什么")
    due_on = models.DateField("何时前")
    ask = models.ForeignKey(Ask, on_delete=models.PROTECT, null=True, related_name="+")
    problem = models.ForeignKey(Problem, on_delete=models.PROTECT, null=True, related_name="+")
    paper = models.ForeignKey(SelfCheck, on_delete=models.PROTECT, null=True, related_name="+")
    talk = models.ForeignKey(Talk, on_delete=models.PROTECT, null=True, related_name="+")

    objects: ClassVar[models.Manager["ReturnPoint"]] = models.Manager()

    class Meta:
        verbose_name = "退回要求"
        constraints = [
            models.UniqueConstraint(fields=["verdict", "number"], name="supervision_point_once"),
            models.CheckConstraint(
                condition=Q(kind=PointKind.UNIT.value, ask__isnull=False)
                | Q(kind=PointKind.PROBLEM.value, ask__isnull=False, problem__isnull=False)
                | Q(kind=PointKind.PAPER.value, paper__isnull=False)
                | Q(kind=PointKind.TALK.value, talk__isnull=False),
                name="supervision_point_leads_somewhere",
            ),
        ]


class FactsKept(models.Model):
    """The facts of a unit as they were on a day, kept once a week so that a gate can show how they went. Never changed."""

    participation = models.ForeignKey(
        Participation, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    on = models.DateField("日期")
    facts = models.JSONField("事实")

    objects: ClassVar[models.Manager["FactsKept"]] = models.Manager()

    class Meta:
        verbose_name = "事实留存"
        constraints = [
            models.UniqueConstraint(fields=["participation", "on"], name="supervision_facts_once_a_day")
        ]
