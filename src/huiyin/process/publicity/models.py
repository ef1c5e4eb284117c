"""What the public is told: matters with their answers, each under the number that it keeps."""

from typing import ClassVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from huiyin.platform.orgs.models import Unit
from huiyin.process.campaigns.models import Campaign
from huiyin.process.problems.models import Problem
from huiyin.process.publicity.rules.matters import LONGEST, MATTER_STATES, MatterState

_OUT = (MatterState.PUBLISHED.value, MatterState.WITHDRAWN.value)


class PublicMatterQuerySet(models.QuerySet["PublicMatter"]):
    def of(self, campaign: Campaign) -> "PublicMatterQuerySet":
        return self.filter(campaign=campaign)

    def out(self) -> "PublicMatterQuerySet":
        """What everybody sees: of each number the edition that stands, or that it was withdrawn."""
        later = PublicMatter.objects.filter(
            campaign=OuterRef("campaign"),
            number=OuterRef("number"),
            edition__gt=OuterRef("edition"),
            state__in=_OUT,
        )
        return self.filter(state__in=_OUT).exclude(Exists(later))

    def last_editions(self) -> "PublicMatterQuerySet":
        """Of each number the last edition, whatever its state."""
        later = PublicMatter.objects.filter(
            campaign=OuterRef("campaign"), number=OuterRef("number"), edition__gt=OuterRef("edition")
        )
        return self.exclude(Exists(later))


class PublicMatter(models.Model):
    """One edition of a matter that the public is told, worded by one and approved by another (SPEC rule 4).

    `number` is the matter's and stays; `edition` counts what was written for it. Decided on (`decided_on`), a row never changes
    any more: what was returned or published and is to say something else becomes a new edition. `words` are the office's, never a
    giver's. `givers` is the figure that may be told, None where it may not. `version` counts edits of the draft.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField("公示编号")
    edition = models.PositiveIntegerField("第几版", default=1)
    problem = models.ForeignKey(
        Problem, verbose_name="问题", on_delete=models.PROTECT, null=True, related_name="+"
    )
    unit = models.ForeignKey(Unit, verbose_name="涉及单位", on_delete=models.PROTECT, related_name="+")
    topic = models.CharField("教育专题", max_length=20, blank=True)
    title = models.CharField("题目", max_length=LONGEST["title"])
    words = models.TextField("反映的情况")
    answer = models.TextField("答复")
    state = models.CharField(
        "状态", max_length=10, choices=[(state.value, MATTER_STATES[state]) for state in MatterState]
    )
    version = models.PositiveIntegerField("稿次", default=1)
    drafted_by = models.CharField("起草", max_length=80)
    drafted_on = models.DateField("起草日期")
    decided_by = models.CharField("审批人", max_length=80, blank=True)
    decided_on = models.DateField("审批日期", null=True)
    returned_why = models.CharField("退回理由", max_length=LONGEST["why"], blank=True)
    givers = models.PositiveIntegerField("反映人数", null=True)
    nobody_known = models.BooleanField("确认认不出人", default=False)
    withdrawn_by = models.CharField("撤下人", max_length=80, blank=True)
    withdrawn_on = models.DateField("撤下日期", null=True)
    withdrawn_why = models.CharField("撤下理由", max_length=LONGEST["why"], blank=True)

    objects: ClassVar["PublicMatterQuerySet"] = PublicMatterQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "公示事项"
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "number", "edition"], name="publicity_matter_edition_once"
            ),
            models.UniqueConstraint(
                fields=["campaign", "number"],
                condition=Q(state=MatterState.DRAFT.value),
                name="publicity_matter_one_draft",
            ),
            models.UniqueConstraint(
                fields=["campaign", "number"],
                condition=Q(state=MatterState.PUBLISHED.value),
                name="publicity_matter_one_stands",
            ),
            models.CheckConstraint(
                condition=Q(state=MatterState.DRAFT.value, decided_by="", decided_on=None)
                | ~Q(state=MatterState.DRAFT.value) & ~Q(decided_by="") & Q(decided_on__isnull=False),
                name="publicity_matter_decided_by_and_on",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[MatterState.DRAFT.value, MatterState.RETURNED.value])
                | ~Q(decided_by=F("drafted_by")),
                name="publicity_matter_approved_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state=MatterState.RETURNED.value) & ~Q(returned_why="")
                | ~Q(state=MatterState.RETURNED.value) & Q(returned_why=""),
                name="publicity_matter_returned_with_why",
            ),
            models.CheckConstraint(
                condition=Q(state=MatterState.WITHDRAWN.value, withdrawn_on__isnull=False)
                & ~Q(withdrawn_by="")
                & ~Q(withdrawn_why="")
                | ~Q(state=MatterState.WITHDRAWN.value)
                & Q(withdrawn_on=None, withdrawn_by="", withdrawn_why=""),
                name="publicity_matter_withdrawn_with_why",
            ),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(words="") & ~Q(answer=""),
                name="publicity_matter_says_something",
            ),
        ]
        indexes = [models.Index(fields=["campaign", "state", "decided_on"], name="publicity_by_day")]
