"""What the machine suggests about an opinion, and what people decided."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huiyin.process.campaigns.models import Campaign
from huiyin.process.opinions.models.opinions import LONGEST_WHY, Opinion
from huiyin.process.opinions.rules.disposition import (
    GOINGS,
)

ASIDE = 11
"""From this rank on a code is offered to choose from, though the machine thinks that none fits: no list counts it."""


class Suggestion(models.Model):
    """What the machine suggests, and why: the words with their places in the original text (SPEC rule 9).

    The code "" of rank 1 says that none fits; what is likeliest beside it has ranks from ASIDE on. `chance` is how sure the
    machine is, `lesson` the number of the lesson that it suggests by, 0 for the template's word lists. Once a person has
    decided, the row stays as it was before: it is what the decision is compared with.
    """

    class Kind(models.TextChoices):
        FOCUS = "focus", "类别"
        TOPIC = "topic", "教育专题"
        CONCERN = "concern", "诉求类型"
        SPECIFIC = "specific", "是否具体"

    opinion = models.ForeignKey(
        Opinion, on_delete=models.CASCADE, related_name="+", related_query_name="suggested", db_index=False
    )
    kind = models.CharField(max_length=10, choices=Kind.choices)
    rank = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=20)
    why = models.JSONField("依据", default=list)
    chance = models.PositiveSmallIntegerField("把握（‰）", null=True)
    lesson = models.PositiveIntegerField("依据第几次学习", default=0)

    objects: ClassVar[models.Manager["Suggestion"]] = models.Manager()

    class Meta:
        verbose_name = "标签建议"
        constraints = [
            models.UniqueConstraint(fields=["opinion", "kind", "rank"], name="opinions_suggestion_rank")
        ]
        indexes = [models.Index(fields=["kind", "code", "opinion"], name="opinions_suggestion_code")]


class Lesson(models.Model):
    """What was learned from people's decisions on one kind of label (analysis.learning), and how it was judged.

    `decided` is on how many opinions people had decided then, `examples` how many of them were learned from. Of `held_back`
    decisions the word lists alone had `lists_right`, with the model it was `model_right`: only where it was better it `leads`,
    else the lists go on. `numbers` is the model, kept of the last lesson only. Suggestions are made anew from the latest
    opinion down; `told_from` is how far that has come, null when it is done.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Suggestion.Kind.choices)
    number = models.PositiveIntegerField("第几次")
    on = models.DateField("日期")
    decided = models.PositiveIntegerField("当时已决定")
    examples = models.PositiveIntegerField("学了几条")
    held_back = models.PositiveIntegerField("留出几条检验")
    lists_right = models.PositiveIntegerField("其中词表说对")
    model_right = models.PositiveIntegerField("其中学习后说对")
    leads = models.BooleanField("采用")
    numbers = models.BinaryField(null=True)
    digest = models.CharField("摘要", max_length=64, blank=True)
    told_from = models.BigIntegerField(null=True)

    objects: ClassVar[models.Manager["Lesson"]] = models.Manager()

    class Meta:
        verbose_name = "一次学习"
        constraints = [
            models.UniqueConstraint(fields=["campaign", "kind", "number"], name="opinions_lesson_number"),
            models.CheckConstraint(
                condition=Q(lists_right__lte=models.F("held_back"), model_right__lte=models.F("held_back")),
                name="opinions_lesson_judged_on_what_was_held_back",
            ),
        ]


class Decision(models.Model):
    """What a person decided about an opinion; a later decision stands beside the earlier one, never over it.

    The row of the opinion's `triage_round` is the one that counts, whole: labels, `went` (where it was sent: a disposition,
    or "" when it stayed), `target` (the problem's number or the original's id, or "") and `why`. A round that takes a decision
    back repeats the earlier one, `restores`, that counts again; with 0 there is none, and the opinion is undecided.
    """

    opinion = models.ForeignKey(
        Opinion, on_delete=models.PROTECT, related_name="+", related_query_name="decided", db_index=False
    )
    round = models.PositiveIntegerField("第几次")
    focus = models.CharField("类别", max_length=20, blank=True)
    topic = models.CharField("教育专题", max_length=20, blank=True)
    concern = models.CharField("诉求类型", max_length=20, blank=True, default="")
    specific = models.BooleanField("具体")
    overruled = models.JSONField("未采纳的建议", default=list)
    went = models.CharField("去向", max_length=20, blank=True)
    target = models.CharField("去向所指", max_length=80, blank=True)
    why = models.CharField("办结说明", max_length=LONGEST_WHY, blank=True)
    taken_back = models.BooleanField("撤回前一决定", default=False)
    restores = models.PositiveIntegerField("恢复第几次", default=0)
    by = models.CharField("经办", max_length=80)
    on = models.DateField("日期")

    objects: ClassVar[models.Manager["Decision"]] = models.Manager()

    class Meta:
        verbose_name = "梳理决定"
        constraints = [
            models.UniqueConstraint(fields=["opinion", "round"], name="opinions_decision_round"),
            models.CheckConstraint(condition=Q(went__in=["", *GOINGS]), name="opinions_decision_went_known"),
            models.CheckConstraint(
                condition=Q(taken_back=True) | Q(restores=0), name="opinions_decision_restores_by_taking_back"
            ),
        ]
        indexes = [
            models.Index(fields=["focus", "opinion"], name="opinions_decision_focus"),
            models.Index(fields=["topic", "opinion"], name="opinions_decision_topic"),
            models.Index(fields=["concern", "opinion"], name="opinions_decision_concern"),
        ]

    @property
    def counts(self) -> bool:
        """Whether the opinion is decided by this round."""
        return not self.taken_back or self.restores > 0
