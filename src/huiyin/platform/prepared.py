"""Reading the same rows again and again: for what is asked with every request of who speaks, and of every new text.

Django spends fifty times as long on making such a query as the database on answering it. Here it is made once. Of a row come back
instances of the models, as from any query; of several what stands in the database.
"""

from collections.abc import Callable, Sequence
from datetime import date
from functools import cached_property
from typing import Any, Generic, TypeVar, cast

from django.db import connection
from django.db.models import DateTimeField, DecimalField, ForeignKey, Model, QuerySet

from huiyin.kit.blocks import in_blocks
from huiyin.platform.planned import planned_cursor

M = TypeVar("M", bound=Model)


class PreparedRow(Generic[M]):
    """The row of `model` whose `key` (a unique column) is a given value, with the rows that it points at.

    `beside` names those as Django's select_related does, each after the one that it's reached by; `without` are the columns that
    are not read (`campaign__template`), and asked for only if somebody looks at them.
    """

    def __init__(
        self, model: type[M], key: str, *, beside: Sequence[str] = (), without: Sequence[str] = ()
    ) -> None:
        self._model = model
        self._key = key
        self._beside = beside
        self._without = without

    def get(self, value: str | int) -> M | None:
        """The row, or None. One query."""
        with planned_cursor() as cursor:
            cursor.execute(self._statement, [value])
            row = cursor.fetchone()
        if row is None:
            return None
        made: dict[str, Model | None] = {}
        at = 0
        for path, model, names in self._parts:
            values = row[at : at + len(names)]
            at += len(names)
            made[path] = model.from_db(connection.alias, names, values) if values[0] is not None else None
            if path:
                above, _, name = path.rpartition("__")
                holder = made[above]
                if holder is not None:
                    setattr(holder, name, made[path])
        return cast(M, made[""])

    @cached_property
    def _parts(self) -> list[tuple[str, type[Model], list[str]]]:
        """(path, model, columns with the key first) of each row that is read."""
        parts: list[tuple[str, type[Model], list[str]]] = []
        for path in ("", *self._beside):
            model = self._model_at(path)
            prefix = f"{path}__" if path else ""
            fields = [one for one in model._meta.concrete_fields if prefix + one.name not in self._without]
            for field in fields:
                if isinstance(field, DateTimeField | DecimalField) or hasattr(field, "from_db_value"):
                    raise TypeError(f"{field} isn't read as it stands in the database: name it in `without`")
            fields.sort(key=lambda one: not one.primary_key)
            parts.append((path, model, [one.attname for one in fields]))
        return parts

    def _model_at(self, path: str) -> type[Model]:
        model: type[Model] = self._model
        for name in filter(None, path.split("__")):
            field = model._meta.get_field(name)
            if not isinstance(field, ForeignKey):
                raise TypeError(f"{name} of {model.__name__} points at no row")
            model = cast("type[Model]", field.related_model)
        return model

    @cached_property
    def _statement(self) -> str:
        columns = [f"{path}__{name}" if path else name for path, _, names in self._parts for name in names]
        query = self._model._default_manager.filter(**{self._key: "0"}).order_by().values_list(*columns).query
        return query.sql_with_params()[0]


Value = str | int | date


class PreparedRows:
    """The rows that a query finds for values that are given each time, as they stand in the database: for text and whole numbers.

    `make` makes the query with its columns (`values_list`) out of values like `examples`; these must differ from all else that the
    query compares with, since it is by them that the values' places are known.
    """

    def __init__(self, make: Callable[..., QuerySet[Any, Any]], *examples: Value) -> None:
        self._make = make
        self._examples = examples

    def all(self, *values: Value) -> list[tuple[Any, ...]]:
        """One query."""
        given = [_as_written(value) for value in values] if self._dated else values
        places = given if self._as_given else [one if at is None else given[at] for one, at in self._places]
        with connection.cursor() as cursor:
            cursor.execute(self._statement, places)
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return found

    @cached_property
    def _compiled(self) -> tuple[str, tuple[Any, ...]]:
        return self._make(*self._examples).query.sql_with_params()

    @cached_property
    def _statement(self) -> str:
        return self._compiled[0]

    @cached_property
    def _dated(self) -> bool:
        """Whether a value may have to be written otherwise than it is given."""
        return any(isinstance(one, date) for one in self._examples)

    @cached_property
    def _as_given(self) -> bool:
        """Whether the parameters are the values, in their order."""
        return [at for _, at in self._places] == list(range(len(self._examples)))

    @cached_property
    def _places(self) -> list[tuple[Any, int | None]]:
        """Of each parameter: what the query itself compares with, or the place of the value that stands there."""
        written = [_as_written(one) for one in self._examples]
        found = [(one, written.index(one) if one in written else None) for one in self._compiled[1]]
        if {at for _, at in found if at is not None} != set(range(len(written))):
            raise TypeError("a value has no place in the query")
        return found


class PreparedAmong:
    """`PreparedRows` for any number of whole numbers: `make` takes them in a list, and behind it what else is given each time.

    A statement for each number of tens of them; the places left over hold the last one again, so they belong behind an `IN`.
    """

    def __init__(self, make: Callable[..., QuerySet[Any, Any]], *examples: Value) -> None:
        self._make = make
        self._examples = examples
        self._made: dict[int, PreparedRows] = {}

    def all(self, among: Sequence[int], *values: Value) -> list[tuple[Any, ...]]:
        """One query a _MOST_AMONG, none for none of them; each block's rows come in the order of the query."""
        found: list[tuple[Any, ...]] = []
        for some in in_blocks(among, _MOST_AMONG):
            size = -(-len(some) // _AT_LEAST) * _AT_LEAST
            places = [*some, *[some[-1]] * (size - len(some))]
            found.extend(self._of(size).all(*places, *values))
        return found

    def _of(self, size: int) -> PreparedRows:
        known = self._made.get(size)
        if known is None:
            stands_for = [_NOBODY - at for at in range(size)]
            known = PreparedRows(
                lambda *given: self._make(list(given[:size]), *given[size:]), *stands_for, *self._examples
            )
            self._made[size] = known
        return known


_MOST_AMONG = 400
_AT_LEAST = 10
_NOBODY = -(1 << 40)  # numbers that no row has and no query compares with


def _as_written(value: Value) -> Any:
    """A value as a parameter of this database."""
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value
