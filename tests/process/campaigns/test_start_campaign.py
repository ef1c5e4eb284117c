import pytest

from huiyin.kit.errors import Conflict, NotAllowed
from huiyin.process.campaigns.commands import enrol_units, start_campaign
from huiyin.process.campaigns.models import Participation
from huiyin.process.campaigns.queries import retention_days, template_of
from tests.world import TEMPLATE, World

pytestmark = pytest.mark.django_db


def test_the_template_is_frozen_into_the_campaign(world: World) -> None:
    assert template_of(world.campaign) == TEMPLATE
    assert world.campaign.template_digest == TEMPLATE.digest
    assert retention_days(world.campaign) > 0


def test_a_code_is_used_once(world: World) -> None:
    with pytest.raises(Conflict, match="mass-line"):
        start_campaign(
            TEMPLATE, code="mass-line", name="又一次", root=world.bureau, by=world.office, at=world.at
        )


def test_units_take_part_once(world: World) -> None:
    assert enrol_units(world.campaign, [world.bureau, world.school], by=world.office, at=world.at) == 0
    assert Participation.objects.count() == 3


def test_only_the_office_starts(world: World) -> None:
    with pytest.raises(NotAllowed):
        start_campaign(TEMPLATE, code="other", name="另一次", root=world.school, by=world.clerk, at=world.at)
