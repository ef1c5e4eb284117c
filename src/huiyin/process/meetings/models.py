"""Meetings as they were spoken, what became of them, and the study records of units."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from huiyin.platform.files.models import Attachment
from huiyin.process.campaigns.models import Ask, Campaign, Participation
from huiyin.process.meetings.rules.records import (
    LONGEST,
    MEETING_STATES,
    PASSAGE_KINDS,
    MeetingState,
    PassageKind,
)
from huiyin.process.problems.models import Problem


class Meeting(models.Model):
    """A meeting of a unit in a campaign. `kind` and `stage` are codes of the template, `chair` names a post, never a person.

    A draft may be edited (`version` counts that); once held, the database itself refuses to change its words, and what was
    wrong is said by a Correction.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    host = models.ForeignKey(
        Participation, verbose_name="召开单位", on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField("会议类型", max_length=40)
    stage = models.CharField("环节", max_length=40, blank=True)
    title = models.CharField("会议名称", max_length=LONGEST["title"])
    held_on = models.DateField("召开日期", null=True)
    place = models.CharField("地点", max_length=LONGEST["place"], blank=True)
    chair = models.CharField("主持人", max_length=LONGEST["chair"], blank=True)
    recorder = models.CharField("记录人", max_length=80)
    state = models.CharField(
        "状态", max_length=10, choices=[(state.value, MEETING_STATES[state]) for state in MeetingState]
    )
    closed_on = models.DateField("定稿日期", null=True)
    version = models.PositiveIntegerField("版本", default=1)

    objects: ClassVar[models.Manager["Meeting"]] = models.Manager()

    class Meta:
        verbose_name = "会议"
        constraints = [
            models.CheckConstraint(
                condition=Q(state=MeetingState.DRAFT.value, closed_on=None)
                | Q(state=MeetingState.HELD.value, closed_on__isnull=False, held_on__isnull=False),
                name="meetings_meeting_held_on_a_day",
            ),
        ]
        indexes = [models.Index(fields=["campaign", "held_on"], name="meetings_by_day")]


class AgendaEntry(models.Model):
    """A point of a meeting's agenda and who spoke to it, as post and body (市委督导组副组长).

    `point` is the code of the template's agenda point, "" for one that the recorder added. `guest`: the speaker came from above
    or outside, which a report says at its beginning.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField("次序")
    point = models.CharField("议程代码", max_length=40, blank=True)
    title = models.CharField("议程", max_length=LONGEST["title"])
    speaker = models.CharField("讲话人", max_length=LONGEST["speaker"], blank=True)
    guest = models.BooleanField("上级出席讲话", default=False)
    version = models.PositiveIntegerField("版本", default=1)

    objects: ClassVar[models.Manager["AgendaEntry"]] = models.Manager()

    class Meta:
        verbose_name = "会议议程"
        constraints = [
            models.UniqueConstraint(fields=["meeting", "position"], name="meetings_entry_position")
        ]


class Passage(models.Model):
    """A passage of what was said, in the order in which it was said: a demand, a finding, praise, a review, or plain text.

    `number` counts demands and findings of their entry, 0 for the rest. A finding becomes a problem once.
    """

    entry = models.ForeignKey(AgendaEntry, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField("次序")
    kind = models.CharField(
        "内容", max_length=10, choices=[(kind.value, PASSAGE_KINDS[kind]) for kind in PassageKind]
    )
    number = models.PositiveSmallIntegerField("第几条", default=0)
    heading = models.CharField("标题", max_length=LONGEST["heading"], blank=True)
    text = models.TextField("原话", blank=True)
    problem = models.OneToOneField(
        Problem, verbose_name="立为问题", on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects: ClassVar[models.Manager["Passage"]] = models.Manager()

    class Meta:
        verbose_name = "会议讲话"
        constraints = [
            models.UniqueConstraint(fields=["entry", "position"], name="meetings_passage_position"),
            models.CheckConstraint(condition=~Q(heading="", text=""), name="meetings_passage_says_something"),
            models.CheckConstraint(
                condition=Q(problem=None) | Q(kind=PassageKind.FINDING.value),
                name="meetings_passage_problem_of_a_finding",
            ),
        ]


class DemandTask(models.Model):
    """A task that a demand became: dated, of named units (its ask's plan items). A demand can become several."""

    passage = models.ForeignKey(Passage, on_delete=models.PROTECT, related_name="+")
    ask = models.OneToOneField(Ask, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[models.Manager["DemandTask"]] = models.Manager()

    class Meta:
        verbose_name = "要求的任务"


class Attendance(models.Model):
    """Who was there, by post or body (局属单位党、政负责人) or by unit: how many were due, how many came. Nobody is named."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField("次序")
    who = models.CharField("参会人员", max_length=LONGEST["who"], blank=True)
    participation = models.ForeignKey(
        Participation, verbose_name="参会单位", on_delete=models.PROTECT, null=True, related_name="+"
    )
    due = models.PositiveSmallIntegerField("应到")
    present = models.PositiveSmallIntegerField("实到")

    objects: ClassVar[models.Manager["Attendance"]] = models.Manager()

    class Meta:
        verbose_name = "到会情况"
        constraints = [
            models.UniqueConstraint(fields=["meeting", "position"], name="meetings_attendance_position"),
            models.UniqueConstraint(
                fields=["meeting", "participation"],
                condition=~Q(participation=None),
                name="meetings_attendance_unit_once",
            ),
            models.CheckConstraint(
                condition=Q(present__lte=F("due")), name="meetings_attendance_no_more_than_due"
            ),
            models.CheckConstraint(
                condition=~Q(who="", participation=None), name="meetings_attendance_says_who"
            ),
        ]


class Correction(models.Model):
    """What a closed record should say in one place, by whom and why; the words as recorded stay (SPEC rules 1, 15).

    Of a passage, of an entry or of the meeting itself: `field` names the text. The latest of a place holds.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+")
    entry = models.ForeignKey(AgendaEntry, on_delete=models.PROTECT, null=True, related_name="+")
    passage = models.ForeignKey(Passage, on_delete=models.PROTECT, null=True, related_name="+")
    field = models.CharField("更正项", max_length=20)
    text = models.TextField("更正为")
    reason = models.CharField("理由", max_length=LONGEST["reason"])
    by = models.CharField("更正人", max_length=80)
    on = models.DateField("更正日期")

    objects: ClassVar[models.Manager["Correction"]] = models.Manager()

    class Meta:
        verbose_name = "会议记录更正"
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="meetings_correction_has_a_reason"),
            models.CheckConstraint(
                condition=Q(entry=None) | Q(passage=None), name="meetings_correction_of_one_place"
            ),
        ]


class MeetingPaper(models.Model):
    """A document of a meeting: its notice, a speech as handed out."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+")
    attachment = models.OneToOneField(Attachment, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[models.Manager["MeetingPaper"]] = models.Manager()

    class Meta:
        verbose_name = "会议材料"


class StudyRecord(models.Model):
    """That a unit studied, discussed or checked: what, when, with which conclusions. Once, for one unit or several together.

    No hours, no notes, no attendance. `kind` is a code of the template's list study_kinds. `withdrawn_on`: entered by mistake.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("类型", max_length=40, blank=True)
    held_on = models.DateField("日期")
    topic = models.CharField("主题", max_length=200)
    conclusions = models.TextField("形成的认识和结论", blank=True)
    attachment = models.ForeignKey(
        Attachment, verbose_name="材料", on_delete=models.PROTECT, null=True, related_name="+"
    )
    recorder = models.CharField("记录人", max_length=80)
    recorded_on = models.DateField("记录日期")
    withdrawn_on = models.DateField("撤回日期", null=True)
    version = models.PositiveIntegerField("版本", default=1)

    objects: ClassVar[models.Manager["StudyRecord"]] = models.Manager()

    class Meta:
        verbose_name = "学习讨论记录"
        indexes = [models.Index(fields=["campaign", "held_on"], name="meetings_study_by_day")]


class StudyUnit(models.Model):
    """A unit that a study record is of."""

    record = models.ForeignKey(StudyRecord, on_delete=models.PROTECT, related_name="+")
    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[models.Manager["StudyUnit"]] = models.Manager()

    class Meta:
        verbose_name = "学习单位"
        constraints = [
            models.UniqueConstraint(fields=["record", "participation"], name="meetings_study_unit_once")
        ]
