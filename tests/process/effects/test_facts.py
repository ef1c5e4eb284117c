"""What the gate of no effect looks at: how many of a unit's fixes are proven, in how many more is said, as of the last night."""

from datetime import timedelta

import pytest

from huiyin.process.campaigns.models import Participation
from huiyin.process.campaigns.rules.judging import Known
from huiyin.process.effects.queries.facts import facts
from tests.process.effects.conftest import AFTER, BEFORE, UNTIL, Town

pytestmark = pytest.mark.django_db


def test_fixes_that_are_proven_of_those_of_which_it_was_told(town: Town) -> None:
    problem = town.problem(town.say(30, BEFORE))
    quiet = town.problem(town.say(3, BEFORE))
    worse = town.problem(town.say(1, BEFORE, town.world.other_school), owner=town.world.other_school)
    town.say(30, BEFORE, town.world.other_school)
    town.say(10, BEFORE, every=6)
    for one in (problem, quiet, worse):
        town.close(one)
    town.say(40, AFTER)
    town.again(worse, town.say(20, AFTER, town.world.other_school))
    parts = list(Participation.objects.filter(campaign=town.campaign).select_related("campaign", "unit"))
    school, other, bureau = (
        next(part for part in parts if part.unit_id == unit.pk)
        for unit in (town.world.school, town.world.other_school, town.world.bureau)
    )
    assert not any(facts(parts, UNTIL).values())
    town.run()
    told = facts(parts, UNTIL)
    assert told[school.pk] == {"effect.proven_share": Known(0.5, 2), "effect.worse": Known(0)}
    assert told[other.pk] == {"effect.proven_share": Known(0.0, 1), "effect.worse": Known(1)}
    assert told[bureau.pk] == {}
    assert not any(facts(parts, UNTIL - timedelta(days=1)).values())
