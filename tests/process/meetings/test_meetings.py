"""From a called meeting to its closed record, the tasks of its demands and the problems of its findings."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from huiyin.kit.errors import BadInput, Conflict, NotAllowed, Refused, Unseen
from huiyin.platform.audit.models import Record
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.campaigns.models import Ask, PlanItem
from huiyin.process.campaigns.rules.plans import AskOrigin
from huiyin.process.meetings.access import get_meeting, visible_meetings
from huiyin.process.meetings.commands import (
    Attended,
    MeetingPlan,
    Place,
    Speech,
    Task,
    change_meeting,
    correct_record,
    deploy_demand,
    drop_entry,
    drop_meeting,
    hold_meeting,
    link_finding,
    plan_meeting,
    raise_finding,
    record_attendance,
    record_entry,
    unlink_finding,
)
from huiyin.process.meetings.commands.finding import wording_for
from huiyin.process.meetings.models import AgendaEntry, Meeting, Passage
from huiyin.process.meetings.queries import event_offer, meeting_rows, record_faults, record_of
from huiyin.process.meetings.queries.facts import facts
from huiyin.process.meetings.queries.records import digest_of_record
from huiyin.process.meetings.rules.records import MOST_POINTS, MeetingState, PassageKind, Said
from huiyin.process.problems.access import visible_problems
from huiyin.process.problems.commands import raise_problem
from tests.process.meetings.conftest import Hall


def test_what_was_said_is_kept_in_its_order_and_numbered(hall: Hall) -> None:
    record = record_of(hall.held())
    assert [entry.entry.point for entry in record.entries] == ["review", "deploy", "supervision", "closing"]
    assert [(str(row.heading), row.number) for row in record.entries[1].of_kind(PassageKind.DEMAND)] == [
        ("思想认识要再强化、不松懈", 1),
        ("查摆问题要挖根源、触灵魂", 2),
        ("开展批评要敢碰硬、敢交锋", 3),
        ("解决问题要求速度、求实效", 4),
        ("督导检查要尽好责、把好关", 5),
    ]
    assert [str(row.text) for row in record.findings] == [
        "少数党员干部对教育实践活动认识有待进一步提高",
        "征求意见不能聚焦“四风”，“四风”具体问题收集不多",
    ]
    assert [(row.who, row.due, row.present) for row in record.attendance][-2:] == [
        ("局属各单位党、政负责人", 124, 122),
        (hall.world.school.name, 2, 2),
    ]
    assert not list(record_faults())


def test_a_record_is_closed_only_with_a_day_and_all_its_points(hall: Hall) -> None:
    undated = hall.drafted(spoken=False)
    Meeting.objects.filter(pk=undated.pk).update(held_on=None)
    for day, sentence in [
        (None, "还没有日期"),
        (hall.words.held_on + timedelta(1), "还没有到"),
        (hall.words.held_on, "“总结上一环节工作”、“部署下一环节工作”、“督导组讲话”、“主持人小结”还没有记录"),
    ]:
        Meeting.objects.filter(pk=undated.pk).update(held_on=day)
        with pytest.raises(Refused, match=sentence):
            hold_meeting(undated, undated.version, by=hall.office, at=hall.at)
    with pytest.raises(NotAllowed):
        hold_meeting(undated, undated.version, by=hall.clerk, at=hall.at)
    hall.speak(undated)
    with pytest.raises(Conflict):
        hold_meeting(undated, undated.version, by=hall.office, at=hall.at)
    drop_entry(_extra_point(hall, undated), by=hall.office, at=hall.at)
    hold_meeting(undated, hall.again(undated).version, by=hall.office, at=hall.at)
    assert hall.again(undated).state == MeetingState.HELD


def _extra_point(hall: Hall, meeting: Meeting) -> AgendaEntry:
    here = hall.again(meeting)
    plan = MeetingPlan(here.kind, here.title, here.held_on, points=("观看专题片",))
    change_meeting(here, plan, here.version, by=hall.office, at=hall.at)
    return hall.entry(meeting, "")


def test_a_closed_record_is_corrected_beside_its_words_and_never_in_them(
    hall: Hall, run_sql: Callable[[str], None]
) -> None:
    meeting = hall.held()
    demand = hall.passage(meeting, "closing", PassageKind.DEMAND, 1)
    entry = hall.entry(meeting, "closing")
    for act in (
        lambda: record_entry(entry, Speech("x", ()), entry.version, by=hall.office, at=hall.at),
        lambda: record_attendance(meeting, [], meeting.version, by=hall.office, at=hall.at),
        lambda: drop_meeting(meeting, by=hall.office, at=hall.at),
        lambda: change_meeting(meeting, MeetingPlan("", "x"), meeting.version, by=hall.office, at=hall.at),
    ):
        with pytest.raises(Refused, match="已经定稿"):
            act()
    for statement in (
        f"UPDATE meetings_passage SET text = 'x' WHERE id = {demand.pk}",
        f"DELETE FROM meetings_attendance WHERE meeting_id = {meeting.pk}",
        f"UPDATE meetings_meeting SET state = 'draft', closed_on = NULL WHERE id = {meeting.pk}",
        "INSERT INTO meetings_passage (entry_id, position, kind, number, heading, text) "
        f"VALUES ({entry.pk}, 9, 'text', 0, '', 'x')",
    ):
        with pytest.raises(DatabaseError, match="refused"), transaction.atomic():
            run_sql(statement)
    with pytest.raises(BadInput, match="为什么"):
        correct_record(meeting, Place("text", passage=demand), "更正", " ", by=hall.office, at=hall.at)
    correct_record(
        meeting, Place("text", passage=demand), "更正后的话", "漏记一句", by=hall.office, at=hall.at
    )
    correct_record(meeting, Place("held_on"), "2014-05-22", "日期误记", by=hall.office, at=hall.at)
    with pytest.raises(Refused, match="一样"):
        correct_record(meeting, Place("held_on"), "2014-05-22", "再来", by=hall.office, at=hall.at)
    record = record_of(hall.again(meeting))
    reading = record.entries[-1].passages[0].text
    assert str(reading) == "更正后的话"
    assert reading.recorded == demand.text
    assert reading.corrections[0].reason == "漏记一句"
    assert record.held_on == date(2014, 5, 22)
    assert not list(record_faults())


def test_a_demand_becomes_dated_tasks_of_named_units(hall: Hall) -> None:
    meeting = hall.held()
    demand = hall.passage(meeting, "deploy", PassageKind.DEMAND, 2)
    both = (hall.part(hall.world.school), hall.part(hall.world.other_school))
    tasks = [
        Task("补听一轮意见", date(2014, 6, 6), both),
        Task("梳理问题清单", date(2014, 6, 13), (hall.part(hall.world.bureau),), fields=("问题数",)),
    ]
    asks = deploy_demand(demand, tasks, by=hall.office, at=hall.at)
    items = PlanItem.objects.sent().filter(ask__in=asks).select_related("ask", "participation__unit")
    assert sorted((item.ask.title, item.participation.unit.name, item.due_on) for item in items) == [
        ("梳理问题清单", "云河市教育局", date(2014, 6, 13)),
        ("补听一轮意见", "云河市实验幼儿园", date(2014, 6, 6)),
        ("补听一轮意见", "云河市第三中学", date(2014, 6, 6)),
    ]
    assert {
        (ask.origin, ask.source, ask.stage) for ask in Ask.objects.filter(pk__in=[a.pk for a in asks])
    } == {(AskOrigin.MEETING, f"meeting:{meeting.pk}:2.2", "examine")}
    shown = record_of(meeting).entries[1].of_kind(PassageKind.DEMAND)[1].tasks
    assert [(task.title, task.units, task.done, task.sent) for task in shown] == [
        ("补听一轮意见", 2, 0, True),
        ("梳理问题清单", 1, 0, True),
    ]
    for task, sentence in [
        (replace(tasks[0], units=()), "没有单位的任务没有人办"),
        (replace(tasks[0], due_on=None), "没有日期的任务无从跟踪"),
    ]:
        with pytest.raises(BadInput, match=sentence):
            deploy_demand(demand, [task], by=hall.office, at=hall.at)
    with pytest.raises(NotAllowed):
        deploy_demand(demand, tasks, by=hall.clerk, at=hall.at)
    finding = hall.passage(meeting, "supervision", PassageKind.FINDING, 1)
    with pytest.raises(Refused, match="只有“要求”"):
        deploy_demand(finding, tasks, by=hall.office, at=hall.at)


def test_a_finding_becomes_a_problem_of_the_host_once(hall: Hall) -> None:
    meeting = hall.held()
    first, second = (hall.passage(meeting, "supervision", PassageKind.FINDING, number) for number in (1, 2))
    bureau = hall.part(hall.world.bureau)
    assert facts([bureau], hall.words.held_on)[bureau.pk]["meetings.findings_open"].value == 2
    wording = wording_for(first, hall.inspector)
    problem = raise_finding(first, wording, by=hall.inspector, at=hall.at)
    assert (problem.source, problem.owner, problem.title) == (
        "supervision",
        hall.world.bureau,
        "少数党员干部对教育实践活动认识有待进一步提高",
    )
    assert problem.manifestation == (
        "2014年5月23日“党的群众路线教育实践活动推进会”，市委党的群众路线教育实践活动第六督导组副组长指出："
        "少数党员干部对教育实践活动认识有待进一步提高"
    )
    assert problem.checked_on is not None
    assert problem in visible_problems([hall.office], hall.campaign)
    with pytest.raises(Conflict, match=problem.number):
        raise_finding(first, wording, by=hall.inspector, at=hall.at)
    with pytest.raises(Conflict, match="另一条督导意见"):
        link_finding(second, problem, by=hall.inspector, at=hall.at)
    raise_finding(second, wording_for(second, hall.inspector), by=hall.inspector, at=hall.at)
    assert [row.problem for row in record_of(meeting).findings] == ["2014-001", "2014-002"]
    assert facts([bureau], hall.words.held_on)[bureau.pk]["meetings.findings_open"].value == 0


def test_the_unit_itself_never_settles_what_follows_its_finding(hall: Hall) -> None:
    own = _found(hall, hall.world.school)
    wording = wording_for(own, hall.inspector)
    unrelated = raise_problem(
        hall.campaign,
        replace(wording, source="own", checked=False),
        owner=hall.world.school,
        by=hall.clerk,
        at=hall.at,
    )
    reported = raise_problem(hall.campaign, wording, owner=hall.world.school, by=hall.inspector, at=hall.at)
    school = hall.world.school.path
    themselves = (
        hall.clerk,
        Actor("o", Role.OFFICE, school),
        replace(hall.inspector, own=frozenset({school})),
    )
    for by in themselves:
        with pytest.raises(NotAllowed, match="不能自己办理"):
            link_finding(own, reported, by=by, at=hall.at)
        with pytest.raises(NotAllowed, match="不能自己办理"):
            raise_finding(own, wording, by=by, at=hall.at)
    with pytest.raises(Refused, match=r"不是.+反馈的"):
        link_finding(own, unrelated, by=hall.office, at=hall.at)
    link_finding(own, reported, by=hall.office, at=hall.at)
    of_the_bureau = hall.passage(hall.held(), "supervision", PassageKind.FINDING, 1)
    with pytest.raises(NotAllowed):
        raise_finding(of_the_bureau, wording, by=hall.office, at=hall.at)

    with pytest.raises(NotAllowed, match=r"只有.+能解除"):
        unlink_finding(own, reported.number, "另一回事", by=hall.office, at=hall.at)
    with pytest.raises(BadInput, match="为什么"):
        unlink_finding(own, reported.number, " ", by=hall.inspector, at=hall.at)
    with pytest.raises(Conflict):
        unlink_finding(own, unrelated.number, "另一回事", by=hall.inspector, at=hall.at)
    unlink_finding(own, reported.number, "另一回事", by=hall.inspector, at=hall.at)
    assert "另一回事" in Record.objects.get(act="meeting.finding_unlinked").facts
    assert raise_finding(own, wording, by=hall.inspector, at=hall.at).owner == hall.world.school


def _found(hall: Hall, unit: Unit) -> Passage:
    """What was pointed out at a closed meeting of a unit, in a point that it put on the agenda itself."""
    plan = MeetingPlan("unit_deployment", "部署会", hall.words.held_on, points=("督导组讲话",))
    meeting = plan_meeting(hall.part(unit), plan, by=hall.clerk, at=hall.at)
    for point, kind in (("deploy", PassageKind.DEMAND), ("", PassageKind.FINDING)):
        entry = hall.entry(meeting, point)
        record_entry(entry, Speech("组长", (Said(kind, "查得不深"),)), 1, by=hall.clerk, at=hall.at)
    hold_meeting(meeting, hall.again(meeting).version, by=hall.clerk, at=hall.at)
    return hall.passage(meeting, "", PassageKind.FINDING, 1)


def test_nobody_closes_words_that_they_have_not_seen(hall: Hall) -> None:
    meeting = hall.drafted()
    extra = _extra_point(hall, meeting)
    both = [hall.entry(meeting, point) for point in ("closing", "review")]
    seen = hall.again(meeting).version
    drop_entry(extra, by=hall.office, at=hall.at)
    with pytest.raises(Conflict):
        hold_meeting(meeting, seen, by=hall.office, at=hall.at)
    seen = hall.again(meeting).version
    for entry in both:  # two recorders, each at a point of their own
        speech = Speech("组长", (Said(PassageKind.TEXT, "改过的话"),))
        record_entry(entry, speech, entry.version, by=hall.office, at=hall.at)
    with pytest.raises(Conflict):
        hold_meeting(meeting, seen, by=hall.office, at=hall.at)


def test_an_agenda_has_an_end(hall: Hall) -> None:
    part, points = hall.part(hall.world.bureau), tuple("议" for _ in range(MOST_POINTS - 4))
    with pytest.raises(BadInput, match="至多 60 项"):
        plan_meeting(
            part, MeetingPlan("push_meeting", "x", points=(*points, "多")), by=hall.office, at=hall.at
        )
    meeting = plan_meeting(part, MeetingPlan("push_meeting", "x", points=points), by=hall.office, at=hall.at)
    plan = MeetingPlan("push_meeting", "x", points=("多",))
    with pytest.raises(BadInput, match="共 61 项"):
        change_meeting(meeting, plan, meeting.version, by=hall.office, at=hall.at)


def test_a_record_that_was_changed_past_the_guards_is_found(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting = hall.held()
    held = Record.objects.get(act="meeting.held").facts
    assert digest_of_record(record_of(meeting), hall.campaign.secret) in held
    told = [(f"meeting:{meeting.pk}", 1, {"digest": "0" * 64})]
    monkeypatch.setattr("huiyin.process.meetings.queries.records.facts_of", lambda _act: told)
    assert [fault.where for fault in record_faults()] == [f"会议 {meeting.pk}"]


def test_nothing_is_deployed_or_raised_from_a_draft(hall: Hall) -> None:
    meeting = hall.drafted()
    demand = hall.passage(meeting, "deploy", PassageKind.DEMAND, 1)
    task = Task("任务", date(2014, 6, 6), (hall.part(hall.world.school),))
    with pytest.raises(Refused, match="还是草稿"):
        deploy_demand(demand, [task], by=hall.office, at=hall.at)
    finding = hall.passage(meeting, "supervision", PassageKind.FINDING, 1)
    with pytest.raises(Refused, match="还是草稿"):
        raise_finding(finding, wording_for(finding, hall.inspector), by=hall.inspector, at=hall.at)


def test_bad_input_is_refused_with_a_sentence(hall: Hall) -> None:
    school = hall.part(hall.world.school)
    with pytest.raises(BadInput, match="推进会、单位部署会"):
        plan_meeting(school, MeetingPlan("party", "x"), by=hall.clerk, at=hall.at)
    with pytest.raises(BadInput, match="会议名称"):
        plan_meeting(school, MeetingPlan("unit_deployment", " "), by=hall.clerk, at=hall.at)
    with pytest.raises(NotAllowed):
        plan_meeting(
            hall.part(hall.world.bureau), MeetingPlan("push_meeting", "x"), by=hall.clerk, at=hall.at
        )
    meeting = plan_meeting(school, MeetingPlan("unit_deployment", "部署会"), by=hall.clerk, at=hall.at)
    entry = hall.entry(meeting, "deploy")
    said = Speech("一把手", (Said(PassageKind.FINDING, "x"),))
    with pytest.raises(BadInput, match="不记“指出的问题”"):
        record_entry(entry, said, entry.version, by=hall.clerk, at=hall.at)
    with pytest.raises(BadInput, match="对不上"):
        record_attendance(meeting, [Attended("全体", 5, 6)], 1, by=hall.clerk, at=hall.at)
    drop_meeting(meeting, by=hall.clerk, at=hall.at)
    assert not Meeting.objects.exists()


def test_who_sees_a_meeting(hall: Hall) -> None:
    draft, held = hall.drafted(), hall.held()
    other = replace(hall.clerk, code="clerk-4", scope=hall.world.other_school.path)
    assert set(visible_meetings([hall.office], hall.campaign)) == {draft, held}
    assert set(visible_meetings([hall.inspector], hall.campaign)) == {held}
    assert set(visible_meetings([hall.clerk], hall.campaign)) == {held}  # it was there
    assert not visible_meetings([other], hall.campaign).exists()
    task = Task("补听一轮意见", date(2014, 6, 6), (hall.part(hall.world.other_school),))
    deploy_demand(hall.passage(held, "deploy", PassageKind.DEMAND, 1), [task], by=hall.office, at=hall.at)
    assert get_meeting(held.pk, actors=[other], campaign=hall.campaign) == held  # it got a task
    with pytest.raises(Unseen):
        get_meeting(draft.pk, actors=[other], campaign=hall.campaign)


def test_the_event_of_the_plan_is_offered_the_day_on_which_it_was_held(hall: Hall) -> None:
    draft = hall.drafted()
    assert event_offer(draft, draft.held_on) is None
    held = hall.held()
    offer = event_offer(held, held.held_on)
    assert offer is not None
    assert (offer.planned, offer.given.day, offer.given.participation) == (
        date(2014, 5, 20),
        date(2014, 5, 23),
        None,
    )
    assert event_offer(held, date(2014, 5, 20)) is None


def test_what_the_facts_say_and_what_is_recorded(
    hall: Hall, django_assert_num_queries: Callable[..., object]
) -> None:
    parts = [hall.part(unit) for unit in (hall.world.bureau, hall.world.school, hall.world.other_school)]
    held = hall.held()
    with django_assert_num_queries(4):
        known = facts(parts, hall.words.held_on)
    deployed = [known[part.pk]["meetings.deployed"].value for part in parts]
    assert deployed == [False, True, False]
    with django_assert_num_queries(7):
        record_of(held)
    with django_assert_num_queries(2):
        rows = meeting_rows(visible_meetings([hall.office], hall.campaign), 0, 20)
    assert [(row.demands, row.deployed, row.findings, row.raised) for row in rows] == [(8, 0, 2, 0)]
    acts = Record.objects.filter(subject=f"meeting:{held.pk}").order_by("seq").values_list("act", flat=True)
    assert list(acts) == [
        "meeting.planned",
        *["meeting.entry_recorded"] * 4,
        "meeting.attendance_recorded",
        "meeting.held",
    ]
    assert not any("“" in facts for facts in Record.objects.values_list("facts", flat=True))
    assert Passage.objects.filter(kind=PassageKind.DEMAND).count() == 8
