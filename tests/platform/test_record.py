from collections.abc import Callable
from datetime import datetime
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, transaction

from huiyin.platform.audit.commands import Entry, record, record_all
from huiyin.platform.audit.models import Record
from huiyin.platform.audit.queries import chain_faults, head, head_fault
from huiyin.platform.audit.rules import parse_head

pytestmark = pytest.mark.django_db


@pytest.fixture
def no_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if no transaction were open."""
    outside = SimpleNamespace(in_atomic_block=False)
    monkeypatch.setattr("huiyin.platform.audit.commands.connection", outside)


@pytest.fixture
def three(at: datetime) -> list[Record]:
    with transaction.atomic():
        return [
            record(act="opinion.triaged", subject=f"opinion:{n}", by="office", at=at, facts={"n": n})
            for n in range(3)
        ]


def test_records_follow_each_other(three: list[Record]) -> None:
    assert [row.prev for row in three[1:]] == [row.digest for row in three[:-1]]
    assert list(chain_faults()) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_record SET by = 'x' WHERE seq = 2",
        "UPDATE audit_record SET facts = facts",
        "DELETE FROM audit_record WHERE seq = 2",
        "DELETE FROM audit_record",
    ],
)
def test_the_database_refuses_to_change_the_record(
    three: list[Record], run_sql: Callable[[str], None], statement: str
) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        run_sql(statement)
    assert Record.objects.count() == len(three)


def test_a_record_needs_the_transaction_of_its_change(at: datetime, no_transaction: None) -> None:
    with pytest.raises(RuntimeError):
        record(act="a.b", subject="s", by="office", at=at)


def test_a_printed_head_is_found_again(three: list[Record]) -> None:
    assert head().startswith("3-")
    assert head_fault(*parse_head(head())) is None


def test_a_head_of_another_chain_is_a_fault(three: list[Record]) -> None:
    fault = head_fault(3, "0" * 32)
    assert fault is not None
    assert "3" in fault.where


def test_a_record_rolls_back_with_its_change(three: list[Record], at: datetime) -> None:
    def fail() -> None:
        with transaction.atomic():
            record(act="opinion.triaged", subject="opinion:9", by="office", at=at)
            raise ArithmeticError

    with pytest.raises(ArithmeticError):
        fail()
    assert Record.objects.count() == 3
    assert list(chain_faults()) == []


def test_several_at_once_leave_what_as_many_would_one_by_one(at: datetime, three: list[Record]) -> None:
    with transaction.atomic():
        record_all([Entry("a.b", f"s:{n}", {"n": n}) for n in range(250)], by="office", at=at)
        record(act="a.c", subject="s", by="office", at=at)
        record_all([], by="office", at=at)
    assert list(chain_faults()) == []
    assert list(Record.objects.filter(act="a.b").order_by("seq").values_list("subject", flat=True)) == [
        f"s:{n}" for n in range(250)
    ]
    assert head().startswith("254-")


def test_several_at_once_need_a_transaction_too(at: datetime, no_transaction: None) -> None:
    with pytest.raises(RuntimeError):
        record_all([], by="office", at=at)
