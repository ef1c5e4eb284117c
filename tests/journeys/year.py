"""A small campaign from March to December: what the journey to the look-back prepares by commands, each on its day.

`play` is run in a process of its own beside the server and answers with JSON. One school, 云河市第三中学. Sixteen speak there
of meetings, three of a boiler, two of cars at the gate, others of other things. Six problems are closed on 1 July; from September on people
speak of other things, two again of the boiler, and nobody of meetings.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.core.management import call_command

from huiyin.kit.clock import CHINA
from huiyin.platform.accounts.models import Account
from huiyin.platform.orgs.commands import give_grant, open_account
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.campaigns.commands import lay_plan
from huiyin.process.campaigns.models import Campaign, Participation
from huiyin.process.campaigns.rules.selfchecks import Verdict
from huiyin.process.effects.commands import measure_effects
from huiyin.process.figures.commands import refresh_counts
from huiyin.process.figures.queries import differences
from huiyin.process.lifemeetings.commands import (
    PlanText,
    close_lifemeeting,
    draft_lifemeeting,
    notify_lifemeeting,
    open_lifemeeting,
    settle_plan,
    submit_plan,
)
from huiyin.process.lifemeetings.models import LifeMeeting
from huiyin.process.meetings.commands import (
    Attended,
    MeetingPlan,
    Speech,
    Studied,
    drop_entry,
    hold_meeting,
    plan_meeting,
    record_attendance,
    record_entry,
    record_study,
)
from huiyin.process.meetings.models import AgendaEntry, Meeting
from huiyin.process.meetings.rules.records import PassageKind, Said
from huiyin.process.opinions.commands import group_opinions, place_opinions, settle_opinion, sweep_opinions
from huiyin.process.opinions.models import Opinion
from huiyin.process.opinions.rules.disposition import Disposition
from huiyin.process.problems.commands import Wording, raise_problem
from huiyin.process.problems.models import Problem
from huiyin.process.recurrences.commands import look_for_again
from huiyin.process.samples.commands import say_of_item, start_visit
from huiyin.process.samples.models import Sample, SampleItem, SampleResult
from huiyin.process.selfchecks.commands import Opinion as Reviewed
from huiyin.process.selfchecks.commands import (
    begin_selfcheck,
    finish_selfcheck,
    hand_in_selfcheck,
    review_selfcheck,
    save_selfcheck,
)
from huiyin.process.selfchecks.models import SelfCheck, Version
from huiyin.process.selfchecks.rules.content import Content, Item
from huiyin.process.supervision.commands import hand_in_lookback
from tests.process.lifemeetings.hall import TEAM, Hall, build_hall
from tests.process.rectification.conftest import Ledger
from tests.rules.analysis.opinions import OPINIONS
from tests.world import TEMPLATE, World, build_world

SCHOOL, PASSWORD = "云河市第三中学", "yunhe-spring-2014"
PROVEN, BACK, UNKNOWN = "会多，没有议题", "七号宿舍楼没有热水", "放学时校门口乱停车"
CLOSED = (PROVEN, BACK, UNKNOWN, "水费公示不全", "图书馆周末不开门", "饮水机滤芯不换")
BOILER = (
    "七号宿舍楼的热水锅炉坏了半个月，七号楼的同学没有热水洗澡。",
    "七号宿舍楼没有热水，锅炉一直没人修，冬天怎么洗澡？",
    "报修了好几次，七号宿舍楼的热水锅炉还是坏的。",
)
AGAIN = ("请尽快修好七号宿舍楼热水锅炉！", "七号宿舍楼的锅炉又坏了，半个月没有热水洗澡。")
ASIDE = "七号宿舍楼晚上没有人值班，放在热水房的水瓶被人拿走了。"
CARS = ("校门口乱停车，接送孩子时堵得走不动。", "放学时校门口车停得到处都是，孩子过马路危险。")
MEETINGS = (
    "一周开了七次会，三次没有议题，坐下来才想说什么。",
    "例会念材料念了两个小时，散了以后没有一件事定下来。",
    "白天上课，晚上还要开会到九点，只为通报考勤。",
    "周三的会叫全校去陪着听，其实只和两三个人有关。",
    "大会开完开小会，一样的话传达三遍，备课时间全没了。",
    "开会的通知临到下课才发，课只好停下来去听。",
    "布置卫生也要开会，广播里一句话就够了。",
    "年级会、教研会、班主任会排在同一天，坐到腰疼。",
    "会上领导轮流讲，讲完都说没有补充，一个下午过去了。",
    "没有准备就开会，主持人现场翻本子，大家看手机。",
    "月初开动员会，月中开推进会，月底开总结会，活儿没人干。",
    "视频会要求人人露脸，学生在教室里没有人管。",
    "开会签到三次，内容是上回已经讲过的。",
    "我们组一学期的会议记录写满四本，没人再翻过。",
    "请来的专家迟到，两百人在会议室空等一个钟头。",
    "散会以后又留下中层接着开，天黑了还没回家。",
)
_CASE = Item(
    "家长会上，三位家长反映的问题没有答复",
    "G3",
    date(2014, 4, 8),
    "purpose",
    "五月底前逐一回访",
    "expectations",
)
_NEAR = ("会", "校门口", "热水", "作业", "晚自习", "上级", "党员", "短缺")
OTHERS = [body for body, *_ in OPINIONS if not any(word in body for word in _NEAR)]
BEFORE, AFTER = OTHERS[:20], OTHERS[20:64]
SPOKEN = len([*MEETINGS, *BOILER, *CARS, *BEFORE, *AGAIN, ASIDE, *AFTER])


def on(month: int, day: int, hour: int = 9) -> datetime:
    return datetime(2014, month, day, hour, tzinfo=CHINA)


def play(act: str, moment: str) -> None:
    """Play an act at a moment, and print its answer."""
    acts: dict[str, Callable[[datetime], object]] = {
        "spring": spring,
        "meeting": meeting,
        "held_again": held_again,
        "autumn": autumn,
        "looked": looked,
        "night": night,
    }
    print(json.dumps(acts[act](datetime.fromisoformat(moment))))


def spring(at: datetime) -> object:
    """From March on: people, what is said, the push meeting, the problems, the eight looks."""
    call_command("migrate", verbosity=0)
    hall = build_hall(build_world(on(3, 3)), on(3, 3))
    lay_plan(hall.world.campaign, {"city_meeting": date(2014, 5, 16)}, by=hall.world.office, at=on(3, 3))
    second, _ = open_account("dudao2", "某dudao2", by=hall.world.office, at=on(3, 3))
    ends = date(2014, 10, 31)
    give_grant(
        second, Role.SUPERVISION, hall.world.bureau, since=date(2014, 1, 1), until=ends, by=hall.world.office, at=on(3, 3)
    )  # fmt: skip
    second.set_password(PASSWORD)
    Account.objects.update(password=second.password, must_change_password=False)
    behind = {
        title: _say(hall.world, bodies, date(2014, 3, 4), date(2014, 5, 16), at=on(5, 20))
        for title, bodies in ((PROVEN, MEETINGS), (BACK, BOILER), (UNKNOWN, CARS), ("", BEFORE))
    }
    for title in CLOSED:
        wording = Wording(title, "masses", f"群众反映{title}", focus="F2" if title == PROVEN else "")
        raise_problem(
            hall.world.campaign, wording, opinions=behind.get(title, ()), owner=hall.school, by=hall.office, at=on(5, 26)
        )  # fmt: skip
    _settle(hall, on(5, 27))
    record_study(
        [hall.part],
        Studied("study", date(2014, 5, 9), "专题学习", "查出三条不足。"),
        by=hall.clerk,
        at=on(5, 10),
    )
    _push(hall, on(5, 23, 18))
    hand_in_lookback(hall.part, "eight_looks", 0, written("eight_looks"), by=hall.clerk, at=on(5, 29))
    return hall.school.pk


def meeting(at: datetime) -> object:
    """The team's paper is begun; on 5 June the team meets, politely."""
    hall = replace(_hall(), at=on(6, 5))
    paper = begin_selfcheck(hall.part, hall.accounts["lianluo"], team=True, by=hall.clerk, at=hall.at)
    return {"paper": paper.pk, "first": _hold(hall, "五项议程，半天，班子成员全部参加。", 3).pk}


def held_again(at: datetime) -> object:
    """18 June: the paper passes above, the second meeting is held, the six looks are handed in."""
    hall = replace(_hall(), at=at)
    for login in TEAM:
        by = hall.member(login)
        paper = begin_selfcheck(hall.part, hall.accounts[login], by=by, at=at)
        words = Content({"discipline": f"某{login}两次没有参加组织生活会。"}, (_CASE,))
        save_selfcheck(_paper(paper.pk), words, paper.edits, keep=True, by=by, at=at)
        paper = _paper(paper.pk)
        hand_in_selfcheck(paper, paper.edits, shown="a" * 64, by=by, at=at)
    for paper in SelfCheck.objects.order_by("pk"):
        _pass(hall, paper.pk)
    second = _hold(hall, "五项议程，全天，每人对每人都提，先念意见原话。", 30)
    hand_in_lookback(hall.part, "six_looks", 0, written("six_looks"), by=hall.clerk, at=at)
    return second.pk


def _pass(hall: Hall, pk: int) -> None:
    """Every level lets the version pass that was handed in; it is final."""
    reviewers = {"head": hall.head, "inspectors": hall.inspector, "above": hall.office}
    while (paper := _paper(pk)).state == "handed_in":
        number = Version.objects.filter(paper=paper, why="handed_in").latest("number").number
        review_selfcheck(paper, number, Reviewed(Verdict.PASS), by=reviewers[paper.level], at=hall.at)
    by = hall.member(paper.account.login) if paper.account else hall.clerk
    finish_selfcheck(paper, by=by, at=hall.at)


def _paper(pk: int) -> SelfCheck:
    related = ("participation__campaign__root", "participation__unit", "account")
    return SelfCheck.objects.select_related(*related).get(pk=pk)


def autumn(at: datetime) -> object:
    """1 July: what was to be put right is closed. September and October: people speak, and the machine looks for what is said again."""
    hall = _hall()
    for title in CLOSED:
        ledger = Ledger(hall.world, Problem.objects.get(title=title), on(7, 1))
        ledger.head, ledger.world.office = hall.head, hall.office
        ledger.close()
    _say(hall.world, [*AGAIN, ASIDE], date(2014, 9, 16), date(2014, 10, 1), at=on(10, 14))
    _say(hall.world, AFTER, date(2014, 9, 2), date(2014, 10, 13), at=on(10, 14))
    _settle(hall, on(10, 14))
    campaign = hall.world.campaign
    sweep_opinions(campaign, by=hall.office, at=at)
    group_opinions(campaign, by=hall.office, at=at)
    place_opinions(campaign, by=hall.office, at=at)
    look_for_again(campaign, by=hall.office, at=at)
    return Problem.objects.filter(closed_on=date(2014, 7, 1)).count()


def looked(at: datetime) -> object:
    """The inspectors go to what else was drawn, and it holds."""
    hall, sample = _hall(), Sample.objects.select_related("scope", "campaign__root").get()
    first = hall.inspector
    second = Account.objects.get(login="dudao2")
    other = Actor(second.code, Role.SUPERVISION, hall.world.bureau.path)
    done = SampleResult.objects.values("pk")
    rest = SampleItem.objects.filter(draw=sample.pk).exclude(pk__in=done).select_related("unit", "problem")
    for item in rest.order_by("place"):
        start_visit(sample, item, second, by=first, at=at)
        for by in (first, other):
            say_of_item(sample, item, "问了三个班的学生，看了台账和现场，改了。", holds=True, by=by, at=at)
    return SampleResult.objects.count()


def night(at: datetime) -> object:
    """What the clock does at night; which figures differ from what there is, and how many opinions there are."""
    campaign, by = Campaign.objects.select_related("root").get(), Actor("clock", Role.OFFICE)
    measure_effects(campaign, by=by, at=at)
    refresh_counts(campaign, at=at)
    return {"wrong": len(differences(campaign)), "opinions": Opinion.objects.count()}


def written(sheet: str) -> dict[str, dict[str, str]]:
    """A sheet of looks with every column written."""
    rules = next(one for one in TEMPLATE.looks.sheets if one.code == sheet)
    columns = [one for one in TEMPLATE.forms[rules.form].columns if one.code not in TEMPLATE.looks.given]
    words = "开了两次会研究，查出三条，改了两条，一条写进制度。"
    return {
        look.code: {one.code: one.choices[0] if one.choices else words for one in columns}
        for look in rules.looks
    }


def _say(world: World, bodies: Sequence[str], first: date, last: date, *, at: datetime) -> list[int]:
    """Opinions about the school by way of the net, spread over so many days."""
    world.at, start, days = at, Opinion.objects.count(), (last - first).days
    said = [
        replace(
            world.said(body, start + number + 1),
            raised_on=first + timedelta(days=number * days // len(bodies)),
            channel="online",
            about=world.school.pk,
        )
        for number, body in enumerate(bodies)
    ]
    world.take_said(said, name=f"意见{start}.xlsx")
    pk_of = dict(Opinion.objects.values_list("source_id", "pk"))
    return [pk_of[one.source_id] for one in said]


def _settle(hall: Hall, at: datetime) -> None:
    """What is of none of the problems was answered, but for what is said again of the boiler."""
    waiting = Opinion.objects.of(hall.world.campaign).filter(disposition=Disposition.WAITING)
    for opinion in waiting.exclude(body__in=AGAIN).select_related("campaign__root"):
        settle_opinion(opinion, as_=Disposition.ANSWERED, why="已当面答复", by=hall.office, at=at)


def _push(hall: Hall, at: datetime) -> None:
    """The push meeting demands something of everybody."""
    host = Participation.objects.select_related("unit", "campaign__root").get(unit=hall.world.bureau)
    plan = MeetingPlan("push_meeting", "推进会", date(2014, 5, 23), "三楼会议室", "局长", "examine")
    meeting = plan_meeting(host, plan, by=hall.office, at=at)
    speech = Speech("局长", (Said(PassageKind.DEMAND, "六月底前把征求到的意见逐条对照检查。"),))
    for entry in AgendaEntry.objects.filter(meeting=meeting).select_related(
        "meeting__campaign__root", "meeting__host__unit"
    ):
        if entry.point == "deploy":
            record_entry(entry, speech, entry.version, by=hall.office, at=at)
        else:
            drop_entry(entry, by=hall.office, at=at)
    there = [Attended("", 2, 2, hall.part)]
    record_attendance(meeting, there, Meeting.objects.get(pk=meeting.pk).version, by=hall.office, at=at)
    hold_meeting(meeting, Meeting.objects.get(pk=meeting.pk).version, by=hall.office, at=at)


def _hold(hall: Hall, plan: str, criticisms: int) -> LifeMeeting:
    """The team's meeting from its plan to its end."""
    text = PlanText(hall.at.date(), "校会议室", plan)
    meeting = draft_lifemeeting(hall.part, text, by=hall.clerk, at=hall.at)
    submit_plan(hall.again(meeting), by=hall.clerk, at=hall.at)
    meeting = hall.again(meeting)
    settle_plan(meeting, approved=True)
    notify_lifemeeting(hall.again(meeting), by=hall.clerk, at=hall.at)
    meeting = hall.again(meeting)
    hall.tick(meeting)
    open_lifemeeting(meeting, by=hall.clerk, at=hall.at)
    meeting = hall.again(meeting)
    pairs = [(by, to) for by in range(6) for to in range(6) if by != to]
    for number, (by, to) in enumerate(pairs[:criticisms]):
        words = "希望多注意身体。" if criticisms < 6 else "开会多、到班级少，三月只听过一节课。"
        hall.criticise(meeting, by, to, words, 100 * meeting.pk + number)
    close_lifemeeting(meeting, by=hall.clerk, at=hall.at)
    return hall.again(meeting)


def _hall() -> Hall:
    """The people and units as they stand."""
    campaign = Campaign.objects.select_related("root").get()
    school, office = Unit.objects.get(name=SCHOOL), Actor("office", Role.OFFICE)
    accounts = {one.login: one for one in Account.objects.all()}
    hall = Hall(
        World(on(3, 3), campaign.root, school, school, office, office, office, office, campaign),
        on(3, 3),
        accounts,
    )
    hall.world.clerk = hall.clerk
    return hall
