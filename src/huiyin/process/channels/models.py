"""The ways by which people speak: entrances with a link and a QR code, and what came with an opinion through one."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q

from huiyin.platform.files.models import Attachment
from huiyin.platform.orgs.models import Unit
from huiyin.process.campaigns.models import Campaign
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
        ]
