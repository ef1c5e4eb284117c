"""Every guarded table still has its triggers after the last migration: SQLite drops them when it rebuilds a table."""

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db

GUARDED = [
    "audit_record",
    "opinions_opinion",
    "opinions_tombstone",
    "files_storedfile",
    "files_attachment",
    "campaigns_circular",
    "campaigns_circularstop",
    "campaigns_paper",
    "campaigns_paperversion",
]


def triggers(table: str) -> set[str]:
    names = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgrelid = %s::regclass",
    }
    with connection.cursor() as cursor:
        cursor.execute(names[connection.vendor], [table])
        return {name.removeprefix(f"{table}_") for (name,) in cursor.fetchall()}


@pytest.mark.parametrize("table", GUARDED)
def test_the_guards_stand(table: str) -> None:
    wanted = {
        "sqlite": {"no_update", "no_delete", "no_replace"},
        "postgresql": {"no_update", "no_delete", "no_truncate"}
        if table not in {"audit_record", "opinions_tombstone", "campaigns_paperversion"}
        else {"no_change", "no_truncate"},
    }
    assert triggers(table) == wanted[connection.vendor]
