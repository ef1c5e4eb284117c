"""The ways by which people speak: entrances with a link and a QR code, and what came with an opinion through one."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q

from huiyin.platform.files.models import Attachment
from huiyin.platform.orgs.models import Unit
from huiyin.process.campaigns.models import Campaign
from huiyin.process.opinions.models import Opinion


class EntranceQuerySet(models.QuerySet["Entrance"]):
    def closed(self, day: date, yes: bool = True) -> "EntranceQuerySet":  # noqa: FBT001 - a filter's switch
        """Those whose last day lies before `day`; with False all others, also those that open later."""
        over = Q(closes_on__lt=day)
        return self.filter(over) if yes else self.filter(Q(closes_on=None) | ~over)


class Entrance(models.Model):
    """One way in: a link with a QR code for a unit, a group or an event (收集点). `code` stands in its address and tells nothing.

    `channel` and `giver_kind` are codes of the template ("" = the giver chooses); `about` is whom its opinions are about unless
    somebody decides otherwise; `pupils`: its form asks for no name and speaks to children.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    code = models.CharField("代码", max_length=16, unique=True)
    name = models.CharField("名称", max_length=80)
    channel = models.CharField("收集渠道", max_length=30)
    about = models.ForeignKey(
        Unit, verbose_name="所涉单位", on_delete=models.PROTECT, null=True, related_name="+"
    )
    giver_kind = models.CharField("反映群体", max_length=30, blank=True)
    pupils = models.BooleanField("面向学生", default=False)
    opens_on = models.DateField("开始日期")
    closes_on = models.DateField("截止日期", null=True)
    made_by = models.CharField("经办", max_length=80)
    made_on = models.DateField("设立日期")

    objects: ClassVar["EntranceQuerySet"] = EntranceQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "收集点"
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__isnull=True) | Q(closes_on__gte=models.F("opens_on")),
                name="channels_entrance_opens_before_it_closes",
            )
        ]


class Submission(models.Model):
    """What came with an opinion through an entrance: which one, and whether the giver lets the unit see the words (SPEC rule 4).

    `may_show` None: not asked. Rows carry the opinion's id, so they tell nothing of the order of arrival.
    """

    opinion = models.OneToOneField(
        Opinion, on_delete=models.PROTECT, primary_key=True, related_name="+", related_query_name="submitted"
    )
    entrance = models.ForeignKey(Entrance, on_delete=models.PROTECT, related_name="+")
    may_show = models.BooleanField("可给单位看原话", null=True)

    objects: ClassVar[models.Manager["Submission"]] = models.Manager()

    class Meta:
        verbose_name = "提交"


class Contact(models.Model):
    """How a giver may be reached, where they said so: enciphered under a key that is not in the database (SPEC rule 5)."""

    matter = models.BigIntegerField(primary_key=True)
    enciphered = models.TextField("联系方式（加密）")

    objects: ClassVar[models.Manager["Contact"]] = models.Manager()

    class Meta:
        verbose_name = "联系方式"


class GivenFile(models.Model):
    """A photo or document that a giver sent along, without its metadata (platform/files)."""

    attachment = models.OneToOneField(
        Attachment, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    matter = models.BigIntegerField(db_index=True)

    objects: ClassVar[models.Manager["GivenFile"]] = models.Manager()

    class Meta:
        verbose_name = "反映人所附文件"
