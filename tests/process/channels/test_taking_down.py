import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from huiyin.kit.enciphering import decipher
from huiyin.kit.errors import BadInput, NotAllowed, Refused
from huiyin.platform.audit.models import Record
from huiyin.platform.audit.queries import chain_faults
from huiyin.process.answers.models import Receipt
from huiyin.process.answers.queries import receipt_of
from huiyin.process.channels.commands import record_box, record_forum, take_down_note, take_down_opinion
from huiyin.process.channels.models import BoxOpening, Contact, TakenDown
from huiyin.process.channels.models import Forum as ForumRow
from huiyin.process.channels.rules.taking_down import Box, Forum, Note, Point, Way
from huiyin.process.opinions.models import Opinion
from huiyin.process.opinions.queries import balance, sealed_faults
from tests.world import World

pytestmark = pytest.mark.django_db
DAY = date(2014, 5, 20)
NONCE = bytes(range(16))
NOTE = Note(Way.VISIT, Point("  食堂的菜价\n涨了两次 ", "parent"), "talk", DAY)
FORUM = Forum(
    DAY, "三楼", "校党支部书记", {"parent": 11, "teacher": 4, "student": 0},
    (Point("菜价涨了两次", "parent"), Point("校车晚点四十分钟")), "", "校长",
)  # fmt: skip
BOX = Box(DAY, "一楼传达室", "教导主任", "工会主席", 3, 1)


def test_a_visitor_s_words_are_kept_verbatim_with_the_day_on_which_they_were_said(world: World) -> None:
    take_down_opinion(world.campaign, world.school, NOTE, nonce=NONCE, by=world.clerk, at=world.at)
    opinion = Opinion.objects.get()
    assert opinion.body == "  食堂的菜价\n涨了两次 "
    assert (opinion.raised_on, opinion.entered_on) == (DAY, date(2014, 5, 23))
    assert (opinion.channel, opinion.giver_kind, opinion.about_id) == ("talk", "parent", None)
    row = TakenDown.objects.get()
    assert (row.way, row.host_id, row.by) == ("visit", world.school.pk, world.clerk.code)
    assert balance(world.campaign).received == 1


def test_the_visitor_s_receipt_dies_at_its_first_use_and_is_kept_as_a_hash(world: World) -> None:
    written = take_down_opinion(world.campaign, world.school, NOTE, nonce=NONCE, by=world.clerk, at=world.at)
    receipt = receipt_of(written.code)
    assert receipt is not None
    assert receipt.once
    assert receipt.matter == Opinion.objects.get().pk
    assert written.code not in str(list(Receipt.objects.values_list()))


def test_sent_twice_it_is_one_opinion(world: World) -> None:
    sent = [
        take_down_opinion(world.campaign, world.school, NOTE, nonce=NONCE, by=world.clerk, at=world.at)
        for _ in range(2)
    ]
    assert [one.again for one in sent] == [False, True]
    assert sent[0].code == sent[1].code
    assert Opinion.objects.count() == 1
    assert Record.objects.filter(act="opinion.taken_down").count() == 1


def test_the_record_says_that_something_was_written_down_and_not_what(world: World) -> None:
    take_down_opinion(world.campaign, world.school, NOTE, nonce=NONCE, by=world.clerk, at=world.at)
    opinion, entry = Opinion.objects.get(), Record.objects.get(act="opinion.taken_down")
    assert entry.by == world.clerk.code
    told = f"{entry.subject}{entry.facts}"
    assert str(opinion.pk) not in told
    assert opinion.digest not in told
    assert json.loads(entry.facts) == {"unit": world.school.pk}
    assert not list(chain_faults())
    assert not list(sealed_faults())


def test_what_another_office_passes_on_keeps_its_number_and_gets_no_receipt(world: World) -> None:
    note = replace(NOTE, way=Way.FORWARDED, channel="supervision", reference="热线〔2014〕17 号")
    assert not take_down_opinion(
        world.campaign, world.bureau, note, nonce=NONCE, by=world.office, at=world.at
    ).code
    assert TakenDown.objects.get().reference == "热线〔2014〕17 号"
    assert not Receipt.objects.exists()


def test_a_contact_is_enciphered(world: World) -> None:
    note = replace(NOTE, contact=" 信箱 wang@example.cn ")
    take_down_opinion(world.campaign, world.school, note, nonce=NONCE, by=world.clerk, at=world.at)
    kept = Contact.objects.get().enciphered
    assert "wang" not in kept
    assert decipher(kept, key=settings.HUIYIN_GIVERS_KEY, use="contact") == "信箱 wang@example.cn"


@pytest.mark.parametrize(
    "change",
    [
        {"point": Point(" ")},
        {"point": Point("字" * 7001)},
        {"point": Point("菜价涨了", "martian")},
        {"channel": "smoke"},
        {"raised_on": None},
        {"raised_on": date(2014, 5, 24)},
        {"way": Way.FORUM},
        {"way": Way.FORWARDED},
        {"reference": "号" * 81},
        {"contact": "人" * 201},
    ],
)
def test_what_can_t_be_kept_leaves_nothing(world: World, change: dict[str, object]) -> None:
    note = replace(NOTE, **change)  # type: ignore[arg-type]
    with pytest.raises(BadInput):
        take_down_opinion(world.campaign, world.school, note, nonce=NONCE, by=world.office, at=world.at)
    assert not Opinion.objects.exists()
    assert not Receipt.objects.exists()


def test_nobody_writes_down_at_another_s_unit(world: World) -> None:
    for write in (
        lambda: take_down_opinion(
            world.campaign, world.other_school, NOTE, nonce=NONCE, by=world.clerk, at=world.at
        ),
        lambda: record_forum(
            world.campaign, world.other_school, FORUM, nonce=NONCE, by=world.clerk, at=world.at
        ),
        lambda: record_box(world.campaign, world.other_school, BOX, nonce=NONCE, by=world.clerk, at=world.at),
    ):
        with pytest.raises(NotAllowed):
            write()


def test_a_forum_is_recorded_whole_and_once(world: World) -> None:
    made = record_forum(world.campaign, world.school, FORUM, nonce=NONCE, by=world.clerk, at=world.at)
    again = record_forum(world.campaign, world.school, FORUM, nonce=NONCE, by=world.clerk, at=world.at)
    assert made.pk == again.pk
    assert (made.heads, made.there) == (15, {"parent": 11, "teacher": 4})
    assert made.leaders_away == "校长"
    said = set(Opinion.objects.values_list("body", "channel", "giver_kind", "raised_on"))
    assert said == {
        ("菜价涨了两次", "forum", "parent", DAY),
        ("校车晚点四十分钟", "forum", "", DAY),
    }
    assert TakenDown.objects.filter(forum=made).count() == 2
    assert Record.objects.filter(act="forum.recorded").count() == 1
    assert not Receipt.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        {"there": {"parent": 0}},
        {"there": {"parent": 10_000}},
        {"there": {"martian": 3}},
        {"convenor": " "},
        {"points": ()},
        {"points": (Point("菜价涨了"), Point("贵"))},
        {"points": (Point("菜价涨了"),) * 61},
        {"held_on": date(2014, 6, 1)},
        {"held_on": None},
        {"place": "楼" * 101},
        {"leaders_away": "长" * 201},
    ],
)
def test_of_a_forum_all_is_kept_or_nothing(world: World, change: dict[str, object]) -> None:
    told = replace(FORUM, **change)  # type: ignore[arg-type]
    with pytest.raises(BadInput):
        record_forum(world.campaign, world.school, told, nonce=NONCE, by=world.clerk, at=world.at)
    assert not ForumRow.objects.exists()
    assert not Opinion.objects.exists()


def test_notes_of_a_box_are_typed_in_until_all_that_can_be_read_are_in(world: World) -> None:
    box = record_box(world.campaign, world.school, BOX, nonce=NONCE, by=world.clerk, at=world.at)
    for number in range(2):
        nonce = bytes([number] * 16)
        for _ in range(2):  # the same form, sent twice
            take_down_note(
                box, Point(f"第{number}张"), nonce=nonce, by=world.clerk, at=world.at + timedelta(days=1)
            )
    box.refresh_from_db()
    assert (box.typed, box.left) == (2, 0)
    assert set(Opinion.objects.values_list("channel", "raised_on")) == {("box", DAY)}
    with pytest.raises(Refused, match="录完"):
        take_down_note(box, Point("第三张"), nonce=b"z" * 16, by=world.clerk, at=world.at)
    assert Opinion.objects.count() == 2


@pytest.mark.parametrize(
    "change",
    [
        {"second": "教导主任"},
        {"first": " "},
        {"notes": 0},
        {"blank": 4},
        {"place": ""},
        {"opened_on": date(2014, 6, 1)},
    ],
)
def test_a_box_is_opened_by_two_who_count(world: World, change: dict[str, object]) -> None:
    with pytest.raises(BadInput):
        record_box(
            world.campaign, world.school, replace(BOX, **change), nonce=NONCE, by=world.clerk, at=world.at
        )  # type: ignore[arg-type]
    assert not BoxOpening.objects.exists()


def test_the_database_holds_that_two_opened_it_and_that_a_way_has_its_place(world: World) -> None:
    box = record_box(world.campaign, world.school, BOX, nonce=NONCE, by=world.clerk, at=world.at)
    take_down_note(box, Point("第一张"), nonce=b"n" * 16, by=world.clerk, at=world.at)
    for rows, change in (
        (BoxOpening.objects.all(), {"second": "教导主任"}),
        (BoxOpening.objects.all(), {"blank": 9}),
        (TakenDown.objects.all(), {"box": None}),
        (TakenDown.objects.all(), {"way": "forum"}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)  # type: ignore[attr-defined]
