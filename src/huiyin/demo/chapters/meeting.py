"""23 May: the push meeting as it was held, its tasks and its findings; and what units studied before it."""

from datetime import date

from huiyin.demo.library import ROOT_CODE, MeetingWords
from huiyin.demo.library import meeting as meeting_words
from huiyin.demo.world import World, moment
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.campaigns.commands import redate_event
from huiyin.process.campaigns.models import Participation
from huiyin.process.campaigns.queries.timetable import Given
from huiyin.process.meetings.commands import (
    Attended,
    MeetingPlan,
    Speech,
    Studied,
    Task,
    deploy_demand,
    hold_meeting,
    link_finding,
    plan_meeting,
    raise_finding,
    record_attendance,
    record_entry,
    record_study,
)
from huiyin.process.meetings.commands.finding import wording_for
from huiyin.process.meetings.models import AgendaEntry, Meeting, Passage
from huiyin.process.meetings.rules.records import PassageKind
from huiyin.process.problems.models import Problem
from huiyin.process.problems.rules import BY_INSPECTORS

# What the inspectors had entered in the ledger by themselves, in the order of the meeting's findings.
_ENTERED = ("少数党员干部对活动的认识需要再提高", "征求到的意见没有聚焦到“四风”上")
_TOGETHER = 19  # the bureau and its departments
_ABSENT = 37  # every so many units somebody was away
_STUDIED = (
    ("study", date(2014, 4, 18), "学习教育：为民务实清廉专题学习", "查出联系群众少、走流程多两条不足，列入本单位问题清单。"),
    ("discussion", date(2014, 5, 6), "大讨论：服务学校、服务师生差在哪里", "形成三条共识：先答复、少填表、到现场。"),
    ("check", date(2014, 5, 13), "大排查：窗口服务和收费公示", "查出公示不全两处，当场补齐一处，另一处列入整改。"),
    ("study", date(2014, 4, 22), "学习教育：对照先进典型找差距", "各支部认领两条差距，支部书记先讲。"),
    ("discussion", date(2014, 5, 8), "大讨论：老师为什么怕提意见", "教职工信箱改为两人同开，每月公布办理情况。"),
    ("check", date(2014, 5, 14), "大排查：食堂、校车、课后服务", "三处安全隐患当日整改，一处报局里协调。"),
    ("discussion", date(2014, 5, 9), "大讨论：家长等一个答复要多久", "答复时限定为三个工作日，办不了的当面说明。"),
)  # fmt: skip


def study(world: World) -> None:
    """April and May: the bureau and its departments sit together once, all by themselves twice."""
    at = moment(5, 16, 20)
    office, parts = world.cast("director", Role.OFFICE, at), _parts(world)
    units = list(parts.values())
    for number, told in enumerate(_STUDIED):
        together = units[:_TOGETHER] if number == 0 else []
        alone = [part for at_, part in enumerate(units) if (at_ + number) % len(_STUDIED) in {0, 1}]
        for part in [part for part in alone if part not in together]:
            record_study([part], Studied(*told), by=office, at=at)
        if together:
            record_study(together, Studied(*told), by=office, at=at)


def push_meeting(world: World) -> None:
    """The office calls the meeting, records it, closes the record and makes tasks of it; the inspectors' findings are linked."""
    words, at = meeting_words(), moment(5, 23, 17, 50)
    office, parts = world.cast("director", Role.OFFICE, at), _parts(world)
    plan = MeetingPlan(words.kind, words.title, words.held_on, words.place, words.chair, words.stage)
    meeting = plan_meeting(parts[ROOT_CODE], plan, by=office, at=at)
    _speak(world, meeting, words, office)
    hold_meeting(meeting, Meeting.objects.get(pk=meeting.pk).version, by=office, at=at)
    held = Meeting.objects.select_related("campaign__root", "host__unit").get(pk=meeting.pk)
    redate_event(
        world.campaign, Given("push_meeting", words.held_on), by=office, at=at
    )  # it has been: no guess any more
    for task in words.tasks:
        units = [part for part in parts.values() if not task.kinds or part.unit.kind in task.kinds]
        told = Task(task.title, task.due_on, tuple(units), fields=task.fields)
        demand = _passage(held, task.point, PassageKind.DEMAND, task.number)
        deploy_demand(demand, [told], by=office, at=at)
    _find(world, held)


def _parts(world: World) -> dict[str, Participation]:
    """By code of the unit."""
    there = Participation.objects.filter(campaign=world.campaign).select_related("unit", "campaign__root")
    return {part.unit.code: part for part in there.order_by("unit__path")}


def _speak(world: World, meeting: Meeting, words: MeetingWords, office: Actor) -> None:
    at = moment(5, 23, 17, 50)
    for point in words.points:
        entry = AgendaEntry.objects.select_related("meeting__campaign", "meeting__host__unit").get(
            meeting=meeting, point=point.point
        )
        speech = Speech(point.speaker, point.said, guest=point.guest)
        record_entry(entry, speech, entry.version, by=office, at=at)
    units = [part for code, part in _parts(world).items() if code != ROOT_CODE]
    there = [Attended(*row) for row in words.attendance]
    there += [
        Attended("", 2, 1 if serial % _ABSENT == 0 else 2, part) for serial, part in enumerate(units, start=1)
    ]
    record_attendance(meeting, there, Meeting.objects.get(pk=meeting.pk).version, by=office, at=at)


def _find(world: World, meeting: Meeting) -> None:
    """The inspectors entered both findings themselves the same day: they are linked, and raised where they did not."""
    at = moment(5, 23, 17, 55)
    inspector = world.cast("inspector", Role.SUPERVISION, at)
    entered = Problem.objects.of(world.campaign).standing().filter(source=BY_INSPECTORS)
    for number, title in enumerate(_ENTERED, start=1):
        finding = _passage(meeting, "supervision", PassageKind.FINDING, number)
        problem = entered.filter(title=title).select_related("owner", "campaign__root").first()
        if problem is not None:
            link_finding(finding, problem, by=inspector, at=at)
        else:
            raise_finding(finding, wording_for(finding, inspector), by=inspector, at=at)


def _passage(meeting: Meeting, point: str, kind: PassageKind, number: int) -> Passage:
    found = Passage.objects.select_related("entry").get(
        entry__meeting=meeting, entry__point=point, kind=kind, number=number
    )
    found.entry.meeting = meeting
    return found
