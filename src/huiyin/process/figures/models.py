"""How many there are of what, by unit: counted now and then from the rooms' own rows, so that a page about a million opinions reads a few."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huiyin.platform.orgs.models import Unit
from huiyin.process.campaigns.models import Campaign
from huiyin.process.figures.rules.flow import LONGEST_KEY


class Figure(models.Model):
    """How many of one kind (`key`, rules.flow) there are of a unit, or, with `unit` None, of none. What there is none of has no row.

    Nothing here is a source: all of it can be counted anew (`huiyin counts check`).
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    key = models.CharField("什么", max_length=LONGEST_KEY)
    n = models.PositiveIntegerField("几个")

    objects: ClassVar[models.Manager["Figure"]] = models.Manager()

    class Meta:
        verbose_name = "数目"
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "unit", "key"],
                condition=Q(unit__isnull=False),
                name="figures_of_unit_once",
            ),
            models.UniqueConstraint(
                fields=["campaign", "key"], condition=Q(unit=None), name="figures_of_no_unit_once"
            ),
            models.CheckConstraint(condition=Q(n__gt=0), name="figures_of_some"),
        ]
        indexes = [models.Index(fields=["campaign", "key", "unit", "n"], name="figures_by_key")]


class Counting(models.Model):
    """When a campaign's figures were last counted, up to which record, and how many opinions there were."""

    campaign = models.OneToOneField(Campaign, on_delete=models.PROTECT, related_name="+", primary_key=True)
    at = models.DateTimeField("时间")
    recorded = models.BigIntegerField("审计记录到")
    opinions = models.PositiveIntegerField("意见")

    objects: ClassVar[models.Manager["Counting"]] = models.Manager()

    class Meta:
        verbose_name = "计数"
