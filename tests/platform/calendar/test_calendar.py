"""The editable calendar: corrections of a day, whole years, and who may make them."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from huiyin.kit.errors import BadInput, NotAllowed, Refused
from huiyin.platform.audit.models import Record
from huiyin.platform.calendar.commands import clear_day, set_day, take_in_year
from huiyin.platform.calendar.models import Day
from huiyin.platform.calendar.queries import calendar, days_of, known_years
from huiyin.platform.calendar.rules import Noted, YearMissing
from huiyin.platform.orgs.rules.rights import Actor, Role
from tests.platform.conftest import last_record

pytestmark = pytest.mark.django_db

OFFICE = Actor("office", Role.OFFICE, scope="0001")
D = date.fromisoformat
YOUTH_DAY = D("2014-05-04")
SOURCE = "国务院办公厅关于2027年部分节假日安排的通知"
DAYS_2027 = [Noted(D("2027-01-01"), False, "元旦"), Noted(D("2027-01-03"), True, "元旦")]


def test_a_day_is_corrected_and_taken_back(at: datetime) -> None:
    set_day(YOUTH_DAY, False, "校庆", by=OFFICE, at=at)
    assert not calendar().works(YOUTH_DAY)
    shown = days_of(2014).days[YOUTH_DAY]
    assert (shown.zh, shown.own, days_of(2014).entered) == ("校庆", True, False)
    set_day(YOUTH_DAY, False, "校庆日", by=OFFICE, at=at)
    clear_day(YOUTH_DAY, by=OFFICE, at=at)
    assert calendar().works(YOUTH_DAY)
    assert days_of(2014).days[YOUTH_DAY].zh == "劳动节"
    acts = Record.objects.filter(subject="day:2014-05-04").order_by("seq").values_list("act", "by")
    assert list(acts) == [("calendar.day_set", "office")] * 2 + [("calendar.day_cleared", "office")]


@pytest.mark.parametrize(
    ("change", "error", "why"),
    [
        (lambda at: set_day(YOUTH_DAY, True, "劳动节", by=OFFICE, at=at), Refused, "已经是这样"),
        (lambda at: set_day(D("2014-05-10"), False, "", by=OFFICE, at=at), Refused, "已经是这样"),
        (lambda at: set_day(D("2027-05-10"), True, "", by=OFFICE, at=at), YearMissing, "2027 年的年历未录入"),
        (lambda at: set_day(YOUTH_DAY, False, "长" * 41, by=OFFICE, at=at), BadInput, "最多 40 个字"),
        (lambda at: clear_day(YOUTH_DAY, by=OFFICE, at=at), Refused, "没有改过"),
        (lambda at: take_in_year(2027, [], SOURCE, by=OFFICE, at=at), BadInput, "没有一天放假"),
        (lambda at: take_in_year(2027, DAYS_2027, " ", by=OFFICE, at=at), BadInput, "依据哪个通知"),
        (
            lambda at: take_in_year(2028, DAYS_2027, SOURCE, by=OFFICE, at=at),
            BadInput,
            "2027-01-01 不是 2028 年的",
        ),
        (
            lambda at: take_in_year(2027, [*DAYS_2027, DAYS_2027[1]], SOURCE, by=OFFICE, at=at),
            BadInput,
            "2027-01-03 出现了不止一次",
        ),
        (lambda at: take_in_year(1900, DAYS_2027, SOURCE, by=OFFICE, at=at), BadInput, "请核对年份"),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_nothing(
    change: Callable[[datetime], object], error: type[Exception], why: str, at: datetime
) -> None:
    with pytest.raises(error, match=why):
        change(at)
    assert not Day.objects.exists()
    assert not Record.objects.filter(act__startswith="calendar.").exists()


def test_a_missing_year_is_taken_in_whole_and_again(at: datetime) -> None:
    with pytest.raises(YearMissing):
        calendar().works(D("2027-01-01"))
    assert take_in_year(2027, DAYS_2027, SOURCE, by=OFFICE, at=at) == 2
    assert known_years() == [2014, 2025, 2026, 2027]
    assert calendar().move(D("2026-12-31"), 1, "working") == D("2027-01-03")
    assert last_record("calendar.year_taken_in") == {
        "by": "office",
        "subject": "year:2027",
        "source": SOURCE,
        "days": [["2027-01-01", False, "元旦"], ["2027-01-03", True, "元旦"]],
    }
    clear_day(D("2027-01-03"), by=OFFICE, at=at)
    assert calendar().move(D("2026-12-31"), 1, "working") == D("2027-01-04")
    take_in_year(2027, DAYS_2027[:1], "更正", by=OFFICE, at=at)
    assert (days_of(2027).source, len(days_of(2027).days), days_of(2027).entered) == ("更正", 1, True)


def test_a_shipped_year_can_be_entered_anew(at: datetime) -> None:
    set_day(YOUTH_DAY, False, "", by=OFFICE, at=at)
    saturday_off = (D("2014-05-03"), False, "劳动节")  # says nothing new, and is fine
    take_in_year(2014, [(D("2014-01-01"), False, "元旦"), saturday_off], "另行公布", by=OFFICE, at=at)
    assert not calendar().works(D("2014-01-01"))
    assert calendar().works(D("2014-06-02")), "no longer off"
    assert not calendar().works(YOUTH_DAY), "a Sunday"
    assert calendar().works(D("2026-01-04")), "other years are as shipped"


@pytest.mark.parametrize(
    "actor",
    [
        Actor("school", Role.OFFICE, scope="00010002"),
        Actor("clerk", Role.CLERK, scope="0001"),
        Actor("leader", Role.LEADER, scope="0001"),
    ],
)
def test_only_the_top_of_the_tree_keeps_the_calendar(actor: Actor, at: datetime) -> None:
    for change in (
        lambda: set_day(YOUTH_DAY, False, "", by=actor, at=at),
        lambda: clear_day(YOUTH_DAY, by=actor, at=at),
        lambda: take_in_year(2027, DAYS_2027, SOURCE, by=actor, at=at),
    ):
        with pytest.raises(NotAllowed):
            change()
    set_day(YOUTH_DAY, False, "", by=Actor("admin", Role.ADMINISTRATOR, scope="0001"), at=at)


def test_two_queries_for_the_whole_calendar(at: datetime) -> None:
    set_day(YOUTH_DAY, False, "", by=OFFICE, at=at)
    with CaptureQueriesContext(connection) as queries:
        assert calendar().move(D("2014-04-30"), 20, "working") == D("2014-05-30")
    assert len(queries) == 2


def test_a_day_stands_there_once(at: datetime) -> None:
    set_day(YOUTH_DAY, False, "", by=OFFICE, at=at)
    with pytest.raises(IntegrityError):
        Day.objects.create(day=YOUTH_DAY, works=True)
