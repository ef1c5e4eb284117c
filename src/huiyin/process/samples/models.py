"""Samples of what was done, in the order that nobody can cheat: seed, population, draw, visits, results. Every row here is append-only."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from huiyin.platform.orgs.models import Unit
from huiyin.process.campaigns.models import Campaign
from huiyin.process.problems.models import Problem
from huiyin.process.samples.rules.kinds import KIND_NAMES, PART_NAMES


class Sample(models.Model):
    """A sample as it was announced, before anybody knew what it would be drawn from: the hash of its seed, and what size it will have.

    `seed_box` is the seed, enciphered under a key outside the database, until it is revealed. `recorded` is the announcement's place in the record.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField("编号")
    scope = models.ForeignKey(Unit, verbose_name="范围", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(
        "核查什么", max_length=10, choices=[(one.value, zh) for one, zh in KIND_NAMES.items()]
    )
    parts = models.CharField(
        "分层", max_length=10, blank=True, choices=[(one.value, zh) for one, zh in PART_NAMES.items()]
    )
    tolerable = models.DecimalField("可容忍的比例", max_digits=5, decimal_places=4)
    confidence = models.DecimalField("把握", max_digits=5, decimal_places=4)
    seed_hash = models.CharField("种子的摘要", max_length=64, unique=True)
    seed_box = models.CharField("封存的种子", max_length=300)
    by = models.CharField("公布人", max_length=80)
    on = models.DateField("公布日期")
    recorded = models.BigIntegerField("记录序号")

    objects: ClassVar[models.Manager["Sample"]] = models.Manager()

    class Meta:
        verbose_name = "抽样核查"
        constraints = [
            models.UniqueConstraint(fields=["campaign", "number"], name="samples_number"),
            models.CheckConstraint(
                condition=Q(tolerable__gt=0, tolerable__lte=0.5, confidence__gte=0.5, confidence__lt=1),
                name="samples_figures_make_sense",
            ),
        ]


class SamplePopulation(models.Model):
    """What a sample is drawn from, once and for all: `lines` has `name, tab, part, tab, key of the row` a line."""

    sample = models.OneToOneField(Sample, on_delete=models.PROTECT, related_name="+", primary_key=True)
    digest = models.CharField("名单的摘要", max_length=64)
    strata_digest = models.CharField("分层的摘要", max_length=64)
    count = models.PositiveIntegerField("共几个")
    counts = models.JSONField("各层几个")
    lines = models.TextField("名单")
    by = models.CharField("冻结人", max_length=80)
    on = models.DateField("冻结日期")
    recorded = models.BigIntegerField("记录序号")

    objects: ClassVar[models.Manager["SamplePopulation"]] = models.Manager()

    class Meta:
        verbose_name = "冻结的名单"
        constraints = [models.CheckConstraint(condition=Q(count__gt=0), name="samples_population_of_some")]


class SampleDraw(models.Model):
    """The draw from a frozen population: once."""

    population = models.OneToOneField(
        SamplePopulation, on_delete=models.PROTECT, related_name="+", primary_key=True
    )
    size = models.PositiveIntegerField("抽几个")
    by = models.CharField("抽取人", max_length=80)
    on = models.DateField("抽取日期")
    recorded = models.BigIntegerField("记录序号")

    objects: ClassVar[models.Manager["SampleDraw"]] = models.Manager()

    class Meta:
        verbose_name = "抽取"
        constraints = [models.CheckConstraint(condition=Q(size__gt=0), name="samples_draw_of_some")]


class SampleItem(models.Model):
    """One of those drawn: which one is for inspectors alone until the visit to it starts (access). `key`: the row that it is."""

    draw = models.ForeignKey(SampleDraw, on_delete=models.PROTECT, related_name="+", db_index=False)
    place = models.PositiveIntegerField("次序")
    name = models.CharField("名称", max_length=80)
    part = models.CharField("哪一层", max_length=120, blank=True)
    unit = models.ForeignKey(Unit, verbose_name="单位", on_delete=models.PROTECT, related_name="+")
    key = models.BigIntegerField("行")
    problem = models.ForeignKey(Problem, on_delete=models.PROTECT, null=True, related_name="+")

    objects: ClassVar[models.Manager["SampleItem"]] = models.Manager()

    class Meta:
        verbose_name = "抽中项"
        constraints = [
            models.UniqueConstraint(fields=["draw", "place"], name="samples_item_place"),
            models.UniqueConstraint(fields=["draw", "name"], name="samples_item_once"),
        ]


class SampleVisit(models.Model):
    """Two inspectors begin to look at an item; from now on its unit sees it."""

    item = models.OneToOneField(SampleItem, on_delete=models.PROTECT, related_name="+", primary_key=True)
    first = models.CharField("核查人", max_length=80)
    second = models.CharField("同去的人", max_length=80)
    on = models.DateField("开始日期")

    objects: ClassVar[models.Manager["SampleVisit"]] = models.Manager()

    class Meta:
        verbose_name = "核查开始"
        constraints = [models.CheckConstraint(condition=~Q(first=F("second")), name="samples_visit_of_two")]


class SampleStatement(models.Model):
    """What one person says of an item: whether it holds, in words. A later word of the same person goes before an earlier one."""

    visit = models.ForeignKey(SampleVisit, on_delete=models.PROTECT, related_name="+")
    holds = models.BooleanField("属实")
    words = models.TextField("看到的情况")
    by = models.CharField("谁", max_length=80)
    on = models.DateField("日期")

    objects: ClassVar[models.Manager["SampleStatement"]] = models.Manager()

    class Meta:
        verbose_name = "核查意见"
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="samples_statement_says_what")]


class SampleResult(models.Model):
    """What two persons agree on of an item, for good."""

    visit = models.OneToOneField(SampleVisit, on_delete=models.PROTECT, related_name="+", primary_key=True)
    holds = models.BooleanField("属实")
    on = models.DateField("日期")

    objects: ClassVar[models.Manager["SampleResult"]] = models.Manager()

    class Meta:
        verbose_name = "核查结论"


class SeedReveal(models.Model):
    """The seed, for everybody: when the last visit has started, or with a `reason` when the sample is broken off."""

    sample = models.OneToOneField(Sample, on_delete=models.PROTECT, related_name="+", primary_key=True)
    seed = models.CharField("种子", max_length=64)
    reason = models.TextField("中止的理由", blank=True)
    by = models.CharField("公开人", max_length=80)
    on = models.DateField("公开日期")
    recorded = models.BigIntegerField("记录序号")

    objects: ClassVar[models.Manager["SeedReveal"]] = models.Manager()

    class Meta:
        verbose_name = "种子公开"
