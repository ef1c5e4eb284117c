"""What a night's look at effects found: kept as it was, one row wherever something changed."""

from math import inf
from typing import Any, ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q

from huiyin.analysis.effects import Counts, Ratio, Verdict
from huiyin.platform.orgs.models import Unit
from huiyin.process.campaigns.models import Ask, Campaign
from huiyin.process.effects.rules.words import KIND_NAMES, VERDICT_NAMES, Kind
from huiyin.process.problems.models import Problem


class EffectRun(models.Model):
    """One look at all effects of a campaign: on which day, up to which record; `anew` problems were measured again, of `tested` tables in all.

    Never changed: what pages show is the last one's.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField("第几次")
    on = models.DateField("日期")
    recorded = models.BigIntegerField("审计记录到")
    whole = models.BooleanField("全部重算", default=False)
    anew = models.PositiveIntegerField("重算问题数")
    tested = models.PositiveIntegerField("一并检验的表数")

    objects: ClassVar[models.Manager["EffectRun"]] = models.Manager()

    class Meta:
        verbose_name = "成效计算"
        constraints = [models.UniqueConstraint(fields=["campaign", "number"], name="effects_run_number")]


class LatestQuerySet(models.QuerySet[Any]):
    def latest_of(self, campaign: Campaign) -> "LatestQuerySet":
        """Of each subject the row that stands: none was written later."""
        later = self.model._default_manager.filter(
            campaign=campaign, kind=OuterRef("kind"), subject=OuterRef("subject"), pk__gt=OuterRef("pk")
        )
        if self.model is EffectPart:
            later = later.filter(unit=OuterRef("unit"))
        return self.filter(~Exists(later), campaign=campaign)


class EffectPart(models.Model):
    """What one unit brings to the effect of several problems together (analysis.listening.Part), as of one run."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+", db_index=False)
    run = models.ForeignKey(EffectRun, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("种类", max_length=10)
    subject = models.CharField("对象", max_length=40, blank=True)
    problems = models.PositiveIntegerField("问题数")
    before = models.PositiveIntegerField("销号前同类")
    after = models.PositiveIntegerField("销号后同类")
    others = models.PositiveIntegerField("其他")
    after_share = models.FloatField("其他中销号后的占比")
    squares = models.FloatField("离散平方和")
    freedom = models.PositiveIntegerField("自由度")
    waiting = models.PositiveIntegerField("待确认")
    breaks = models.JSONField("渠道变化", default=dict)

    objects: ClassVar["LatestQuerySet"] = LatestQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "成效分项"
        indexes = [
            models.Index(fields=["campaign", "kind", "subject", "unit", "id"], name="effects_part_latest")
        ]


class Effect(models.Model):
    """What one run says of one problem, unit, topic, wind or the campaign, where it says something else than the run before.

    `subject`: a problem's or unit's id, a code of the template, "" for the campaign. `low` and `high` bound the odds ratio, None
    where there is no bound. `needed`: episodes to be heard after the closing, in all, for a verdict; None: none will do.
    `channels`: code → episodes before and after; `breaks`: code → opened (true) or closed (false) in between; `weekly`: week since
    `since`, episodes of the matter, others. `verdict` "" where nothing is closed any more.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+", db_index=False)
    run = models.ForeignKey(EffectRun, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(
        "种类", max_length=10, choices=[(kind.value, zh) for kind, zh in KIND_NAMES.items()]
    )
    subject = models.CharField("对象", max_length=40, blank=True)
    problem = models.ForeignKey(Problem, on_delete=models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey(Unit, verbose_name="单位", on_delete=models.PROTECT, null=True, related_name="+")
    problems = models.PositiveIntegerField("问题数", default=1)
    since = models.DateField("从哪天起")
    closed_on = models.DateField("销号日期", null=True)
    before = models.PositiveIntegerField("销号前同类")
    before_others = models.PositiveIntegerField("销号前其他")
    after = models.PositiveIntegerField("销号后同类")
    after_others = models.PositiveIntegerField("销号后其他")
    waiting = models.PositiveIntegerField("待确认", default=0)
    outside = models.PositiveIntegerField("涉及其他单位", default=0)
    value = models.FloatField("比值", null=True)
    low = models.FloatField("下限", null=True)
    high = models.FloatField("上限", null=True)
    p = models.FloatField("p 值")
    dispersion = models.FloatField("离散度")
    verdict = models.CharField(
        "结论", max_length=10, blank=True, choices=[(one.value, zh) for one, zh in VERDICT_NAMES.items()]
    )
    needed = models.PositiveIntegerField("还需听到", null=True)
    channels = models.JSONField("各渠道", default=dict)
    breaks = models.JSONField("渠道变化", default=dict)
    weekly = models.JSONField("每周", default=list)

    objects: ClassVar["LatestQuerySet"] = LatestQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "成效"
        constraints = [
            models.UniqueConstraint(fields=["run", "kind", "subject"], name="effects_effect_once_a_run"),
            models.CheckConstraint(
                condition=Q(verdict__in=["", *(one.value for one in Verdict)]), name="effects_effect_verdict"
            ),
            models.CheckConstraint(
                condition=Q(problem__isnull=False) | ~Q(kind=Kind.PROBLEM.value),
                name="effects_effect_of_a_problem",
            ),
        ]
        indexes = [
            models.Index(fields=["campaign", "kind", "subject", "id"], name="effects_effect_latest"),
            models.Index(fields=["problem", "id"], name="effects_effect_of_problem"),
        ]

    @property
    def counts(self) -> Counts:
        return Counts(self.before, self.before_others, self.after, self.after_others)

    @property
    def ratio(self) -> Ratio:
        value, low, high = (inf if one is None else one for one in (self.value, self.low, self.high))
        return Ratio(value, low, high, self.p)


class ListeningRound(models.Model):
    """A second round of listening (第二轮听取): planned on what one run said, asked of its units as one task of the plan.

    What came by it is told by its days, unit and channel alone: nothing marks an opinion.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField("第几轮")
    run = models.ForeignKey(EffectRun, on_delete=models.PROTECT, related_name="+")
    ask = models.OneToOneField(Ask, on_delete=models.PROTECT, related_name="+")
    opens_on = models.DateField("开始日期")
    closes_on = models.DateField("截止日期")
    by = models.CharField("经办", max_length=80)
    on = models.DateField("日期")

    objects: ClassVar[models.Manager["ListeningRound"]] = models.Manager()

    class Meta:
        verbose_name = "再听取"
        constraints = [
            models.UniqueConstraint(fields=["campaign", "number"], name="effects_round_number"),
            models.CheckConstraint(
                condition=Q(closes_on__gte=models.F("opens_on")), name="effects_round_opens_first"
            ),
        ]


class RoundUnit(models.Model):
    """A unit in a round: how much must be heard for verdicts on how many problems, and by which channels and from whom it was heard before.

    `channels`: code → episodes by now; `kinds`: codes of the kinds of giver; `opened`: entrances that the round opened again.
    """

    round = models.ForeignKey(ListeningRound, on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, verbose_name="单位", on_delete=models.PROTECT, related_name="+")
    episodes = models.PositiveIntegerField("还要听到（件）")
    opinions = models.PositiveIntegerField("约合意见")
    tells = models.PositiveIntegerField("可说明的问题数")
    never = models.PositiveIntegerField("说明不了的问题数")
    channels = models.JSONField("渠道", default=dict)
    kinds = models.JSONField("人群", default=list)
    opened = models.PositiveIntegerField("重开的收集点", default=0)

    objects: ClassVar[models.Manager["RoundUnit"]] = models.Manager()

    class Meta:
        verbose_name = "再听取的单位"
        constraints = [models.UniqueConstraint(fields=["round", "unit"], name="effects_round_unit_once")]
