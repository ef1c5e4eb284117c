"""Talks of a unit's team, who is in charge of what, who is away; and points that only the two of a talk can read."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from huiyin.platform.accounts.models import Account
from huiyin.platform.orgs.models import Unit
from huiyin.process.campaigns.models import Participation
from huiyin.process.talks.rules.states import TalkState

STATE_NAMES = {
    TalkState.DUE: "待谈",
    TalkState.PLANNED: "已约定",
    TalkState.HELD: "一方说谈了",
    TalkState.CONFIRMED: "双方确认",
    TalkState.OBJECTED: "有异议",
    TalkState.DROPPED: "不再要求",
}


class Charge(models.Model):
    """A team member is in charge (分管) of a department: of a unit of the tree, or of what an account of the unit heads."""

    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(Account, verbose_name="班子成员", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(
        Unit, verbose_name="分管单位", on_delete=models.PROTECT, null=True, related_name="+"
    )
    head = models.ForeignKey(
        Account, verbose_name="分管部门负责人", on_delete=models.PROTECT, null=True, related_name="+"
    )
    since = models.DateField("起")
    until = models.DateField("止", null=True)

    objects: ClassVar[models.Manager["Charge"]] = models.Manager()

    class Meta:
        verbose_name = "分管"
        constraints = [
            models.CheckConstraint(
                condition=Q(unit=None, head__isnull=False) | Q(unit__isnull=False, head=None),
                name="talks_charge_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="talks_charge_term"
            ),
            models.UniqueConstraint(
                fields=["participation", "member", "unit"],
                condition=Q(until=None, unit__isnull=False),
                name="talks_charge_unit_once",
            ),
            models.UniqueConstraint(
                fields=["participation", "member", "head"],
                condition=Q(until=None, head__isnull=False),
                name="talks_charge_head_once",
            ),
        ]


class Absence(models.Model):
    """Days on which somebody can't talk (请假、外出): the talks stay required, a schedule goes around these days."""

    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, verbose_name="谁", on_delete=models.PROTECT, related_name="+")
    since = models.DateField("起")
    until = models.DateField("止")

    objects: ClassVar[models.Manager["Absence"]] = models.Manager()

    class Meta:
        verbose_name = "请假"
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="talks_absence_term"),
        ]


class Talk(models.Model):
    """A talk between two. `pair` is rules.pairs.pair_key; `round` counts from 1 for required talks and is 0 for others.

    `one_on` and `other_on` are the days on which each of the two confirmed it. Nothing here says what was spoken of.
    """

    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField("轮次")
    kind = models.CharField("种类", max_length=40)
    required = models.BooleanField("必谈")
    pair = models.CharField("两人", max_length=44)
    one = models.ForeignKey(Account, verbose_name="谈话人", on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Account, verbose_name="谈话对象", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        "状态",
        max_length=10,
        choices=[(state.value, STATE_NAMES[state]) for state in TalkState],
        default=TalkState.DUE.value,
    )
    planned_on = models.DateField("约定日期", null=True)
    part = models.CharField("时段", max_length=40, blank=True)
    place = models.CharField("地点", max_length=60, blank=True)
    held_on = models.DateField("谈话日期", null=True)
    one_on = models.DateField("谈话人确认", null=True)
    other_on = models.DateField("谈话对象确认", null=True)
    made_on = models.DateField("列出日期")

    objects: ClassVar[models.Manager["Talk"]] = models.Manager()

    class Meta:
        verbose_name = "谈心谈话"
        indexes = [
            models.Index(fields=["one", "state"], name="talks_talk_one"),
            models.Index(fields=["other", "state"], name="talks_talk_other"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["participation", "round", "pair"],
                condition=Q(required=True),
                name="talks_talk_pair_once_a_round",
            ),
            models.CheckConstraint(condition=~Q(one=F("other")), name="talks_talk_of_two"),
            models.CheckConstraint(
                condition=Q(required=True, round__gte=1) | Q(required=False, round=0),
                name="talks_talk_round",
            ),
            models.CheckConstraint(
                condition=Q(state="confirmed", one_on__isnull=False, other_on__isnull=False)
                | (~Q(state="confirmed") & (Q(one_on=None) | Q(other_on=None))),
                name="talks_talk_confirmed_by_both",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["held", "confirmed", "objected"], held_on__isnull=False)
                | Q(state__in=["due", "planned", "dropped"], held_on=None),
                name="talks_talk_has_its_day",
            ),
        ]


class Objection(models.Model):
    """One of the two says that a talk wasn't as it is written down. `reason` is the template's code; `note` isn't sealed."""

    talk = models.ForeignKey(Talk, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", verbose_name="谁")
    on = models.DateField("日期")
    reason = models.CharField("理由", max_length=40)
    note = models.CharField("说明", max_length=100, blank=True)

    objects: ClassVar[models.Manager["Objection"]] = models.Manager()

    class Meta:
        verbose_name = "谈话异议"
        ordering = ["pk"]


class TalkKey(models.Model):
    """Somebody's pair of keys for points of talks (kit.sealing): the private half under a passphrase that nobody else knows.

    A forgotten passphrase can't be given back: a new pair takes its place, and the old one stays for whoever remembers it.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", verbose_name="谁")
    public = models.CharField("公钥", max_length=60)
    private = models.CharField("口令封存的私钥", max_length=300)
    current = models.BooleanField("在用", default=True)
    made_on = models.DateField("设立日期")
    failures = models.PositiveIntegerField("连续输错次数", default=0)
    not_before = models.DateTimeField("此前不可打开", null=True)

    objects: ClassVar[models.Manager["TalkKey"]] = models.Manager()

    class Meta:
        verbose_name = "谈话钥匙"
        constraints = [
            models.UniqueConstraint(
                fields=["account"], condition=Q(current=True), name="talks_talkkey_one_current"
            )
        ]


class TalkPoint(models.Model):
    """A point of a talk, written down by one of the two; `text` is enciphered, and the key lies in its seals alone.

    `heading` is the template's, `focus` a group of its focus labels or "".
    """

    talk = models.ForeignKey(Talk, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", verbose_name="谁写的")
    heading = models.CharField("栏目", max_length=40)
    focus = models.CharField("聚焦", max_length=40, blank=True)
    text = models.TextField("密文")
    on = models.DateField("日期")

    objects: ClassVar[models.Manager["TalkPoint"]] = models.Manager()

    class Meta:
        verbose_name = "谈话要点"
        ordering = ["pk"]


class PointSeal(models.Model):
    """The key of a point's text, sealed to one of the two."""

    point = models.ForeignKey(TalkPoint, on_delete=models.PROTECT, related_name="+")
    key = models.ForeignKey(TalkKey, on_delete=models.PROTECT, related_name="+")
    box = models.CharField("封", max_length=300)

    objects: ClassVar[models.Manager["PointSeal"]] = models.Manager()

    class Meta:
        verbose_name = "要点的封"
        constraints = [models.UniqueConstraint(fields=["point", "key"], name="talks_pointseal_once")]


class SharedPoint(models.Model):
    """What the author of a point shared on, in plain words: for the unit's team, for the inspectors. Taken back, its words go."""

    point = models.OneToOneField(TalkPoint, on_delete=models.PROTECT, related_name="+")
    text = models.TextField("公开的话", blank=True)
    for_team = models.BooleanField("给班子")
    for_inspectors = models.BooleanField("给督导的同志")
    on = models.DateField("日期")
    taken_back_on = models.DateField("收回日期", null=True)

    objects: ClassVar[models.Manager["SharedPoint"]] = models.Manager()

    class Meta:
        verbose_name = "公开的要点"
        constraints = [
            models.CheckConstraint(
                condition=Q(for_team=True) | Q(for_inspectors=True), name="talks_sharedpoint_for_somebody"
            ),
            models.CheckConstraint(
                condition=(Q(taken_back_on=None) & ~Q(text="")) | Q(taken_back_on__isnull=False, text=""),
                name="talks_sharedpoint_words_until_taken_back",
            ),
        ]
