import pytest

from huiyin.kit.errors import Conflict, NotAllowed, Refused
from huiyin.platform.audit.models import Record
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.opinions.commands import decide_about, triage_opinion
from huiyin.process.opinions.models import Opinion
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def opinion(world: World) -> Opinion:
    return world.take("食堂的饭菜又涨价了")[0]


def office(unit: Unit) -> Actor:
    return Actor("office-1", Role.OFFICE, unit.path)


def test_the_office_above_says_whom_it_is_about(world: World, opinion: Opinion) -> None:
    decide_about(opinion, world.school, by=office(world.bureau), at=world.at)
    assert Opinion.objects.get(pk=opinion.pk).about == world.school
    assert Record.objects.get(act="opinion.about_decided").subject == f"opinion:{opinion.pk}"
    with pytest.raises(Conflict, match="刷新"):
        decide_about(opinion, world.other_school, by=office(world.bureau), at=world.at)


def test_about_the_offices_own_unit_it_leaves_the_offices_sight(world: World, opinion: Opinion) -> None:
    mine = office(world.bureau)
    decide_about(opinion, world.bureau, by=mine, at=world.at)
    with pytest.raises(NotAllowed, match="督导组"):
        triage_opinion(opinion, focus="", topic="", specific=True, by=mine, at=world.at)
    with pytest.raises(NotAllowed, match="督导组"):
        decide_about(Opinion.objects.get(pk=opinion.pk), None, by=mine, at=world.at)
    inspector = Actor("inspector-1", Role.SUPERVISION, world.bureau.path)
    decide_about(Opinion.objects.get(pk=opinion.pk), world.school, by=inspector, at=world.at)


@pytest.mark.parametrize("who", ["clerk", "administrator", "outsider"])
def test_a_unit_does_not_say_what_is_about_itself(world: World, opinion: Opinion, who: str) -> None:
    Opinion.objects.filter(pk=opinion.pk).update(about=world.school)
    opinion.refresh_from_db()
    with pytest.raises(NotAllowed):
        decide_about(opinion, None, by=getattr(world, who), at=world.at)


def test_the_unit_is_one_of_the_campaign_and_of_the_own_part(world: World, opinion: Opinion) -> None:
    elsewhere = Unit.objects.create(name="别处的局", path="zzzy")
    with pytest.raises(Refused, match="不在本活动"):
        decide_about(opinion, elsewhere, by=world.office, at=world.at)
    class_ = Unit.objects.create(
        name="第三中学初一年级", parent=world.school, path=world.school.path + "0001"
    )
    Opinion.objects.filter(pk=opinion.pk).update(about=class_)
    opinion.refresh_from_db()
    with pytest.raises(NotAllowed, match="不在您的范围"):
        decide_about(opinion, world.other_school, by=office(world.school), at=world.at)
    decide_about(opinion, world.school, by=office(world.school), at=world.at)
