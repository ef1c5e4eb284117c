"""The ledger: problems, and which opinions stand behind each."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from huiyin.platform.accounts.models import Account
from huiyin.platform.orgs.models import Unit
from huiyin.process.campaigns.models import Campaign
from huiyin.process.opinions.models import Group, Opinion
from huiyin.process.problems.rules import LONGEST, LONGEST_QUERY, LONGEST_VIEW


class ProblemQuerySet(models.QuerySet["Problem"]):
    def of(self, campaign: Campaign) -> "ProblemQuerySet":
        return self.filter(campaign=campaign)

    def standing(self) -> "ProblemQuerySet":
        """Those that live under their own number: not merged into another, not dissolved."""
        return self.filter(merged_into=None, dissolved=False)


class Problem(models.Model):
    """A problem that somebody raised. Codes (source, focus, topic, cause, horizon) are those of the campaign's template.

    Merged: `merged_into` points at the problem that it lives on in; its own row and links stay, so a merge can be undone.
    `manifestation` is what people wrote of it. With `checked_on` somebody who may read the words behind it has looked: it's a
    summary without names and telling details, or the unit's own words, and may be shown to whoever sees the problem.
    `state` is one of the template's life (life.toml), "" where it knows none; `round` counts how often rectification began, and
    `due_on` is until when. They change by the steps of the room rectification alone.
    `follows`: the closed problem whose matter was spoken of again (SPEC rule 6); `occurrence` counts from the first one.
    Split off: `split_from` points at where its opinions came from. Dissolved: a split that was undone; its number stays taken.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    number = models.CharField("编号", max_length=20)
    # The number's three parts, to sort by: 2014-1000 comes after 2014-999, and 2014-037-2 right after 2014-037.
    year = models.PositiveSmallIntegerField("年度")
    serial = models.PositiveIntegerField("序号")
    occurrence = models.PositiveSmallIntegerField("第几次", default=1)
    title = models.CharField("问题", max_length=200)
    manifestation = models.TextField("具体表现", blank=True)
    checked_by = models.CharField("核对人", max_length=80, blank=True)
    checked_on = models.DateField("核对日期", null=True)
    owner = models.ForeignKey(
        Unit, verbose_name="责任单位", on_delete=models.PROTECT, null=True, related_name="+"
    )
    source = models.CharField("问题来源", max_length=30)
    focus = models.CharField("问题类别", max_length=20, blank=True)
    topic = models.CharField("教育专题", max_length=20, blank=True)
    cause = models.CharField("产生原因", max_length=30, blank=True)
    horizon = models.CharField("时限类型", max_length=30, blank=True)
    group = models.OneToOneField(
        Group, verbose_name="意见组", on_delete=models.PROTECT, null=True, related_name="+"
    )
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    split_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    follows = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    dissolved = models.BooleanField("已并回", default=False)
    raised_by = models.CharField("提出人", max_length=80)
    raised_on = models.DateField("提出日期")
    mirror = models.CharField("五个对照", max_length=30, blank=True)
    key_work = models.CharField("服务的重点工作", max_length=40, blank=True)
    common = models.BooleanField("共性问题", default=False)
    goal = models.CharField("整改目标", max_length=LONGEST["goal"], blank=True)
    leader = models.CharField("牵头领导", max_length=LONGEST["leader"], blank=True)
    responsible = models.CharField("责任人", max_length=LONGEST["responsible"], blank=True)
    state = models.CharField("状态", max_length=40, blank=True)
    round = models.PositiveSmallIntegerField("第几轮", default=1)
    due_on = models.DateField("整改时限", null=True)
    closed_on = models.DateField("销号日期", null=True)

    objects: ClassVar["ProblemQuerySet"] = ProblemQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "问题"
        constraints = [
            models.UniqueConstraint(fields=["campaign", "number"], name="problems_problem_number"),
            models.CheckConstraint(condition=~Q(title=""), name="problems_problem_has_title"),
            models.CheckConstraint(
                condition=~Q(merged_into=F("id")), name="problems_problem_not_into_itself"
            ),
            models.CheckConstraint(
                condition=Q(follows=None, occurrence=1) | (Q(follows__isnull=False, occurrence__gt=1)),
                name="problems_problem_follows_an_earlier",
            ),
            models.CheckConstraint(
                condition=Q(checked_by="", checked_on=None) | ~Q(checked_by="") & Q(checked_on__isnull=False),
                name="problems_problem_checked_by_and_on",
            ),
        ]
        indexes = [
            models.Index(fields=["campaign", "year", "serial", "occurrence"], name="problems_in_order"),
            models.Index(
                fields=["campaign", "owner", "year", "serial", "occurrence"], name="problems_of_owner"
            ),
            models.Index(
                fields=["campaign", "state", "year", "serial", "occurrence"], name="problems_in_state"
            ),
            models.Index(
                fields=["campaign", "due_on"], condition=Q(closed_on=None), name="problems_due_and_open"
            ),
            models.Index(fields=["campaign"], condition=Q(merged_into__isnull=False), name="problems_merged"),
        ]


class Link(models.Model):
    """An opinion behind a problem: many to many. A link moves with a split and comes back with its undoing.

    `round` is that of the decision that put it there (opinions.Decision), 0 where another act did: a decision takes back what
    is its own, and nothing else.
    """

    problem = models.ForeignKey(Problem, on_delete=models.PROTECT, related_name="+", db_index=False)
    opinion = models.ForeignKey(Opinion, on_delete=models.PROTECT, related_name="+")
    round = models.PositiveIntegerField("第几次梳理", default=0)

    objects: ClassVar[models.Manager["Link"]] = models.Manager()

    class Meta:
        verbose_name = "意见与问题的关联"
        constraints = [models.UniqueConstraint(fields=["problem", "opinion"], name="problems_link_once")]


class SavedView(models.Model):
    """A person's own name for filters of the ledger: their own tidying, without a record."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    name = models.CharField("名称", max_length=LONGEST_VIEW)
    query = models.CharField("筛选条件", max_length=LONGEST_QUERY)

    objects: ClassVar[models.Manager["SavedView"]] = models.Manager()

    class Meta:
        verbose_name = "常用筛选"
        constraints = [
            models.UniqueConstraint(
                fields=["account", "campaign", "name"], name="problems_saved_view_named_once"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="problems_saved_view_has_name"),
        ]
