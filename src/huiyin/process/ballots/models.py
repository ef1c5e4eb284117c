"""Secret votes: what is asked, the codes that are still out, the ballots, and what tellers counted on paper."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from huiyin.platform.files.models import random_id
from huiyin.platform.orgs.models import Unit
from huiyin.process.campaigns.models import Campaign


class Vote(models.Model):
    """A vote about a unit. `form` is frozen when it is announced (rules.counting.Form): items, levels, which are summed, the line.

    `result` (rules.counting.Counted, as JSON) is None until it is closed, and frozen by the database then. `again_of` is the vote
    that fell below the line.
    """

    class State(models.TextChoices):
        ANNOUNCED = "announced", "已预告"
        CLOSED = "closed", "已计票"
        PUBLISHED = "published", "已公布"

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, verbose_name="测评对象", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField("序号")
    kind = models.CharField("种类", max_length=40)
    form = models.JSONField("测评表")
    announced_on = models.DateField("预告日期")
    opens_on = models.DateField("开始日期")
    closes_on = models.DateField("截止日期")
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.ANNOUNCED)
    result = models.JSONField("结果", null=True)
    closed_on = models.DateField("计票日期", null=True)
    published_on = models.DateField("公布日期", null=True)
    made_by = models.CharField("经办", max_length=80)
    again_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")

    objects: ClassVar[models.Manager["Vote"]] = models.Manager()

    class Meta:
        verbose_name = "测评"
        constraints = [
            models.UniqueConstraint(fields=["campaign", "number"], name="ballots_vote_number"),
            models.CheckConstraint(
                condition=Q(opens_on__gt=F("announced_on"), closes_on__gte=F("opens_on")),
                name="ballots_vote_announced_a_day_before",
            ),
            models.CheckConstraint(
                condition=Q(state="announced", result=None)
                | (~Q(state="announced") & Q(result__isnull=False)),
                name="ballots_vote_no_result_while_it_runs",
            ),
        ]


class Issue(models.Model):
    """Codes given out to a group at one go: how many. Which code went to whom is known to nobody."""

    vote = models.ForeignKey(Vote, on_delete=models.PROTECT, related_name="+")
    group = models.CharField("群体", max_length=30)
    count = models.PositiveIntegerField("发出张数")
    by = models.CharField("经办", max_length=80)
    on = models.DateField("日期")

    objects: ClassVar[models.Manager["Issue"]] = models.Manager()

    class Meta:
        verbose_name = "发票"
        constraints = [models.CheckConstraint(condition=Q(count__gt=0), name="ballots_issue_of_some")]


class Slip(models.Model):
    """A code that is still out, as its keyed hash. Casting deletes it, closing deletes the rest."""

    code_hash = models.CharField(max_length=64, primary_key=True)
    vote = models.ForeignKey(Vote, on_delete=models.PROTECT, related_name="+")
    group = models.CharField("群体", max_length=30)

    objects: ClassVar[models.Manager["Slip"]] = models.Manager()

    class Meta:
        verbose_name = "未用票码"


class Ballot(models.Model):
    """One ballot: who cast it and when stands nowhere. At closing all of a vote are written anew in the order of their marks.

    `marks`: rules.counting.marks_text.
    """

    id = models.BigIntegerField(primary_key=True, default=random_id)
    vote = models.ForeignKey(Vote, on_delete=models.PROTECT, related_name="+")
    group = models.CharField("群体", max_length=30)
    marks = models.TextField("所选")

    objects: ClassVar[models.Manager["Ballot"]] = models.Manager()

    class Meta:
        verbose_name = "选票"


class Tally(models.Model):
    """What one teller counted of a group's paper ballots; it counts when the two tellers agree (双人计票)."""

    vote = models.ForeignKey(Vote, on_delete=models.PROTECT, related_name="+", db_index=False)
    group = models.CharField("群体", max_length=30)
    by = models.CharField("计票人", max_length=80)
    on = models.DateField("日期")
    figures = models.JSONField("计票")

    objects: ClassVar[models.Manager["Tally"]] = models.Manager()

    class Meta:
        verbose_name = "纸质票计票"
        constraints = [models.UniqueConstraint(fields=["vote", "group", "by"], name="ballots_tally_once")]
