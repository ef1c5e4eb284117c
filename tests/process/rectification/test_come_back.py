"""What came back is a new problem that follows the closed one (SPEC rule 6)."""

import json

import pytest

from huiyin.kit.errors import Refused
from huiyin.platform.audit.models import Record
from huiyin.process.campaigns.rules.life import Act
from huiyin.process.problems.access import visible_problems
from huiyin.process.problems.models import Problem
from huiyin.process.problems.queries import Sought, ledger, problem_page
from huiyin.process.rectification.commands import Said
from huiyin.process.rectification.models import Measure, Step
from tests.process.rectification.conftest import WHY, Ledger

pytestmark = pytest.mark.django_db


def again(ledger: Ledger) -> Problem:
    ledger.step(Act.COME_BACK, ledger.inspector, Said(WHY))
    return Problem.objects.select_related("campaign__root", "owner", "follows").order_by("-pk")[0]


def test_a_new_problem_names_the_closed_one_which_stays_closed(ledger: Ledger) -> None:
    ledger.close()
    new = again(ledger)
    old = ledger.now()
    assert (old.state, old.round, old.closed_on) == ("came_back", 1, ledger.today)
    assert new.number == f"{old.number}-2"
    assert (new.year, new.serial, new.occurrence) == (old.year, old.serial, 2)
    assert (new.follows_id, new.state, new.round, new.due_on, new.closed_on) == (
        old.pk,
        "drafted",
        1,
        None,
        None,
    )
    assert (new.title, new.owner, new.manifestation, new.checked_on) == (
        old.title,
        old.owner,
        old.manifestation,
        old.checked_on,
    )
    assert (new.horizon, new.source, new.goal, new.responsible) == (old.horizon, "lookback", "", "")
    assert not Measure.objects.filter(problem=new).exists()
    assert not Step.objects.filter(problem=new).exists()
    record = Record.objects.get(act="problem.raised", subject=f"problem:{new.number}")
    assert json.loads(record.facts)["follows"] == old.number


def test_both_pages_lead_to_each_other(ledger: Ledger) -> None:
    ledger.close()
    new = again(ledger)
    office = [ledger.world.office]
    assert problem_page(ledger.now(), office).came_back_as == (new.number,)
    assert problem_page(new, office).follows == ledger.problem.number
    assert problem_page(new, office).came_back_as == ()


def test_it_lives_a_life_of_its_own_and_may_come_back_once_more(ledger: Ledger) -> None:
    ledger.close()
    first = ledger.now().number
    with pytest.raises(Refused):
        ledger.step(Act.REOPEN, ledger.world.clerk, Said(WHY))
    ledger.problem = again(ledger)
    ledger.close()
    third = again(ledger)
    assert third.number == f"{first}-3"
    assert third.follows is not None
    assert third.follows.number == f"{first}-2"


def test_what_came_back_stands_next_to_what_it_follows(ledger: Ledger) -> None:
    from huiyin.process.problems.commands import Wording, raise_problem  # noqa: PLC0415

    world = ledger.world
    raise_problem(world.campaign, Wording("校车误点", "masses"), by=world.office, at=world.at)
    ledger.close()
    again(ledger)
    seen = visible_problems([world.office], world.campaign)
    found = ledger_numbers(ledger, seen)
    assert found == ["2014-001", "2014-001-2", "2014-002"]


def ledger_numbers(of: Ledger, seen: object) -> list[str]:
    """A page of one at a time, forth and back."""
    campaign, actors = of.world.campaign, [of.world.office]
    forth, after = [], None
    while True:
        page = ledger(campaign, seen, Sought(), actors=actors, after=after, size=1)  # type: ignore[arg-type]
        forth += [row.number for row in page.rows]
        if page.after is None:
            break
        after = page.after
    back = ledger(campaign, seen, Sought(), actors=actors, before=(2014, 2, 1))  # type: ignore[arg-type]
    assert [row.number for row in back.rows] == forth[:-1]
    return forth


def test_a_bounced_come_back_leaves_nothing(ledger: Ledger) -> None:
    ledger.close()
    with pytest.raises(Refused):
        ledger.step(Act.COME_BACK, ledger.inspector, Said(""))
    assert Problem.objects.count() == 1
