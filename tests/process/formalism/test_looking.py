"""Each check over a small campaign: it fires, or it doesn't; what it costs is the same for sixty units."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from huiyin.platform.accounts.models import Account
from huiyin.platform.orgs.commands import import_units, open_account
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.platform.orgs.rules.unit_rows import UnitRow
from huiyin.platform.texts.commands import index_passages
from huiyin.platform.texts.commands.passages import Worded
from huiyin.process.ballots.models import Vote
from huiyin.process.campaigns.commands import ask_units, enrol_units
from huiyin.process.campaigns.commands.asking import Wanted
from huiyin.process.campaigns.models import Ask, EventDate, Paper, Participation, PlanItem
from huiyin.process.formalism.queries import Checked, look
from huiyin.process.formalism.queries.reading import Reading
from huiyin.process.formalism.rules.checks import Looked
from huiyin.process.letters.commands import (
    Answered,
    answer_finding,
    draft_letter,
    issue_letter,
    look_at_answer,
)
from huiyin.process.letters.models import Finding, Letter
from huiyin.process.letters.rules.wording import Pointed, Words
from huiyin.process.problems.commands import Wording, raise_problem
from huiyin.process.problems.models import Problem
from huiyin.process.talks.models import Talk
from huiyin.process.talks.rules.states import TalkState
from tests.world import World

pytestmark = pytest.mark.django_db
TODAY = date(2014, 5, 23)
LONG = (
    "本学期以来，学校围绕作风建设开展了四次集中学习，查找出问题十一个，制定整改措施二十三条，明确了责任人和完成时限。"
    "在听取意见阶段召开座谈会六场，发放征求意见表三百余份，收到意见一百二十条，逐条梳理归类后列入台账。"
    "下一步将按照时间节点逐项推进整改，确保件件有着落、事事有回音，让师生和家长看得见变化。"
)


@dataclass
class Seen:
    world: World

    def parts(self) -> list[Participation]:
        rows = Participation.objects.filter(campaign=self.world.campaign).select_related(
            "unit", "campaign__root"
        )
        return list(rows.order_by("unit__path"))

    def part(self, unit: Unit) -> Participation:
        return next(part for part in self.parts() if part.unit_id == unit.pk)

    def look(self) -> dict[Looked, Checked]:
        rows = look(self.world.campaign, self.parts(), Problem.objects.of(self.world.campaign), TODAY)
        return {one.check.looked: one for one in rows}

    def n(self, looked: Looked) -> int:
        return self.look()[looked].n


@pytest.fixture
def seen(world: World) -> Seen:
    return Seen(world)


def ask(seen: Seen, title: str, *fields: str, due: int = 20) -> None:
    wanted = Wanted(title, TODAY + timedelta(days=due), fields=fields)
    parts = [part for part in seen.parts() if part.unit_id != seen.world.bureau.pk]
    ask_units(seen.world.campaign, wanted, parts, by=seen.world.office, at=seen.world.at)


def test_a_quiet_campaign_shows_nothing(seen: Seen) -> None:
    assert not [one for one in seen.look().values() if one.n]


def test_units_are_asked_the_same_twice(seen: Seen) -> None:
    ask(seen, "报送班级情况", "班级数", "学生数")
    assert seen.n(Looked.ASKED_TWICE) == 0
    ask(seen, "报送学生情况", "学生数", "班级数")
    found = seen.look()[Looked.ASKED_TWICE]
    assert (found.n, found.of) == (1, 2)
    assert "2 个单位" in found.found[0].says.zh
    assert f"{(TODAY + timedelta(days=20)).isoformat()}" in found.found[0].says.zh
    late = PlanItem.objects.filter(ask__title="报送学生情况")
    late.update(due_on=TODAY + timedelta(days=35))
    assert seen.n(Looked.ASKED_TWICE) == 0
    late.filter(participation=seen.part(seen.world.school)).update(due_on=TODAY + timedelta(days=34))
    assert "1 个单位" in seen.look()[Looked.ASKED_TWICE].found[0].says.zh


def test_a_week_above_the_number_set(seen: Seen) -> None:
    ask(seen, "报送大表", *(f"栏{number}" for number in range(60)))
    assert seen.n(Looked.BURDEN) == 0
    ask(seen, "再报一张", "供货商")
    Ask.objects.update(sent_on=TODAY)
    found = seen.look()[Looked.BURDEN]
    assert (found.n, found.of) == (2, 3)
    assert [one.things[0].name for one in found.found] == [
        part.unit.name for part in seen.parts() if part.unit_id != seen.world.bureau.pk
    ]


def talk(seen: Seen, accounts: list[Account], n: int, *, day: date | None = None) -> None:
    for number in range(n):
        on = day or TODAY - timedelta(days=number)
        Talk.objects.create(
            participation=seen.part(seen.world.school),
            round=0,
            kind="head_member",
            required=False,
            pair=f"p{day}{number}",
            one=accounts[0],
            other=accounts[1],
            state=TalkState.CONFIRMED,
            held_on=on,
            one_on=on,
            other_on=on,
            made_on=TODAY,
        )


@pytest.fixture
def accounts(world: World) -> list[Account]:
    return [open_account(f"a{n}", f"某{n}", by=world.office, at=world.at)[0] for n in range(2)]


def test_talks_spread_over_days_are_nothing(seen: Seen, accounts: list[Account]) -> None:
    talk(seen, accounts, 12)
    looked = seen.look()
    assert (looked[Looked.TALKS_A_DAY].n, looked[Looked.TALKS_BURST].n) == (0, 0)
    assert looked[Looked.TALKS_BURST].of == 12


def test_talks_crowded_on_a_day(seen: Seen, accounts: list[Account]) -> None:
    talk(seen, accounts, 10, day=TODAY)
    looked = seen.look()
    assert (looked[Looked.TALKS_A_DAY].n, looked[Looked.TALKS_BURST].n) == (1, 1)
    assert "10 里有 10" in looked[Looked.TALKS_BURST].found[0].says.zh


def test_tasks_done_on_one_day(seen: Seen) -> None:
    for number in range(10):
        ask(seen, f"任务{number}")
    items = PlanItem.objects.filter(participation=seen.part(seen.world.school)).order_by("pk")
    for number, item in enumerate(items):
        PlanItem.objects.filter(pk=item.pk).update(done_on=TODAY - timedelta(days=number))
    assert seen.n(Looked.DONE_BURST) == 0
    items.update(done_on=TODAY)
    assert seen.n(Looked.DONE_BURST) == 1


def test_tasks_done_just_before_their_own_dates(seen: Seen) -> None:
    for number in range(10):
        ask(seen, f"任务{number}", due=number * 7)
    items = PlanItem.objects.filter(participation=seen.part(seen.world.school)).order_by("pk")
    for item in items:
        assert item.due_on is not None
        PlanItem.objects.filter(pk=item.pk).update(done_on=item.due_on - timedelta(days=5))
    looked = seen.look()[Looked.DUE_BURST]
    assert (looked.n, looked.of) == (0, 10)
    for item in items[:5]:
        assert item.due_on is not None
        PlanItem.objects.filter(pk=item.pk).update(done_on=item.due_on - timedelta(days=2))
    looked = seen.look()[Looked.DUE_BURST]
    assert looked.n == 1
    assert "10 项里有 5 项压着期限" in looked.found[0].says.zh
    assert seen.n(Looked.DONE_BURST) == 0


def test_each_stage_is_held_against_its_own_end(seen: Seen) -> None:
    """Tasks, talks and closings together, in the last days of the second stage; of the first nothing."""
    part, campaign = seen.part(seen.world.school), seen.world.campaign
    for event, day in (
        ("mobilisation", date(2014, 3, 17)),
        ("city_meeting", date(2014, 5, 16)),
        ("push_meeting", date(2014, 5, 23)),
        ("rectify_start", date(2014, 7, 21)),
    ):
        EventDate.objects.create(campaign=campaign, event=event, day=day)
    stages = Reading(campaign, (part,), Problem.objects.none(), TODAY).stages()[part.pk]
    first, second = (end for _, _, end in stages[:2])
    assert first == date(2014, 5, 28) < second
    for number in range(10):
        ask(seen, f"任务{number}", due=200)
    items = list(PlanItem.objects.filter(participation=part).order_by("pk"))
    for number, item in enumerate(items):
        PlanItem.objects.filter(pk=item.pk).update(done_on=first - timedelta(days=20 + number))
    assert seen.n(Looked.STAGE_BURST) == 0
    for item in items[:4]:
        PlanItem.objects.filter(pk=item.pk).update(done_on=second)
    for number in range(6):
        wording = Wording(f"问题{number}", "own")
        problem = raise_problem(
            seen.world.campaign, wording, owner=seen.world.school, by=seen.world.office, at=seen.world.at
        )
        Problem.objects.filter(pk=problem.pk).update(closed_on=second - timedelta(days=2), state="closed")
    looked = seen.look()[Looked.STAGE_BURST]
    assert looked.n == 1
    assert f"{second.isoformat()} 止）10 件里有 10 件" in looked.found[0].says.zh


def vote(seen: Seen, out: int, back: int, satisfied: int) -> None:
    other = back - satisfied
    figures = {
        "out": out,
        "back": back,
        "valid": back,
        "abstained": 0,
        "blank": 0,
        "spoiled": 0,
        "marks": {"all": {"satisfied": satisfied, "dissatisfied": other}},
    }
    last = Vote.objects.count() + 1
    Vote.objects.create(
        campaign=seen.world.campaign,
        unit=seen.world.school,
        number=last,
        kind="satisfaction",
        form=FORM,
        announced_on=TODAY - timedelta(days=3),
        opens_on=TODAY,
        closes_on=TODAY,
        state=Vote.State.CLOSED,
        result={"parents": figures},
        closed_on=TODAY,
        made_by="x",
    )


FORM = {
    "title": "满意度测评",
    "items": [["all", "总体"]],
    "levels": [["satisfied", "满意"], ["dissatisfied", "不满意"]],
    "groups": [["parents", "家长"]],
    "summed": ["satisfied"],
    "line": None,
    "again": None,
}


@pytest.mark.parametrize(
    ("out", "back", "satisfied", "n"), [(100, 30, 30, 1), (100, 80, 80, 0), (100, 30, 29, 0)]
)
def test_all_satisfied_with_few_ballots_back(seen: Seen, out: int, back: int, satisfied: int, n: int) -> None:
    vote(seen, out, back, satisfied)
    assert seen.n(Looked.VOTE) == n


def test_a_problem_without_a_fact(seen: Seen) -> None:
    world = seen.world
    for title, words in (
        ("作风不够扎实", "有待进一步加强"),
        ("食堂午餐荤菜少", "4月8日云河市第三中学食堂的午餐只有两片肉，总务主任说菜价涨了三成"),
    ):
        wording = Wording(title, "above", words)
        raise_problem(world.campaign, wording, owner=world.school, by=world.office, at=world.at)
    found = seen.look()[Looked.NO_FACT]
    assert (found.n, found.of) == (1, 2)
    assert [thing.key for thing in found.found[0].things] == ["2014-001"]


def paper(seen: Seen, unit: Unit, body: str) -> None:
    made = Paper.objects.create(
        campaign=seen.world.campaign,
        unit=unit,
        kind="briefing",
        title="小结",
        body=body,
        facts=[],
        drafted_by="x",
        drafted_on=TODAY,
    )
    index_passages("paper", [Worded(made.pk, 1, body)])


def test_papers_of_two_units_that_are_one(seen: Seen) -> None:
    paper(seen, seen.world.school, LONG)
    paper(seen, seen.world.school, LONG)
    assert seen.n(Looked.PAPERS_ALIKE) == 0
    paper(seen, seen.world.other_school, LONG.replace("四次", "五次"))
    found = seen.look()[Looked.PAPERS_ALIKE]
    assert (found.n, found.of) == (2, 3)


def letters(seen: Seen, text: str, answer: str, remark: str) -> None:
    """A letter to each unit with the same finding, the same answer and the same remark."""
    world = seen.world
    one, other = (Actor(f"inspector-{at}", Role.SUPERVISION, world.bureau.path) for at in (1, 2))
    for number, part in enumerate(seen.parts()):
        words = Words("总体良好。", (Pointed(text.format(number)),))
        made = draft_letter(part, "listen", words, by=one, at=world.at)
        related = ("campaign__root", "participation__unit", "participation__campaign__root")
        letter = Letter.objects.select_related(*related).get(pk=made.pk)
        issue_letter(letter, 1, by=other, at=world.at)
        finding = Finding.objects.get(letter=letter)
        finding.letter = letter
        by = Actor(f"clerk-{number}", Role.CLERK, part.unit.path)
        answer_finding(finding, Answered(answer.format(number)), by=by, at=world.at)
        look_at_answer(finding, 1, remark.format(number), accepted=False, by=one, at=world.at)


def test_letters_answers_and_remarks_that_are_all_the_same(seen: Seen) -> None:
    letters(seen, "学习教育联系实际不够紧密。", "已经组织学习，提高了认识。", "请写清楚具体改了什么事。")
    looked = seen.look()
    assert [looked[one].n for one in (Looked.FINDINGS_SAME, Looked.ANSWERS_SAME, Looked.LOOKS_SAME)] == [
        1,
        1,
        1,
    ]
    assert looked[Looked.ANSWERS_SAME].of == 3


def test_letters_answers_and_remarks_that_differ(seen: Seen) -> None:
    letters(
        seen,
        "第{}处的学习联系实际不够紧密。",
        "第{}次会上改了食堂的供货合同。",
        "第{}条请写清楚具体改了什么。",
    )
    looked = seen.look()
    assert [looked[one].n for one in (Looked.FINDINGS_SAME, Looked.ANSWERS_SAME, Looked.LOOKS_SAME)] == [
        0,
        0,
        0,
    ]


def test_sixty_units_cost_what_three_do(
    seen: Seen, accounts: list[Account], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    world = seen.world
    paper(seen, world.school, LONG)
    letters(
        seen, "第{}处的学习联系实际不够紧密。", "第{}次会上改了食堂的供货合同。", "第{}条请写清楚改了什么。"
    )
    ask(seen, "报送班级情况", "班级数", "学生数")
    talk(seen, accounts, 3)
    few = seen.parts()
    with django_assert_num_queries(20):
        look(world.campaign, few, Problem.objects.of(world.campaign), TODAY)
    rows = [UnitRow(number, None, f"第{number}小学", None, "学校", ()) for number in range(2, 60)]
    import_units(rows, world.bureau, by=world.office, at=world.at)
    new = list(Unit.objects.exclude(pk__in=[part.unit_id for part in few]))
    enrol_units(world.campaign, new, by=world.office, at=world.at)
    parts = seen.parts()
    assert len(parts) > 60
    with django_assert_num_queries(20):
        look(world.campaign, parts, Problem.objects.of(world.campaign), TODAY)
