from collections.abc import Callable
from datetime import timedelta

import pytest

from huiyin.platform.audit.models import Record
from huiyin.process.opinions.commands import seal_days
from huiyin.process.opinions.models import Opinion
from huiyin.process.opinions.queries import sealed_faults, unsealed
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def anonymous(world: World) -> list[Opinion]:
    """Opinions as a web form will bring them: without a record of their own."""
    opinions = world.take("食堂饭菜太贵", "作业太多", "校车总晚点")
    Opinion.objects.update(sealed_in=None)
    Record.objects.filter(act="opinions.taken")
    return opinions


def test_today_waits(world: World, anonymous: list[Opinion]) -> None:
    assert seal_days(by=world.office, at=world.at) == 0
    assert unsealed() == 3


def test_a_past_day_is_one_record(world: World, anonymous: list[Opinion]) -> None:
    assert seal_days(by=world.office, at=world.at + timedelta(days=1)) == 1
    record = Record.objects.get(act="rows.sealed")
    assert record.subject == "opinion:2014-05-23"
    assert set(Opinion.objects.values_list("sealed_in", flat=True)) == {record.seq}
    assert unsealed() == 0


def test_sealing_again_does_nothing(world: World, anonymous: list[Opinion]) -> None:
    seal_days(by=world.office, at=world.at + timedelta(days=1))
    assert seal_days(by=world.office, at=world.at + timedelta(days=2)) == 0


def test_a_row_taken_out_of_its_seal_is_found(world: World, run_sql: Callable[[str], None]) -> None:
    opinions = world.take("食堂饭菜太贵", "作业太多")
    assert list(sealed_faults()) == []
    Opinion.objects.filter(pk=opinions[0].pk).update(sealed_in=None)
    assert [fault.where for fault in sealed_faults()] == [f"记录 {opinions[0].sealed_in}"]


def test_a_row_that_claims_a_seal_that_is_none_is_found(world: World) -> None:
    opinions = world.take("食堂饭菜太贵", "作业太多")
    Opinion.objects.filter(pk=opinions[0].pk).update(sealed_in=1)
    assert {fault.where for fault in sealed_faults()} == {"记录 1", f"记录 {opinions[0].sealed_in}"}
