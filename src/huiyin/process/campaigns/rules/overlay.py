"""Local additions to a template (规定动作不走样、自选动作有特色): an overlay file says what it adds and changes, and why.

It is applied to the plain values of the template's files before they are validated, so that what it brings is judged like the
rest. It can add anything, but what it adds to the plan is never prescribed; it can change only what the template offers as a
default or doesn't prescribe.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Annotated, Any

from pydantic import BaseModel, Field

from huiyin.process.campaigns.rules.complaints import schema_at
from huiyin.process.campaigns.rules.folder import Folder
from huiyin.process.campaigns.rules.lines import TomlPath
from huiyin.process.campaigns.rules.local import LocalChange
from huiyin.process.campaigns.rules.parts import Part, Text
from huiyin.process.campaigns.rules.references import Remark

STEM = "overlay"
_SAYS_WHAT_A_ROW_IS = frozenset({"code", "name", "source", "default", "prescribed"})


class Addition(Part):
    """A row more in a list: `to` is the list's path by codes; `before` the code of the row that it is to stand before."""

    to: Text
    row: Annotated[dict[str, Any], Field(min_length=1)]
    before: str = ""
    why: Text


class Change(Part):
    """Another value: `at` is the path of the field by codes; rows without a code are counted from 1."""

    at: Text
    value: Any
    why: Text


class Overlay(Part):
    """An overlay file: for which template, what it is called, who made it, and why."""

    base: Text
    name: Text
    by: Text
    why: Text
    add: tuple[Addition, ...] = ()
    change: tuple[Change, ...] = ()


class OverlayFile(Part):
    """As `complaints` wants it: one field a file."""

    overlay: Overlay


@dataclass
class Merged:
    """The files' values with the overlay in them, what was changed, and what was refused (Remarks on the overlay's own paths).

    `orders` has for each list that got rows, by its path in the template, where each of its rows came from; `changed` the
    overlay's path of each place that has another value.
    """

    values: dict[str, Any]
    changes: list[LocalChange] = field(default_factory=list)
    refused: list[Remark] = field(default_factory=list)
    orders: dict[tuple[str | int, ...], list[int | TomlPath]] = field(default_factory=dict)
    changed: dict[tuple[str | int, ...], TomlPath] = field(default_factory=dict)

    def origin(self, stem: str, path: TomlPath) -> tuple[str, TomlPath]:
        """Where a place of the merged values was written: the overlay, or the template's file with its own indexes."""
        here: tuple[str | int, ...] = (stem,)
        for at, step in enumerate(path):
            order = self.orders.get(here)
            if order is not None and isinstance(step, int):
                source = order[step]
                if not isinstance(source, int):
                    return STEM, (*source, *path[at + 1 :])
                step = source
            here = (*here, step)
            if here in self.changed:
                return STEM, (*self.changed[here], *path[at + 1 :])
        return stem, here[1:]


def merged(values: Mapping[str, Any], overlay: Overlay) -> Merged:
    """The overlay laid onto a template's files. O(changes × length of the lists)."""
    return _Merging(values, overlay).run()


@dataclass(frozen=True)
class _Place:
    """Somewhere in a file: its path by indexes, its value, whether that is default, and the row that it belongs to."""

    path: tuple[str | int, ...]
    value: Any
    default: bool = False
    row: Mapping[str, Any] = field(default_factory=dict)
    is_row: bool = False

    def step(self, key: str | int, value: Any, *, is_row: bool) -> "_Place":
        default = self.default
        if isinstance(value, dict):
            default = bool(value.get("default", False if "source" in value else default))
        return _Place((*self.path, key), value, default, value if is_row else self.row, is_row)


class _Refused(Exception):
    def __init__(self, zh: str, en: str, allowed: tuple[str, ...] = ()) -> None:
        super().__init__(en)
        self.zh, self.en, self.allowed = zh, en, allowed


class _Merging:
    def __init__(self, values: Mapping[str, Any], overlay: Overlay) -> None:
        self.base = values
        self.overlay = overlay
        self.done = Merged(deepcopy(dict(values)))

    def run(self) -> Merged:
        base = self.base.get("campaign", {}).get("code")
        if base is not None and base != self.overlay.base:
            zh = f"这份本地补充是给“{self.overlay.base}”的，不是给“{base}”的"
            en = f"these additions are for “{self.overlay.base}”, not for “{base}”"
            self.done.refused.append(Remark(STEM, ("base",), zh, en, (str(base),)))
            return self.done
        for at, change in enumerate(self.overlay.change):
            with self._told("change", at, "at"):
                self._change(change, at)
        targets: list[tuple[int, Addition, _Place, Any]] = []
        for at, addition in enumerate(self.overlay.add):
            with self._told("add", at, "to"):
                place = self._found(addition.to.split("."))
                # Looked up before any row is put in: that moves the indexes.
                targets.append((at, addition, place, _at(self.done.values, place.path)))
        for at, addition, place, target in targets:
            with self._told("add", at, "to"):
                self._add(addition, place, target, ("add", at, "row"))
        return self.done

    @contextmanager
    def _told(self, *path: str | int) -> Iterator[None]:
        """Note a refusal at this place of the overlay, and go on with the next one."""
        try:
            yield
        except _Refused as refused:
            self.done.refused.append(Remark(STEM, path, refused.zh, refused.en, refused.allowed))

    # ── Changes ──

    def _change(self, change: Change, at: int) -> None:
        *steps, key = change.at.split(".")
        table = self._found(steps)
        if not isinstance(table.value, dict):
            raise _Refused("不是一个字段：请写到字段为止", "isn't a field: name the field itself")
        if key in _SAYS_WHAT_A_ROW_IS:
            raise _Refused(
                f"“{key}”说明这一行是什么，不能改", f"“{key}” says what a row is and can't be changed"
            )
        place = table.step(key, table.value.get(key), is_row=False)
        if _is_rows(place.value) or not table.row:
            raise _Refused(
                "请写到某一行的某个字段为止；要增加一行，用 [[add]]",
                "name a field of one row; to put in a row more, use [[add]]",
            )
        self._needs_free(table, ".".join(steps))
        self.done.changes.append(
            LocalChange(
                kind="change",
                at=change.at,
                was=_shown(table.value[key]) if key in table.value else "",
                now=_shown(change.value),
                why=change.why,
                by=self.overlay.by,
            )
        )
        _at(self.done.values, table.path)[key] = deepcopy(change.value)
        self.done.changed[place.path] = ("change", at, "value")

    def _needs_free(self, place: _Place, name: str) -> None:
        """What is prescribed, and what stands in a text from above, stays as it is."""
        if place.default or place.row.get("prescribed") is False:
            return
        source = str(place.row.get("source") or self.base.get(str(place.path[0]), {}).get("source", ""))
        basis_zh, basis_en = (f"（出处：{source}）", f" (source: {source})") if source else ("", "")
        if place.path[:2] == ("plan", "items"):
            raise _Refused(
                f"“{name}”是规定动作{basis_zh}，本地不能改；要多做，请用 [[add]] 增加自选动作",
                f"“{name}” is prescribed{basis_en} and can't be changed; to do more, [[add]] an item of your own",
            )
        raise _Refused(
            f"“{name}”有依据{basis_zh}，不是待确认的惯例（default = true），本地不能改",
            f"“{name}” has a basis{basis_en} and isn't a default to be confirmed: it can't be changed",
        )

    # ── Additions ──

    def _add(self, addition: Addition, place: _Place, target: Any, source: TomlPath) -> None:
        row = self._local_row(addition, place)
        if isinstance(place.value, list):
            code = str(row.get("code") or row.get("name") or len(target) + 1)
            index = self._index(addition, target)
            order = self.done.orders.setdefault(place.path, list(range(len(place.value))))
            target.insert(index, row)
            order.insert(index, source)
        elif _is_table_of_rows(place.path):
            code = str(row.pop("code", ""))
            if not code or code in target:
                raise _Refused(
                    f"这里每一行要有自己的 code，不能是已有的“{code}”",
                    f"each row needs a code of its own here, not “{code}”",
                    tuple(target),
                )
            target[code] = row
            self.done.changed[*place.path, code] = source
        else:
            raise _Refused("不是一组行，不能往里增加", "isn't a list of rows: nothing can be added to it")
        self.done.changes.append(
            LocalChange(
                kind="add",
                at=f"{addition.to}.{code}",
                now=str(row.get("zh") or row.get("title") or row.get("message") or code),
                why=addition.why,
                by=self.overlay.by,
            )
        )

    def _local_row(self, addition: Addition, place: _Place) -> dict[str, Any]:
        """The row with what holds for every local one: never prescribed, and its source says who added it."""
        row = deepcopy(addition.row)
        if place.path[:2] == ("plan", "items"):
            if row.get("prescribed") is True:
                raise _Refused(
                    "本地增加的是自选动作，不能写 prescribed = true",
                    "what is added locally is never prescribed: leave out prescribed = true",
                )
            row["prescribed"] = False
        model = schema_at(Folder, (*place.path, 0))
        if isinstance(model, type) and issubclass(model, BaseModel) and "source" in model.model_fields:
            row.setdefault("source", f"{self.overlay.by}：{addition.why}")
        return row

    def _index(self, addition: Addition, rows: list[Any]) -> int:
        if not addition.before:
            return len(rows)
        codes = [str(row.get("code", "")) if isinstance(row, dict) else "" for row in rows]
        if addition.before not in codes:
            raise _Refused(
                f"没有“{addition.before}”这一行，不能排在它前面",
                f"there is no row “{addition.before}” to stand before",
                tuple(filter(None, codes)),
            )
        return codes.index(addition.before)

    # ── Finding ──

    def _found(self, steps: list[str]) -> _Place:
        """The place that a path by codes names, in the template as it was; _Refused where there is none."""
        here = _Place((), self.base)
        for step in steps:
            here = next(iter(_inside(here, step)), None) or _unknown(here, step)
        return here


def _inside(here: _Place, step: str) -> Iterator[_Place]:
    if isinstance(here.value, Mapping) and step in here.value:
        yield here.step(step, here.value[step], is_row=_is_table_of_rows(here.path))
    elif isinstance(here.value, list):
        for at, row in enumerate(here.value):
            if isinstance(row, dict) and step in (row.get("code"), row.get("name")):
                yield here.step(at, row, is_row=True)
        if step.isdecimal() and 1 <= int(step) <= len(here.value):
            yield here.step(int(step) - 1, here.value[int(step) - 1], is_row=True)


def _unknown(here: _Place, step: str) -> _Place:
    if isinstance(here.value, Mapping):
        known = tuple(map(str, here.value))
    else:
        rows = here.value if isinstance(here.value, list) else []
        known = tuple(str(row["code"]) for row in rows if isinstance(row, dict) and "code" in row)
    near = get_close_matches(step, known, n=1)
    zh, en = f"模板里没有“{step}”", f"the template has no “{step}” there"
    if near:
        zh, en = f"{zh}，是否想写“{near[0]}”？", f"{en}, did you mean “{near[0]}”?"
    raise _Refused(zh, en, known)


def _is_table_of_rows(path: tuple[str | int, ...]) -> bool:
    """Whether the rows of this place are the values of a table, by code: the forms and the campaign's own lists."""
    return path in {("forms", "forms"), ("lists", "more")}


def _is_rows(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(row, dict) for row in value)


def _at(values: dict[str, Any], path: tuple[str | int, ...]) -> Any:
    here: Any = values
    for step in path:
        here = here[step]
    return here


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
