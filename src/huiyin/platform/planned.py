"""Statements that the database plans once and not each time: for the few that are asked with every request of who speaks."""

from typing import Any, cast

from django.db import connection
from django.db.backends.utils import CursorWrapper


def planned_cursor() -> CursorWrapper:
    """A cursor as Django's, but on PostgreSQL the values go beside the statement instead of into it, and from the third time on the
    connection only names it: reading and planning the statement of an opinion's rows takes a quarter of what writing them does.

    For statements whose text stays the same. SQLite's connections keep what they have prepared anyway.
    """
    if connection.vendor != "postgresql":
        return connection.cursor()
    import psycopg  # noqa: PLC0415 - only where there is one

    connection.close_if_health_check_failed()
    connection.ensure_connection()
    inner = psycopg.Cursor(connection.connection)
    # As `connection.cursor()` does: counted where queries are counted, errors as Django's.
    return cast(CursorWrapper, cast(Any, connection)._prepare_cursor(inner))
