"""Study and discussion records: once entered, counted for each unit."""

from dataclasses import replace
from datetime import date

import pytest

from huiyin.kit.errors import BadInput, Conflict, NotAllowed, Refused
from huiyin.process.meetings.access import visible_studies
from huiyin.process.meetings.commands import Studied, correct_study, record_study, withdraw_study
from huiyin.process.meetings.models import StudyRecord
from huiyin.process.meetings.queries import study_rows
from huiyin.process.meetings.queries.facts import facts
from tests.process.meetings.conftest import Hall

STUDIED = Studied("study", date(2014, 5, 9), "学习教育专题讨论", "查出三条不足。")


def test_a_joint_record_counts_for_each_unit_until_it_is_withdrawn(hall: Hall) -> None:
    units = [hall.part(unit) for unit in (hall.world.school, hall.world.other_school)]
    made = record_study(units, STUDIED, by=hall.office, at=hall.at)
    record_study(units[:1], replace(STUDIED, kind="check"), by=hall.clerk, at=hall.at)
    known = facts(units, date(2014, 5, 23))
    assert [known[unit.pk]["study.records"].value for unit in units] == [2, 1]
    assert facts(units, date(2014, 5, 8))[units[0].pk]["study.records"].value == 0
    rows = study_rows(visible_studies([hall.clerk], hall.campaign), 0, 20)
    assert [row.units for row in rows] == [
        ("云河市第三中学",),
        ("云河市第三中学", "云河市实验幼儿园"),
    ]
    with pytest.raises(NotAllowed):
        withdraw_study(made, by=hall.clerk, at=hall.at)
    withdraw_study(made, by=hall.office, at=hall.at)
    assert facts(units, date(2014, 5, 23))[units[1].pk]["study.records"].value == 0


def test_a_record_is_corrected_once_at_a_time(hall: Hall) -> None:
    unit = hall.part(hall.world.school)
    made = record_study([unit], STUDIED, by=hall.clerk, at=hall.at)
    correct_study(made, replace(STUDIED, topic="大讨论"), made.version, by=hall.clerk, at=hall.at)
    assert StudyRecord.objects.get(pk=made.pk).topic == "大讨论"
    with pytest.raises(Conflict):
        correct_study(made, STUDIED, made.version, by=hall.clerk, at=hall.at)


@pytest.mark.parametrize(
    ("studied", "sentence"),
    [
        (replace(STUDIED, kind="party"), "学习教育"),
        (replace(STUDIED, held_on=None), "日期"),
        (replace(STUDIED, topic=" "), "主题"),
    ],
)
def test_what_is_missing_is_said(hall: Hall, studied: Studied, sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        record_study([hall.part(hall.world.school)], studied, by=hall.clerk, at=hall.at)


def test_what_lies_ahead_or_is_another_units_is_refused(hall: Hall) -> None:
    ahead = replace(STUDIED, held_on=date(2014, 6, 1))
    with pytest.raises(Refused, match="今天之后"):
        record_study([hall.part(hall.world.school)], ahead, by=hall.clerk, at=hall.at)
    with pytest.raises(NotAllowed):
        record_study([hall.part(hall.world.other_school)], STUDIED, by=hall.clerk, at=hall.at)
