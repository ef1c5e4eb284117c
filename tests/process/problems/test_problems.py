import pytest

from huiyin.kit.errors import Conflict, NotAllowed, Refused
from huiyin.platform.audit.models import Record
from huiyin.process.opinions.commands import group_opinions, sweep_opinions, withdraw_opinion
from huiyin.process.opinions.models import Group, Opinion
from huiyin.process.opinions.queries import groups
from huiyin.process.problems.commands import (
    Wording,
    erase_opinion,
    link_opinions,
    merge_problems,
    raise_problem,
    split_problem,
    undo_merge,
    undo_split,
)
from huiyin.process.problems.models import Problem
from huiyin.process.problems.queries import ProblemRow, candidates, problem_rows
from huiyin.process.problems.rules import in_order
from tests.world import World

pytestmark = pytest.mark.django_db

WORDING = Wording(title="食堂饭菜贵", source="masses", focus="G5", topic="E06", horizon="at_once")

CANTEEN = (
    "第三中学食堂的饭菜又涨价了，一份素菜要六块钱，学生吃不饱",
    "第三中学食堂的饭菜又涨价了，一份素菜要六块钱，学生都吃不饱",
    "食堂饭菜涨价以后分量还少了，一份素菜六块钱，孩子回家喊饿",
    "孩子说食堂素菜六块一份，涨价没有通知家长，饭菜分量也少",
)

OTHERS = (
    "早上六点半就要到校，冬天天还没亮，能不能晚半小时",
    "操场东边的路灯坏了两个月，晚自习下课摸黑走",
    "职称评审的打分细则到现在没有公示",
    "老师一个学期要填四十多张表，备课只能放到夜里",
    "校车司机开车打电话，我亲眼看见三次",
    "图书馆周末不开门，住校生没有地方看书",
    "家长会上只念文件，问的问题一个也没有答",
    "厕所没有洗手液，报修单交了三回",
    "教辅书指定到一家书店买，不买要说明理由",
    "新来的代课老师一个月没有发工资",
)


def numbered(world: World) -> dict[str, ProblemRow]:
    return {row.problem.number: row for row in problem_rows(world.campaign)}


@pytest.fixture
def canteen(world: World) -> list[Opinion]:
    """Four opinions about one matter among ten about others: rare words are known by what is common."""
    opinions = world.take(*CANTEEN, *OTHERS)
    sweep_opinions(world.campaign, by=world.office, at=world.at)
    return opinions[: len(CANTEEN)]


def test_a_problem_has_a_number_and_says_who_stands_behind_it(world: World, canteen: list[Opinion]) -> None:
    opinions = [opinion.pk for opinion in canteen]
    problem = raise_problem(
        world.campaign, WORDING, opinions=opinions, owner=world.school, by=world.office, at=world.at
    )
    row = numbered(world)["2014-001"]
    assert (problem.owner, row.opinions) == (world.school, tuple(sorted(opinions)))
    assert row.givers == 3, "the second is the first sent again"
    assert Opinion.objects.filter(disposition="linked").count() == 4
    assert Record.objects.get(act="problem.raised").subject == "problem:2014-001"


def test_a_group_becomes_a_problem_once(world: World, canteen: list[Opinion]) -> None:
    group_opinions(world.campaign, by=world.office, at=world.at)
    found = candidates(world.campaign, 3)
    assert [len(group.opinions) for group in found] == [4]
    group = Group.objects.get(pk=found[0].pk)
    raise_problem(world.campaign, WORDING, group=group, by=world.office, at=world.at)
    assert candidates(world.campaign, 3) == []
    assert len(numbered(world)["2014-001"].opinions) == 4
    with pytest.raises(Conflict, match="2014-001"):
        raise_problem(world.campaign, WORDING, group=group, by=world.office, at=world.at)
    assert Problem.objects.count() == 1


def test_a_group_keeps_its_number_when_more_is_said(world: World, canteen: list[Opinion]) -> None:
    group_opinions(world.campaign, by=world.office, at=world.at)
    number = groups(world.campaign)[0].number
    world.take(*CANTEEN, *OTHERS, "食堂素菜六块一份，饭菜涨价分量少，学生吃不饱怎么上课", name="续.xlsx")
    sweep_opinions(world.campaign, by=world.office, at=world.at)
    group_opinions(world.campaign, by=world.office, at=world.at)
    again = groups(world.campaign)[0]
    assert (again.number, len(again.opinions)) == (number, 5)


def test_an_opinion_may_stand_behind_several_problems(world: World, canteen: list[Opinion]) -> None:
    for title in ("食堂饭菜贵", "涨价不通知家长"):
        wording = Wording(title=title, source="masses")
        raise_problem(world.campaign, wording, opinions=[canteen[3].pk], by=world.office, at=world.at)
    assert [row.opinions for row in problem_rows(world.campaign)] == [(canteen[3].pk,)] * 2


def test_eight_merged_into_one_and_split_back_lose_nobody(world: World) -> None:
    opinions = world.take(*(f"第{n}个班的窗户漏风没有人来修" for n in "一二三四五六七八"))
    problems = [
        raise_problem(world.campaign, WORDING, opinions=[opinion.pk], by=world.office, at=world.at)
        for opinion in opinions
    ]
    before = {number: (row.opinions, row.givers) for number, row in numbered(world).items()}
    merge_problems(problems[0], problems[1:], by=world.office, at=world.at)
    row = numbered(world)["2014-001"]
    assert (len(row.opinions), row.givers, len(row.merged)) == (8, 8, 7)
    for problem in problems[1:]:
        undo_merge(problem, by=world.office, at=world.at)
    assert {number: (row.opinions, row.givers) for number, row in numbered(world).items()} == before


def test_a_split_and_its_undoing_keep_every_giver(world: World, canteen: list[Opinion]) -> None:
    whole = raise_problem(
        world.campaign, WORDING, opinions=[opinion.pk for opinion in canteen], by=world.office, at=world.at
    )
    part = split_problem(
        whole, [canteen[3].pk], Wording(title="涨价不通知", source="masses"), by=world.office, at=world.at
    )
    assert (part.number, part.split_from) == ("2014-002", whole)
    assert {number: len(row.opinions) for number, row in numbered(world).items()} == {
        "2014-001": 3,
        "2014-002": 1,
    }
    undo_split(part, by=world.office, at=world.at)
    assert {number: len(row.opinions) for number, row in numbered(world).items()} == {"2014-001": 4}
    with pytest.raises(Conflict):
        undo_split(part, by=world.office, at=world.at)


def test_a_number_is_never_given_twice(world: World, canteen: list[Opinion]) -> None:
    whole = raise_problem(
        world.campaign, WORDING, opinions=[opinion.pk for opinion in canteen], by=world.office, at=world.at
    )
    part = split_problem(whole, [canteen[0].pk], WORDING, by=world.office, at=world.at)
    undo_split(part, by=world.office, at=world.at)
    assert raise_problem(world.campaign, WORDING, by=world.office, at=world.at).number == "2014-003"


def test_splits_of_splits_come_home_in_any_order(world: World, canteen: list[Opinion]) -> None:
    ids = [opinion.pk for opinion in canteen]
    whole = raise_problem(world.campaign, WORDING, opinions=ids, by=world.office, at=world.at)
    part = split_problem(whole, ids[1:], WORDING, by=world.office, at=world.at)
    small = split_problem(part, ids[2:], WORDING, by=world.office, at=world.at)
    undo_split(part, by=world.office, at=world.at)
    undo_split(small, by=world.office, at=world.at)
    assert {number: set(row.opinions) for number, row in numbered(world).items()} == {"2014-001": set(ids)}


def test_a_split_into_which_its_origin_was_merged_is_undone_after_the_merge(
    world: World, canteen: list[Opinion]
) -> None:
    ids = [opinion.pk for opinion in canteen]
    whole = raise_problem(world.campaign, WORDING, opinions=ids, by=world.office, at=world.at)
    part = split_problem(whole, ids[2:], WORDING, by=world.office, at=world.at)
    merge_problems(part, [whole], by=world.office, at=world.at)
    with pytest.raises(Conflict, match="先撤销"):
        undo_split(part, by=world.office, at=world.at)
    undo_merge(whole, by=world.office, at=world.at)
    undo_split(part, by=world.office, at=world.at)
    assert set(numbered(world)["2014-001"].opinions) == set(ids)


def test_what_was_taken_back_is_no_candidate(world: World, canteen: list[Opinion]) -> None:
    for opinion in canteen[:2]:
        withdraw_opinion(opinion, by=world.office, at=world.at)
    group_opinions(world.campaign, by=world.office, at=world.at)
    assert candidates(world.campaign, 3) == []


def test_copies_stay_together_when_their_original_is_erased(world: World) -> None:
    letter = "第三中学食堂的饭菜又涨价了，一份素菜要六块钱，学生吃不饱"
    first, second, third = world.take(letter, f"{letter}！", f"{letter}。请管", *OTHERS)[:3]
    sweep_opinions(world.campaign, by=world.office, at=world.at)
    erase_opinion(first, ground="依法", lawful=True, by=world.office, at=world.at)
    group_opinions(world.campaign, by=world.office, at=world.at)
    assert {second.pk, third.pk} in [set(group.opinions) for group in groups(world.campaign)]


def test_raw_words_are_the_offices_not_the_units(world: World, canteen: list[Opinion]) -> None:
    mine = canteen[0]
    Opinion.objects.filter(pk=mine.pk).update(about=world.school)
    with pytest.raises(NotAllowed, match="上级活动办"):
        raise_problem(
            world.campaign, WORDING, opinions=[mine.pk], owner=world.school, by=world.clerk, at=world.at
        )


def test_numbers_sort_as_numbers() -> None:
    assert sorted(["2014-1000", "2014-999", "2014-037-2"], key=in_order) == [
        "2014-037-2",
        "2014-999",
        "2014-1000",
    ]


@pytest.mark.parametrize("chosen", [[], [0, 1, 2, 3]])
def test_a_split_takes_some_and_leaves_some(world: World, canteen: list[Opinion], chosen: list[int]) -> None:
    whole = raise_problem(
        world.campaign, WORDING, opinions=[opinion.pk for opinion in canteen], by=world.office, at=world.at
    )
    with pytest.raises(Refused, match="留下一条"):
        split_problem(whole, [canteen[index].pk for index in chosen], WORDING, by=world.office, at=world.at)


def test_a_merged_problem_takes_no_more_opinions(world: World, canteen: list[Opinion]) -> None:
    one, two = (raise_problem(world.campaign, WORDING, by=world.office, at=world.at) for _ in range(2))
    merge_problems(one, [two], by=world.office, at=world.at)
    with pytest.raises(Conflict, match="先撤销"):
        link_opinions(two, [canteen[0].pk], by=world.office, at=world.at)
    with pytest.raises(Conflict):
        merge_problems(two, [one], by=world.office, at=world.at)


@pytest.mark.parametrize(
    "wording",
    [
        Wording(title=" ", source="masses"),
        Wording(title="食堂贵", source="rumour"),
        Wording(title="食堂贵", source=""),
        Wording(title="食堂贵", source="masses", focus="Z9"),
        Wording(title="食堂贵", source="masses", horizon="some_day"),
    ],
)
def test_codes_are_those_of_the_template(world: World, wording: Wording) -> None:
    with pytest.raises(Refused):
        raise_problem(world.campaign, wording, by=world.office, at=world.at)
    assert not Problem.objects.exists()


def test_foreign_opinions_are_refused(world: World) -> None:
    with pytest.raises(Refused, match="不属于本活动"):
        raise_problem(world.campaign, WORDING, opinions=[12345], by=world.office, at=world.at)
    assert not Problem.objects.exists()


def test_a_clerk_raises_problems_of_the_own_school_only(world: World) -> None:
    raise_problem(world.campaign, WORDING, owner=world.school, by=world.clerk, at=world.at)
    for owner in (world.other_school, None):
        with pytest.raises(NotAllowed):
            raise_problem(world.campaign, WORDING, owner=owner, by=world.clerk, at=world.at)
