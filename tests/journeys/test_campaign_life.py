"""From start to close by any template: those that ship, and one that is written here as data and nothing else.

What later rooms will know is unknown, and let pass with a word.
"""

import shutil
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from huiyin.platform.audit.queries import facts_of
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.campaigns.commands import close_campaign, launch_campaign, redate_event, report_progress
from huiyin.process.campaigns.commands.reporting import Progress
from huiyin.process.campaigns.models import Campaign, Participation, PlanItem, UnitStage
from huiyin.process.campaigns.queries.timetable import Given, given_dates, members_of, timetable
from huiyin.process.campaigns.rules import Template, library_folder, load_template
from huiyin.process.problems.commands import Wording, raise_problem
from huiyin.process.problems.models import Problem
from huiyin.process.supervision.commands import advance_stage
from huiyin.process.supervision.queries import sheet
from tests.world import World

STARTS = {"mass-line-2014": date(2014, 5, 16), "study-check-reform-2025": date(2025, 3, 17)}
STARTS |= {"school-inspection": date(2025, 9, 15), "greener-school": date(2025, 3, 3)}

# A campaign of quite another kind: two stages, one tier, an event counted backwards, a gate on facts that no room brings yet.
OWN = {
    "campaign": """
code = "greener-school"
version = 1
zh = "绿色校园行动"
en = "greener schools"
source = "试 / trial"
[vocabulary]
""",
    "stages": """
source = "试 / trial"
staged = true
[[stages]]
code = "look"
zh = "摸底"
en = "look"
decided_by = "leader"
[[stages.steps]]
code = "count"
zh = "清点"
en = "count"
who = "总务处"
what = "清点水电用量"
[[stages]]
code = "save"
zh = "节约"
en = "save"
decided_by = "leader"
[[stages.steps]]
code = "mend"
zh = "检修"
en = "mend"
who = "总务处"
what = "检修漏水点"
""",
    "plan": """
source = "试 / trial"
[[events]]
code = "opening"
zh = "启动"
en = "opening"
[[events]]
code = "notice"
zh = "通知"
en = "notice"
after = { event = "opening", offset = -5, days = "working" }
[[items]]
code = "count"
zh = "清点水电用量"
en = "count"
step = "count"
due = { event = "opening", offset = 10, days = "working" }
who = "总务处"
what = "按楼清点"
[[items]]
code = "mend"
zh = "检修漏水点"
en = "mend"
step = "mend"
due = { event = "notice", offset = 60, roll = "next" }
who = "总务处"
what = "逐处检修"
""",
    "gates": """
source = "试 / trial"
[[gates]]
code = "measured"
zh = "用量清楚"
en = "measured"
stage = "look"
verdict_by = "leading_group"
[[gates.conditions]]
fact = "lookback.looks_done"
op = "ge"
value = 6
message = "还没有看完"
severity = "blocks"
""",
    "meetings": "",
    "lifemeetings": "",
    "looks": "",
}


@pytest.fixture(params=STARTS)
def template(request: pytest.FixtureRequest, tmp_path: Path) -> Template:
    if request.param != "greener-school":
        return load_template(library_folder(request.param))
    folder = shutil.copytree(library_folder("mass-line-2014"), tmp_path / request.param)
    vocabulary = (folder / "campaign.toml").read_text(encoding="utf-8").partition("[vocabulary]\n")[2]
    for name, text in OWN.items():
        own = text + vocabulary if name == "campaign" else text
        (folder / f"{name}.toml").write_text(own, encoding="utf-8")
    return load_template(folder)


@pytest.mark.django_db
def test_a_campaign_from_start_to_close(template: Template, world: World) -> None:
    first = template.first_event()
    assert first is not None
    day = STARTS[template.code]
    at = datetime(day.year, day.month, day.day, 2, tzinfo=world.at.tzinfo)
    leader = Actor("leader", Role.LEADER, world.bureau.path)
    units = [world.bureau, world.school, world.other_school]
    campaign, laid = launch_campaign(
        template,
        code="life",
        name=template.campaign.zh,
        root=world.bureau,
        units=units,
        events={first.code: day},
        by=world.office,
        at=at,
    )
    assert (laid.units, laid.missing_years) == (3, ())
    assert not PlanItem.objects.filter(ask__campaign=campaign, due_on=None).exists()

    redate_event(campaign, Given(first.code, day + timedelta(days=1)), by=world.office, at=at)
    lasting = _raise(campaign, world.school, "lasting", world.office, at)
    stages = [stage.code for stage in template.stages]
    for stage in stages:
        _raise(campaign, world.school, "at_once", world.office, at)  # what is found is fixed in every stage
        for unit in units:
            advance_stage(_part(campaign, unit), stage, "已当面核对", by=leader, at=at)
    assert set(
        UnitStage.objects.filter(participation__campaign=campaign).values_list("state", flat=True)
    ) <= {"passed"}

    done = (
        PlanItem.objects.filter(ask__campaign=campaign)
        .select_related("ask", "participation__unit")
        .order_by("pk")[0]
    )
    report_progress(done, Progress("", day, ""), done.version, by=world.office, at=at)
    before = _open(campaign)
    left = close_campaign(campaign, by=leader, at=at)
    assert left == len(before) == laid.items - 1
    assert _open(campaign) == before  # the end of a campaign changes nobody's clock
    assert Problem.objects.of(campaign).standing().filter(pk=lasting.pk).exists()
    acts = {"campaign.started", "plan.laid", "event.redated", "item.reported", "campaign.closed"}
    acts |= {"stage.passed"} if stages else set()
    assert acts <= {act for act in acts if any(True for _ in facts_of(act))}


@pytest.mark.django_db
def test_every_date_of_the_plan_is_the_rules(template: Template, world: World) -> None:
    """What was written is what the rules say, for every unit and item."""
    first = template.first_event()
    assert first is not None
    campaign, _ = launch_campaign(
        template,
        code="life",
        name="x",
        root=world.bureau,
        units=[world.bureau, world.school],
        events={first.code: STARTS[template.code]},
        by=world.office,
        at=world.at,
    )
    table = timetable(campaign, members_of(campaign), given_dates(campaign))
    rules = {
        (member.pk, span.item.code): span.due.day
        for situation, members in table.members.items()
        for span in table.schedule(situation).spans
        for member in members
    }
    rows = PlanItem.objects.filter(ask__campaign=campaign).values_list("participation", "ask__code", "due_on")
    assert {(pk, code): due for pk, code, due in rows} == rules
    assert sheet(_part(campaign, world.school), world.at.date()).judgements or not template.gates


def _raise(campaign: Campaign, owner: Unit, horizon: str, by: Actor, at: datetime) -> Problem:
    wording = Wording(title="楼道灯坏了没人管", source="masses", horizon=horizon)
    return raise_problem(campaign, wording, owner=owner, by=by, at=at)


def _part(campaign: Campaign, unit: Unit) -> Participation:
    return Participation.objects.select_related("unit", "campaign__root").get(campaign=campaign, unit=unit)


def _open(campaign: Campaign) -> set[tuple[int, date | None]]:
    return set(PlanItem.objects.open().filter(ask__campaign=campaign).values_list("pk", "due_on"))
