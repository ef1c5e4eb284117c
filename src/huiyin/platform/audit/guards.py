"""What the database itself refuses, on both engines: triggers as migration operations.

SQLite rebuilds a table for most schema changes and drops its triggers with the old one; tests/shape/test_guards.py
holds every guarded table against a hand-written UPDATE and DELETE, so a migration that forgets to lay them again fails.
"""

from collections.abc import Sequence

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

_POSTGRES_REFUSAL = """
CREATE OR REPLACE FUNCTION huiyin_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'huiyin: % on % is refused: %', TG_OP, TG_TABLE_NAME, TG_ARGV[0]; END $$
"""

_SQLITE_TODAY = "date('now', '+8 hours')"
_POSTGRES_TODAY = "(now() AT TIME ZONE 'Asia/Shanghai')::date"


class Statements(Operation):
    """Statements for the engine at hand, and no change of any model.

    Not RunPython, which draws every model of the project anew before it runs: a third of the time of an empty database.
    """

    reduces_to_sql = True
    reversible = True
    sqlite: Sequence[str]
    postgresql: Sequence[str]

    def __init__(self, sqlite: Sequence[str], postgresql: Sequence[str]) -> None:
        self.sqlite, self.postgresql = sqlite, postgresql

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Nothing changes that a model knows of."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Run the statements."""
        del app_label, from_state, to_state  # the names are Django's
        for statement in self.sqlite if schema_editor.connection.vendor == "sqlite" else self.postgresql:
            schema_editor.execute(statement, params=None)  # None: a % in a statement is a %

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """The guards stay."""


def by_engine(sqlite: Sequence[str], postgresql: Sequence[str]) -> Statements:
    """A migration operation that runs the statements of the engine at hand."""
    return Statements(sqlite, postgresql)


def append_only(table: str, keys: Sequence[str] = ("id",)) -> Statements:
    """Refuse UPDATE and DELETE (and TRUNCATE, and replacing by any of the unique `keys`) on `table`."""
    why = "append-only"
    return by_engine(
        [
            _sqlite_trigger(table, "update", f"BEFORE UPDATE ON {table}", "1", why),
            *_sqlite_no_removal(table, keys, why),
        ],
        [
            _POSTGRES_REFUSAL,
            f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION huiyin_refuse('{why}')",
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} EXECUTE FUNCTION huiyin_refuse('{why}')",
        ],
    )


def lasting(table: str, *, going: str, keys: Sequence[str]) -> Statements:
    """Refuse UPDATE, and DELETE but of rows that are `going` (a condition in terms of OLD); replacing as in append_only."""
    why = "what is kept stays as it is"
    lasting_only = f"WHEN (NOT ({going}))"
    return by_engine(
        [
            _sqlite_trigger(table, "update", f"BEFORE UPDATE ON {table}", "1", why),
            _sqlite_trigger(table, "delete", f"BEFORE DELETE ON {table}", f"NOT ({going})", why),
            _sqlite_no_removal(table, keys, why)[1],
        ],
        [
            _POSTGRES_REFUSAL,
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION huiyin_refuse('{why}')",
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
            f"FOR EACH ROW {lasting_only} EXECUTE FUNCTION huiyin_refuse('{why}')",
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} EXECUTE FUNCTION huiyin_refuse('{why}')",
        ],
    )


def frozen_text(
    table: str,
    *,
    words: Sequence[str],
    facts: Sequence[str],
    keys: Sequence[str],
    tombstones: str,
    cleared: str,
    owner: str = "id",
    retention: bool = True,
) -> Statements:
    """Refuse DELETE, every change of `facts`, and every change of `words` but the one way out of SPEC rule 1.

    The way out: `words` turn to nothing at once (`cleared`, in terms of NEW), while a row of `tombstones` (`opinion_id`,
    `lawful`) exists, and the retention (`retain_until` of the row) is over or the deletion is a lawful one. `keys` are the
    unique columns by which a row could be replaced ("a, b" for a pair). `owner` is the column that names the opinion; without
    `retention` of its own, a row goes as soon as that opinion's tombstone exists.
    """
    lapsed = "(t.lawful OR OLD.retain_until < {today})" if retention else "1 = 1"
    buried = f"EXISTS (SELECT 1 FROM {tombstones} t WHERE t.opinion_id = OLD.{owner} AND {lapsed})"
    return frozen_but(table, words=words, facts=facts, keys=keys, way_out=f"({cleared}) AND {buried}")


def frozen_but(
    table: str, *, words: Sequence[str], facts: Sequence[str], keys: Sequence[str], way_out: str
) -> Statements:
    """Refuse DELETE, every change of `facts`, and every change of `words` but by `way_out`: a condition in terms of OLD and NEW, in
    which {today} is the day in China by the database's own clock.
    """
    words_change = _differ(words)
    refused = f"({_differ(facts)}) OR (({words_change}) AND NOT ({way_out}))"
    why = "an original text never changes"
    sqlite_when = refused.format(differs="IS NOT", today=_SQLITE_TODAY)
    postgres_when = refused.format(differs="IS DISTINCT FROM", today=_POSTGRES_TODAY)
    return by_engine(
        [
            _sqlite_trigger(table, "update", f"BEFORE UPDATE ON {table}", sqlite_when, why),
            *_sqlite_no_removal(table, keys, why),
        ],
        [
            _POSTGRES_REFUSAL,
            # A trigger's WHEN can't hold a subquery on PostgreSQL, so the condition lives in a function of its own.
            f"CREATE FUNCTION {table}_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {postgres_when} THEN RAISE EXCEPTION 'huiyin: UPDATE on {table} is refused: {why}'; END IF; "
            f"RETURN NEW; END $$",
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_frozen()",
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION huiyin_refuse('{why}')",
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} EXECUTE FUNCTION huiyin_refuse('{why}')",
        ],
    )


def leaving(table: str, *, when: str) -> Statements:
    """Let rows of a table whose DELETE is refused go, on one condition in terms of OLD: it takes the place of that trigger.

    Whoever lays the table's triggers anew must lay this one, too.
    """
    why = "an original text never changes"
    refused = f"NOT ({when})"
    return by_engine(
        [
            f"DROP TRIGGER {table}_no_delete",
            _sqlite_trigger(table, "delete", f"BEFORE DELETE ON {table}", refused, why),
        ],
        [
            f"DROP TRIGGER {table}_no_delete ON {table}",
            *_postgres_refused_when(table, "delete", refused, why),
        ],
    )


def fixed_columns(
    table: str, columns: Sequence[str], *, keys: Sequence[str], once: str = "1 = 1"
) -> Statements:
    """Refuse DELETE, and every change of `columns` of a row that is fixed: always, or `once` a condition in terms of OLD holds."""
    refused = f"({once}) AND ({_differ(columns)})"
    why = "what was issued or signed never changes"
    postgres_when = refused.format(differs="IS DISTINCT FROM")
    return by_engine(
        [
            _sqlite_trigger(
                table, "update", f"BEFORE UPDATE ON {table}", refused.format(differs="IS NOT"), why
            ),
            *_sqlite_no_removal(table, keys, why),
        ],
        [
            _POSTGRES_REFUSAL,
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} "
            f"FOR EACH ROW WHEN ({postgres_when}) EXECUTE FUNCTION huiyin_refuse('{why}')",
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION huiyin_refuse('{why}')",
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} EXECUTE FUNCTION huiyin_refuse('{why}')",
        ],
    )


def closed_with(
    table: str,
    *,
    facts: Sequence[str],
    closed: str,
    grows: bool = False,
    words: Sequence[str] = (),
    way_out: str = "",
) -> Statements:
    """Refuse DELETE and every change of `facts` of a row that is closed, and new rows under what is closed unless it `grows`.

    `closed` is a condition in terms of `{row}` (OLD or NEW): of the row's own state, or of what it belongs to. Columns beside
    `facts` stay free: what a closed record led to is written beside its words. `words` change by `way_out` alone, as in frozen_but.
    """
    why = "a closed record stays as it was"
    old, new = closed.format(row="OLD"), closed.format(row="NEW")
    arriving = f"({new}) AND NOT ({old})" if not grows else "0"
    going = f" OR (({_differ(words)}) AND NOT ({way_out}))" if words else ""
    changed = f"(({old}) AND (({_differ(facts)}){going})) OR ({arriving})"
    same_row = f"EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)"
    sqlite_changed = changed.format(differs="IS NOT", today=_SQLITE_TODAY)
    sqlite = [
        _sqlite_trigger(table, "update", f"BEFORE UPDATE ON {table}", sqlite_changed, why),
        _sqlite_trigger(table, "delete", f"BEFORE DELETE ON {table}", old, why),
        _sqlite_trigger(table, "replace", f"BEFORE INSERT ON {table}", same_row, why),
    ]
    postgres_changed = changed.format(differs="IS DISTINCT FROM", today=_POSTGRES_TODAY).replace("OR (0)", "")
    postgres = [
        _POSTGRES_REFUSAL,
        *_postgres_refused_when(table, "update", postgres_changed, why),
        *_postgres_refused_when(table, "delete", old, why),
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} EXECUTE FUNCTION huiyin_refuse('{why}')",
    ]
    if not grows:
        sqlite.append(_sqlite_trigger(table, "insert", f"BEFORE INSERT ON {table}", new, why))
        postgres += _postgres_refused_when(table, "insert", new, why)
    return by_engine(sqlite, postgres)


def _postgres_refused_when(table: str, act: str, condition: str, why: str) -> list[str]:
    """A trigger whose condition holds a subquery: on PostgreSQL that lives in a function of its own."""
    back = "OLD" if act == "delete" else "NEW"
    return [
        f"CREATE FUNCTION {table}_{act}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {condition} THEN RAISE EXCEPTION 'huiyin: {act.upper()} on {table} is refused: {why}'; END IF; "
        f"RETURN {back}; END $$",
        f"CREATE TRIGGER {table}_no_{act} BEFORE {act.upper()} ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_{act}()",
    ]


def _differ(columns: Sequence[str]) -> str:
    return " OR ".join(f"OLD.{column} {{differs}} NEW.{column}" for column in columns)


def _sqlite_trigger(table: str, name: str, event: str, when: str, why: str) -> str:
    return (
        f"CREATE TRIGGER {table}_no_{name} {event} WHEN {when} "
        f"BEGIN SELECT RAISE(ABORT, 'huiyin: {name.upper()} on {table} is refused: {why}'); END"
    )


def _sqlite_no_removal(table: str, keys: Sequence[str], why: str) -> list[str]:
    """DELETE, and INSERT OR REPLACE, which on SQLite removes a row without asking the DELETE trigger."""
    same = [" AND ".join(f"{column} = NEW.{column}" for column in key.split(", ")) for key in keys]
    there = " OR ".join(f"EXISTS (SELECT 1 FROM {table} WHERE {condition})" for condition in same)
    return [
        _sqlite_trigger(table, "delete", f"BEFORE DELETE ON {table}", "1", why),
        _sqlite_trigger(table, "replace", f"BEFORE INSERT ON {table}", there, why),
    ]
