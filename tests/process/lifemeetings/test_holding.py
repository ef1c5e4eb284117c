"""A meeting goes its way; what goes wrong is said in words, and nothing that was recorded is lost."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from huiyin.kit.errors import BadInput, Conflict, NotAllowed, Refused
from huiyin.platform.accounts.models import Account
from huiyin.platform.audit.models import Record
from huiyin.platform.orgs.commands import end_post, give_grant, give_post, open_account
from huiyin.platform.orgs.models import Post
from huiyin.platform.orgs.rules.rights import Role
from huiyin.platform.orgs.rules.terms import PostKind
from huiyin.process.lifemeetings.access import needs_words, words_reach
from huiyin.process.lifemeetings.commands import (
    Entry,
    PlanText,
    add_guest,
    add_recorder,
    archive_lifemeeting,
    cancel_lifemeeting,
    change_plan,
    close_lifemeeting,
    conclude_record,
    correct_entry,
    draft_lifemeeting,
    draft_report,
    issue_notice,
    judge_lifemeeting,
    mark_presence,
    open_lifemeeting,
    order_rehold,
    postpone_lifemeeting,
    raise_criticism,
    raise_promise,
    record_answer,
    record_criticism,
    record_turn,
    redate_lifemeeting,
    seat_roster,
    sign_record,
    sign_report,
    submit_plan,
)
from huiyin.process.lifemeetings.models import Criticism, LifeMeeting, ReholdOrder, Seat, Signing, Turn
from huiyin.process.lifemeetings.queries.circles import quorum
from huiyin.process.lifemeetings.queries.facts import facts
from huiyin.process.lifemeetings.queries.record import digest_at, record_of, report_digest
from huiyin.process.lifemeetings.rules.reach import Reach
from huiyin.process.lifemeetings.rules.states import MeetingState, Presence, SeatKind
from huiyin.process.problems.commands import Wording
from tests.process.lifemeetings.hall import OFFICE, Hall, key_of

pytestmark = pytest.mark.django_db
TODAY = date(2014, 5, 23)


def test_the_whole_way(hall: Hall) -> None:
    meeting = hall.concluded()
    assert meeting.state == MeetingState.REPORTING
    assert meeting.held_on == TODAY
    draft_report(meeting, "会议情况报告正文", meeting.version, by=hall.clerk, at=hall.at)
    meeting = hall.again(meeting)
    shown = report_digest(meeting, record_of(meeting).digest)
    with pytest.raises(NotAllowed):
        sign_report(meeting, shown, by=hall.clerk, at=hall.at)
    with pytest.raises(Conflict):
        sign_report(meeting, "0" * 64, by=hall.head, at=hall.at)
    with pytest.raises(Refused, match="通报和情况报告"):
        archive_lifemeeting(meeting, by=hall.clerk, at=hall.at)
    sign_report(meeting, shown, by=hall.head, at=hall.at)
    issue_notice(meeting, by=hall.clerk, at=hall.at)
    archive_lifemeeting(hall.again(meeting), by=hall.clerk, at=hall.at)
    assert hall.again(meeting).state == MeetingState.ARCHIVED
    assert hall.again(meeting).reported_digest == shown
    acts = set(Record.objects.filter(subject=f"lifemeeting:{meeting.pk}").values_list("act", flat=True))
    assert {
        "lifemeeting.opened",
        "lifemeeting.criticism",
        "lifemeeting.signed",
        "lifemeeting.reported",
    } <= acts


def test_a_plan_takes_a_day_and_a_text_and_is_not_written_on_once_handed_in(hall: Hall) -> None:
    meeting = draft_lifemeeting(hall.part, PlanText(), by=hall.clerk, at=hall.at)
    with pytest.raises(Refused, match="计划日期"):
        submit_plan(meeting, by=hall.clerk, at=hall.at)
    change_plan(meeting, PlanText(date(2014, 5, 30), "", "议程"), 1, by=hall.clerk, at=hall.at)
    with pytest.raises(Conflict):
        change_plan(meeting, PlanText(), 1, by=hall.clerk, at=hall.at)
    submit_plan(hall.again(meeting), by=hall.clerk, at=hall.at)
    with pytest.raises(Conflict):
        change_plan(meeting, PlanText(), 2, by=hall.clerk, at=hall.at)
    with pytest.raises(Conflict, match="已经有一次会"):
        draft_lifemeeting(hall.part, PlanText(), by=hall.clerk, at=hall.at)


def test_nobody_prepares_or_records_from_above(hall: Hall) -> None:
    with pytest.raises(NotAllowed):
        draft_lifemeeting(hall.part, PlanText(), by=hall.office, at=hall.at)
    meeting = hall.notified()
    hall.tick(meeting)
    with pytest.raises(NotAllowed, match="记录人"):  # the head prepares it, and isn't its recorder
        open_lifemeeting(meeting, by=hall.head, at=hall.at)


def test_no_quorum_no_meeting(hall: Hall) -> None:
    meeting = hall.notified()
    hall.tick(meeting, absent=3)
    with pytest.raises(Refused, match="还差 1 人"):
        open_lifemeeting(meeting, by=hall.clerk, at=hall.at)
    seats = hall.seats(meeting)
    mark_presence(meeting, seats[3].pk, Presence.PRESENT, by=hall.clerk, at=hall.at)
    open_lifemeeting(meeting, by=hall.clerk, at=hall.at)  # four of six are two thirds
    assert quorum(meeting).reached


def test_a_quorum_lost_ends_in_breaking_off_and_the_words_stay(hall: Hall) -> None:
    meeting = hall.opened()
    hall.criticise(meeting, 0, 1, "批评的话很长很长很长", 1)
    seats = hall.seats(meeting)
    with pytest.raises(BadInput, match="原因"):
        mark_presence(meeting, seats[5].pk, Presence.LEFT, by=hall.clerk, at=hall.at)
    for seat in seats[3:]:
        mark_presence(meeting, seat.pk, Presence.LEFT, "接到通知去处置险情", by=hall.clerk, at=hall.at)
    with pytest.raises(Refused, match="中止"):
        close_lifemeeting(meeting, by=hall.clerk, at=hall.at)
    cancel_lifemeeting(meeting, "三人离会处置险情，人数不足", by=hall.clerk, at=hall.at)
    meeting = hall.again(meeting)
    assert meeting.state == MeetingState.CANCELLED
    # What another recorder's browser still held comes in afterwards.
    late = hall.criticise(meeting, 1, 0, "断网时记下的一条", 2)
    assert [one.row.pk for one in record_of(meeting).criticisms][-1] == late.pk
    assert facts([hall.part], TODAY)[hall.part.pk]["meeting.held"].value is False
    again = draft_lifemeeting(hall.part, PlanText(), by=hall.clerk, at=hall.at)
    assert (again.number, again.again_of_id) == (2, meeting.pk)


def test_put_off_and_dated_anew(hall: Hall) -> None:
    meeting = hall.notified()
    with pytest.raises(BadInput):
        postpone_lifemeeting(meeting, " ", by=hall.clerk, at=hall.at)
    postpone_lifemeeting(meeting, "材料没有全部过关", by=hall.clerk, at=hall.at)
    meeting = hall.again(meeting)
    with pytest.raises(Refused):
        redate_lifemeeting(meeting, date(2014, 5, 1), by=hall.clerk, at=hall.at)
    redate_lifemeeting(meeting, date(2014, 6, 9), by=hall.clerk, at=hall.at)
    meeting = hall.again(meeting)
    assert (meeting.state, meeting.notified_on) == (MeetingState.APPROVED, None)  # told anew


def test_a_roster_that_changes_changes_only_who_is_due(hall: Hall) -> None:
    meeting = hall.approved()
    left = Post.objects.get(account=hall.accounts["gonghui"])
    end_post(left, last=TODAY - timedelta(days=1), by=OFFICE, at=hall.at)
    new, _ = open_account("xinren", "某新人", by=OFFICE, at=hall.at)
    give_post(new, PostKind.MEMBER, hall.school, since=TODAY, by=OFFICE, at=hall.at)
    assert seat_roster(meeting, by=hall.clerk, at=hall.at) == 2
    assert seat_roster(meeting, by=hall.clerk, at=hall.at) == 0
    assert Seat.objects.get(meeting=meeting, account=hall.accounts["gonghui"]).presence == Presence.OFF
    assert quorum(meeting).due == 6


def test_who_spoke_and_left_the_team_since_keeps_seat_and_words(hall: Hall) -> None:
    meeting = hall.opened()
    hall.criticise(meeting, 5, 0, "批评的话", 1)
    end_post(
        Post.objects.get(account=hall.accounts["gonghui"]),
        last=TODAY - timedelta(days=1),
        by=OFFICE,
        at=hall.at,
    )
    assert seat_roster(meeting, by=hall.clerk, at=hall.at) == 0
    assert Seat.objects.get(meeting=meeting, account=hall.accounts["gonghui"]).presence == Presence.PRESENT
    with pytest.raises(Refused, match="中途离会"):
        mark_presence(meeting, hall.seats(meeting)[5].pk, Presence.ABSENT, "x", by=hall.clerk, at=hall.at)


def test_an_entry_sent_twice_is_one_and_two_recorders_merge(hall: Hall) -> None:
    meeting = hall.opened()
    with pytest.raises(NotAllowed):
        record_turn(
            meeting, "preparation", hall.seats(meeting)[0].pk, "通报", key_of(9), by=hall.head, at=hall.at
        )
    add_recorder(meeting, hall.accounts["xiaozhang"], by=hall.clerk, at=hall.at)
    with pytest.raises(NotAllowed, match="本单位的人"):
        add_recorder(meeting, hall.accounts["zhuren"], by=hall.clerk, at=hall.at)
    seats = hall.seats(meeting)
    one = Entry(seats[0].pk, seats[1].pk, "到班级少")
    first = record_criticism(meeting, one, key_of(1), by=hall.clerk, at=hall.at)
    assert record_criticism(meeting, one, key_of(1), by=hall.head, at=hall.at).pk == first.pk
    record_criticism(meeting, one, key_of(2), by=hall.head, at=hall.at)  # said twice is recorded twice
    with pytest.raises(Conflict, match="原话不改"):
        record_criticism(
            meeting, Entry(seats[0].pk, seats[1].pk, "别的话"), key_of(1), by=hall.clerk, at=hall.at
        )
    assert Criticism.objects.filter(meeting=meeting).count() == 2
    answer = record_answer(first, "我接受", key_of(3), by=hall.clerk, at=hall.at)
    assert record_answer(first, "我接受", key_of(4), by=hall.head, at=hall.at).pk == answer.pk
    with pytest.raises(Conflict):
        record_answer(first, "另外的话", key_of(5), by=hall.head, at=hall.at)
    with pytest.raises(Refused):
        record_criticism(meeting, Entry(seats[0].pk, seats[0].pk, "x"), key_of(6), by=hall.clerk, at=hall.at)
    with pytest.raises(BadInput):
        record_criticism(meeting, one, "短", by=hall.clerk, at=hall.at)
    turn = record_turn(meeting, "preparation", seats[0].pk, "通报", key_of(7), by=hall.clerk, at=hall.at)
    assert (
        record_turn(meeting, "preparation", seats[0].pk, "通报", key_of(7), by=hall.clerk, at=hall.at) == turn
    )
    with pytest.raises(BadInput):
        record_turn(meeting, "nothing", seats[0].pk, "通报", key_of(8), by=hall.clerk, at=hall.at)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE lifemeetings_criticism SET words = 'x'",
        "UPDATE lifemeetings_criticism SET to_seat_id = from_seat_id",
        "DELETE FROM lifemeetings_criticism",
        "UPDATE lifemeetings_criticismanswer SET words = 'x'",
        "UPDATE lifemeetings_turn SET words = 'x'",
        "UPDATE lifemeetings_signing SET digest = 'x'",
        "UPDATE lifemeetings_seat SET presence = 'absent'",
        "DELETE FROM lifemeetings_reholdorder",
        "UPDATE lifemeetings_lifemeeting SET plan = 'x'",
    ],
)
def test_the_database_keeps_what_was_recorded(
    hall: Hall, run_sql: Callable[[str], None], statement: str
) -> None:
    meeting = hall.opened()
    said = hall.criticise(meeting, 0, 1, "到班级少", 1)
    record_answer(said, "我接受", key_of(2), by=hall.clerk, at=hall.at)
    record_turn(
        meeting, "preparation", hall.seats(meeting)[0].pk, "通报", key_of(3), by=hall.clerk, at=hall.at
    )
    close_lifemeeting(meeting, by=hall.clerk, at=hall.at)
    hall.sign(hall.again(meeting))
    order_rehold(hall.again(meeting), "evaded", "回避突出问题", by=hall.inspector, at=hall.at)
    with pytest.raises(DatabaseError, match="huiyin"), transaction.atomic():
        run_sql(statement)


def test_a_correction_lies_beside_and_the_record_is_read_anew(hall: Hall) -> None:
    meeting = hall.closed()
    hall.sign(meeting, "fuxiao")
    row = Criticism.objects.filter(meeting=meeting).first()
    assert row is not None
    correct_entry(row, "开会多、到教室少。", "听错", by=hall.clerk, at=hall.at)
    assert Criticism.objects.get(pk=row.pk).words == row.words
    with pytest.raises(Refused, match="还有 6 人没有签阅"):  # what was signed before was another record
        conclude_record(meeting, by=hall.clerk, at=hall.at)
    (signed,) = Signing.objects.all()
    assert signed.digest == digest_at(meeting, record_of(meeting), signed.said) != record_of(meeting).digest
    correct_entry(row, "", "误录", by=hall.clerk, at=hall.at)
    assert len(record_of(meeting).counted) == 1
    hall.sign(meeting, "fuxiao", "xiaozhang")
    conclude_record(meeting, "四人出差，月底补签", by=hall.clerk, at=hall.at)
    assert hall.again(meeting).unsigned_why == "四人出差，月底补签"


def test_each_signs_for_themselves_what_they_read(hall: Hall) -> None:
    meeting = hall.closed(absent=1)
    digest = record_of(meeting).digest
    with pytest.raises(NotAllowed):  # was away
        sign_record(meeting, digest, by=hall.member("gonghui"), at=hall.at)
    with pytest.raises(NotAllowed):
        sign_record(meeting, digest, by=hall.clerk, at=hall.at)
    older = digest
    correct_entry(
        Criticism.objects.order_by("pk")[0], "开会多、到教室少。", "听错", by=hall.clerk, at=hall.at
    )
    with pytest.raises(
        Conflict, match="又有变动"
    ):  # what they read is a record that was there, and isn't any more
        sign_record(meeting, older, by=hall.member("fuxiao"), at=hall.at)
    assert not Signing.objects.exists()
    digest = record_of(meeting).digest
    made = sign_record(meeting, digest, "第二条说得重了", by=hall.member("fuxiao"), at=hall.at)
    assert (made.digest, made.remark) == (digest, "第二条说得重了")


def test_who_reads_the_words(hall: Hall) -> None:
    meeting = hall.closed(absent=1)
    other, _ = open_account("waiguan", "某外人", by=OFFICE, at=hall.at)
    give_grant(other, Role.CLERK, hall.school, since=TODAY, by=OFFICE, at=hall.at)
    reaches = {
        "head": words_reach(meeting, hall.head.code, [hall.head]),
        "there": words_reach(meeting, hall.member("fuxiao").code, [hall.member("fuxiao")]),
        "away": words_reach(meeting, hall.member("gonghui").code, [hall.member("gonghui")]),
        "recorder": words_reach(meeting, hall.clerk.code, [hall.clerk]),
        "inspector": words_reach(meeting, hall.inspector.code, [hall.inspector]),
        "office": words_reach(meeting, hall.office.code, [hall.office]),
        "leader": words_reach(meeting, hall.leader.code, [hall.leader]),
        "another clerk": words_reach(meeting, other.code, [hall.actor("lianluo", Role.CLERK)]),
    }
    assert reaches == {
        "head": Reach.ALL,
        "there": Reach.ALL,
        "away": Reach.OWN,
        "recorder": Reach.ALL,
        "inspector": Reach.ALL,
        "office": Reach.COUNTS,
        "leader": Reach.COUNTS,
        "another clerk": Reach.COUNTS,
    }
    with pytest.raises(NotAllowed, match="不带出会场"):
        needs_words(meeting, hall.office.code, [hall.office])


def test_the_record_of_acts_holds_neither_words_nor_who_spoke_to_whom(hall: Hall) -> None:
    meeting = hall.opened()
    hall.criticise(meeting, 0, 1, "独角兽一样的批评", 1)
    told = "".join(Record.objects.filter(subject=f"lifemeeting:{meeting.pk}").values_list("facts", flat=True))
    assert "独角兽" not in told
    assert "to_seat" not in told


def test_inspectors_judge_and_the_level_above_has_it_held_again(hall: Hall) -> None:
    meeting = hall.concluded()
    with pytest.raises(NotAllowed):
        judge_lifemeeting(meeting, "good", "好", by=hall.leader, at=hall.at)
    with pytest.raises(BadInput):
        judge_lifemeeting(meeting, "perfect", "好", by=hall.inspector, at=hall.at)
    judge_lifemeeting(meeting, "show", "相互表扬多，没有辣味", by=hall.inspector, at=hall.at)
    with pytest.raises(NotAllowed):
        order_rehold(meeting, "no_criticism", "没有真批评", by=hall.head, at=hall.at)
    with pytest.raises(BadInput):
        order_rehold(meeting, "weather", "下雨", by=hall.inspector, at=hall.at)
    assert facts([hall.part], TODAY)[hall.part.pk]["meeting.held"].value is True
    order_rehold(meeting, "no_criticism", "没有真批评", by=hall.inspector, at=hall.at)
    meeting = hall.again(meeting)
    assert meeting.state == MeetingState.REHELD
    known = facts([hall.part], TODAY)[hall.part.pk]
    assert known["meeting.held"].value is False
    assert "meeting.quorum_share" not in known
    with pytest.raises(Conflict):
        order_rehold(meeting, "no_criticism", "再来", by=hall.inspector, at=hall.at)
    with pytest.raises(Refused):
        hall.criticise(meeting, 0, 1, "补一条", 77)
    again = draft_lifemeeting(hall.part, PlanText(), by=hall.clerk, at=hall.at)
    assert again.again_of_id == meeting.pk
    assert ReholdOrder.objects.get(meeting=meeting).ground == "no_criticism"
    assert LifeMeeting.objects.count() == 2


def test_what_was_said_reaches_the_ledger_in_other_words(hall: Hall) -> None:
    meeting = hall.opened()
    said = hall.criticise(meeting, 0, 1, "你一个学期只听了三节课，还说没有时间。", 1)
    with pytest.raises(BadInput, match="原话"):
        raise_criticism(
            said,
            Wording("听课少", "", "你一个学期只听了三节课，还说没有时间。", focus=""),
            by=hall.clerk,
            at=hall.at,
        )
    problem = raise_criticism(
        said, Wording("到课堂听课少", "", "一个学期听课次数不到规定的一半"), by=hall.clerk, at=hall.at
    )
    assert (problem.source, problem.owner_id) == ("mutual", hall.school.pk)
    with pytest.raises(Conflict, match=problem.number):
        raise_criticism(said, Wording("到课堂听课少", ""), by=hall.clerk, at=hall.at)
    promised = raise_promise(meeting, Wording("每周进两个班", "", "本人承诺"), by=hall.clerk, at=hall.at)
    assert promised.source == "own"


def test_the_facts_of_a_meeting_that_stands(hall: Hall, django_assert_num_queries: object) -> None:
    hall.closed(absent=1)
    known = facts([hall.part], TODAY)[hall.part.pk]
    assert (known["meeting.held"].value, known["meeting.quorum_share"].value) == (True, 0.8333)
    assert known["meeting.quorum_share"].n == 6
    assert facts([hall.part], date(2014, 5, 22))[hall.part.pk]["meeting.held"].value is False


def test_guests_are_named_by_office_and_count_for_no_quorum(hall: Hall) -> None:
    meeting = hall.notified()
    guest = add_guest(meeting, SeatKind.INSPECTOR, "督导组副组长", by=hall.clerk, at=hall.at)
    assert (guest.account_id, quorum(meeting).due) == (None, 6)
    with pytest.raises(BadInput):
        add_guest(meeting, SeatKind.OBSERVER, " ", by=hall.clerk, at=hall.at)
    with pytest.raises(BadInput):
        add_guest(meeting, SeatKind.MEMBER, "某某", by=hall.clerk, at=hall.at)


def test_turns_of_a_guest(hall: Hall) -> None:
    meeting = hall.opened()
    guest = add_guest(meeting, SeatKind.INSPECTOR, "督导组副组长", by=hall.clerk, at=hall.at)
    record_turn(meeting, "comment", guest.pk, "开得有辣味", key_of(1), by=hall.clerk, at=hall.at)
    assert Turn.objects.get().seat == guest
    with pytest.raises(Refused, match="班子成员之间"):
        record_criticism(
            meeting, Entry(guest.pk, hall.seats(meeting)[0].pk, "x"), key_of(2), by=hall.clerk, at=hall.at
        )


def test_a_closed_account_loses_nothing(hall: Hall) -> None:
    meeting = hall.closed()
    Account.objects.filter(pk=hall.accounts["fuxiao"].pk).update(active=False)
    assert len(record_of(meeting).criticisms) == 2
