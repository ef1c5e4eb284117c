"""Writing many rows of one table at once.

Django's bulk_create spends three quarters of an import's time on making and compiling model instances that nobody looks at.
This writes the same rows with one prepared statement. Constraints, triggers and generated columns hold for it as for
every other; only commands use it, and only for INSERT (docs/decisions/0002).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from datetime import date, datetime
from functools import lru_cache
from itertools import islice
from typing import cast

from django.db import connection, transaction
from django.db.models import DateField, DateTimeField, Field, JSONField, Model

from huiyin.platform.planned import planned_cursor

_ROWS_AT_ONCE = 50_000

Value = object
Adapter = Callable[[Value], Value]


def insert_many(
    model: type[Model],
    columns: Sequence[str],
    rows: Iterable[Sequence[Value]],
    same: Mapping[str, Value] | None = None,
) -> None:
    """Insert `rows`, each with a value for every one of `columns` (field names; foreign keys as `…_id`).

    `same` are the fields that have one value in all rows. Fields that are named in neither must be nullable, generated or
    automatic. Memory: one adapted tuple for each of some thousand rows.
    """
    shared = same or {}
    tail = tuple(
        adapt(value) for adapt, value in zip(_adapters(model, tuple(shared)), shared.values(), strict=True)
    )
    adapters = _adapters(model, tuple(columns))
    values: Iterator[tuple[Value, ...]]
    if all(adapt is _as_it_is for adapt in adapters):
        values = ((*row, *tail) for row in rows)
    else:
        values = (
            (*(adapt(value) for adapt, value in zip(adapters, row, strict=True)), *tail) for row in rows
        )
    names = (*columns, *shared)
    while block := list(islice(values, _ROWS_AT_ONCE)):
        if connection.vendor == "postgresql":
            _copy(_copy_statement(model, names), block)
            continue
        with connection.cursor() as cursor:
            cursor.executemany(_insert_statement("sqlite", model, names, ()), block)  # type: ignore[arg-type]


@lru_cache(maxsize=64)
def _copy_statement(model: type[Model], names: tuple[str, ...]) -> str:
    quote = connection.ops.quote_name
    columns = ", ".join(quote(_field(model, name).column) for name in names)
    return f"COPY {quote(model._meta.db_table)} ({columns}) FROM STDIN"


def insert_row(model: type[Model], row: Mapping[str, Value], *, unless: Sequence[str] = ()) -> bool:
    """Insert one row, given by field names (foreign keys as `…_id`), without making an instance of it; errors are Django's.

    `unless` names fields that are unique together: where a row has this one's values there, nothing is written and False comes back.
    Another transaction that is about to write the same values is waited for.
    """
    statement = _insert_statement(connection.vendor, model, tuple(row), tuple(unless))
    with connection.cursor() as cursor:
        cursor.execute(statement, _values(model, row))  # type: ignore[arg-type]
        return bool(cursor.rowcount == 1)


Row = tuple[type[Model], Mapping[str, Value]]


def insert_rows(rows: Sequence[Row], *, unless: Sequence[str] = ()) -> bool:
    """Insert a row each of several tables, in this order, whole or not at all; errors are Django's. One query on PostgreSQL, one a row on
    SQLite.

    `unless` is of the first row, as in `insert_row`: where there is one like it already, none of the rows is written and False comes back.
    """
    if not rows:
        return True
    if connection.vendor == "postgresql":
        # One statement is a transaction: nobody has to begin and to end one, and to wait for the answers.
        with planned_cursor() as cursor:
            cursor.execute(*_whole(rows, unless))  # type: ignore[arg-type]
            found = cursor.fetchone()
        return bool(found and found[0])
    with nullcontext() if connection.in_atomic_block else transaction.atomic(), connection.cursor() as cursor:
        for at, (model, row) in enumerate(rows):
            statement = _insert_statement("sqlite", model, tuple(row), () if at else tuple(unless))
            cursor.execute(statement, _values(model, row))  # type: ignore[arg-type]
            if cursor.rowcount != 1:
                return False
    return True


def _whole(rows: Sequence[Row], unless: Sequence[str]) -> tuple[str, list[Value]]:
    """PostgreSQL's one statement for all rows, and its values."""
    statement = _statement_of_all(tuple((model, tuple(row)) for model, row in rows), tuple(unless))
    return statement, [value for model, row in rows for value in _values(model, row)]


def _values(model: type[Model], row: Mapping[str, Value]) -> list[Value]:
    return [adapt(value) for adapt, value in zip(_adapters(model, tuple(row)), row.values(), strict=True)]


@lru_cache(maxsize=64)
def _statement_of_all(
    tables: tuple[tuple[type[Model], tuple[str, ...]], ...], unless: tuple[str, ...]
) -> str:
    """PostgreSQL's statement for a row of each table: the others take their values only where the first was written; says how many were."""
    first = _insert_statement("postgresql", *tables[0], unless)
    parts = [f"kept AS ({first} RETURNING 1)"]
    for at, (model, names) in enumerate(tables[1:]):
        head, _, marks = _insert_statement("postgresql", model, names, ()).partition(" VALUES ")
        parts.append(f"row{at} AS ({head} SELECT {marks[1:-1]} FROM kept)")  # noqa: S608 - names of our own
    return f"WITH {', '.join(parts)} SELECT count(*) FROM kept"  # noqa: S608 - as above


@lru_cache(maxsize=64)
def _insert_statement(
    _vendor: str, model: type[Model], names: tuple[str, ...], unless: tuple[str, ...]
) -> str:
    quote = connection.ops.quote_name
    columns = ", ".join(quote(_field(model, name).column) for name in names)
    marks = ", ".join(["%s"] * len(names))
    unique = ", ".join(quote(_field(model, name).column) for name in unless)
    kept = f" ON CONFLICT ({unique}) DO NOTHING" if unless else ""
    return f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({marks}){kept}"  # noqa: S608 - names of our own


@lru_cache(maxsize=64)
def _adapters(model: type[Model], names: tuple[str, ...]) -> list[Adapter]:
    return [_adapter(_field(model, name)) for name in names]


def _copy(statement: str, values: list[tuple[Value, ...]]) -> None:
    """PostgreSQL's own way for many rows: six times faster than statements, with the same constraints and triggers."""
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in values:
            copy.write_row(row)


def _field(model: type[Model], name: str) -> "Field[Value, Value]":
    field = model._meta.get_field(name)
    if not isinstance(field, Field):
        raise TypeError(f"{name} is no column of {model.__name__}")
    return field


def _adapter(field: "Field[Value, Value]") -> Adapter:
    if isinstance(field, JSONField):
        return lambda value: connection.ops.adapt_json_value(value, None)
    if isinstance(field, DateTimeField):  # before DateField, of which it is one
        return lambda value: connection.ops.adapt_datetimefield_value(cast(datetime, value))
    if isinstance(field, DateField):
        return lambda value: connection.ops.adapt_datefield_value(cast(date, value))
    return _as_it_is


def _as_it_is(value: Value) -> Value:
    return value


@contextmanager
def gone_for_good(*tables: str) -> Iterator[None]:
    """Words that are erased inside are afterwards in no part of the file: SQLite overwrites what is freed and empties its log, PostgreSQL
    vacuums the tables. Inside a transaction, which is a test's, neither can."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")
    yield
    if connection.in_atomic_block:
        return
    empty_log()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA secure_delete = OFF")
        else:
            cursor.execute(f"VACUUM {', '.join(tables)}")


def empty_log() -> None:
    """Empty SQLite's write-ahead log, which holds pages as they were before a deletion, in the order of writing. Outside a transaction."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
