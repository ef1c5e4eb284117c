"""The inbox shows what is wanted, newest first, page by page: the same as going through all opinions one by one."""

import itertools
import random
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, timedelta

import pytest

from huiyin.kit.errors import BadInput
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.opinions.access import visible_opinions
from huiyin.process.opinions.commands import (
    group_opinions,
    settle_opinion,
    sweep_opinions,
    triage_opinion,
)
from huiyin.process.opinions.models import Decision, Group, Opinion, OpinionQuerySet, Placement
from huiyin.process.opinions.queries import count_up_to, inbox, labels, neighbours_in
from huiyin.process.opinions.rules.disposition import Disposition
from huiyin.process.opinions.rules.wanted import Wanted
from huiyin.process.problems.commands import erase_opinion
from tests.world import TEMPLATE, World

pytestmark = pytest.mark.django_db

Counting = Callable[[int], AbstractContextManager[object]]

PHRASES = (
    "4月12日下午，三年级教研组又补了二十多份迎检台账，全是为了检查留痕",
    "开会太多，一周五个会，领导念稿子",
    "食堂饭菜太贵，问了三次没人管",
    "公车私用，局里小王上周开公车接孩子",
    "希望加强管理",
)


@pytest.fixture
def full(world: World) -> World:
    """Forty opinions of all kinds: decided once and twice, settled, about nobody, without words, grouped."""
    chance, concerns = random.Random(7), random.Random(8)  # noqa: S311
    units = [None, world.school.pk, world.other_school.pk]
    said = [
        replace(
            world.said(f"{chance.choice(PHRASES)}，第{n}次说", n),
            about=chance.choice(units),
            channel=chance.choice(["", "box", "talk"]),
            giver_kind=chance.choice(["teacher", "parent"]),
            raised_on=chance.choice([None, date(2014, 5, 1) + timedelta(days=chance.randrange(9))]),
        )
        for n in range(1, 41)
    ]
    world.take_said(said)
    sweep_opinions(world.campaign, by=world.office, at=world.at)
    group_opinions(world.campaign, by=world.office, at=world.at)
    rows = list(Opinion.objects.order_by("pk"))
    for opinion in [*chance.sample(rows, 14), *chance.sample(rows, 6)]:
        opinion.refresh_from_db()
        triage_opinion(
            opinion,
            focus=chance.choice(["", "X1", "F1"]),
            topic=chance.choice(["", "E01"]),
            concern=concerns.choice(["", "advice", "claim"]),
            specific=chance.random() < 0.5,
            by=world.office,
            at=world.at,
        )
    for opinion in chance.sample(rows, 5):
        opinion.refresh_from_db()
        settle_opinion(opinion, as_=Disposition.FORWARDED, why="转后勤", by=world.office, at=world.at)
    erase_opinion(rows[3], ground="依法", lawful=True, by=world.office, at=world.at)
    return world


def visible(world: World) -> OpinionQuerySet:
    return visible_opinions([world.office], world.campaign)


def shown(world: World, wanted: Wanted, size: int = 100) -> list[int]:
    return [row.pk for row in inbox(visible(world), wanted, campaign=world.campaign, size=size).rows]


def by_hand(world: World, wanted: Wanted) -> list[int]:
    """The same, by going through all of them in Python."""
    known = labels(world.campaign)
    groups = dict(Placement.objects.values_list("opinion_id", "group__number"))
    leaves = [leaf.code for leaf in TEMPLATE.focus_leaves() if wanted.focus in (leaf.code, leaf.group)]
    found = []
    for row in Opinion.objects.order_by("-pk"):
        label = known.get(row.pk)
        checks = [
            not wanted.disposition or row.disposition == wanted.disposition,
            wanted.unit is None
            or row.about_id == wanted.unit
            or (wanted.unit == world.bureau.pk and row.about_id),
            not wanted.channel or row.channel == wanted.channel,
            not wanted.giver or row.giver_kind == wanted.giver,
            not wanted.focus or (label and set(label.focus) & set(leaves)),
            not wanted.topic or (label and label.topic == wanted.topic),
            not wanted.concern or (label and label.concern == wanted.concern),
            not wanted.specific or (label and label.specific == (wanted.specific == "yes")),
            not wanted.triaged or bool(label and label.decided) == (wanted.triaged == "yes"),
            wanted.group is None or groups.get(row.pk) == wanted.group,
            not wanted.since or (row.raised_on and row.raised_on >= wanted.since),
            not wanted.until or (row.raised_on and row.raised_on <= wanted.until),
            not wanted.text or wanted.text in row.text,
        ]
        if all(checks):
            found.append(row.pk)
    return found


def test_each_filter_alone_and_with_another(full: World) -> None:
    group = Group.objects.order_by("pk").first()
    assert group is not None
    filters: list[dict[str, object]] = [
        {"disposition": "forwarded"},
        {"unit": full.school.pk},
        {"unit": full.bureau.pk},
        {"unit": 10**9},
        {"channel": "box"},
        {"giver": "parent"},
        {"focus": "X1"},
        {"focus": "F1"},
        {"focus": "F"},
        {"topic": "E01"},
        {"topic": "E16"},
        {"concern": "advice"},
        {"concern": "claim"},
        {"specific": "yes"},
        {"specific": "no"},
        {"triaged": "yes"},
        {"triaged": "no"},
        {"group": group.number},
        {"group": 999},
        {"since": date(2014, 5, 4)},
        {"until": date(2014, 5, 4)},
        {"text": "饭菜"},
        {"text": "开会太多"},
    ]
    hits = 0
    for one, other in itertools.combinations_with_replacement(filters, 2):
        wanted = Wanted(**{**one, **other})  # type: ignore[arg-type]
        expected = by_hand(full, wanted)
        hits += bool(expected)
        assert shown(full, wanted) == expected, wanted
        assert count_up_to(visible(full), wanted, campaign=full.campaign) == len(expected)
    assert hits > 100


@pytest.mark.parametrize("wanted", [Wanted(), Wanted(focus="F1"), Wanted(text="第1"), Wanted(giver="parent")])
def test_pages_forwards_and_backwards_show_each_once(full: World, wanted: Wanted) -> None:
    expected = by_hand(full, wanted)
    pages, page = [], inbox(visible(full), wanted, campaign=full.campaign, size=3)
    assert page.newer is None
    while True:
        pages.append([row.pk for row in page.rows])
        if page.older is None:
            break
        page = inbox(visible(full), wanted, campaign=full.campaign, before=page.older, size=3)
    assert [pk for some in pages for pk in some] == expected
    back = [pages[-1]]
    while page.newer is not None:
        page = inbox(visible(full), wanted, campaign=full.campaign, after=page.newer, size=3)
        back.insert(0, [row.pk for row in page.rows])
    assert back == pages


def test_neighbours_are_those_of_the_list(full: World) -> None:
    for wanted in (Wanted(), Wanted(focus="F1"), Wanted(text="第1")):
        order = by_hand(full, wanted)
        for at, pk in enumerate(order):
            before = order[at - 1] if at else None
            after = order[at + 1] if at + 1 < len(order) else None
            assert neighbours_in(visible(full), wanted, pk, campaign=full.campaign) == (before, after)


@pytest.mark.parametrize("cursor", [0, -1, -(10**30), 2**63 - 1, 2**63, 10**30])
def test_a_forged_cursor_hurts_nothing(full: World, cursor: int) -> None:
    for wanted in (Wanted(), Wanted(text="饭菜"), Wanted(focus="F1")):
        inbox(visible(full), wanted, campaign=full.campaign, before=cursor)
        inbox(visible(full), wanted, campaign=full.campaign, after=cursor)
        neighbours_in(visible(full), wanted, cursor, campaign=full.campaign)


def test_a_forged_code_is_refused_by_its_name(full: World) -> None:
    with pytest.raises(BadInput, match="收集渠道"):
        shown(full, Wanted(channel="pigeon"))


def test_nothing_is_shown_of_what_is_not_visible(full: World) -> None:
    clerk = visible_opinions([full.clerk], full.campaign)
    school = visible_opinions([Actor("o", Role.OFFICE, full.school.path)], full.campaign)
    for wanted in (Wanted(), Wanted(text="饭菜"), Wanted(focus="F1"), Wanted(unit=full.school.pk)):
        for narrow in (clerk, school):
            assert inbox(narrow, wanted, campaign=full.campaign).rows == ()
            assert count_up_to(narrow, wanted, campaign=full.campaign) == 0


def test_a_row_says_what_a_list_needs(world: World) -> None:
    letter = "第三中学食堂的饭菜又涨价了，\n一份素菜要六块钱，学生吃不饱" + "，问了三次没人管" * 20
    first = replace(world.said(letter, 1), about=world.school.pk, channel="box", giver_kind="parent")
    copy = replace(world.said(letter + "！", 2), unit_as_written="三中", raised_on=date(2014, 5, 2))
    world.take_said([first, copy])
    sweep_opinions(world.campaign, by=world.office, at=world.at)
    group_opinions(world.campaign, by=world.office, at=world.at)
    rows = {row.source_id: row for row in inbox(visible(world), Wanted(), campaign=world.campaign).rows}
    one, two = rows["1"], rows["2"]
    assert (one.unit, one.channel, one.giver_kind, one.disposition) == (
        "云河市第三中学",
        "box",
        "parent",
        "waiting",
    )
    assert one.excerpt.startswith("第三中学食堂的饭菜又涨价了， 一份素菜")
    assert len(one.excerpt) == 120
    assert (one.near_duplicate_of, two.near_duplicate_of, two.unit) == (None, "1", "三中")
    assert one.group == two.group == Group.objects.get().number
    assert not one.decided
    triage_opinion(
        Opinion.objects.get(pk=two.pk), focus="X1", topic="E01", specific=True, by=world.office, at=world.at
    )
    changed = inbox(visible(world), Wanted(triaged="yes"), campaign=world.campaign).rows
    assert [(row.pk, row.focus, row.topic, row.specific, row.decided) for row in changed] == [
        (two.pk, ("X1",), "E01", True, True)
    ]


def test_the_original_of_a_copy_is_not_named_to_who_may_not_see_it(world: World) -> None:
    letter = "第三中学食堂的饭菜又涨价了，一份素菜要六块钱，学生吃不饱"
    world.take_said(
        [world.said(letter, 1), replace(world.said(letter + "！", 2), about=world.other_school.pk)]
    )
    sweep_opinions(world.campaign, by=world.office, at=world.at)
    mine = Opinion.objects.of(world.campaign).filter(about=world.other_school)
    (row,) = inbox(mine, Wanted(), campaign=world.campaign).rows
    assert row.near_duplicate_of is None


@pytest.mark.parametrize("size", [5, 40])
@pytest.mark.parametrize(
    "wanted", [Wanted(), Wanted(text="饭菜"), Wanted(focus="F1", triaged="no"), Wanted(giver="parent")]
)
def test_a_page_is_a_few_queries_whatever_its_size(
    full: World, django_assert_max_num_queries: Counting, wanted: Wanted, size: int
) -> None:
    seen = visible(full)
    with django_assert_max_num_queries(6):
        inbox(seen, replace(wanted, unit=full.bureau.pk), campaign=full.campaign, size=size)


def test_an_older_decision_finds_nothing(world: World) -> None:
    (opinion,) = world.take(PHRASES[0])
    sweep_opinions(world.campaign, by=world.office, at=world.at)
    for focus in ("X1", "F1"):
        opinion.refresh_from_db()
        triage_opinion(opinion, focus=focus, topic="", specific=True, by=world.office, at=world.at)
    assert Decision.objects.count() == 2
    assert shown(world, Wanted(focus="X1")) == []
    assert shown(world, Wanted(focus="F1")) == [opinion.pk]
