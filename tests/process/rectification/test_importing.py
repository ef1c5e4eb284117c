"""An edited ledger is written as if each row had been typed on its page: the same rows, the same records, the same refusals."""

import pytest
from pytest_django import DjangoAssertNumQueries

from huiyin.kit.errors import NotAllowed
from huiyin.platform.audit.models import Record
from huiyin.platform.audit.queries import chain_faults
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.problems.commands import Wording, raise_problem
from huiyin.process.problems.models import Problem
from huiyin.process.rectification.commands import (
    import_ledger,
    plan_rectification,
    tell_progress,
    write_measure,
)
from huiyin.process.rectification.commands.planning import plan_of
from huiyin.process.rectification.models import Measure
from huiyin.process.rectification.rules.exchange_edits import MeasureEdit, ProblemEdit
from huiyin.process.rectification.rules.hints import Wanted
from tests.process.rectification.conftest import Ledger
from tests.world import World


def another(world: World, title: str) -> Ledger:
    wording = Wording(title=title, source="own", manifestation="学生不知道每餐多少钱")
    problem = raise_problem(world.campaign, wording, owner=world.school, by=world.clerk, at=world.at)
    made = Ledger(world, problem, world.at)
    made.plan()
    return made


def edited(number: str) -> ProblemEdit:
    """The same as `typed`, out of a workbook."""
    return ProblemEdit(
        number,
        3,
        "整改台账",
        {"goal": ("食堂价格公开", "每周公开"), "leader": ("", "副校长")},
        {
            1: MeasureEdit(
                4, "措施", 1, {"what": ("每周一公示食堂菜价", "周一周四公示"), "progress": ("", "办了一周")}
            )
        },
        [
            MeasureEdit(
                5,
                "措施",
                None,
                {"what": ("", "请家长看账"), "until": ("", "2014-06-30"), "progress": ("", "已请")},
            )
        ],
    )


def typed(ledger: Ledger) -> None:
    """On the pages, act by act."""
    world = ledger.world
    by, at = world.clerk, world.at
    plan = plan_of(ledger.now())
    plan_rectification(
        ledger.problem,
        type(plan)(**{**vars(plan), "goal": "每周公开", "leader": "副校长"}),
        by=by,
        at=at,
    )
    first = Measure.objects.get(problem=ledger.problem)
    wanted = Wanted("周一周四公示", first.doer, first.until, first.result)
    first = write_measure(ledger.now(), wanted, old=first, by=by, at=at)
    tell_progress(ledger.now(), first, "办了一周", by=by, at=at)
    until = first.until.replace(month=6, day=30) if first.until else None
    new = write_measure(ledger.now(), Wanted("请家长看账", "", until, ""), by=by, at=at)
    tell_progress(ledger.now(), new, "已请", by=by, at=at)


def left_by(ledger: Ledger, since: int) -> tuple[object, ...]:
    """Everything that stands and is recorded of a problem, but for its number."""
    problem = (
        Problem.objects.filter(pk=ledger.problem.pk).values("goal", "leader", "responsible", "due_on").get()
    )
    fields = (
        "number",
        "round",
        "what",
        "doer",
        "until",
        "result",
        "progress",
        "shape",
        "version",
        "by",
        "on",
        "state",
    )
    measures = list(Measure.objects.filter(problem=ledger.problem).order_by("number").values(*fields))
    records = Record.objects.filter(seq__gt=since, subject=f"problem:{ledger.problem.number}").order_by("seq")
    return problem, measures, list(records.values_list("act", "by", "facts"))


def test_a_workbook_leaves_what_the_pages_would(world: World) -> None:
    one, other = another(world, "食堂甲"), another(world, "食堂乙")
    since = Record.objects.count()
    typed(one)
    taken = import_ledger(world.campaign, [edited(other.problem.number)], by=world.clerk, at=world.at)
    assert (taken.problems, taken.measures, taken.added, taken.refused) == (1, 1, 1, ())
    assert left_by(one, since) == left_by(other, since)
    assert list(chain_faults()) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"plan": {"goal": ("别的", "甲")}}, "刚刚由别人改过"),
        ({"plan": {"due_on": ("2014-06-22", "2014-07-01")}}, "整改时限已经定下"),
        ({"plan": {"goal": ("食堂价格公开", "长" * 501)}}, "最多 500 字"),
        ({"plan": {"horizon": ("by_date", "never")}}, "模板里没有“never”"),
        ({"measures": {1: MeasureEdit(4, "措施", 1, {"what": ("每周一公示食堂菜价", " ")})}}, "请写明做什么"),
        ({"measures": {1: MeasureEdit(4, "措施", 1, {"progress": ("", "")})}}, "请写一句进展"),
        ({"measures": {1: MeasureEdit(4, "措施", 1, {"progress": ("别的", "甲")})}}, "刚刚由别人改过"),
        ({"measures": {9: MeasureEdit(4, "措施", 9, {"progress": ("", "甲")})}}, "办结或撤下"),
        (
            {"added": [MeasureEdit(4, "措施", None, {"what": ("", "甲"), "until": ("", "2014-05-01")})]},
            "早于问题提出",
        ),
        ({"added": [MeasureEdit(4, "措施", None, {"what": ("", "")})]}, "请写明做什么"),
    ],
)
def test_one_cell_that_is_refused_keeps_the_whole_problem_back_and_no_other(
    world: World, change: dict[str, object], said: str
) -> None:
    one, other = another(world, "食堂甲"), another(world, "食堂乙")
    bad = ProblemEdit(one.problem.number, 3, "整改台账", {"leader": ("", "副校长")})
    for name, value in change.items():
        setattr(bad, name, {**bad.plan, **value} if name == "plan" else value)  # type: ignore[dict-item]
    good = ProblemEdit(other.problem.number, 4, "整改台账", {"leader": ("", "副校长")})
    since = Record.objects.count()
    taken = import_ledger(world.campaign, [bad, good], by=world.clerk, at=world.at)
    (fault,) = taken.refused
    assert said in fault.zh
    assert fault.en
    assert (one.now().leader, other.now().leader) == ("", "副校长")
    assert Measure.objects.filter(problem=one.problem).get().what == "每周一公示食堂菜价"
    assert Record.objects.count() == since + 1


def test_nobody_elses_nor_what_is_closed_nor_what_isnt_there(world: World) -> None:
    one = another(world, "食堂甲")
    edits = [ProblemEdit(one.problem.number, 3, "", {"leader": ("", "甲")}), ProblemEdit("2014-999", 4, "")]
    stranger = Actor("clerk-9", Role.CLERK, world.other_school.path)
    taken = import_ledger(world.campaign, edits, by=stranger, at=world.at)
    assert len(taken.refused) == 2
    assert "没有问题 2014-999" in taken.refused[1].zh
    Problem.objects.update(state="closed", closed_on=world.at.date())
    (fault,) = import_ledger(world.campaign, edits[:1], by=world.clerk, at=world.at).refused
    assert "现在是“销号”" in fault.zh
    with pytest.raises(NotAllowed):
        import_ledger(world.campaign, edits, by=Actor("leader", Role.LEADER), at=world.at)
    assert one.now().leader == ""


def test_it_costs_one_query_a_row(world: World, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    many = [another(world, f"问题 {number}") for number in range(10)]
    edits = [ProblemEdit(one.problem.number, 3, "", {"leader": ("", "甲")}) for one in many]
    with django_assert_num_queries(8 + 10):
        import_ledger(world.campaign, edits, by=world.clerk, at=world.at)
