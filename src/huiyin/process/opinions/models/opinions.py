"""Opinions: verbatim words, what came with them, and where each one is."""

from collections.abc import Iterable
from datetime import date
from functools import reduce
from operator import or_
from typing import ClassVar

from django.db import models
from django.db.models import Case, F, Q, Value, When

from huiyin.analysis.normalise import Text
from huiyin.platform.orgs.models import Unit, outside
from huiyin.platform.texts.models import Pairs
from huiyin.process.campaigns.models import Campaign
from huiyin.process.opinions.rules.disposition import (
    DISPOSITION_NAMES,
    OUT_OF_THE_MATTER,
    SETTLEMENTS,
    Disposition,
)
from huiyin.process.opinions.rules.identity import said_parts
from huiyin.process.opinions.rules.reach import Reach

LONGEST_WHY = 500


class Intake(models.Model):
    """One workbook taken in: which file, read how. The rows that it brought name it."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField("批次")
    file_name = models.CharField("文件名", max_length=255)
    file_digest = models.CharField("文件摘要", max_length=64)
    columns = models.JSONField("所认各列", default=dict)
    entered_on = models.DateField("收录日期")

    objects: ClassVar[models.Manager["Intake"]] = models.Manager()

    class Meta:
        verbose_name = "收录批次"
        constraints = [models.UniqueConstraint(fields=["campaign", "number"], name="opinions_intake_number")]


class OpinionQuerySet(models.QuerySet["Opinion"]):
    def of(self, campaign: Campaign) -> "OpinionQuerySet":
        return self.filter(campaign=campaign)

    def with_text(self) -> "OpinionQuerySet":
        """Those whose words are still kept."""
        return self.exclude(salt=None)

    def in_scope(self) -> "OpinionQuerySet":
        """Those that the campaign has to deal with: a duplicate, a withdrawn or a foreign matter counts for no rate."""
        return self.exclude(disposition__in=OUT_OF_THE_MATTER)

    def in_order_said(self) -> "OpinionQuerySet":
        """The earliest said first, undated ones last; within a day as they stand in their file."""
        return self.order_by(F("raised_on").asc(nulls_last=True), "intake_id", "row_no", "id")

    def within(self, reaches: Iterable[Reach]) -> "OpinionQuerySet":
        """Those whose raw words are within reach (SPEC rule 4); none for no reach."""
        return self.filter(in_reach(reaches))

    def unsealed_before(self, day: date) -> "OpinionQuerySet":
        return self.filter(sealed_in=None, entered_on__lt=day)


def in_reach(reaches: Iterable[Reach], field: str = "about") -> Q:
    """Reach.covers, in the database's words: one range of paths a reach. `field` leads to the unit that is spoken of."""
    return reduce(or_, (_within(reach, field) for reach in reaches), Q(pk__in=[]))


def _within(reach: Reach, field: str) -> Q:
    found = Q(pk__in=[])
    if reach.itself:
        found |= Q(**{f"{field}__path": reach.path})
    if reach.below:
        found |= Q(**{f"{field}__path__gt": reach.path, f"{field}__path__lt": reach.path + "~"})
    if reach.barred:
        found &= ~Q(**{f"{field}__path__in": reach.barred})
    if reach.gaps:
        found &= outside(reach.gaps, f"{field}__path")
    if reach.unplaced:
        found |= Q(**{field: None})
    return found


def _disposition() -> Case:
    """rules.disposition_of, in the database's words: exactly one, whatever wrote the row."""
    return Case(
        When(withdrawn_on__isnull=False, then=Value(Disposition.WITHDRAWN.value)),
        When(duplicate_of__isnull=False, then=Value(Disposition.DUPLICATE.value)),
        When(linked=True, then=Value(Disposition.LINKED.value)),
        When(~Q(settled_as=""), then=F("settled_as")),
        default=Value(Disposition.WAITING.value),
    )


class Opinion(models.Model):
    """One opinion, verbatim. The database refuses to change or delete its words (SPEC rule 1).

    `raised_on` is the day on which it was said, as far as known; `entered_on` the day on which it came in: days, never
    times (SPEC rule 5). What came with the words is frozen with them; `…_as_written` is what the cell held. `about` is whom it is about, `received_by` who took it in (SPEC rule 4). `title` and `body` are
    NULL once a tombstone has taken their place, and then so is `salt`; `digest` stays.
    """

    id = models.BigIntegerField(primary_key=True)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+", db_index=False)
    title = models.TextField("标题", null=True)
    body = models.TextField("意见原文", null=True)
    salt = models.CharField(max_length=32, null=True)
    digest = models.CharField("摘要", max_length=64)
    raised_on = models.DateField("提出日期", null=True)
    entered_on = models.DateField("收录日期")
    retain_until = models.DateField("保存至")
    channel = models.CharField("收集渠道", max_length=30, blank=True)
    channel_as_written = models.CharField("收集渠道（原表所写）", max_length=200, blank=True)
    giver_kind = models.CharField("反映群体", max_length=30, blank=True)
    giver_as_written = models.CharField("反映群体（原表所写）", max_length=200, blank=True)
    about = models.ForeignKey(
        Unit,
        verbose_name="所涉单位",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,  # opinions_by_unit begins with it
    )
    # Nobody asks for these two; each index of this table is written with every opinion.
    received_by = models.ForeignKey(
        Unit, verbose_name="收录单位", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    unit_as_written = models.CharField("单位（原表所写）", max_length=200, blank=True)
    about_as_written = models.CharField("对象（原表所写）", max_length=200, blank=True)
    intake = models.ForeignKey(Intake, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    row_no = models.PositiveIntegerField("原表行号", null=True)
    source_id = models.CharField("编号", max_length=80)
    source_key = models.CharField(max_length=64)
    sealed_in = models.BigIntegerField("封存于记录", null=True)

    withdrawn_on = models.DateField("撤回日期", null=True)
    duplicate_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    linked = models.BooleanField("已列入问题", default=False)
    settled_as = models.CharField("办结方式", max_length=20, blank=True)
    settled_why = models.CharField("办结说明", max_length=LONGEST_WHY, blank=True)
    answered_on = models.DateField("答复日期", null=True)
    triage_round = models.PositiveIntegerField("梳理次数", default=0)
    disposition = models.GeneratedField(
        expression=_disposition(),
        output_field=models.CharField(
            "去向", max_length=20, choices=[(d.value, n) for d, n in DISPOSITION_NAMES.items()]
        ),
        db_persist=True,
    )

    objects: ClassVar["OpinionQuerySet"] = OpinionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "意见"
        constraints = [
            models.UniqueConstraint(fields=["campaign", "source_key"], name="opinions_opinion_once"),
            models.CheckConstraint(
                condition=Q(settled_as__in=["", *SETTLEMENTS]), name="opinions_opinion_settled_as_known"
            ),
            models.CheckConstraint(
                condition=~Q(settled_as=Disposition.OUT_OF_SCOPE) | ~Q(settled_why=""),
                name="opinions_opinion_out_of_scope_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(duplicate_of=F("id")), name="opinions_opinion_not_its_own_duplicate"
            ),
            models.CheckConstraint(
                condition=Q(salt__isnull=False, title__isnull=False, body__isnull=False)
                | Q(salt__isnull=True, title__isnull=True, body__isnull=True),
                name="opinions_opinion_text_whole_or_gone",
            ),
        ]
        indexes = [
            models.Index(fields=["campaign", "disposition", "id"], name="opinions_by_disposition"),
            models.Index(fields=["sealed_in"], name="opinions_by_seal"),
            models.Index(
                fields=["duplicate_of"], condition=Q(duplicate_of__isnull=False), name="opinions_duplicates"
            ),
            models.Index(
                fields=["retain_until"], condition=Q(salt__isnull=False), name="opinions_by_retention"
            ),
            # A list is the newest first. What no index of its own leads to is found by walking this one, which holds what
            # most filters ask. (`disposition` would be no use: SQLite reads the row for a generated column all the same.)
            models.Index(
                fields=["campaign", "id", "about", "channel", "giver_kind", "triage_round", "raised_on"],
                name="opinions_newest",
            ),
            models.Index(fields=["campaign", "channel", "id", "about"], name="opinions_by_channel"),
            models.Index(fields=["campaign", "giver_kind", "id", "about"], name="opinions_by_giver"),
            models.Index(
                fields=["about", "campaign", "id"],
                name="opinions_by_unit",
            ),
            # What was said before a day, or since, where so many units are asked about that theirs would have to be sorted. Only for
            # who asks for salt__isnull=False: SQLite would take it for lists of the newest, too, and sort them.
            models.Index(
                fields=["campaign", "raised_on", "id", "about"],
                condition=Q(salt__isnull=False),
                name="opinions_by_day",
            ),
        ]

    @property
    def text(self) -> str:
        """Title and body as one text, for reading; empty once the words are gone."""
        return self.words.whole

    def said(self) -> tuple[str, ...]:
        """What the digest seals: the words and what came with them (rules.identity.sealed_digest)."""
        return said_parts(
            self.title or "",
            self.body or "",
            self.raised_on,
            self.channel_as_written,
            self.giver_as_written,
            self.unit_as_written,
            self.about_as_written,
            self.source_id,
        )

    @property
    def words(self) -> Text:
        return Text(self.title or "", self.body or "")


class Tombstone(models.Model):
    """What stands where an opinion's words stood: on whose word they went, and why. Append-only."""

    opinion = models.OneToOneField(Opinion, on_delete=models.PROTECT, related_name="+")
    lawful = models.BooleanField("依法删除")
    ground = models.CharField("依据", max_length=LONGEST_WHY)
    by = models.CharField("经办", max_length=80)
    on = models.DateField("日期")

    objects: ClassVar[models.Manager["Tombstone"]] = models.Manager()

    class Meta:
        verbose_name = "删除标记"
        constraints = [models.CheckConstraint(condition=~Q(ground=""), name="opinions_tombstone_says_why")]


class SearchedOpinion(models.Model):
    """An opinion's row in the search index (platform/texts), as a join: `Opinion.objects.filter(searched__pairs__holds=…)`."""

    opinion = models.OneToOneField(
        Opinion,
        on_delete=models.DO_NOTHING,
        primary_key=True,
        db_column="rowid",
        related_name="+",
        related_query_name="searched",
    )
    pairs = Pairs()

    objects: ClassVar[models.Manager["SearchedOpinion"]] = models.Manager()

    class Meta:
        verbose_name = "检索关联"
        managed = False
        db_table = "texts_search"
