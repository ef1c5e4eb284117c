"""Tables that a migration makes, made together.

Django draws every model of the project anew for each table, column, index and constraint that a migration adds: with 170
tables that were 19,000 drawings and nine tenths of the time of `huiyin init`. The operations within `Tables` change the
models' state first, all of them, and then make each table once, as it is in the end. What comes out is the same.
"""

from collections.abc import Sequence

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import AddConstraint, AddField, AddIndex, CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class Tables(Operation):
    """CreateModel operations together with the fields, indexes and constraints that are added to those very models. ValueError for any
    other operation, and for one on a model that isn't made here: it would never be carried out."""

    reduces_to_sql = True
    reversible = True
    operations: Sequence[Operation]

    def __init__(self, operations: Sequence[Operation]) -> None:
        made = {operation.name_lower for operation in operations if isinstance(operation, CreateModel)}
        for operation in operations:
            if not isinstance(operation, CreateModel) and not (
                isinstance(operation, AddField | AddIndex | AddConstraint)
                and vars(operation)["model_name"].lower() in made
            ):
                raise ValueError(f"{operation.describe()}: not a part of a table that is made here")
        self.operations = operations

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """All of them, with no model drawn in between."""
        state.__dict__.pop("apps", None)  # drawn again, once, when somebody asks for it
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Make each table as it is when all has been added."""
        for operation in self.operations:
            if isinstance(operation, CreateModel):
                operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Drop them, the last one first."""
        for operation in reversed(self.operations):
            if isinstance(operation, CreateModel):
                operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """In words, for `migrate --plan`."""
        return "; ".join(one.describe() for one in self.operations if isinstance(one, CreateModel))
