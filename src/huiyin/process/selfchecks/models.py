"""Papers of self-examination: what is being written, every version that was kept or handed in, and what reviewers said of each."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huiyin.platform.accounts.models import Account
from huiyin.process.campaigns.models import Campaign, Participation
from huiyin.process.selfchecks.rules.states import STATES, State


class SelfCheckQuerySet(models.QuerySet["SelfCheck"]):
    def of(self, campaign: Campaign) -> "SelfCheckQuerySet":
        return self.filter(participation__campaign=campaign)


class SelfCheck(models.Model):
    """The paper of a unit's team (`account` None) or of one of its members, in a campaign.

    `content` (rules.content.Content, as JSON) is what is being written: it is saved every few seconds, and `edits` counts that, so that
    two windows don't write over each other. `version` is the number of the last version kept, 0 before one. `level`: with whom a paper
    lies that was handed in. `due_on`: until when it is to be written anew.
    """

    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(
        Account, verbose_name="本人", on_delete=models.PROTECT, null=True, related_name="+"
    )
    kind = models.CharField("种类", max_length=40)
    state = models.CharField(
        "状态",
        max_length=10,
        choices=[(state.value, STATES[state]) for state in State],
        default=State.DRAFT.value,
    )
    level = models.CharField("审阅层级", max_length=40, blank=True)
    content = models.JSONField("正在写的内容", default=dict)
    edits = models.PositiveIntegerField("保存次数", default=0)
    pasted = models.JSONField("粘贴的段落", default=list)
    version = models.PositiveIntegerField("最后一稿", default=0)
    due_on = models.DateField("限定时间", null=True)
    begun_by = models.CharField("起草", max_length=80)
    begun_on = models.DateField("起草日期")

    objects: ClassVar["SelfCheckQuerySet"] = SelfCheckQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "自查材料"
        constraints = [
            models.UniqueConstraint(
                fields=["participation", "account"],
                condition=Q(account__isnull=False),
                name="selfchecks_one_a_person",
            ),
            models.UniqueConstraint(
                fields=["participation"], condition=Q(account=None), name="selfchecks_one_a_team"
            ),
            models.CheckConstraint(
                condition=Q(state=State.HANDED_IN.value) ^ Q(level=""), name="selfchecks_level_when_handed_in"
            ),
        ]


class Drafter(models.Model):
    """Somebody of the group that drafts a team's paper."""

    paper = models.ForeignKey(SelfCheck, on_delete=models.PROTECT, related_name="+", db_index=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[models.Manager["Drafter"]] = models.Manager()

    class Meta:
        verbose_name = "起草人"
        constraints = [models.UniqueConstraint(fields=["paper", "account"], name="selfchecks_drafter_once")]


class Version(models.Model):
    """A paper as it was, never changed: kept by its writer, set apart where two windows wrote at once, or handed in.

    `levels` are those that a handed-in version goes through; `shown` the SHA-256 of what its author signed by their own hand; `discussed`
    says how the team decided on its paper. `own_cases`: problems with a time or place. `pasted` (rules.pasting) is for its reviewers.
    """

    class Why(models.TextChoices):
        KEPT = "kept", "自存"
        APART = "apart", "另存"
        HANDED_IN = "handed_in", "送审"

    paper = models.ForeignKey(SelfCheck, on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField("第几稿")
    why = models.CharField("因何留存", max_length=10, choices=Why.choices)
    content = models.JSONField("内容")
    digest = models.CharField("摘要", max_length=64)
    by = models.CharField("经办", max_length=80)
    at = models.DateTimeField("时间")
    levels = models.JSONField("审阅层级", default=list)
    shown = models.CharField("所示内容摘要", max_length=64, blank=True)
    discussed_on = models.DateField("集体研究日期", null=True)
    discussed = models.TextField("集体研究情况", blank=True)
    own_cases = models.PositiveIntegerField("具体事例", default=0)
    pasted = models.JSONField("粘贴的段落", default=list)

    objects: ClassVar[models.Manager["Version"]] = models.Manager()

    class Meta:
        verbose_name = "材料版本"
        constraints = [
            models.UniqueConstraint(fields=["paper", "number"], name="selfchecks_version_once"),
        ]


class Review(models.Model):
    """What one level said of one version: kept with that version, never changed; `remark` and `comments` turn to nothing once, when their time is
    over (ReviewTombstone), and the verdict stays. `digest` is that of these words, under `salt`; "" where there were none.

    `reasons` are codes of defects; `comments` a list of {"line", "quote", "text"}: the line's number from 0, how it begins, what is to be
    said of it.
    """

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+", db_index=False)
    level = models.CharField("审阅层级", max_length=40)
    verdict = models.CharField("结论", max_length=10)
    reasons = models.JSONField("对应缺陷", default=list)
    comments = models.JSONField("具体意见", default=list)
    remark = models.TextField("总的意见", blank=True)
    salt = models.CharField("盐", max_length=32, blank=True, default="", db_default="")
    digest = models.CharField("意见摘要值", max_length=64, blank=True, default="", db_default="")
    retain_until = models.DateField("保存到", null=True)
    due_on = models.DateField("限定时间", null=True)
    role = models.CharField("身份", max_length=20)
    by = models.CharField("审阅人", max_length=80)
    on = models.DateField("日期")

    objects: ClassVar[models.Manager["Review"]] = models.Manager()

    class Meta:
        verbose_name = "审阅意见"
        constraints = [models.UniqueConstraint(fields=["version", "level"], name="selfchecks_review_once")]

    @property
    def gone(self) -> bool:
        """Whether there were words, and their time is over."""
        return bool(self.digest) and not self.salt


class ReviewTombstone(models.Model):
    """What stays of a reviewer's words whose time is over: of which review, by whom, when."""

    review = models.OneToOneField(Review, on_delete=models.PROTECT, related_name="+")
    by = models.CharField("删除人", max_length=80)
    on = models.DateField("删除日期")

    objects: ClassVar[models.Manager["ReviewTombstone"]] = models.Manager()

    class Meta:
        verbose_name = "审阅意见的删除标记"
