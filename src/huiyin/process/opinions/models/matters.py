"""Which opinions speak of the same matter: groups, and where the machine puts each opinion."""

from typing import ClassVar

from django.db import models
from django.db.models import F

from huiyin.process.campaigns.models import Campaign
from huiyin.process.opinions.models.opinions import Opinion


class Group(models.Model):
    """Opinions that seem to speak of the same matter; a number that stays, a title of their own words."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField("归并号")
    title = models.CharField("题目", max_length=120)
    # As the last grouping counted them, over everybody's opinions: what lists are sorted by, never what they show.
    givers = models.PositiveIntegerField("反映人数", default=0)

    objects: ClassVar[models.Manager["Group"]] = models.Manager()

    class Meta:
        verbose_name = "意见组"
        constraints = [models.UniqueConstraint(fields=["campaign", "number"], name="opinions_group_number")]
        indexes = [models.Index("campaign", F("givers").desc(), "number", name="opinions_group_by_givers")]


class Placement(models.Model):
    """Where the machine puts an opinion: into which group, and the earlier text that it repeats there.

    Near duplicates are found by the text index (platform/texts); `repeats` is what it said when the groups were made, so that
    a list of groups counts givers without asking it for each member.
    """

    opinion = models.OneToOneField(
        Opinion, on_delete=models.CASCADE, primary_key=True, related_name="+", related_query_name="placed"
    )
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    typical = models.BooleanField("典型", default=False)
    repeats = models.BigIntegerField("近重复于", null=True)

    objects: ClassVar[models.Manager["Placement"]] = models.Manager()

    class Meta:
        verbose_name = "归并建议"
