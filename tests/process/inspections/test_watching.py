"""What is odd in looking is noted once a day, by a digest, for the inspectors alone."""

from datetime import datetime

import pytest

from huiyin.platform.audit.models import Record
from huiyin.process.inspections.access import visible_watches
from huiyin.process.inspections.commands import note_watch
from huiyin.process.inspections.models import Watch
from huiyin.process.inspections.queries.watches import odd_ones
from huiyin.process.inspections.rules.watching import WatchKind, seeks_somebody
from tests.process.inspections.conftest import Group
from tests.world import TEMPLATE, World

WORDS = TEMPLATE.inspections.seeking


@pytest.mark.parametrize(
    "text",
    [
        "13800000000",
        "138 0000 0000",
        "someone@example.com",
        "这条谁写的",
        "反映人 初二",
        "11010119800101123X",
    ],
)
def test_a_search_for_somebody(text: str) -> None:
    assert seeks_somebody(text, WORDS)


@pytest.mark.parametrize("text", ["", "食堂", "2014-037", "三年级作业多", "12345 热线", "2014年5月"])
def test_a_search_for_a_matter(text: str) -> None:
    assert not seeks_somebody(text, WORDS)


@pytest.mark.django_db
def test_noted_once_a_day_without_what_was_typed(world: World, group: Group, at: datetime) -> None:
    for _ in range(2):
        note_watch(world.campaign, WatchKind.SEEKING, "inbox", {"text": "谁写的伙食"}, by=world.clerk, at=at)
    row = Watch.objects.get()
    assert (row.by, row.unit, len(row.digest)) == (world.clerk.code, world.school, 16)
    assert Record.objects.filter(act="watch.noted").count() == 1
    assert "伙食" not in str(Record.objects.get(act="watch.noted").facts) + str(vars(row))
    assert list(visible_watches([group.one], world.campaign)) == [row]
    assert not visible_watches([world.office, world.clerk, group.head], world.campaign).exists()


@pytest.mark.django_db
def test_one_small_filter_is_nothing_and_several_are_odd(world: World, at: datetime) -> None:
    for n in range(1, 4):
        note_watch(world.campaign, WatchKind.NARROW, "inbox", {"unit": n}, by=world.office, at=at)
        rows = Watch.objects.select_related("unit")
        assert [one.times for one in odd_ones(rows, 3)] == ([3] if n == 3 else [])
    note_watch(world.campaign, WatchKind.EXPORT, "export_opinions", {}, by=world.office, at=at)
    assert {one.kind for one in odd_ones(Watch.objects.select_related("unit"), 3)} == {
        WatchKind.NARROW,
        WatchKind.EXPORT,
    }
