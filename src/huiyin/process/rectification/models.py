"""The rectification of a problem: its steps, what is to be done, what proves it, who accepted it."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from huiyin.platform.files.models import Attachment
from huiyin.platform.orgs.models import Unit
from huiyin.process.campaigns.models import Campaign
from huiyin.process.problems.models import Problem
from huiyin.process.rectification.rules.words import (
    EVIDENCE_KINDS,
    LONGEST,
    MEASURE_STATES,
    RULE_KINDS,
    Answered,
    EvidenceKind,
    MeasureState,
    PassedUp,
    RuleKind,
)


class Deliberation(models.Model):
    """A unit's team talked a problem, or several, over (会诊): when, who was there by post, and what was concluded (S10)."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, verbose_name="单位", on_delete=models.PROTECT, related_name="+")
    held_on = models.DateField("研究日期")
    present = models.CharField("参加人员（职务）", max_length=LONGEST["present"])
    absent = models.CharField("缺席人员（职务）", max_length=LONGEST["absent"], blank=True)
    conclusion = models.TextField("研究结论")
    by = models.CharField("经办", max_length=80)
    on = models.DateField("日期")

    objects: ClassVar[models.Manager["Deliberation"]] = models.Manager()

    class Meta:
        verbose_name = "集体研究"


class Step(models.Model):
    """An act in the life of a problem: who, in which role, when and why. Append-only: the life is these rows in their order.

    `act`, `before` and `after` are codes of the template (life.toml); `after` equals `before` where the act leads nowhere else, as an
    acceptance does while another party's is missing (`party` says whose it was). `shown` is the SHA-256 of what the person saw
    who took it with their own hand (SPEC rule 11), "" for every other act.
    """

    problem = models.ForeignKey(Problem, on_delete=models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField("第几轮")
    act = models.CharField("动作", max_length=40)
    before = models.CharField("原状态", max_length=40)
    after = models.CharField("新状态", max_length=40)
    party = models.CharField("验收方", max_length=40, blank=True)
    reason = models.TextField("理由", blank=True)
    reason_code = models.CharField("理由代码", max_length=40, blank=True)
    until = models.DateField("限期", null=True)
    deliberation = models.ForeignKey(Deliberation, on_delete=models.PROTECT, null=True, related_name="+")
    shown = models.CharField("所见摘要", max_length=64, blank=True)
    role = models.CharField("身份", max_length=20)
    by = models.CharField("经办", max_length=80)
    on = models.DateField("日期")

    objects: ClassVar[models.Manager["Step"]] = models.Manager()

    class Meta:
        verbose_name = "整改步骤"
        indexes = [models.Index(fields=["problem", "id"], name="rectification_steps")]


class Upheld(models.Model):
    """Givers said that a fix isn't real, and a person who looked decided that it stands, and why: whoever gave the problem reads it under
    their receipt. `handed`: which handing in they spoke of; `voices`: how many of them were answered. Append-only.
    """

    problem = models.ForeignKey(Problem, on_delete=models.PROTECT, related_name="+")
    handed = models.PositiveSmallIntegerField("第几次报请验收")
    voices = models.PositiveIntegerField("答复了几人")
    reason = models.TextField("维持的理由")
    role = models.CharField("身份", max_length=20)
    by = models.CharField("经办", max_length=80)
    on = models.DateField("日期")

    objects: ClassVar[models.Manager["Upheld"]] = models.Manager()

    class Meta:
        verbose_name = "维持结论"
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="rectification_upheld_says_why")]


class Measure(models.Model):
    """What is to be done, by whom, until when, and by what result it can be checked. A dropped one stays, with its reason.

    `shape` is the digest of its words in normal form: equal ones of other units are found by it.
    """

    problem = models.ForeignKey(Problem, on_delete=models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField("第几轮")
    number = models.PositiveSmallIntegerField("序号")
    what = models.CharField("整改措施", max_length=LONGEST["what"])
    doer = models.CharField("责任人", max_length=LONGEST["doer"], blank=True)
    until = models.DateField("完成时限", null=True)
    result = models.CharField("可检查的结果", max_length=LONGEST["result"], blank=True)
    shape = models.CharField("措施摘要", max_length=64, db_index=True)
    state = models.CharField(
        "状态",
        max_length=10,
        choices=[(one.value, zh) for one, zh in MEASURE_STATES.items()],
        default=MeasureState.DOING.value,
    )
    progress = models.CharField("进展情况", max_length=LONGEST["line"], blank=True)
    ended_on = models.DateField("完成日期", null=True)
    ended_by = models.CharField("报完成的人", max_length=80, blank=True)
    version = models.PositiveIntegerField("版本", default=1)
    by = models.CharField("经办", max_length=80)
    on = models.DateField("日期")

    objects: ClassVar[models.Manager["Measure"]] = models.Manager()

    class Meta:
        verbose_name = "整改措施"
        constraints = [
            models.UniqueConstraint(fields=["problem", "number"], name="rectification_measure_number"),
            models.CheckConstraint(condition=~Q(what=""), name="rectification_measure_says_what"),
            models.CheckConstraint(
                condition=Q(state="doing", ended_on=None) | (~Q(state="doing") & Q(ended_on__isnull=False)),
                name="rectification_measure_ended_on_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="dropped", progress=""), name="rectification_measure_dropped_for_a_reason"
            ),
        ]


class Extension(models.Model):
    """A later date is asked for, with a reason, and decided by another above. `was` is the date that stood then."""

    problem = models.ForeignKey(Problem, on_delete=models.PROTECT, related_name="+")
    was = models.DateField("原时限")
    wanted = models.DateField("申请延期到")
    reason = models.TextField("理由")
    asked_by = models.CharField("申请人", max_length=80)
    asked_on = models.DateField("申请日期")
    answer = models.CharField(
        "结论",
        max_length=10,
        choices=[(one.value, one.value) for one in Answered],
        default=Answered.WAITING.value,
    )
    why = models.TextField("结论说明", blank=True)
    answered_by = models.CharField("审批人", max_length=80, blank=True)
    answered_on = models.DateField("审批日期", null=True)

    objects: ClassVar[models.Manager["Extension"]] = models.Manager()

    class Meta:
        verbose_name = "延期申请"
        constraints = [
            models.CheckConstraint(condition=Q(wanted__gt=F("was")), name="rectification_extension_later"),
            models.CheckConstraint(
                condition=Q(answer="waiting", answered_by="") | (~Q(answer="waiting") & ~Q(answered_by="")),
                name="rectification_extension_answered_by",
            ),
            models.CheckConstraint(
                condition=~Q(answered_by=F("asked_by")), name="rectification_extension_by_another"
            ),
            models.UniqueConstraint(
                fields=["problem"], condition=Q(answer="waiting"), name="rectification_extension_one_waits"
            ),
        ]


class Evidence(models.Model):
    """What proves that a problem was put right: something that exists already, or a reason why there is none (R17).

    `digest` is the file's SHA-256, so that a file that proves several problems is found; `dated` is the day that it bears.
    Withdrawn, it stays with its day.
    """

    problem = models.ForeignKey(Problem, on_delete=models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField("第几轮")
    kind = models.CharField(
        "种类", max_length=10, choices=[(one.value, zh) for one, zh in EVIDENCE_KINDS.items()]
    )
    title = models.CharField("名称", max_length=LONGEST["title"])
    where = models.CharField("在哪里看", max_length=LONGEST["where"], blank=True)
    reason = models.TextField("没有书面佐证的理由", blank=True)
    dated = models.DateField("形成日期", null=True)
    attachment = models.OneToOneField(Attachment, on_delete=models.PROTECT, null=True, related_name="+")
    digest = models.CharField("摘要", max_length=64, blank=True, db_index=True)
    by = models.CharField("经办", max_length=80)
    on = models.DateField("日期")
    withdrawn_on = models.DateField("撤下日期", null=True)

    objects: ClassVar[models.Manager["Evidence"]] = models.Manager()

    class Meta:
        verbose_name = "佐证"
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind=EvidenceKind.NONE.value) | ~Q(reason=""),
                name="rectification_evidence_none_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(kind=EvidenceKind.FILE.value, attachment__isnull=False)
                | (~Q(kind=EvidenceKind.FILE.value) & Q(attachment=None)),
                name="rectification_evidence_file_has_one",
            ),
        ]


class RuleMade(models.Model):
    """A rule that was abolished, changed or made because of a problem (废改立), or why none was needed."""

    problem = models.ForeignKey(Problem, on_delete=models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField("第几轮")
    kind = models.CharField(
        "废改立", max_length=10, choices=[(one.value, zh) for one, zh in RULE_KINDS.items()]
    )
    title = models.CharField("制度名称", max_length=LONGEST["title"])
    number = models.CharField("文号", max_length=LONGEST["number"], blank=True)
    effective_on = models.DateField("生效日期", null=True)
    by = models.CharField("经办", max_length=80)
    on = models.DateField("日期")

    objects: ClassVar[models.Manager["RuleMade"]] = models.Manager()

    class Meta:
        verbose_name = "建章立制"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=RuleKind.NONE.value) | Q(effective_on__isnull=False),
                name="rectification_rule_has_a_date",
            )
        ]


class Passing(models.Model):
    """A problem that went up: why, what is proposed, until when the level above answers, and what it said (S10)."""

    problem = models.ForeignKey(Problem, on_delete=models.PROTECT, related_name="+")
    below = models.ForeignKey(Unit, verbose_name="上交单位", on_delete=models.PROTECT, related_name="+")
    above = models.ForeignKey(Unit, verbose_name="上级单位", on_delete=models.PROTECT, related_name="+")
    reason = models.TextField("上交理由")
    proposal = models.TextField("建议")
    passed_on = models.DateField("上交日期")
    answer_by = models.DateField("答复时限")
    answer = models.CharField(
        "结果",
        max_length=10,
        choices=[(one.value, one.value) for one in PassedUp],
        default=PassedUp.WAITING.value,
    )
    why = models.TextField("结果说明", blank=True)
    answered_on = models.DateField("答复日期", null=True)

    objects: ClassVar[models.Manager["Passing"]] = models.Manager()

    class Meta:
        verbose_name = "上交"
        constraints = [
            models.UniqueConstraint(
                fields=["problem"], condition=Q(answer="waiting"), name="rectification_passing_one_waits"
            )
        ]
