"""Words of a meeting go once, when their time is over; that they were said, and every signature, stays (SPEC rule 1)."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction
from pytest_django import Settings

from huiyin.cli.clockwork import CLOCK
from huiyin.kit.errors import Conflict, NotAllowed, Refused
from huiyin.platform.audit.models import Record
from huiyin.process.lifemeetings.commands import (
    archive_lifemeeting,
    conclude_record,
    correct_entry,
    draft_report,
    erase_entry,
    erase_words_again,
    expire_words,
    issue_notice,
    judge_lifemeeting,
    order_rehold,
    record_answer,
    record_turn,
    sign_record,
    sign_report,
)
from huiyin.process.lifemeetings.models import (
    Criticism,
    CriticismAnswer,
    LifeMeeting,
    MeetingJudgement,
    ReholdOrder,
    Signing,
    Turn,
    WordsCorrection,
    WordsTombstone,
)
from huiyin.process.lifemeetings.queries.desk import desk_of
from huiyin.process.lifemeetings.queries.erasable import held_words
from huiyin.process.lifemeetings.queries.faults import lifemeeting_faults
from huiyin.process.lifemeetings.queries.lapsing import lapsed_words, words_kept_too_long
from huiyin.process.lifemeetings.queries.record import GONE, record_of, report_digest
from huiyin.process.problems.commands import read_gone_words
from tests.process.lifemeetings.hall import TEAM, Hall, key_of

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
        erase_entry(row, ground=" ", reason="本人提出", lawful=True, by=hall.office, at=hall.at)
    with pytest.raises(Refused, match="事由"):
        erase_entry(row, ground="法院裁定", lawful=True, by=hall.office, at=hall.at)
    own = replace(hall.office, own=frozenset({hall.school.path}))
    with pytest.raises(NotAllowed, match="本单位的人"):
        erase_entry(row, ground="法院裁定", reason="本人提出", lawful=True, by=own, at=hall.at)
    erase_entry(row, ground="法院裁定", reason="本人提出", lawful=True, by=hall.office, at=hall.at)
    with pytest.raises(Conflict):
        erase_entry(row, ground="法院裁定", reason="本人提出", lawful=True, by=hall.office, at=hall.at)
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
    erase_entry(row, ground="法院裁定", reason="本人提出", lawful=True, by=hall.office, at=hall.at)
    for statement in (
        f"UPDATE lifemeetings_criticism SET words = 'x' WHERE id = {row.pk}",
        f"UPDATE lifemeetings_criticismanswer SET words = 'x' WHERE criticism_id = {row.pk}",
        "DELETE FROM lifemeetings_wordstombstone",
    ):
        with pytest.raises(DatabaseError, match="huiyin"), transaction.atomic():
            run_sql(statement)


def test_of_a_meeting_that_is_to_be_held_again_words_go_too(hall: Hall, meeting: LifeMeeting) -> None:
    order = order_rehold(meeting, "evaded", "麒麟一样的说明", by=hall.inspector, at=hall.at)
    assert order.retain_until == date(2014, 5, 23) + timedelta(days=1095)
    assert list(lifemeeting_faults()) == []
    late = hall.later(2000)
    looked = [one.name for one in lapsed_words(late.at.date())]
    assert kinds(looked) == ["speech", "criticism", "criticism", "criticism", "order"]
    assert expire_words(by=CLOCK, at=late.at) == looked
    gone = ReholdOrder.objects.get()
    assert (gone.text, gone.salt, gone.ground, gone.digest) == ("", "", "evaded", order.digest)
    assert list(lifemeeting_faults()) == []
    assert [one.kind for one in held_words(hall.again(meeting)) if one.stays][-1] == "order"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE lifemeetings_reholdorder SET text = 'x'",
        "UPDATE lifemeetings_reholdorder SET text = '', salt = ''",
        "UPDATE lifemeetings_reholdorder SET ground = 'x'",
        "UPDATE lifemeetings_reholdorder SET retain_until = '2000-01-01'",
        "DELETE FROM lifemeetings_reholdorder",
    ],
)
def test_the_database_keeps_an_order_until_then(
    hall: Hall, meeting: LifeMeeting, run_sql: Callable[[str], None], statement: str
) -> None:
    order_rehold(meeting, "evaded", "麒麟一样的说明", by=hall.inspector, at=hall.at)
    with pytest.raises(DatabaseError, match="huiyin"), transaction.atomic():
        run_sql(statement)


def test_an_order_goes_by_a_lawful_deletion_and_again_after_a_restore(
    hall: Hall,
    meeting: LifeMeeting,
    settings: Settings,
    tmp_path: Path,
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]],
) -> None:
    settings.HUIYIN_GONE = str(tmp_path / "gone")
    order = order_rehold(meeting, "evaded", "麒麟一样的说明", by=hall.inspector, at=hall.at)
    before = transaction.savepoint()
    with django_capture_on_commit_callbacks(execute=True):
        erase_entry(order, ground="法院裁定", reason="本人提出", lawful=True, by=hall.office, at=hall.at)
    transaction.savepoint_rollback(before)  # as a backup from before brings it all back
    assert ReholdOrder.objects.get().text
    lines = (tmp_path / "gone").read_text(encoding="ascii").splitlines(keepends=True)
    assert kinds(erase_words_again(read_gone_words(lines), by=CLOCK, at=hall.at)) == ["order"]
    assert ReholdOrder.objects.get().text == ""


def test_an_order_changed_by_hand_is_found(
    hall: Hall, meeting: LifeMeeting, without_guards: Callable[[str], None]
) -> None:
    order_rehold(meeting, "evaded", "麒麟一样的说明", by=hall.inspector, at=hall.at)
    without_guards("lifemeetings_reholdorder")
    ReholdOrder.objects.update(text="改过的说明")
    assert len(list(lifemeeting_faults())) == 1


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


@pytest.fixture
def archived(hall: Hall) -> LifeMeeting:
    """A meeting with a remark at its signing, an inspector's judgement and a signed report, laid away."""
    meeting = hall.closed()
    sign_record(meeting, record_of(meeting).digest, "麒麟一样的不同意见", by=hall.head, at=hall.at)
    hall.sign(meeting, *TEAM[1:])
    judge_lifemeeting(meeting, "good", "麒麟一样的点评", by=hall.inspector, at=hall.at)
    conclude_record(meeting, by=hall.clerk, at=hall.at)
    meeting = hall.again(meeting)
    draft_report(meeting, "麒麟一样的报告", meeting.version, by=hall.clerk, at=hall.at)
    meeting = hall.again(meeting)
    shown = report_digest(meeting, record_of(meeting).digest)
    sign_report(meeting, shown, by=hall.head, at=hall.at)
    issue_notice(hall.again(meeting), by=hall.clerk, at=hall.at)
    archive_lifemeeting(hall.again(meeting), by=hall.clerk, at=hall.at)
    return hall.again(meeting)


def beside(meeting: LifeMeeting) -> str:
    rows = [
        *Signing.objects.values_list("remark", "salt"),
        *MeetingJudgement.objects.values_list("text", "salt"),
        *LifeMeeting.objects.filter(pk=meeting.pk).values_list("report"),
    ]
    return "".join(part for row in rows for part in row)


def kinds(names: list[str]) -> list[str]:
    return [name.split("-")[2] for name in names]


def test_remarks_judgements_and_the_report_go_as_the_words_do(hall: Hall, archived: LifeMeeting) -> None:
    assert list(lifemeeting_faults()) == []
    day = date(2014, 5, 23)
    signed = Signing.objects.exclude(remark="").get()
    assert signed.retain_until == day + timedelta(days=730)
    assert MeetingJudgement.objects.get().retain_until == day + timedelta(days=1095)
    assert archived.report_until == day + timedelta(days=1095)
    late = hall.later(2000)
    looked = [one.name for one in lapsed_words(late.at.date())]
    assert kinds(looked) == ["criticism", "criticism", "remark", "judgement", "report"]
    assert expire_words(by=CLOCK, at=late.at) == looked
    assert beside(archived) == ""
    assert list(lifemeeting_faults()) == []
    now = hall.again(archived)
    assert (now.reported_digest, now.state) == (archived.reported_digest, "archived")
    assert Signing.objects.get(pk=signed.pk).remark_digest == signed.remark_digest
    assert MeetingJudgement.objects.get().verdict == "good"
    assert expire_words(by=CLOCK, at=late.at) == []


def test_what_went_lawfully_is_listed_and_goes_again(
    hall: Hall,
    archived: LifeMeeting,
    settings: Settings,
    tmp_path: Path,
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]],
) -> None:
    settings.HUIYIN_GONE = str(tmp_path / "gone")
    rows = [
        Criticism.objects.order_by("pk")[0],
        Signing.objects.exclude(remark="").get(),
        MeetingJudgement.objects.get(),
        archived,
    ]
    before = transaction.savepoint()
    with django_capture_on_commit_callbacks(execute=True):
        for row in rows:
            erase_entry(row, ground="法院裁定", reason="本人提出", lawful=True, by=hall.office, at=hall.at)
    assert beside(archived) == ""
    gone = [one.stays for one in held_words(hall.again(archived)) if one.stays]
    assert [one.reason for one in gone] == ["本人提出"] * 4
    transaction.savepoint_rollback(before)  # as a backup from before brings it all back
    assert "麒麟一样的点评" in beside(archived)
    lines = (tmp_path / "gone").read_text(encoding="ascii").splitlines(keepends=True)
    back = erase_words_again(read_gone_words([*lines, "2014-05-23 words:1"]), by=CLOCK, at=hall.at)
    assert kinds(back) == ["criticism", "remark", "judgement", "report"]
    assert beside(archived) == ""
    assert erase_words_again(read_gone_words(lines), by=CLOCK, at=hall.at) == []
    assert list(lifemeeting_faults()) == []


def test_a_report_that_nobody_signed_is_written_anew_and_not_deleted(hall: Hall) -> None:
    meeting = hall.concluded()
    draft_report(meeting, "麒麟一样的报告", meeting.version, by=hall.clerk, at=hall.at)
    meeting = hall.again(meeting)
    with pytest.raises(Refused, match="还没有签"):
        erase_entry(meeting, ground="法院裁定", reason="本人提出", lawful=True, by=hall.office, at=hall.at)
    assert kinds(expire_words(by=CLOCK, at=hall.later(2000).at))[-1] == "report"
    with pytest.raises(Refused, match="不再改写"):
        draft_report(meeting, "再写", meeting.version, by=hall.clerk, at=hall.at)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE lifemeetings_signing SET remark = '', salt = ''",
        "UPDATE lifemeetings_signing SET remark_digest = 'x'",
        "UPDATE lifemeetings_meetingjudgement SET text = 'x'",
        "UPDATE lifemeetings_meetingjudgement SET text = '', salt = ''",
        "UPDATE lifemeetings_lifemeeting SET report = ''",
        "UPDATE lifemeetings_lifemeeting SET report_until = '2000-01-01'",
        "DELETE FROM lifemeetings_signing",
    ],
)
def test_the_database_keeps_what_stands_beside_too(
    archived: LifeMeeting, run_sql: Callable[[str], None], statement: str
) -> None:
    del archived
    with pytest.raises(DatabaseError, match="huiyin"), transaction.atomic():
        run_sql(statement)


def test_what_was_changed_beside_by_hand_is_found(
    archived: LifeMeeting, without_guards: Callable[[str], None]
) -> None:
    without_guards("lifemeetings_meetingjudgement")
    MeetingJudgement.objects.filter(meeting=archived).update(text="改过的点评")
    without_guards("lifemeetings_signing")
    Signing.objects.exclude(remark="").update(remark="", salt="")
    without_guards("lifemeetings_lifemeeting")
    LifeMeeting.objects.filter(pk=archived.pk).update(report="改过的报告")
    assert len(list(lifemeeting_faults())) == 3
