"""The lint of the ledger: each check comes upon what it is for, and upon nothing else."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.platform.orgs.models import Unit
from huiyin.process.answers.models import Message
from huiyin.process.campaigns.rules.life import Act
from huiyin.process.problems.access import visible_problems
from huiyin.process.problems.commands import Wording, raise_problem
from huiyin.process.problems.models import Link, Problem
from huiyin.process.rectification.commands import Said
from huiyin.process.rectification.models import Evidence, Extension, Measure, Passing, Step
from huiyin.process.rectification.queries import Checked, lint
from huiyin.process.rectification.rules.lint import Looked
from tests.process.rectification.conftest import WHY, Ledger
from tests.world import World

pytestmark = pytest.mark.django_db

Made = Callable[..., Problem]


@pytest.fixture
def made(world: World) -> Made:
    """A problem in some state, past the commands."""

    def make(owner: Unit | None = None, **fields: object) -> Problem:
        owner = owner or world.school
        problem = raise_problem(
            world.campaign, Wording("食堂菜价不公开", "own"), owner=owner, by=world.office, at=world.at
        )
        Problem.objects.filter(pk=problem.pk).update(**{"responsible": "总务主任", **fields})
        problem.refresh_from_db()
        return problem

    return make


def looked(world: World, what: Looked, *, words: bool = True) -> Checked:
    seen = visible_problems([world.office], world.campaign)
    found = lint(world.campaign, seen, world.at.date(), words=words)
    return next(one for one in found if one.check.looked is what)


def numbers(found: Checked) -> list[str]:
    return [number for one in found.found for number in one.numbers]


def test_a_ledger_as_it_should_be_has_nothing(ledger: Ledger) -> None:
    ledger.close()
    found = lint(
        ledger.world.campaign,
        visible_problems([ledger.world.office], ledger.world.campaign),
        ledger.today,
        words=True,
    )
    assert [one.check.looked for one in found if one.n] == []


def test_late_without_a_later_date_asked_for(world: World, made: Made) -> None:
    yesterday = world.at.date() - timedelta(days=1)
    late = made(state="rectifying", due_on=yesterday)
    asked = made(state="rectifying", due_on=yesterday)
    made(state="closed", due_on=yesterday, closed_on=world.at.date())
    made(state="rectifying", due_on=world.at.date())
    Extension.objects.create(
        problem=asked,
        was=yesterday,
        wanted=date(2014, 12, 1),
        reason="工期",
        asked_by="x",
        asked_on=yesterday,
    )
    found = looked(world, Looked.OVERDUE)
    assert (found.n, numbers(found)) == (1, [late.number])


def test_claimed_and_nobody_responsible(world: World, made: Made) -> None:
    there = made(state="claimed", responsible="")
    made(state="drafted", responsible="")
    made(state="closed", responsible="", closed_on=world.at.date())
    assert numbers(looked(world, Looked.NOBODY)) == [there.number]


def test_what_is_kept_up_for_good_and_closed(world: World, made: Made) -> None:
    there = made(state="closed", horizon="lasting", closed_on=world.at.date())
    made(state="rectifying", horizon="lasting")
    assert numbers(looked(world, Looked.LASTING)) == [there.number]


def test_closings_that_crowd_before_a_date(world: World, made: Made) -> None:
    due = world.at.date() + timedelta(days=2)
    for _ in range(10):
        made(state="closed", due_on=due, closed_on=due - timedelta(days=1))
    found = looked(world, Looked.BURST)
    assert (found.n, found.found[0].n, len(found.found[0].numbers)) == (1, 10, 10)


def test_many_accepted_by_one_person_on_one_day(world: World, made: Made) -> None:
    for number in range(11):
        problem = made(state="closed", closed_on=world.at.date())
        by = "office" if number else "another"
        Step.objects.create(
            problem=problem, round=1, act="accept", before="awaiting", after="closed", role="office", by=by,
            on=world.at.date(),
        )  # fmt: skip
    found = looked(world, Looked.SAME_DAY)
    assert (found.n, found.found[0].n) == (1, 10)


def test_a_unit_that_closed_everything_and_got_nothing_back(world: World, made: Made) -> None:
    for unit in (world.school, world.other_school):
        for _ in range(10):
            problem = made(unit, state="closed", closed_on=world.at.date())
    Step.objects.create(
        problem=problem, round=1, act="return", before="awaiting", after="returned", role="office", by="office",
        on=world.at.date(),
    )  # fmt: skip
    found = looked(world, Looked.WHOLE)
    assert [one.unit for one in found.found] == [world.school.pk]
    made(state="drafted")
    assert looked(world, Looked.WHOLE).n == 0


def test_closed_without_a_givers_word_is_told_to_who_reads_them_alone(world: World, made: Made) -> None:
    taken = world.take("食堂上周三的午餐只有两片肉", "值班室没有人")
    closed = [made(state="closed", closed_on=world.at.date()) for _ in range(3)]
    for problem, opinion in zip(closed, taken, strict=False):
        Link.objects.create(problem=problem, opinion=opinion)
    Message.objects.create(
        pk=7, campaign=world.campaign, matter=taken[1].pk, kind=Message.Kind.RATING, problem=closed[1].pk, handed=1, turn=1,
        level="satisfied", on=world.at.date(), salt="0" * 32, body="满意", digest="0" * 64,
    )  # fmt: skip
    assert numbers(looked(world, Looked.UNHEARD)) == [closed[0].number]
    with pytest.raises(StopIteration):
        looked(world, Looked.UNHEARD, words=False)


def test_the_same_measure_in_several_units(world: World, made: Made) -> None:
    one, other, own = made(), made(world.other_school), made()
    for problem, shape in ((one, "a"), (other, "a"), (one, "b"), (own, "b")):
        Measure.objects.create(
            problem=problem, round=1, number=Measure.objects.filter(problem=problem).count() + 1, what="加强管理",
            shape=shape, by="x", on=world.at.date(),
        )  # fmt: skip
    found = looked(world, Looked.SAME_MEASURE)
    assert (found.n, numbers(found)) == (1, [one.number, other.number])
    assert "加强管理" in (found.found[0].says.zh if found.found[0].says else "")


def test_files_that_prove_several_problems_and_older_ones(world: World, made: Made) -> None:
    one, two, other = made(), made(), made(world.other_school)
    for problem, digest in ((one, "a"), (two, "a"), (one, "b"), (other, "b"), (two, "c")):
        Evidence.objects.create(
            problem=problem, round=1, kind="paper", title="价目表", digest=digest, by="x", on=world.at.date(),
            dated=world.at.date() - timedelta(days=100 if digest == "c" else 0),
        )  # fmt: skip
    assert numbers(looked(world, Looked.FILE_SEVERAL)) == [one.number, two.number]
    assert numbers(looked(world, Looked.FILE_UNITS)) == [one.number, other.number]
    assert numbers(looked(world, Looked.FILE_OLDER)) == [two.number]


def test_what_was_sent_to_and_fro(world: World, made: Made) -> None:
    there, once = made(), made()
    for problem in (there, there, once):
        Passing.objects.create(
            problem=problem, below=world.school, above=world.bureau, reason="x", proposal="x", answer="returned",
            passed_on=world.at.date(), answer_by=world.at.date(), answered_on=world.at.date(),
        )  # fmt: skip
    assert numbers(looked(world, Looked.BOUNCED)) == [there.number]


def test_nobody_is_told_of_problems_that_they_do_not_see(world: World, made: Made) -> None:
    yesterday = world.at.date() - timedelta(days=1)
    made(world.other_school, state="rectifying", due_on=yesterday)
    own = made(state="rectifying", due_on=yesterday)
    seen = visible_problems([world.clerk], world.campaign)
    found = lint(world.campaign, seen, world.at.date(), words=False)
    assert [number for one in found for number in numbers(one)] == [own.number]


def test_the_number_of_queries_is_bounded(ledger: Ledger, made: Made) -> None:
    world = ledger.world
    ledger.hand_in()
    ledger.step(Act.ACCEPT, world.office, Said(WHY))
    for number in range(30):
        due = world.at.date() + timedelta(days=number // 10)
        made(state="closed", due_on=due, closed_on=due)
    with CaptureQueriesContext(connection) as queries:
        lint(world.campaign, visible_problems([world.office], world.campaign), world.at.date(), words=True)
    assert len(queries) <= 40
