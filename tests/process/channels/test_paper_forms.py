"""Paper forms: printed with numbers and stubs, typed in once each, counted, settled; and nothing left of the scans."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from pytest_django import Settings

from huiyin.kit.errors import BadInput, Conflict, NotAllowed, Refused
from huiyin.platform.audit.models import Record
from huiyin.platform.audit.queries import chain_faults
from huiyin.platform.files.models import Attachment, StoredFile
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.answers.commands import renew_receipt
from huiyin.process.answers.models import Receipt
from huiyin.process.answers.queries import further_codes, receipt_of
from huiyin.process.channels.access import get_batch, get_scan, visible_batches
from huiyin.process.channels.commands import (
    close_batch,
    forget_old_scans,
    hand_back_sealed,
    keep_scans,
    print_sheets,
    seal_opinion,
    set_sheet_aside,
    skip_scan,
    type_sheet,
)
from huiyin.process.channels.commands import typing_in as typing
from huiyin.process.channels.models import PaperBatch, PaperScan, PaperSheet, PaperStub, TakenDown
from huiyin.process.channels.queries import batch_rows, pages_of, stub_of
from huiyin.process.channels.rules.paper import MOST_COPIES, MOST_ROWS, Order, Row, SheetState
from huiyin.process.opinions.models import Opinion
from huiyin.process.opinions.queries import balance, sealed_faults
from huiyin.process.sealed.models import SealedMatter
from tests.process.channels.papered import DAY, pages, printed_batch, scan, sheet
from tests.world import World

pytestmark = pytest.mark.django_db
NONCE = b"t" * 16
Commit = Callable[..., AbstractContextManager[object]]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Settings) -> Path:
    settings.HUIYIN_FILES = str(tmp_path / "files")
    return tmp_path / "files"


def lying(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def dump() -> str:
    """Every word of every table of ours."""
    with connection.cursor() as cursor:
        names = [
            name for name in connection.introspection.table_names(cursor) if not name.startswith("sqlite")
        ]
        rows = []
        for name in names:
            cursor.execute(f'SELECT * FROM "{name}"')
            rows.append(repr(cursor.fetchall()))
    return "\n".join(rows)


def test_every_sheet_has_a_number_and_a_stub_and_of_the_codes_nothing_is_kept(world: World) -> None:
    batch, sheets = printed_batch(world, 40)
    assert len({one.number for one in sheets}) == len({one.code for one in sheets}) == 40
    assert PaperSheet.objects.filter(batch=batch).count() == 40
    kept = dump()
    for one in sheets:
        assert one.code not in kept
        assert stub_of(one.code) is not None


def test_from_a_sheet_to_its_stub_nothing_leads_but_the_key(world: World, settings: Settings) -> None:
    """No column of a stub is one of a sheet, their orders differ, and under another key the number makes another code."""
    _, sheets = printed_batch(world, 40)
    by_number = [one.code for one in sheets]
    stubs = list(PaperStub.objects.order_by("code_hash"))
    assert [stub.code_hash for stub in stubs] == [row.code_hash for row in PaperStub.objects.all()]
    found = {stub_of(code).code_hash: at for at, code in enumerate(by_number)}  # type: ignore[union-attr]
    places = [found[stub.code_hash] for stub in stubs]
    assert places != sorted(places)
    settings.HUIYIN_GIVERS_KEY = "another " * 8
    again, _ = printed_batch(world)
    assert not {one.code for one in typing_codes(again)} & set(by_number)


def typing_codes(batch: PaperBatch) -> list[object]:
    from huiyin.process.channels.commands.printing import _same_sheets  # noqa: PLC0415 - the same numbers, another key

    return list(_same_sheets(batch))


def test_numbers_follow_no_count(world: World) -> None:
    _, sheets = printed_batch(world, 60)
    heads = {one.number[:3] for one in sheets}
    assert len(heads) > 50


def test_the_same_order_twice_is_one_batch_until_a_sheet_is_back(world: World) -> None:
    first, sheets = printed_batch(world)
    again, same = printed_batch(world)
    assert (first.pk, sheets) == (again.pk, same)
    assert Record.objects.filter(act="sheets.printed").count() == 1
    type_sheet(first, sheet(sheets[0].number, "菜价涨了两次"), nonce=NONCE, by=world.office, at=world.at)
    with pytest.raises(Refused, match="另印一批"):
        printed_batch(world)


@pytest.mark.parametrize(
    "change",
    [{"copies": 0}, {"copies": MOST_COPIES + 1}, {"name": " "}, {"name": "名" * 81}, {"giver_kind": "martian"},
     {"hand_in_by": date(2014, 5, 1)}],
)  # fmt: skip
def test_what_can_t_be_printed_leaves_nothing(world: World, change: dict[str, object]) -> None:
    order = replace(Order("三中·家长", 5), **change)  # type: ignore[arg-type]
    with pytest.raises(BadInput):
        print_sheets(world.campaign, world.school, order, nonce=NONCE, by=world.office, at=world.at)
    assert not PaperBatch.objects.exists()


def test_nothing_is_printed_about_the_unit_whose_own_office_would_type_it(world: World) -> None:
    with pytest.raises(BadInput, match="督导组"):
        print_sheets(
            world.campaign, world.bureau, Order("局机关", 5), nonce=NONCE, by=world.office, at=world.at
        )


def test_only_who_manages_channels_prints(world: World) -> None:
    with pytest.raises(NotAllowed):
        print_sheets(world.campaign, world.school, Order("三中", 5), nonce=NONCE, by=world.clerk, at=world.at)


def test_a_sheet_is_typed_in_verbatim_and_its_stub_becomes_the_receipt(world: World) -> None:
    batch, sheets = printed_batch(world)
    one = sheets[0]
    row = Row(" 食堂的菜价\n涨了两次 ", (("对象", "班子"), ("类别", "官僚主义"), ("意见建议", "")))
    told = replace(sheet(one.number), rows=(row,))
    assert type_sheet(batch, told, nonce=NONCE, by=world.office, at=world.at)
    opinion = Opinion.objects.get()
    assert opinion.body == " 食堂的菜价\n涨了两次 \n对象：班子\n类别：官僚主义"
    assert (opinion.raised_on, opinion.entered_on) == (DAY, date(2014, 5, 23))
    assert (opinion.channel, opinion.giver_kind, opinion.about_id) == ("form", "parent", world.school.pk)
    down = TakenDown.objects.get()
    assert (down.way, down.batch_id, down.by) == ("paper", batch.pk, world.office.code)
    receipt = receipt_of(one.code)
    assert receipt is not None
    assert (receipt.matter, receipt.once) == (opinion.pk, True)
    assert stub_of(one.code) is None
    assert balance(world.campaign).received == 1
    assert not list(chain_faults())
    assert not list(sealed_faults())


def test_several_matters_of_one_sheet_are_opinions_of_their_own_behind_one_stub(world: World) -> None:
    batch, sheets = printed_batch(world)
    type_sheet(
        batch,
        sheet(sheets[0].number, "菜价涨了", "校车晚点", "灯一直闪"),
        nonce=NONCE,
        by=world.office,
        at=world.at,
    )
    batch.refresh_from_db()
    assert (batch.typed, batch.said) == (1, 3)
    bodies = {opinion.pk: opinion.body for opinion in Opinion.objects.all()}
    receipt = receipt_of(sheets[0].code)
    assert receipt is not None
    code = renew_receipt(receipt, sheets[0].code, nonce=b"r" * 16, at=world.at)
    assert receipt_of(sheets[0].code) is None
    assert further_codes(sheets[0].code) == []
    matters = [receipt_of(one) for one in (code, *further_codes(code))]
    assert [bodies[one.matter] for one in matters if one] == ["菜价涨了", "校车晚点", "灯一直闪"]
    assert not any(one.once for one in matters if one)


def test_a_sheet_that_came_with_its_stub_gets_no_receipt(world: World) -> None:
    batch, sheets = printed_batch(world)
    told = sheet(sheets[0].number, "菜价涨了", stub_there=True)
    type_sheet(batch, told, nonce=NONCE, by=world.office, at=world.at)
    assert Opinion.objects.count() == 1
    assert receipt_of(sheets[0].code) is None
    assert stub_of(sheets[0].code) is None


def test_the_same_sheet_twice_is_refused_and_the_same_form_twice_is_one(world: World) -> None:
    batch, sheets = printed_batch(world)
    told = sheet(sheets[0].number, "菜价涨了")
    assert type_sheet(batch, told, nonce=NONCE, by=world.office, at=world.at)
    assert not type_sheet(batch, told, nonce=NONCE, by=world.office, at=world.at)
    with pytest.raises(Refused, match="录过"):
        type_sheet(batch, told, nonce=b"u" * 16, by=world.office, at=world.at)
    other, _ = printed_batch(world, nonce=b"q" * 16)
    with pytest.raises(Refused, match="另一批"):
        type_sheet(other, sheet(sheets[1].number, "灯坏了"), nonce=b"v" * 16, by=world.office, at=world.at)
    assert Opinion.objects.count() == 1


@pytest.mark.parametrize(
    "change",
    [{"rows": ()}, {"rows": (Row("菜"),)}, {"rows": (Row("字" * 7001),)}, {"rows": (Row("菜价涨了"),) * (MOST_ROWS + 1)},
     {"rows": (Row("菜价涨了"), Row("贵"))}, {"written_on": None}, {"written_on": date(2014, 5, 24)},
     {"giver_kind": "martian"}],
)  # fmt: skip
def test_of_a_sheet_all_is_kept_or_nothing(world: World, change: dict[str, object]) -> None:
    batch, sheets = printed_batch(world)
    told = replace(sheet(sheets[0].number, "菜价涨了"), **change)  # type: ignore[arg-type]
    with pytest.raises(BadInput):
        type_sheet(batch, told, nonce=NONCE, by=world.office, at=world.at)
    batch.refresh_from_db()
    assert (batch.typed, batch.said) == (0, 0)
    assert not Opinion.objects.exists()
    assert stub_of(sheets[0].code) is not None


@pytest.mark.parametrize("at_call", ["take_opinion", "issue_receipt", "record"])
def test_whatever_breaks_in_the_middle_leaves_nothing_half_there(
    world: World, monkeypatch: pytest.MonkeyPatch, at_call: str
) -> None:
    batch, sheets = printed_batch(world)
    told = sheet(sheets[0].number, "菜价涨了", "校车晚点")
    real, calls = getattr(typing, at_call), []

    def dying(*args: object, **more: object) -> object:
        calls.append(1)
        if at_call == "record" or len(calls) == 2:
            raise KeyboardInterrupt
        return real(*args, **more)

    monkeypatch.setattr(typing, at_call, dying)
    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        type_sheet(batch, told, nonce=NONCE, by=world.office, at=world.at)
    monkeypatch.undo()
    assert not Opinion.objects.exists()
    assert not Receipt.objects.exists()
    assert PaperSheet.objects.get(number=told.number).state == SheetState.OUT
    assert stub_of(sheets[0].code) is not None
    batch.refresh_from_db()
    assert (batch.typed, batch.said) == (0, 0)
    assert type_sheet(batch, told, nonce=NONCE, by=world.office, at=world.at)


def test_a_sheet_is_set_aside_said_otherwise_and_typed_in_after_all(world: World) -> None:
    batch, sheets = printed_batch(world)
    one = sheets[0]
    set_sheet_aside(batch, one.number, SheetState.BLANK, by=world.office, at=world.at)
    set_sheet_aside(batch, one.number, SheetState.UNREADABLE, by=world.office, at=world.at)
    batch.refresh_from_db()
    assert (batch.blank, batch.unreadable, batch.back) == (0, 1, 1)
    stub = stub_of(one.code)
    assert stub is not None
    assert stub.state == "unreadable"
    with pytest.raises(Refused, match="看不清"):
        set_sheet_aside(batch, one.number, SheetState.UNREADABLE, by=world.office, at=world.at)
    with pytest.raises(BadInput):
        set_sheet_aside(batch, one.number, SheetState.OUT, by=world.office, at=world.at)
    type_sheet(batch, sheet(one.number, "菜价涨了"), nonce=NONCE, by=world.office, at=world.at)
    batch.refresh_from_db()
    assert (batch.typed, batch.unreadable) == (1, 0)
    assert receipt_of(one.code) is not None


def test_settled_its_numbers_are_fixed_and_add_up(world: World) -> None:
    batch, sheets = printed_batch(world, 6)
    type_sheet(batch, sheet(sheets[0].number, "菜价涨了"), nonce=NONCE, by=world.office, at=world.at)
    set_sheet_aside(batch, sheets[1].number, SheetState.BLANK, by=world.office, at=world.at)
    set_sheet_aside(batch, sheets[2].number, SheetState.VOID, by=world.office, at=world.at)
    with pytest.raises(BadInput, match="至多 3 份"):
        close_batch(batch, unused=4, by=world.office, at=world.at)
    close_batch(batch, unused=1, by=world.office, at=world.at)
    batch.refresh_from_db()
    assert (batch.copies, batch.given_out, batch.back, batch.missing) == (6, 4, 2, 2)
    facts = json.loads(Record.objects.get(act="batch.closed").facts)
    assert facts == {
        "copies": 6, "given_out": 4, "back": 2, "typed": 1, "unreadable": 0, "blank": 1, "void": 1, "scans": 0,
    }  # fmt: skip
    with pytest.raises(Conflict):
        close_batch(batch, unused=0, by=world.office, at=world.at)
    late = sheet(sheets[3].number, "灯坏了")
    with pytest.raises(Refused, match="结清"):
        type_sheet(batch, late, nonce=b"l" * 16, by=world.office, at=world.at)
    with pytest.raises(Refused, match="结清"):
        keep_scans(batch, pages(1), nonce=b"k" * 16, by=world.office, at=world.at)
    assert PaperSheet.objects.get(number=late.number).state == SheetState.OUT
    with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
        PaperBatch.objects.filter(pk=batch.pk).update(typed=2)
    with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
        PaperBatch.objects.filter(pk=batch.pk).delete()


def test_the_database_holds_that_no_more_come_back_than_were_printed(world: World) -> None:
    batch, _ = printed_batch(world, 2)
    with pytest.raises(IntegrityError), transaction.atomic():
        PaperBatch.objects.filter(pk=batch.pk).update(typed=3)


def test_the_record_says_that_a_sheet_was_typed_and_not_which(world: World) -> None:
    batch, sheets = printed_batch(world)
    type_sheet(batch, sheet(sheets[0].number, "菜价涨了"), nonce=NONCE, by=world.office, at=world.at)
    set_sheet_aside(batch, sheets[1].number, SheetState.BLANK, by=world.office, at=world.at)
    opinion = Opinion.objects.get()
    told = str(list(Record.objects.values_list("subject", "facts")))
    for secret in (sheets[0].number, sheets[1].number, sheets[0].code, str(opinion.pk), opinion.digest):
        assert secret not in told


def test_scans_lie_beside_the_form_once_and_say_nothing_of_sheet_or_opinion(
    world: World, folder: Path
) -> None:
    batch, sheets = printed_batch(world)
    assert keep_scans(batch, pages(2), nonce=b"k" * 16, by=world.office, at=world.at) == 2
    assert keep_scans(batch, pages(2), nonce=b"k" * 16, by=world.office, at=world.at) == 0
    first, second = pages_of(batch)
    type_sheet(
        batch, sheet(sheets[0].number, "菜价涨了"), scan=first[0], nonce=NONCE, by=world.office, at=world.at
    )
    skip_scan(batch, second[0], by=world.office, at=world.at)
    assert [done for _, _, done in pages_of(batch)] == [True, True]
    assert len(lying(folder)) == 2
    row = PaperScan.objects.filter(pk=first[0]).values().get()
    assert set(row) == {"attachment_id", "batch_id", "place", "done", "key", "kept_until"}
    with pytest.raises(BadInput):
        keep_scans(batch, [], nonce=b"m" * 16, by=world.office, at=world.at)


def test_of_the_scans_of_a_settled_batch_nothing_remains(
    world: World, folder: Path, django_capture_on_commit_callbacks: Commit
) -> None:
    batch, _ = printed_batch(world)
    keep_scans(batch, pages(3), nonce=b"k" * 16, by=world.office, at=world.at)
    assert len(lying(folder)) == 3
    with django_capture_on_commit_callbacks(execute=True):
        assert close_batch(batch, unused=0, by=world.office, at=world.at) == 3
    assert not PaperScan.objects.exists()
    assert not Attachment.objects.exists()
    assert not StoredFile.objects.exists()
    assert lying(folder) == []


def test_of_scans_whose_days_are_over_nothing_remains_though_nobody_settled_the_batch(
    world: World, folder: Path, django_capture_on_commit_callbacks: Commit
) -> None:
    batch, _ = printed_batch(world)
    keep_scans(batch, pages(2), nonce=b"k" * 16, by=world.office, at=world.at)
    assert forget_old_scans(by=world.office, at=world.at + timedelta(days=30)) == 0
    assert len(lying(folder)) == 2
    with django_capture_on_commit_callbacks(execute=True):
        assert forget_old_scans(by=world.office, at=world.at + timedelta(days=31)) == 2
    assert not PaperScan.objects.exists()
    assert not Attachment.objects.exists()
    assert lying(folder) == []
    assert Record.objects.filter(act="scans.forgotten").count() == 1


def test_a_unit_s_own_people_neither_see_scans_nor_type(world: World) -> None:
    """Its clerk sees no batch; an office of its own sees that there is one, and no figure before it is settled or below five."""
    batch, sheets = printed_batch(world)
    keep_scans(batch, pages(1), nonce=b"k" * 16, by=world.office, at=world.at)
    page = pages_of(batch)[0][0]
    own = Actor("own", Role.OFFICE, world.school.path)
    member = Actor("member", Role.OFFICE, own=frozenset({world.school.path}))
    assert get_scan(page, batch, by=world.office).pk == page
    assert not visible_batches((world.clerk,), world.campaign).exists()
    assert get_batch(batch.pk, actors=(own,), campaign=world.campaign) == batch
    for somebody in (world.clerk, own, member):
        for act in (
            lambda by: get_scan(page, batch, by=by),
            lambda by: keep_scans(batch, pages(1), nonce=b"x" * 16, by=by, at=world.at),
            lambda by: skip_scan(batch, page, by=by, at=world.at),
            lambda by: type_sheet(
                batch, sheet(sheets[0].number, "菜价涨了"), nonce=NONCE, by=by, at=world.at
            ),
            lambda by: set_sheet_aside(batch, sheets[0].number, SheetState.BLANK, by=by, at=world.at),
            lambda by: close_batch(batch, unused=0, by=by, at=world.at),
        ):
            with pytest.raises(NotAllowed):
                act(somebody)
    assert not Opinion.objects.exists()
    for number, one in enumerate(sheets[:4]):
        type_sheet(
            batch, sheet(one.number, "菜价涨了"), nonce=bytes([number] * 16), by=world.office, at=world.at
        )
    batch.refresh_from_db()
    assert batch_rows([batch], world.campaign, actors=(own,))[0].back is None
    assert batch_rows([batch], world.campaign, actors=(world.office,))[0].back == 4
    close_batch(batch, unused=0, by=world.office, at=world.at)
    batch.refresh_from_db()
    assert batch_rows([batch], world.campaign, actors=(own,))[0].back is None


def test_sealed_off_and_handed_back_it_still_came_on_paper(world: World) -> None:
    batch, sheets = printed_batch(world)
    type_sheet(batch, sheet(sheets[0].number, "菜价涨了"), nonce=NONCE, by=world.office, at=world.at)
    opinion = Opinion.objects.select_related("campaign__root", "about").get()
    seal_opinion(opinion, by=world.office, at=world.at)
    batch.refresh_from_db()
    assert batch.typed == 1
    officer = Actor("jijian", Role.DISCIPLINE)
    matter = SealedMatter.objects.select_related("campaign__root", "about").get()
    hand_back_sealed(matter, "没有指名", by=officer, at=world.at)
    assert TakenDown.objects.get().batch_id == batch.pk


def test_metadata_of_a_scan_is_gone(world: World, folder: Path) -> None:
    batch, _ = printed_batch(world)
    keep_scans(batch, pages(1), nonce=b"k" * 16, by=world.office, at=world.at)
    assert scan() != lying(folder)[0].read_bytes()
    assert Attachment.objects.get().name == "附件.jpg"
    assert Attachment.objects.get().by == ""
