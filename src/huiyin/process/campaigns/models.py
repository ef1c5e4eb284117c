"""A running campaign and the units that take part in it."""

from typing import ClassVar

from django.db import models

from huiyin.platform.orgs.models import Unit


class Campaign(models.Model):
    """A campaign under way. `template` is the template as it was on the first day, frozen by version and digest.

    `secret` (256 random bits, hex) keys what would otherwise be a plain hash of somebody's words.
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

    objects: ClassVar[models.Manager["Campaign"]] = models.Manager()

    class Meta:
        verbose_name = "活动"


class Participation(models.Model):
    """One row per unit taking part; the organiser's own team is the root's participation."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[models.Manager["Participation"]] = models.Manager()

    class Meta:
        verbose_name = "参加单位"
        constraints = [
            models.UniqueConstraint(fields=["campaign", "unit"], name="campaigns_participation_once")
        ]
