"""A team's meeting of criticism: its plan, who sat there, what was said by whom to whom, and who read and signed the record.

Nothing here is joined to a person's file: a criticism hangs on seats of one meeting, and a seat on an account.
"""

from functools import reduce
from operator import or_
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from huiyin.platform.accounts.models import Account
from huiyin.process.ballots.models import Vote
from huiyin.process.campaigns.models import Participation
from huiyin.process.lifemeetings.rules.states import (
    LONGEST,
    PRESENCES,
    STATES,
    MeetingState,
    Presence,
    SeatKind,
)
from huiyin.process.problems.models import Problem

_SEATS = [
    (SeatKind.MEMBER.value, "班子成员"),
    (SeatKind.OBSERVER.value, "列席"),
    (SeatKind.INSPECTOR.value, "上级派员"),
]

# A tombstone is of exactly one thing.
_OF = ("turn", "criticism", "signing", "judgement", "meeting", "order")
_OF_ONE = reduce(or_, (Q(**{f"{other}__isnull": other != one for other in _OF}) for one in _OF))


class LifeMeeting(models.Model):
    """A meeting of a unit's team. `plan` may be written on until it is handed in (`version` counts that).

    `again_of` is the one that it is held instead of, which stays as it was. `why` is the reason of a postponement or of breaking off.
    """

    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField("第几次")
    again_of = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="+")
    plan = models.TextField("方案", blank=True)
    planned_on = models.DateField("计划日期", null=True)
    place = models.CharField("地点", max_length=LONGEST["place"], blank=True)
    state = models.CharField(
        "状态",
        max_length=12,
        choices=[(state.value, STATES[state]) for state in MeetingState],
        default=MeetingState.DRAFT.value,
    )
    why = models.CharField("延期或中止的原因", max_length=LONGEST["reason"], blank=True)
    version = models.PositiveIntegerField("版本", default=1)
    drafted_by = models.CharField("经办", max_length=80)
    notified_on = models.DateField("通知日期", null=True)
    held_on = models.DateField("召开日期", null=True)
    noticed_on = models.DateField("通报日期", null=True)
    reported_on = models.DateField("报告日期", null=True)
    reported_by = models.CharField("签报告的人", max_length=80, blank=True)
    reported_digest = models.CharField("报告摘要值", max_length=64, blank=True)
    report = models.TextField("情况报告", blank=True)
    report_until = models.DateField("报告正文保存到", null=True)
    unsigned_why = models.CharField("未签阅的原因", max_length=LONGEST["reason"], blank=True)
    archived_on = models.DateField("归档日期", null=True)
    # How many entries its record holds, so that a signature says how far it read.
    said = models.PositiveIntegerField("记了几条", default=0, db_default=0)

    objects: ClassVar[models.Manager["LifeMeeting"]] = models.Manager()

    class Meta:
        verbose_name = "班子会"
        constraints = [
            models.UniqueConstraint(fields=["participation", "number"], name="lifemeetings_number"),
            models.CheckConstraint(
                condition=Q(held_on__isnull=False)
                | Q(
                    state__in=[
                        MeetingState.DRAFT.value,
                        MeetingState.SUBMITTED.value,
                        MeetingState.RETURNED.value,
                        MeetingState.APPROVED.value,
                        MeetingState.NOTIFIED.value,
                        MeetingState.POSTPONED.value,
                    ]
                ),
                name="lifemeetings_held_on_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=MeetingState.CANCELLED.value) | ~Q(why=""),
                name="lifemeetings_broken_off_for_a_reason",
            ),
        ]


class Recorder(models.Model):
    """Who records a meeting and so reads it; several may, at once."""

    meeting = models.ForeignKey(LifeMeeting, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    by = models.CharField("指定人", max_length=80)
    on = models.DateField("指定日期")

    objects: ClassVar[models.Manager["Recorder"]] = models.Manager()

    class Meta:
        verbose_name = "记录人"
        constraints = [
            models.UniqueConstraint(fields=["meeting", "account"], name="lifemeetings_recorder_once")
        ]


class Seat(models.Model):
    """Who is due: an account of the roster. Observers and inspectors are named by `office`, and count for no quorum."""

    meeting = models.ForeignKey(LifeMeeting, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("身份", max_length=10, choices=_SEATS)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    office = models.CharField("职务或单位", max_length=LONGEST["office"], blank=True)
    head = models.BooleanField("主要负责人", default=False)
    position = models.PositiveSmallIntegerField("次序")
    presence = models.CharField(
        "到会",
        max_length=10,
        choices=[(one.value, PRESENCES[one]) for one in Presence],
        default=Presence.AWAITED.value,
    )
    reason = models.CharField("未到原因", max_length=LONGEST["reason"], blank=True)

    objects: ClassVar[models.Manager["Seat"]] = models.Manager()

    class Meta:
        verbose_name = "席位"
        constraints = [
            models.UniqueConstraint(fields=["meeting", "position"], name="lifemeetings_seat_position"),
            models.UniqueConstraint(
                fields=["meeting", "account"], condition=~Q(account=None), name="lifemeetings_seat_once"
            ),
            models.CheckConstraint(
                condition=Q(kind=SeatKind.MEMBER.value, account__isnull=False)
                | (~Q(kind=SeatKind.MEMBER.value) & ~Q(office="")),
                name="lifemeetings_seat_of_somebody",
            ),
        ]


class RecordEntry(models.Model):
    """An entry of a record: its place in it (`number`), and a digest of its words under a salt that goes when they go (SPEC rule 1)."""

    number = models.PositiveIntegerField("在记录中的次序", default=0, db_default=0)
    salt = models.CharField("盐", max_length=32, blank=True, default="", db_default="")
    digest = models.CharField("摘要值", max_length=64, blank=True, default="", db_default="")

    class Meta:
        abstract = True


class Turn(RecordEntry):
    """What somebody said at a point of the agenda, word for word. Never changed; a WordsCorrection lies beside. `key` is the entry's own.

    The words turn to nothing once, when their time is over or by a lawful deletion (WordsTombstone).
    """

    meeting = models.ForeignKey(LifeMeeting, on_delete=models.PROTECT, related_name="+")
    point = models.CharField("议程", max_length=40)
    seat = models.ForeignKey(Seat, verbose_name="发言人", on_delete=models.PROTECT, related_name="+")
    words = models.TextField("原话")
    key = models.CharField(max_length=64)
    by = models.CharField("记录人", max_length=80)
    at = models.DateTimeField("记录时间")
    retain_until = models.DateField("保存到", null=True)

    objects: ClassVar[models.Manager["Turn"]] = models.Manager()

    class Meta:
        verbose_name = "发言"
        constraints = [
            models.UniqueConstraint(fields=["meeting", "key"], name="lifemeetings_turn_key"),
            models.CheckConstraint(
                condition=~Q(words="") | Q(salt=""), name="lifemeetings_turn_says_something"
            ),
        ]


class Criticism(RecordEntry):
    """What one member said to another, word for word (原话). `wind` is a code of the template's focus groups, `fact` the instance named.

    Never changed but for `problem`: the problem of the ledger that came of it, in other words than these. Words and fact turn to nothing once,
    as a turn's do; that it was said, by whom and to whom stays.
    """

    meeting = models.ForeignKey(LifeMeeting, on_delete=models.PROTECT, related_name="+")
    point = models.CharField("议程", max_length=40, blank=True)
    from_seat = models.ForeignKey(Seat, verbose_name="批评人", on_delete=models.PROTECT, related_name="+")
    to_seat = models.ForeignKey(Seat, verbose_name="被批评人", on_delete=models.PROTECT, related_name="+")
    words = models.TextField("原话")
    wind = models.CharField("类别", max_length=40, blank=True)
    fact = models.CharField("事例", max_length=LONGEST["fact"], blank=True)
    key = models.CharField(max_length=64)
    by = models.CharField("记录人", max_length=80)
    at = models.DateTimeField("记录时间")
    problem = models.ForeignKey(
        Problem, verbose_name="纳入整改", on_delete=models.PROTECT, null=True, related_name="+"
    )
    retain_until = models.DateField("保存到", null=True)

    objects: ClassVar[models.Manager["Criticism"]] = models.Manager()

    class Meta:
        verbose_name = "批评意见"
        constraints = [
            models.UniqueConstraint(fields=["meeting", "key"], name="lifemeetings_criticism_key"),
            models.CheckConstraint(
                condition=~Q(from_seat=F("to_seat")), name="lifemeetings_criticism_of_another"
            ),
            models.CheckConstraint(
                condition=~Q(words="") | Q(salt=""), name="lifemeetings_criticism_says_something"
            ),
        ]


class CriticismAnswer(RecordEntry):
    """What the criticised answered (表态), word for word; once for a criticism, and its words go with it."""

    criticism = models.OneToOneField(Criticism, on_delete=models.PROTECT, related_name="+")
    words = models.TextField("表态原话")
    key = models.CharField(max_length=64, unique=True)
    by = models.CharField("记录人", max_length=80)
    at = models.DateTimeField("记录时间")

    objects: ClassVar[models.Manager["CriticismAnswer"]] = models.Manager()

    class Meta:
        verbose_name = "被批评人表态"


class WordsCorrection(RecordEntry):
    """What a place of the record should say, by whom and why; the words as recorded stay (SPEC rule 1).

    `strikes`: the entry was recorded by mistake. Of one turn, criticism or answer, and its words go with that one's.
    """

    meeting = models.ForeignKey(LifeMeeting, on_delete=models.PROTECT, related_name="+")
    turn = models.ForeignKey(Turn, on_delete=models.PROTECT, null=True, related_name="+")
    criticism = models.ForeignKey(Criticism, on_delete=models.PROTECT, null=True, related_name="+")
    answer = models.ForeignKey(CriticismAnswer, on_delete=models.PROTECT, null=True, related_name="+")
    text = models.TextField("更正为", blank=True)
    strikes = models.BooleanField("误录", default=False, db_default=False)
    reason = models.CharField("理由", max_length=LONGEST["reason"])
    by = models.CharField("更正人", max_length=80)
    on = models.DateField("更正日期")

    objects: ClassVar[models.Manager["WordsCorrection"]] = models.Manager()

    class Meta:
        verbose_name = "班子会记录更正"
        constraints = [
            models.CheckConstraint(
                condition=Q(turn__isnull=False, criticism=None, answer=None)
                | Q(turn=None, criticism__isnull=False, answer=None)
                | Q(turn=None, criticism=None, answer__isnull=False),
                name="lifemeetings_correction_of_one_place",
            ),
            models.CheckConstraint(
                condition=~Q(reason="") | Q(salt=""), name="lifemeetings_correction_has_a_reason"
            ),
        ]


class Signing(models.Model):
    """Somebody who was there read the record and signed it: `digest` of exactly what was shown, `remark` what they say to it.

    `said`: how many entries the record had then; what has a higher number came after. The remark turns to nothing once, as a turn's words
    do; `remark_digest` is its own, under `salt`.
    """

    meeting = models.ForeignKey(LifeMeeting, on_delete=models.PROTECT, related_name="+")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField("所见摘要值", max_length=64)
    remark = models.TextField("本人意见", blank=True)
    salt = models.CharField("盐", max_length=32, blank=True, default="", db_default="")
    remark_digest = models.CharField("意见摘要值", max_length=64, blank=True, default="", db_default="")
    retain_until = models.DateField("保存到", null=True)
    said = models.PositiveIntegerField("看到第几条", default=0, db_default=0)
    by = models.CharField("签阅人", max_length=80)
    on = models.DateField("签阅日期")

    objects: ClassVar[models.Manager["Signing"]] = models.Manager()

    class Meta:
        verbose_name = "签阅"
        constraints = [
            models.UniqueConstraint(fields=["meeting", "seat", "digest"], name="lifemeetings_signing_once")
        ]


class MeetingJudgement(models.Model):
    """What an inspector who was there says of how it was held: a text and a verdict of the template, by a person. The latest holds.

    The text turns to nothing once, as a turn's words do; the verdict stays.
    """

    meeting = models.ForeignKey(LifeMeeting, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField("结论", max_length=40)
    text = models.TextField("点评")
    salt = models.CharField("盐", max_length=32, blank=True, default="", db_default="")
    digest = models.CharField("摘要值", max_length=64, blank=True, default="", db_default="")
    retain_until = models.DateField("保存到", null=True)
    by = models.CharField("点评人", max_length=80)
    on = models.DateField("日期")

    objects: ClassVar[models.Manager["MeetingJudgement"]] = models.Manager()

    class Meta:
        verbose_name = "点评结论"


class WordsTombstone(models.Model):
    """What stays of words whose time is over or that were lawfully deleted: whose, on what legal ground and why, by whom, when.

    Of a turn, a criticism, what somebody said when signing, an inspector's judgement, (`meeting`) the report's text, or what is said in an
    order to hold it again.
    """

    turn = models.OneToOneField(Turn, on_delete=models.PROTECT, null=True, related_name="+")
    criticism = models.OneToOneField(Criticism, on_delete=models.PROTECT, null=True, related_name="+")
    signing = models.OneToOneField(Signing, on_delete=models.PROTECT, null=True, related_name="+")
    judgement = models.OneToOneField(MeetingJudgement, on_delete=models.PROTECT, null=True, related_name="+")
    meeting = models.OneToOneField(LifeMeeting, on_delete=models.PROTECT, null=True, related_name="+")
    order = models.OneToOneField("ReholdOrder", on_delete=models.PROTECT, null=True, related_name="+")
    lawful = models.BooleanField("依法删除")
    ground = models.CharField("依据", max_length=LONGEST["reason"])
    reason = models.CharField("事由", max_length=LONGEST["reason"], blank=True, default="", db_default="")
    by = models.CharField("删除人", max_length=80)
    on = models.DateField("删除日期")

    objects: ClassVar[models.Manager["WordsTombstone"]] = models.Manager()

    class Meta:
        verbose_name = "会上原话的删除标记"
        constraints = [models.CheckConstraint(condition=_OF_ONE, name="lifemeetings_tombstone_of_one")]


class ReholdOrder(models.Model):
    """That a meeting is to be held again (重新召开), on which ground, by whom: the first one stays, read-only.

    The text turns to nothing once, as a turn's words do; the ground stays.
    """

    meeting = models.OneToOneField(LifeMeeting, on_delete=models.PROTECT, related_name="+")
    ground = models.CharField("理由", max_length=40)
    text = models.TextField("说明")
    salt = models.CharField("盐", max_length=32, blank=True, default="", db_default="")
    digest = models.CharField("摘要值", max_length=64, blank=True, default="", db_default="")
    retain_until = models.DateField("保存到", null=True)
    by = models.CharField("决定人", max_length=80)
    role = models.CharField("身份", max_length=20)
    on = models.DateField("日期")

    objects: ClassVar[models.Manager["ReholdOrder"]] = models.Manager()

    class Meta:
        verbose_name = "重新召开"


class BranchMeeting(models.Model):
    """A meeting of a branch, in no prescribed form (S04): which branch, when, who, what was raised; the appraisal is a secret vote.

    `redone_of`: an earlier one that was a show and is held again. `dropped_on`: entered by mistake.
    """

    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")
    branch = models.CharField("支部", max_length=100)
    held_on = models.DateField("日期")
    due = models.PositiveSmallIntegerField("应到")
    present = models.PositiveSmallIntegerField("实到")
    raised = models.TextField("查摆的问题和打算", blank=True)
    vote = models.ForeignKey(
        Vote, verbose_name="民主评议", on_delete=models.PROTECT, null=True, related_name="+"
    )
    redone_of = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="+")
    recorder = models.CharField("记录人", max_length=80)
    recorded_on = models.DateField("记录日期")
    version = models.PositiveIntegerField("版本", default=1)

    objects: ClassVar[models.Manager["BranchMeeting"]] = models.Manager()

    class Meta:
        verbose_name = "支部组织会"
        constraints = [
            models.CheckConstraint(
                condition=Q(present__lte=F("due")), name="lifemeetings_branch_no_more_than_due"
            ),
        ]
