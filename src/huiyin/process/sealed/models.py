"""Accusations, kept apart and enciphered: in no table that any list, search, index or sum of opinions reads (SPEC rule 13)."""

from collections.abc import Iterable
from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q

from huiyin.platform.orgs.models import Unit
from huiyin.process.campaigns.models import Campaign
from huiyin.process.opinions.models import in_reach
from huiyin.process.opinions.rules.reach import Reach


class SealedQuerySet(models.QuerySet["SealedMatter"]):
    def of(self, campaign: Campaign) -> "SealedQuerySet":
        return self.filter(campaign=campaign)

    def within(self, reaches: Iterable[Reach]) -> "SealedQuerySet":
        return self.filter(in_reach(reaches))

    def unsealed_before(self, day: date) -> "SealedQuerySet":
        return self.filter(sealed_in=None, entered_on__lt=day)


class SealedMatter(models.Model):
    """One accusation: given to the sealed channel by its giver, or split off from the opinions by who read it first.

    It has the id, the digest and the seal that the opinion had, or would have. `enciphered` is all else (rules.package), under a
    key that is not in the database; NULL once the words went back among the opinions, or lawfully went. The database refuses
    any other change of them.
    """

    class State(models.TextChoices):
        NEW = "new", "待受理"
        IN_HAND = "in_hand", "办理中"
        CLOSED = "closed", "已办结"
        HANDED_BACK = "handed_back", "已退回活动办"
        ERASED = "erased", "已删除"

    id = models.BigIntegerField(primary_key=True)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+", db_index=False)
    about = models.ForeignKey(
        Unit, verbose_name="所涉单位", on_delete=models.PROTECT, null=True, related_name="+"
    )
    enciphered = models.TextField("内容（加密）", null=True)
    digest = models.CharField("摘要", max_length=64)
    entered_on = models.DateField("收录日期")
    retain_until = models.DateField("保存至")
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.NEW)
    sealed_in = models.BigIntegerField("封存于记录", null=True)

    objects: ClassVar["SealedQuerySet"] = SealedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "密封件"
        constraints = [
            models.CheckConstraint(
                condition=Q(enciphered__isnull=True, state__in=["handed_back", "erased"])
                | Q(enciphered__isnull=False) & ~Q(state__in=["handed_back", "erased"]),
                name="sealed_matter_gone_when_said",
            )
        ]
        indexes = [
            models.Index(fields=["campaign", "state", "id"], name="sealed_matter_by_state"),
            models.Index(fields=["entered_on"], condition=Q(sealed_in=None), name="sealed_matter_unsealed"),
        ]


class SealedStep(models.Model):
    """What the discipline officer did with a matter, and why. It never changes; `enciphered` is the reason, under the matter's key, and
    becomes "" with the matter's words, which it may quote.

    Of kind "erased" it is the tombstone that SPEC rule 1 asks for, and its reason stays: `lawful` says that the words went before
    their time.
    """

    class Kind(models.TextChoices):
        NOTED = "noted", "办理记录"
        CLOSED = "closed", "办结"
        HANDED_BACK = "handed_back", "退回活动办"
        ERASED = "erased", "删除"

    matter = models.ForeignKey(SealedMatter, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("事项", max_length=12, choices=Kind.choices)
    enciphered = models.TextField("说明（加密）")
    lawful = models.BooleanField("依法删除", default=False)
    by = models.CharField("经办", max_length=80)
    on = models.DateField("日期")

    objects: ClassVar[models.Manager["SealedStep"]] = models.Manager()

    class Meta:
        verbose_name = "密封件办理记录"


class SealedMessage(models.Model):
    """What is said of a matter to and fro, by its giver under their receipt (`by` is "") or by the discipline officer.

    It has the id, the digest and the seal that the message had or would have among those of opinions (answers.Message, of whose
    kinds `kind` is), so rows move between the two with their matter. `enciphered` is words and salt (rules.package), NULL once gone with the matter's.
    """

    id = models.BigIntegerField(primary_key=True)
    matter = models.ForeignKey(SealedMatter, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("种类", max_length=20)
    enciphered = models.TextField("内容（加密）", null=True)
    digest = models.CharField("摘要", max_length=64)
    on = models.DateField("日期")
    by = models.CharField("经办", max_length=80, blank=True)
    sealed_in = models.BigIntegerField("封存于记录", null=True)
    read_on = models.DateField("已阅日期", null=True)

    objects: ClassVar[models.Manager["SealedMessage"]] = models.Manager()

    class Meta:
        verbose_name = "密封件往来"
        indexes = [models.Index(fields=["on"], condition=Q(sealed_in=None), name="sealed_message_unsealed")]
