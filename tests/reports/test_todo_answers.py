"""The desk tells of answers that are late, and asks the calendar only where somebody waits for long."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.platform.calendar.models import Day
from huiyin.reports.desk.todo import todo
from huiyin.reports.desk.todos import Kind
from tests.process.answers.conftest import Heard
from tests.process.answers.conftest import entrance as entrance
from tests.process.answers.conftest import heard as heard

pytestmark = pytest.mark.django_db
LATE = "1 条意见过了答复时限还没有答复"


@pytest.fixture(autouse=True)
def _said_on_the_9th(heard: Heard) -> None:
    """Ten working days later is the 23rd."""
    heard.entrance.opens_on = date(2014, 5, 1)
    heard.entrance.save()
    heard.say("食堂的红烧肉里没有肉", datetime(2014, 5, 9, 4, tzinfo=UTC))


def looked(heard: Heard, on: date) -> tuple[list[str], bool]:
    """What the office reads of answers that are late on a day, and whether the calendar was asked for it."""
    with CaptureQueriesContext(connection) as asked:
        lines = todo([heard.writer], heard.world.campaign, on).lines
    late = [line.says.zh for line in lines if line.kind is Kind.UNANSWERED]
    return late, any(Day._meta.db_table in query["sql"] for query in asked)


def test_late_is_late_by_the_working_days(heard: Heard) -> None:
    assert looked(heard, date(2014, 5, 23)) == ([], True)
    assert looked(heard, date(2014, 5, 24)) == ([LATE], True)


def test_the_calendar_is_not_asked_before_anything_can_be_late(heard: Heard) -> None:
    assert looked(heard, date(2014, 5, 19)) == ([], False)


def test_more_answers_that_are_late_cost_no_more_queries(heard: Heard) -> None:
    with CaptureQueriesContext(connection) as one:
        looked(heard, date(2014, 5, 26))
    for number in range(5):
        heard.say(f"操场的灯坏了{number}", datetime(2014, 5, 9, 4, tzinfo=UTC))
    with CaptureQueriesContext(connection) as more:
        (late,), _ = looked(heard, date(2014, 5, 26))
    assert late.startswith("6 条")
    assert len(more) == len(one) <= 13
