"""Words of a meeting go once, when their time is over; that they were said, and every signature, stays (SPEC rule 1)."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from huiyin.cli.clockwork import CLOCK
from huiyin.kit.errors import Conflict, NotAllowed, Refused
from huiyin.platform.audit.models import Record
from huiyin.process.lifemeetings.commands import (
    correct_entry,
    erase_entry,
    expire_words,
    order_rehold,
    record_answer,
    record_turn,
)
from huiyin.process.lifemeetings.models import (
    Criticism,
    CriticismAnswer,
    LifeMeeting,
    Turn,
    WordsCorrection,
    WordsTombstone,
)
from huiyin.process.lifemeetings.queries.desk import desk_of
from huiyin.process.lifemeetings.queries.faults import lifemeeting_faults
from huiyin.process.lifemeetings.queries.lapsing import lapsed_words, words_kept_too_long
from huiyin.process.lifemeetings.queries.record import GONE, record_of
from tests.process.lifemeetings.hall import Hall, key_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(hall: Hall) -> LifeMeeting:
    """Three criticisms, one answered and corrected, and a turn; signed twice by one, once by another."""
    meeting = hall.closed(said=3)
    first = Criticism.objects.order_by("pk")[0]
    seat = hall.seats(meeting)[0]
    record_turn(meeting, "preparation", seat.pk, "麒麟一样的通报", key_of(60), by=hall.clerk, at=hall.at)
    record_answer(first, "麒麟一样的表态", key_of(61), by=hall.clerk, at=hall.at)
    hall.sign(meeting, "fuxiao")
    correct_entry(first, "麒麟一样的更正", "听错", by=hall.clerk, at=hall.at)
    correct_entry(CriticismAnswer.objects.get(), "我接受", "错字", by=hall.clerk, at=hall.at)
    hall.sign(meeting, "fuxiao", "xiaozhang")
    return hall.again(meeting)


def all_words() -> str:
    rows = [
        *Turn.objects.values_list("words", "salt"),
        *Criticism.objects.values_list("words", "fact", "salt"),
        *CriticismAnswer.objects.values_list("words", "salt"),
        *WordsCorrection.objects.values_list("text", "reason", "salt"),
    ]
    return "".join(part for row in rows for part in row)


def test_what_one_look_says_one_deletion_does_and_the_signatures_verify(
    hall: Hall, meeting: LifeMeeting
) -> None:
    assert list(lifemeeting_faults()) == []
    before = record_of(meeting)
    matrix = desk_of(meeting).matrix
    late = hall.later(2000)
    assert lapsed_words(hall.at.date()) == []
    looked = [one.name for one in lapsed_words(late.at.date())]
    assert len(looked) == 4
    assert expire_words(by=CLOCK, at=late.at) == looked
    assert expire_words(by=CLOCK, at=late.at) == []
    assert not words_kept_too_long(late.at.date())
    assert all_words() == ""
    after = record_of(meeting)
    assert after.digest == before.digest  # so what was signed is still what is there
    assert desk_of(meeting).matrix == matrix
    assert len(after.counted) == 3
    assert {one.text for one in after.criticisms} == {GONE}
    assert [one.answered for one in after.criticisms] == [GONE, "", ""]
    assert list(lifemeeting_faults()) == []
    assert WordsTombstone.objects.filter(lawful=False, by=CLOCK.code).count() == 4
    told = Record.objects.filter(act="lifemeeting.erased").values_list("facts", flat=True)
    assert len(told) == 4
    assert "保存期" not in "".join(told)


def test_each_class_is_kept_as_long_as_the_template_says(hall: Hall, meeting: LifeMeeting) -> None:
    del meeting
    day = date(2014, 5, 23)
    assert Turn.objects.get().retain_until == day + timedelta(days=1095)
    assert set(Criticism.objects.values_list("retain_until", flat=True)) == {day + timedelta(days=730)}
    between = hall.later(800).at.date()
    assert {one.name.split("-")[2] for one in lapsed_words(between)} == {"criticism"}


def test_not_before_its_time_but_by_a_lawful_deletion_and_only_once(hall: Hall, meeting: LifeMeeting) -> None:
    del meeting
    row = Criticism.objects.select_related("meeting__participation__campaign__root").order_by("pk")[0]
    with pytest.raises(NotAllowed):
        erase_entry(row, ground="本人要求", lawful=True, by=hall.head, at=hall.at)
    with pytest.raises(Refused, match="保存期还没有满"):
        erase_entry(row, ground="保存期满", lawful=False, by=hall.office, at=hall.at)
    with pytest.raises(Refused, match="依据"):
        erase_entry(row, ground=" ", lawful=True, by=hall.office, at=hall.at)
    erase_entry(row, ground="法院裁定", lawful=True, by=hall.office, at=hall.at)
    with pytest.raises(Conflict):
        erase_entry(row, ground="法院裁定", lawful=True, by=hall.office, at=hall.at)
    assert "麒麟一样的表态" not in all_words()
    assert "麒麟一样的更正" not in all_words()
    assert "麒麟一样的通报" in all_words()
    assert list(lifemeeting_faults()) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE lifemeetings_criticism SET words = '', fact = '', salt = ''",
        "UPDATE lifemeetings_turn SET words = '', salt = ''",
        "UPDATE lifemeetings_criticismanswer SET words = '', salt = ''",
        "UPDATE lifemeetings_wordscorrection SET text = '', reason = '', salt = ''",
        "UPDATE lifemeetings_criticism SET digest = 'x'",
        "UPDATE lifemeetings_criticism SET retain_until = '2000-01-01'",
        "UPDATE lifemeetings_wordscorrection SET text = 'x'",
    ],
)
def test_the_database_lets_no_word_go_without_its_tombstone(
    meeting: LifeMeeting, run_sql: Callable[[str], None], statement: str
) -> None:
    del meeting
    with pytest.raises(DatabaseError, match="huiyin"), transaction.atomic():
        run_sql(statement)


def test_a_tombstone_alone_changes_no_word(
    hall: Hall, meeting: LifeMeeting, run_sql: Callable[[str], None]
) -> None:
    del meeting
    row = Criticism.objects.select_related("meeting__participation__campaign__root").order_by("pk")[0]
    erase_entry(row, ground="法院裁定", lawful=True, by=hall.office, at=hall.at)
    for statement in (
        f"UPDATE lifemeetings_criticism SET words = 'x' WHERE id = {row.pk}",
        f"UPDATE lifemeetings_criticismanswer SET words = 'x' WHERE criticism_id = {row.pk}",
        "DELETE FROM lifemeetings_wordstombstone",
    ):
        with pytest.raises(DatabaseError, match="huiyin"), transaction.atomic():
            run_sql(statement)


def test_of_a_meeting_that_is_to_be_held_again_words_go_too(hall: Hall, meeting: LifeMeeting) -> None:
    order_rehold(meeting, "evaded", "回避突出问题", by=hall.inspector, at=hall.at)
    assert len(expire_words(by=CLOCK, at=hall.later(2000).at)) == 4


def test_what_was_changed_by_hand_is_found(
    hall: Hall, meeting: LifeMeeting, without_guards: Callable[[str], None]
) -> None:
    del hall
    without_guards("lifemeetings_criticism")
    Criticism.objects.filter(meeting=meeting).update(words="改过的话")
    assert len(list(lifemeeting_faults())) == 3


def test_a_signature_under_something_else_is_found(
    meeting: LifeMeeting, without_guards: Callable[[str], None]
) -> None:
    without_guards("lifemeetings_criticism")
    row = Criticism.objects.filter(meeting=meeting).order_by("pk")[0]
    Criticism.objects.filter(pk=row.pk).update(to_seat=row.from_seat_id + 1)
    faults = list(lifemeeting_faults())
    assert len(faults) == 3  # by two, one of them twice: all three signatures are of another record
    assert all("签阅" in one.zh for one in faults)
