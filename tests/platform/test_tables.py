"""Tables made together are the tables that Django makes one by one; and every migration of the house makes them so."""

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations import AddConstraint, AddField, AddIndex, CreateModel, Migration, RunPython
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.utils import ConnectionHandler
from pytest_django.plugin import DjangoDbBlocker

from huiyin.config.database import database_settings
from huiyin.platform.tables import Tables
from tests.races.fresh import fresh_database

ADDED = (AddConstraint, AddField, AddIndex)


def parts() -> list[Operation]:
    """Two models that point at each other."""
    key: models.Field[Any, Any] = models.BigAutoField(primary_key=True)
    return [
        CreateModel(
            "Box", [("id", key), ("name", models.CharField(max_length=20, default="", db_default=""))]
        ),
        CreateModel("Lid", [("id", key), ("box", models.ForeignKey("play.Box", models.PROTECT))]),
        AddField("box", "lid", models.OneToOneField("play.Lid", models.PROTECT, null=True, related_name="+")),
        AddIndex("box", models.Index(fields=["name", "lid"], name="play_box_named")),
        AddConstraint("lid", models.UniqueConstraint(fields=["box", "id"], name="play_lid_once")),
        AddConstraint("box", models.CheckConstraint(condition=~models.Q(name="no"), name="play_box_not_no")),
    ]


def made(
    connection: BaseDatabaseWrapper, operations: Sequence[Operation]
) -> tuple[ProjectState, dict[str, object]]:
    """The state after the operations, and what the database then says of their tables; undone again."""
    migration = type("Play", (Migration,), {"operations": list(operations)})("0001_initial", "play")
    state = ProjectState()
    with connection.schema_editor() as editor:
        after = migration.apply(state.clone(), editor)
    tables: dict[str, object] = {}
    with connection.cursor() as cursor:
        look = connection.introspection
        for table in ("play_box", "play_lid"):
            columns = sorted(
                (one.name, one.type_code, one.null_ok) for one in look.get_table_description(cursor, table)
            )
            bounds = look.get_constraints(cursor, table)
            tables[table] = (
                columns,
                sorted(
                    (name if name.startswith("play_") else "", str(sorted(bound.items(), key=str)))
                    for name, bound in bounds.items()
                ),
            )
        with connection.schema_editor() as editor:
            migration.unapply(state.clone(), editor)
        assert not {"play_box", "play_lid"} & set(look.table_names(cursor))
    return after, tables


def test_together_they_are_what_they_are_one_by_one(
    tmp_path: Path, django_db_blocker: DjangoDbBlocker
) -> None:
    with fresh_database(tmp_path) as at, django_db_blocker.unblock():
        connection = ConnectionHandler({"default": database_settings(at["HUIYIN_DATABASE"])})["default"]
        one_by_one, there = made(connection, parts())
        together, also = made(connection, [Tables(parts())])
        connection.close()
    assert also == there
    assert together.models == one_by_one.models


def test_what_would_never_be_carried_out_is_refused() -> None:
    for stray in (RunPython(RunPython.noop), AddField("other", "name", models.TextField())):
        with pytest.raises(ValueError, match="not a part"):
            Tables([*parts(), stray])


def test_no_migration_makes_a_table_and_adds_to_it_after() -> None:
    """Each addition would draw the project's models anew: wrap them in Tables."""
    apart = []
    for app in apps.get_app_configs():
        for file in sorted(Path(app.path, "migrations").glob("0*.py")) if "huiyin" in app.name else ():
            operations = import_module(f"{app.name}.migrations.{file.stem}").Migration.operations
            bare = {one.name_lower for one in operations if isinstance(one, CreateModel)}
            added = [one for one in operations if one.__class__ in ADDED and one.model_name_lower in bare]
            if added or len(bare) > 1:
                apart.append(f"{app.label} {file.stem}")
    assert apart == []
