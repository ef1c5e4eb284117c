"""The ways by which people speak: entrances with a link and a QR code, and what came with an opinion through one."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q

from huiyin.platform.files.models import Attachment
from huiyin.platform.orgs.models import Unit
from huiyin.process.campaigns.models import Campaign
from huiyin.process.channels.rules.paper import STATE_NAMES, SheetState
from huiyin.process.channels.rules.taking_down import WAY_NAMES, Way
from huiyin.process.opinions.models import LONGEST_WHY, Opinion


class EntranceQuerySet(models.QuerySet["Entrance"]):
    def closed(self, day: date, yes: bool = True) -> "EntranceQuerySet":  # noqa: FBT001 - a filter's switch
        """Those whose last day lies before `day`; with False all others, also those that open later."""
        over = Q(closes_on__lt=day)
        return self.filter(over) if yes else self.filter(Q(closes_on=None) | ~over)


class Entrance(models.Model):
    """One way in: a link with a QR code for a unit, a group or an event (收集点). `code` stands in its address and tells nothing.

    `channel` and `giver_kind` are codes of the template ("" = the giver chooses); `about` is whom its opinions are about unless
    somebody decides otherwise; `pupils`: its form asks for no name and speaks to children.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    code = models.CharField("代码", max_length=16, unique=True)
    name = models.CharField("名称", max_length=80)
    channel = models.CharField("收集渠道", max_length=30)
    about = models.ForeignKey(
        Unit, verbose_name="所涉单位", on_delete=models.PROTECT, null=True, related_name="+"
    )
    giver_kind = models.CharField("反映群体", max_length=30, blank=True)
    pupils = models.BooleanField("面向学生", default=False)
    opens_on = models.DateField("开始日期")
    closes_on = models.DateField("截止日期", null=True)
    made_by = models.CharField("经办", max_length=80)
    made_on = models.DateField("设立日期")

    objects: ClassVar["EntranceQuerySet"] = EntranceQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "收集点"
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__isnull=True) | Q(closes_on__gte=models.F("opens_on")),
                name="channels_entrance_opens_before_it_closes",
            )
        ]


class Submission(models.Model):
    """What came with an opinion through an entrance: which one, and whether the giver lets the unit see the words (SPEC rule 4).

    `may_show` None: not asked. Rows carry the opinion's id, so they tell nothing of the order of arrival.
    """

    opinion = models.OneToOneField(
        Opinion, on_delete=models.PROTECT, primary_key=True, related_name="+", related_query_name="submitted"
    )
    entrance = models.ForeignKey(Entrance, on_delete=models.PROTECT, related_name="+")
    may_show = models.BooleanField("可给单位看原话", null=True)

    objects: ClassVar[models.Manager["Submission"]] = models.Manager()

    class Meta:
        verbose_name = "提交"


class Contact(models.Model):
    """How a giver may be reached, where they said so: enciphered under a key that is not in the database (SPEC rule 5)."""

    matter = models.BigIntegerField(primary_key=True)
    enciphered = models.TextField("联系方式（加密）")

    objects: ClassVar[models.Manager["Contact"]] = models.Manager()

    class Meta:
        verbose_name = "联系方式"


class ContactOpening(models.Model):
    """That somebody looked at how a giver may be reached, and why (SPEC rule 5). Append-only; read by the inspectors and the office."""

    matter = models.BigIntegerField(db_index=True)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+", db_index=False)
    why = models.CharField("理由", max_length=LONGEST_WHY)
    by = models.CharField("查看人", max_length=80)
    on = models.DateField("日期")

    objects: ClassVar[models.Manager["ContactOpening"]] = models.Manager()

    class Meta:
        verbose_name = "联系方式查看记录"
        constraints = [models.CheckConstraint(condition=~Q(why=""), name="channels_opening_says_why")]
        indexes = [models.Index(fields=["campaign", "id"], name="channels_opening_newest")]


class GivenFile(models.Model):
    """A photo or document that a giver sent along, without its metadata (platform/files)."""

    attachment = models.OneToOneField(
        Attachment, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    matter = models.BigIntegerField(db_index=True)

    objects: ClassVar[models.Manager["GivenFile"]] = models.Manager()

    class Meta:
        verbose_name = "反映人所附文件"


class FileMark(models.Model):
    """That a giver's file came, under its salted digest (platform/files): nothing says to what it came, and it stays when the file goes.

    Files have no record of their own, which would date them (SPEC rules 5, 7): a day's marks are sealed once a day, `sealed_in` the record.
    """

    id = models.BigIntegerField(primary_key=True)
    digest = models.CharField("摘要", max_length=64, unique=True)
    on = models.DateField("日期")
    sealed_in = models.BigIntegerField("封存于记录", null=True)

    objects: ClassVar[models.Manager["FileMark"]] = models.Manager()

    class Meta:
        verbose_name = "所附文件的封存"
        indexes = [
            models.Index(fields=["on"], condition=Q(sealed_in=None), name="channels_filemark_unsealed")
        ]


class Forum(models.Model):
    """A forum (座谈会) at which people spoke: when, where, who convened it, how many of each kind were there.

    `there` maps kinds of giver to heads: givers of a forum are counted as heads present (SPEC rule 5). Leaders are told by post.
    What was said are opinions that point here (TakenDown); `said` is how many there were on the day of the record, so that the number
    doesn't tell when one of them is sealed off later (SPEC rule 13).
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    host = models.ForeignKey(Unit, verbose_name="召集单位", on_delete=models.PROTECT, related_name="+")
    about = models.ForeignKey(
        Unit, verbose_name="所涉单位", on_delete=models.PROTECT, null=True, related_name="+"
    )
    held_on = models.DateField("座谈日期")
    place = models.CharField("地点", max_length=100, blank=True)
    convenor = models.CharField("召集人", max_length=100)
    there = models.JSONField("到会人数")
    heads = models.PositiveIntegerField("到会总人数")
    said = models.PositiveIntegerField("记下几条")
    leaders_there = models.CharField("在场的班子成员", max_length=200, blank=True)
    leaders_away = models.CharField("回避的班子成员", max_length=200, blank=True)
    key = models.CharField(max_length=64, unique=True)
    recorded_by = models.CharField("记录", max_length=80)
    recorded_on = models.DateField("记录日期")

    objects: ClassVar[models.Manager["Forum"]] = models.Manager()

    class Meta:
        verbose_name = "座谈会"
        constraints = [
            models.CheckConstraint(condition=Q(heads__gt=0), name="channels_forum_somebody_was_there")
        ]


class BoxOpening(models.Model):
    """An opinion box opened by two persons (by post): how many notes, how many of them blank or unreadable, how many typed in so far.

    `typed` counts what was typed and not what is there: the number doesn't tell when one is sealed off later (SPEC rule 13).
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    host = models.ForeignKey(Unit, verbose_name="开箱单位", on_delete=models.PROTECT, related_name="+")
    about = models.ForeignKey(
        Unit, verbose_name="所涉单位", on_delete=models.PROTECT, null=True, related_name="+"
    )
    opened_on = models.DateField("开箱日期")
    place = models.CharField("意见箱位置", max_length=100)
    first = models.CharField("开箱人一", max_length=100)
    second = models.CharField("开箱人二", max_length=100)
    notes = models.PositiveIntegerField("张数")
    blank = models.PositiveIntegerField("空白或看不清的", default=0)
    typed = models.PositiveIntegerField("已录", default=0)
    key = models.CharField(max_length=64, unique=True)
    recorded_by = models.CharField("记录", max_length=80)
    recorded_on = models.DateField("记录日期")

    objects: ClassVar[models.Manager["BoxOpening"]] = models.Manager()

    class Meta:
        verbose_name = "开箱记录"
        constraints = [
            models.CheckConstraint(condition=~Q(first=models.F("second")), name="channels_boxopening_by_two"),
            models.CheckConstraint(
                condition=Q(notes__gte=models.F("blank") + models.F("typed")),
                name="channels_boxopening_no_more_than_notes",
            ),
        ]

    @property
    def left(self) -> int:
        """How many readable notes are still to be typed in."""
        return self.notes - self.blank - self.typed


class PaperBatch(models.Model):
    """Paper forms printed for a unit, a group or an event (一批征求意见表), given out to nobody in particular and counted as they come back.

    `copies` is how many were printed, `unused` how many of these were never given out (said when the batch is settled); the other
    numbers count sheets that came back, `said` the opinions on them, so that none of them tells when one is sealed off later (SPEC
    rule 13). Once `closed_on` is set the database holds them, and the scans are gone.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    about = models.ForeignKey(
        Unit, verbose_name="所涉单位", on_delete=models.PROTECT, null=True, related_name="+"
    )
    name = models.CharField("名称", max_length=80)
    giver_kind = models.CharField("反映群体", max_length=30, blank=True)
    copies = models.PositiveIntegerField("印数")
    unused = models.PositiveIntegerField("没发出去的", default=0)
    typed = models.PositiveIntegerField("已录", default=0)
    unreadable = models.PositiveIntegerField("看不清的", default=0)
    blank = models.PositiveIntegerField("空白的", default=0)
    void = models.PositiveIntegerField("作废的", default=0)
    said = models.PositiveIntegerField("记下几条", default=0)
    hand_in_by = models.DateField("交表截止", null=True)
    key = models.CharField(max_length=64, unique=True)
    printed_by = models.CharField("印制", max_length=80)
    printed_on = models.DateField("印制日期")
    closed_by = models.CharField("结清", max_length=80, blank=True)
    closed_on = models.DateField("结清日期", null=True)

    objects: ClassVar[models.Manager["PaperBatch"]] = models.Manager()

    class Meta:
        verbose_name = "一批纸质表"
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    copies__gte=models.F("unused")
                    + models.F("typed")
                    + models.F("unreadable")
                    + models.F("blank")
                    + models.F("void")
                ),
                name="channels_paperbatch_no_more_than_printed",
            )
        ]

    @property
    def back(self) -> int:
        """收回: sheets that came back with something or nothing on them."""
        return self.typed + self.unreadable + self.blank

    @property
    def given_out(self) -> int:
        """发出: what was printed without what was spoilt or kept."""
        return self.copies - self.unused - self.void

    @property
    def missing(self) -> int:
        """没收回."""
        return self.given_out - self.back


class PaperSheet(models.Model):
    """One printed sheet, by the number on it. What its stub opens isn't here and can't be told without the givers' key."""

    number = models.CharField("表号", max_length=8, primary_key=True)
    batch = models.ForeignKey(PaperBatch, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        "状态",
        max_length=12,
        default=SheetState.OUT.value,
        choices=[(state.value, name) for state, name in STATE_NAMES.items()],
    )

    objects: ClassVar[models.Manager["PaperSheet"]] = models.Manager()

    class Meta:
        verbose_name = "纸质表"


class PaperStub(models.Model):
    """The stub that a giver keeps, by the keyed hash of its code, until its sheet is typed in: then a Receipt takes its place.

    `state` says what else became of the sheet: whoever holds the stub is told. Rows aren't in the order of the sheets.
    """

    code_hash = models.CharField(max_length=64, primary_key=True)
    batch = models.ForeignKey(PaperBatch, on_delete=models.PROTECT, related_name="+")
    state = models.CharField("状态", max_length=12, default=SheetState.OUT.value)

    objects: ClassVar[models.Manager["PaperStub"]] = models.Manager()

    class Meta:
        verbose_name = "存根"


class PaperScan(models.Model):
    """One scanned page of a batch, while it is being typed in: handwriting tells who wrote it, so it goes when the batch is settled, on
    `kept_until` at the latest. Nothing says which sheet or opinion it was.
    """

    attachment = models.OneToOneField(
        Attachment, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    batch = models.ForeignKey(PaperBatch, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveIntegerField("页序")
    done = models.BooleanField("已录", default=False)
    key = models.CharField(max_length=64)
    kept_until = models.DateField("保存到", db_index=True)

    objects: ClassVar[models.Manager["PaperScan"]] = models.Manager()

    class Meta:
        verbose_name = "扫描页"
        constraints = [
            models.UniqueConstraint(fields=["batch", "place"], name="channels_paperscan_one_a_place")
        ]


class TakenDown(models.Model):
    """An opinion that somebody wrote down for its giver: how it came, at which unit, and by whom it was typed.

    Rows carry the opinion's id, so they tell nothing of the order of arrival. `reference` is another office's own number of it.
    """

    opinion = models.OneToOneField(
        Opinion, on_delete=models.PROTECT, primary_key=True, related_name="+", related_query_name="taken_down"
    )
    way = models.CharField(
        "来路", max_length=12, choices=[(way.value, name) for way, name in WAY_NAMES.items()]
    )
    host = models.ForeignKey(Unit, verbose_name="收录单位", on_delete=models.PROTECT, related_name="+")
    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, null=True, related_name="+")
    box = models.ForeignKey(BoxOpening, on_delete=models.PROTECT, null=True, related_name="+")
    batch = models.ForeignKey(PaperBatch, on_delete=models.PROTECT, null=True, related_name="+")
    reference = models.CharField("对方编号", max_length=80, blank=True)
    by = models.CharField("录入", max_length=80)

    objects: ClassVar[models.Manager["TakenDown"]] = models.Manager()

    class Meta:
        verbose_name = "代录"
        constraints = [
            models.CheckConstraint(
                condition=Q(way=Way.FORUM, forum__isnull=False) | (~Q(way=Way.FORUM) & Q(forum__isnull=True)),
                name="channels_takendown_at_a_forum",
            ),
            models.CheckConstraint(
                condition=Q(way=Way.BOX, box__isnull=False) | (~Q(way=Way.BOX) & Q(box__isnull=True)),
                name="channels_takendown_out_of_a_box",
            ),
            models.CheckConstraint(
                condition=Q(way=Way.PAPER, batch__isnull=False) | (~Q(way=Way.PAPER) & Q(batch__isnull=True)),
                name="channels_takendown_on_a_sheet",
            ),
        ]
