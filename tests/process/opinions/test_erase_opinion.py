from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from huiyin.kit.errors import Conflict, NotAllowed, Refused
from huiyin.platform.audit.models import Record
from huiyin.platform.texts.models import Band, IndexedText
from huiyin.process.opinions.commands import group_opinions, sweep_opinions, withdraw_opinion
from huiyin.process.opinions.models import Group, Opinion, Suggestion, Tombstone
from huiyin.process.opinions.queries import balance, sealed_faults
from huiyin.process.problems.commands import erase_opinion
from tests.world import World

pytestmark = pytest.mark.django_db

CLEAR = "UPDATE opinions_opinion SET title = NULL, body = NULL, salt = NULL"


def expire(opinion: Opinion) -> None:
    Opinion.objects.filter(pk=opinion.pk).update(retain_until=date(2014, 5, 22))
    opinion.refresh_from_db()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE opinions_opinion SET body = 'x'",
        "UPDATE opinions_opinion SET title = 'x'",
        "UPDATE opinions_opinion SET digest = 'x'",
        "UPDATE opinions_opinion SET salt = 'x'",
        "UPDATE opinions_opinion SET body = NULL",
        "UPDATE opinions_opinion SET raised_on = '2014-01-01'",
        "UPDATE opinions_opinion SET source_id = '9'",
        "UPDATE opinions_opinion SET channel_as_written = 'x'",
        "UPDATE opinions_opinion SET unit_as_written = 'x'",
        CLEAR,
        "DELETE FROM opinions_opinion",
    ],
)
def test_the_database_refuses_to_change_or_delete_the_words(
    world: World, run_sql: Callable[[str], None], statement: str
) -> None:
    world.take("食堂饭菜太贵")
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        run_sql(statement)
    assert Opinion.objects.get().body == "食堂饭菜太贵"


def test_the_database_wants_a_tombstone_even_when_retention_is_over(
    world: World, run_sql: Callable[[str], None]
) -> None:
    expire(world.take("食堂饭菜太贵")[0])
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        run_sql(CLEAR)


def test_the_database_wants_retention_over_unless_the_deletion_is_lawful(
    world: World, run_sql: Callable[[str], None]
) -> None:
    opinion = world.take("食堂饭菜太贵")[0]
    Opinion.objects.filter(pk=opinion.pk).update(retain_until=date(2999, 1, 1))
    Tombstone.objects.create(opinion=opinion, lawful=False, ground="到期", by="office", on=date(2014, 5, 23))
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        run_sql(CLEAR)


def test_a_tombstone_does_not_let_the_words_become_other_words(
    world: World, run_sql: Callable[[str], None]
) -> None:
    opinion = world.take("食堂饭菜太贵")[0]
    Tombstone.objects.create(
        opinion=opinion, lawful=True, ground="本人依法申请", by="office", on=date(2014, 5, 23)
    )
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        run_sql("UPDATE opinions_opinion SET body = '食堂饭菜很好'")


def test_words_turn_to_nothing_once_retention_is_over(world: World) -> None:
    opinion = world.take("食堂饭菜太贵，问了三次没人管")[0]
    sweep_opinions(world.campaign, by=world.office, at=world.at)
    expire(opinion)
    erase_opinion(opinion, ground="保存期满", lawful=False, by=world.office, at=world.at)
    opinion.refresh_from_db()
    assert (opinion.title, opinion.body, opinion.salt, opinion.text) == (None, None, None, "")
    assert not Suggestion.objects.exists()
    assert not Band.objects.exists()
    assert not IndexedText.objects.exists()


def test_the_count_and_the_seal_outlive_the_words(world: World) -> None:
    opinion = world.take("食堂饭菜太贵", "作业太多")[0]
    erase_opinion(opinion, ground="本人依法申请", lawful=True, by=world.office, at=world.at)
    assert balance(world.campaign).received == 2
    assert list(sealed_faults()) == []


def test_the_record_does_not_keep_what_the_ground_quotes(world: World) -> None:
    opinion = world.take("食堂饭菜太贵")[0]
    erase_opinion(opinion, ground="本人要求删去“食堂饭菜太贵”", lawful=True, by=world.office, at=world.at)
    assert "食堂" not in Record.objects.get(act="opinion.erased").facts


def test_words_that_went_past_the_rule_are_found(world: World, run_sql: Callable[[str], None]) -> None:
    """Whoever has the database can drop its triggers and empty a row: the record has no erasure of it."""
    opinion = world.take("食堂饭菜太贵", "作业太多")[0]
    drop = {
        "sqlite": "DROP TRIGGER opinions_opinion_no_update",
        "postgresql": "SET LOCAL session_replication_role = replica",
    }
    run_sql(drop[connection.vendor])
    run_sql(f"{CLEAR} WHERE id = {opinion.pk}")
    assert [fault.where for fault in sealed_faults()] == [f"意见 {opinion.pk}"]


def test_a_row_can_not_be_replaced_by_its_key(world: World, run_sql: Callable[[str], None]) -> None:
    if connection.vendor != "sqlite":
        return  # PostgreSQL has no INSERT OR REPLACE
    world.take("食堂饭菜太贵")
    columns = [field.column for field in Opinion._meta.concrete_fields if not field.generated]
    values = ", ".join(
        "id + 1" if column == "id" else "'一切都好'" if column == "body" else column for column in columns
    )
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        run_sql(
            f"INSERT OR REPLACE INTO opinions_opinion ({', '.join(columns)}) SELECT {values} FROM opinions_opinion"
        )


def test_a_group_does_not_go_on_quoting_what_is_gone(world: World) -> None:
    one, _ = world.take("食堂饭菜太贵，问了三次没人管", "食堂饭菜太贵，问了三次没有人管")
    sweep_opinions(world.campaign, by=world.office, at=world.at)
    group_opinions(world.campaign, by=world.office, at=world.at)
    assert Group.objects.get().title
    erase_opinion(one, ground="本人依法申请", lawful=True, by=world.office, at=world.at)
    assert Group.objects.get().title == ""


def test_a_title_goes_with_the_last_words_whosever_it_was(world: World) -> None:
    both = world.take("食堂饭菜太贵，问了三次没人管", "食堂饭菜太贵，问了三次没有人管")
    sweep_opinions(world.campaign, by=world.office, at=world.at)
    group_opinions(world.campaign, by=world.office, at=world.at)
    Group.objects.update(title="另一位说的，后来分出去了")
    titles = []
    for one in both:
        erase_opinion(one, ground="本人依法申请", lawful=True, by=world.office, at=world.at)
        titles.append(Group.objects.get().title)
    assert titles == ["另一位说的，后来分出去了", ""]


def test_a_group_that_nobody_is_in_any_more_keeps_no_title(world: World) -> None:
    one, _ = world.take("食堂饭菜太贵，问了三次没人管", "食堂饭菜太贵，问了三次没有人管")
    sweep_opinions(world.campaign, by=world.office, at=world.at)
    group_opinions(world.campaign, by=world.office, at=world.at)
    assert Group.objects.get().title
    withdraw_opinion(one, by=world.office, at=world.at)
    group_opinions(world.campaign, by=world.office, at=world.at)
    assert list(Group.objects.values_list("title", "givers")) == [("", 0)]


def test_it_refuses_before_the_time(world: World) -> None:
    opinion = world.take("食堂饭菜太贵")[0]
    with pytest.raises(Refused, match="保存期"):
        erase_opinion(opinion, ground="不好听", lawful=False, by=world.office, at=world.at)
    with pytest.raises(Refused, match="依据"):
        erase_opinion(opinion, ground=" ", lawful=True, by=world.office, at=world.at)
    assert Opinion.objects.get().body == "食堂饭菜太贵"


def test_it_happens_once(world: World) -> None:
    opinion = world.take("食堂饭菜太贵")[0]
    erase_opinion(opinion, ground="依法", lawful=True, by=world.office, at=world.at)
    with pytest.raises(Conflict):
        erase_opinion(opinion, ground="依法", lawful=True, by=world.office, at=world.at + timedelta(days=1))


def test_an_administrator_can_not(world: World) -> None:
    opinion = world.take("食堂饭菜太贵")[0]
    with pytest.raises(NotAllowed):
        erase_opinion(opinion, ground="依法", lawful=True, by=world.administrator, at=world.at)


@pytest.mark.parametrize(
    "statement", ["UPDATE opinions_tombstone SET ground = 'x'", "DELETE FROM opinions_tombstone"]
)
def test_a_tombstone_stays(world: World, run_sql: Callable[[str], None], statement: str) -> None:
    opinion = world.take("食堂饭菜太贵")[0]
    erase_opinion(opinion, ground="依法", lawful=True, by=world.office, at=world.at)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        run_sql(statement)
