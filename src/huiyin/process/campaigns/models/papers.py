"""Edited and signed papers of a campaign: briefings, reports, minutes, letters."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huiyin.platform.orgs.models import Unit
from huiyin.process.campaigns.models.campaigns import Campaign


class PaperQuerySet(models.QuerySet["Paper"]):
    def of(self, campaign: Campaign) -> "PaperQuerySet":
        return self.filter(campaign=campaign)

    def signed(self) -> "PaperQuerySet":
        return self.filter(signed_on__isnull=False)

    def drafts(self) -> "PaperQuerySet":
        return self.filter(signed_on=None)


class Paper(models.Model):
    """A paper that a person words on facts: a draft until another person signs it, and from then on as it is.

    `kind` is a form of the template. `facts` are those that the draft was made of, as they stood that day: a list of
    rules.papers.FrozenFact as JSON. `body` is plain text, a paragraph a line, its headings numbered 一、 and （一）. `number` is the issue
    of a paper that comes out in issues (its form has a head), counted for each unit. `version` counts edits, all of them kept.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("文种", max_length=40)
    number = models.PositiveIntegerField("期号", null=True)
    title = models.CharField("标题", max_length=200)
    body = models.TextField("正文")
    facts = models.JSONField("依据的数字", default=list)
    version = models.PositiveIntegerField("版本", default=1)
    drafted_by = models.CharField("起草", max_length=80)
    drafted_on = models.DateField("起草日期")
    signed_by = models.CharField("签发", max_length=80, blank=True)
    signed_on = models.DateField("签发日期", null=True)
    supersedes = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")

    objects: ClassVar["PaperQuerySet"] = PaperQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "文稿"
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "unit", "kind", "number"],
                condition=Q(number__isnull=False),
                name="campaigns_paper_issue_once",
            ),
            models.CheckConstraint(
                condition=Q(signed_on=None, signed_by="", number=None)
                | (Q(signed_on__isnull=False) & ~Q(signed_by="")),
                name="campaigns_paper_signed_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(signed_by=models.F("drafted_by")), name="campaigns_paper_not_by_its_drafter"
            ),
            models.UniqueConstraint(
                fields=["supersedes"],
                condition=Q(signed_on__isnull=False),
                name="campaigns_paper_superseded_once",
            ),
        ]


class PaperVersion(models.Model):
    """A paper's words as somebody wrote them, from the first draft on; never changed."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField("版本")
    title = models.CharField("标题", max_length=200)
    body = models.TextField("正文")
    by = models.CharField("修改人", max_length=80)
    at = models.DateTimeField("修改时间")

    objects: ClassVar[models.Manager["PaperVersion"]] = models.Manager()

    class Meta:
        verbose_name = "文稿版本"
        constraints = [
            models.UniqueConstraint(fields=["paper", "version"], name="campaigns_paper_version_once")
        ]
