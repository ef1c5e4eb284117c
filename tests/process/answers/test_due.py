"""Who waits for an answer, page by page, the oldest first; and the rates that come of it."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.platform.calendar.rules import YearMissing
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.answers.access import unread_receipts
from huiyin.process.answers.commands import draft_answer, give_answer
from huiyin.process.answers.models import Message
from huiyin.process.answers.queries import (
    AnswerRates,
    Asked,
    DuePage,
    answer_rates,
    due_page,
    due_receipts,
    limits_of,
)
from huiyin.process.answers.rules.limits import Wanted
from huiyin.process.channels.commands import open_entrance
from huiyin.process.opinions.access import visible_opinions
from huiyin.process.opinions.commands import settle_opinion
from huiyin.process.opinions.models import Opinion
from huiyin.process.opinions.rules.disposition import Disposition
from tests.process.answers.conftest import Heard

pytestmark = pytest.mark.django_db
ON = date(2014, 5, 23)


def listed(heard: Heard, wanted: Wanted = Wanted.UNANSWERED, on: date = ON, **place: int) -> DuePage:
    campaign = heard.world.campaign
    limits, unread = limits_of(campaign), unread_receipts([heard.writer], campaign)
    found = due_receipts(
        visible_opinions([heard.writer], campaign),
        wanted,
        campaign=campaign,
        overdue_before=limits.overdue_before(on),
    )
    return due_page(found, Asked(on, **place), limits=limits, unread=unread)


def on_day(day: int, month: int = 5) -> datetime:
    return datetime(2014, month, day, 4, tzinfo=UTC)


@pytest.fixture
def three(heard: Heard) -> list[Opinion]:
    """One of the 7th, which was due on the 21st, one of the 9th, due today, and one of today."""
    heard.world.take("没有回执的不在这里")
    heard.entrance.opens_on = date(2014, 5, 1)
    heard.entrance.save()
    return [heard.say(f"第{day}天的意见", on_day(day)) for day in (7, 9, 23)]


def test_the_oldest_stands_first_with_its_last_day(heard: Heard, three: list[Opinion]) -> None:
    rows = listed(heard).rows
    assert [row.pk for row in rows] == [opinion.pk for opinion in three]
    assert [row.answer_by for row in rows] == [date(2014, 5, 21), date(2014, 5, 23), date(2014, 6, 9)]
    assert [row.due for row in rows] == ["overdue", "waiting", "waiting"]  # the last day itself is in time
    assert [row.pk for row in listed(heard, Wanted.OVERDUE).rows] == [three[0].pk]
    assert [row.pk for row in listed(heard, Wanted.WAITING).rows] == [three[1].pk, three[2].pk]


def test_what_is_not_ours_is_not_due(heard: Heard, three: list[Opinion]) -> None:
    settle_opinion(three[0], as_=Disposition.OUT_OF_SCOPE, why="属城管", by=heard.writer, at=heard.world.at)
    assert three[0].pk not in {row.pk for row in listed(heard).rows}


def test_an_answer_takes_it_off_the_list(heard: Heard, three: list[Opinion]) -> None:
    made = draft_answer(heard.world.campaign, [three[0].pk], "已经修好", by=heard.writer, at=heard.world.at)
    assert listed(heard).rows[0].draft == made.pk
    give_answer(made, 1, by=heard.approver, at=heard.world.at)
    assert three[0].pk not in {row.pk for row in listed(heard).rows}
    (answered,) = listed(heard, Wanted.ANSWERED).rows
    assert (answered.pk, answered.answered_on, answered.draft) == (three[0].pk, ON, None)


def test_pages_follow_each_other_and_lead_back(heard: Heard, three: list[Opinion]) -> None:
    first = listed(heard, size=2)
    assert [row.pk for row in first.rows] == [three[0].pk, three[1].pk]
    assert (first.earlier, first.later) == (None, three[1].pk)
    second = listed(heard, size=2, after=three[1].pk)
    assert [row.pk for row in second.rows] == [three[2].pk]
    assert (second.earlier, second.later) == (three[2].pk, None)
    assert listed(heard, size=2, before=three[2].pk).rows == first.rows
    beyond = listed(heard, after=2**62)
    assert (beyond.rows, beyond.later) == ((), None)


def test_more_rows_cost_no_more_queries(heard: Heard, three: list[Opinion]) -> None:
    campaign = heard.world.campaign
    limits, unread = limits_of(campaign), unread_receipts([heard.writer], campaign)
    seen = visible_opinions([heard.writer], campaign)
    found = due_receipts(seen, Wanted.UNANSWERED, campaign=campaign, overdue_before=ON)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            due_page(found, Asked(ON), limits=limits, unread=unread)
        return len(asked)

    before = queries()
    for number in range(12):
        heard.say(f"又一条意见{number}")
    assert queries() == before == 4


def test_what_givers_said_since_is_listed_and_retaliation_for_the_inspectors_only(
    heard: Heard, three: list[Opinion]
) -> None:
    campaign = heard.world.campaign
    for number, kind in enumerate(("addition", "retaliation")):
        Message.objects.create(
            id=number,
            matter=three[number].pk,
            campaign=campaign,
            kind=kind,
            body="话",
            salt="00",
            digest="0",
            on=ON,
        )

    def unread(by: Actor) -> list[int]:
        return list(unread_receipts([by], campaign).order_by("matter").values_list("matter", flat=True))

    assert unread(heard.writer) == [three[0].pk]
    assert [row.unread for row in listed(heard).rows] == [True, False, False]
    assert unread(Actor("inspector", Role.SUPERVISION, heard.world.bureau.path)) == [three[1].pk]
    assert unread(heard.world.clerk) == []


def test_an_unknown_year_is_said_and_not_guessed(heard: Heard) -> None:
    with pytest.raises(YearMissing):
        listed(heard, on=date(2019, 5, 23))


def rates(heard: Heard, on: date) -> AnswerRates:
    campaign = heard.world.campaign
    return answer_rates(
        visible_opinions([heard.writer], campaign),
        campaign=campaign,
        limits=limits_of(campaign),
        on=on,
        channels=["box", "online"],
        givers=["parent"],
    )


def test_what_was_answered_in_time_is_counted_of_what_was_due(heard: Heard, three: list[Opinion]) -> None:
    answers = [
        draft_answer(
            heard.world.campaign, [one.pk], "修好了", settles=True, by=heard.writer, at=heard.world.at
        )
        for one in three
    ]
    for answer in answers:
        give_answer(answer, 1, by=heard.approver, at=heard.world.at)
    whole = rates(heard, date(2014, 6, 3)).whole
    # The first came two days late, the second on its last day; the limit of the third isn't over.
    assert (whole.held, whole.response.k, whole.response.n) == (3, 1, 2)
    assert (whole.settlement.k, whole.settlement.n) == (0, 0)
    whole = rates(heard, date(2014, 7, 4)).whole
    assert (whole.response.k, whole.response.n) == (2, 3)
    assert (whole.settlement.k, whole.settlement.n) == (1, 1)
    assert whole.response.shown is None  # of fewer than ten


def test_small_parts_stand_together(heard: Heard) -> None:
    world = heard.world
    for number in range(10):
        heard.say(f"意见{number}")
    heard.entrance = open_entrance(
        world.campaign, name="教师来信", channel="box", giver_kind="teacher", by=world.office, at=world.at
    )
    for number in range(2):
        heard.say(f"来信{number}")
    found = rates(heard, date(2014, 6, 20))
    assert [(row.codes, row.held) for row in found.by_channel] == [(("box", "online"), 12)]
    assert [(row.codes, row.held) for row in found.by_giver] == [(("parent", "teacher"), 12)]
    assert found.whole.response.shown == 0.0
