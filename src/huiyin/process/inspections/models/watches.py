"""What was odd in looking at what people said (R39)."""

from typing import ClassVar

from django.db import models

from huiyin.platform.orgs.models import Unit
from huiyin.process.campaigns.models import Campaign
from huiyin.process.inspections.rules.watching import WATCH_KINDS


class Watch(models.Model):
    """That somebody searched for who said something, narrowed a list to few givers, or took few of them out: the day, who, what kind, and a
    digest of what was asked for. Nothing of a giver, and nothing of what was typed."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+", db_index=False)
    day = models.DateField("日期")
    by = models.CharField("谁", max_length=80)
    role = models.CharField("身份", max_length=20)
    unit = models.ForeignKey(Unit, verbose_name="单位", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(
        "情形", max_length=20, choices=[(kind.value, name) for kind, name in WATCH_KINDS.items()]
    )
    where = models.CharField("在哪里", max_length=40)
    digest = models.CharField("条件摘要", max_length=16)

    objects: ClassVar[models.Manager["Watch"]] = models.Manager()

    class Meta:
        verbose_name = "异常查找"
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "day", "by", "kind", "where", "digest"], name="inspections_watch_once"
            )
        ]
