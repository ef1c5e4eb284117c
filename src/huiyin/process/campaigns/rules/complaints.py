"""pydantic's errors in the words of somebody who writes a template."""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from huiyin.process.campaigns.rules.lines import TomlPath
from huiyin.process.campaigns.rules.references import Remark

_TYPES = {
    "string_type": ("应为字符串", "must be a string", ("string",)),
    "bool_type": ("应为 true 或 false", "must be true or false", ("true", "false")),
    "int_type": ("应为整数", "must be an integer", ("integer",)),
    "float_type": ("应为数", "must be a number", ("number",)),
    "tuple_type": ("应为列表", "must be a list", ("list",)),
    "dict_type": ("应为表", "must be a table", ("table",)),
    "model_type": ("应为表", "must be a table", ("table",)),
}
_LIMITS = {
    "string_too_short": ("太短，至少 {min_length} 字", "has fewer than {min_length} characters"),
    "string_too_long": ("太长，至多 {max_length} 字", "has more than {max_length} characters"),
    "too_short": ("太少，至少 {min_length} 项", "has fewer than {min_length} rows"),
    "string_pattern_mismatch": ("写法不符 {pattern}", "doesn't match {pattern}"),
    "finite_number": ("应为有限的数", "must be a finite number"),
    "greater_than": ("应大于 {gt}", "must be greater than {gt}"),
    "greater_than_equal": ("应不小于 {ge}", "must be at least {ge}"),
    "less_than_equal": ("应不大于 {le}", "must be at most {le}"),
}


def complaints(error: ValidationError, model: type[BaseModel]) -> Iterator[Remark]:
    """One remark for each thing that is wrong, in the order of the schema; `model` has one field a file."""
    said: set[TomlPath] = set()
    details = error.errors(include_url=False)
    for detail in details:
        loc = detail["loc"]
        if detail["type"] == "too_short" and _has_faults_inside(details, loc):
            continue  # pydantic counts the sound rows only
        annotation, path = _follow(model, loc)
        if path in said:  # the members of a union complain one by one
            continue
        said.add(path)
        yield _remark(detail, path, annotation)


def _has_faults_inside(details: list[ErrorDetails], loc: tuple[str | int, ...]) -> bool:
    return any(len(other["loc"]) > len(loc) and other["loc"][: len(loc)] == loc for other in details)


def _remark(detail: ErrorDetails, path: TomlPath, annotation: Any) -> Remark:
    stem, inside = str(path[0]), path[1:]
    kind, context = detail["type"], detail.get("ctx", {})
    if len(path) < len(detail["loc"]):
        zh, en = "不是这里可用的值", "is not a value that can stand here"
        return Remark(stem, inside, zh, en, _members(annotation))
    if kind == "extra_forbidden":
        return _unknown_key(stem, inside, _keys(annotation))
    if kind == "missing":
        zh, en = f"缺少“{path[-1]}”", f"“{path[-1]}” is missing"
        return Remark(stem, inside, zh, en, _choices(annotation))
    if kind == "literal_error":
        return Remark(stem, inside, "不是可用的值", "is not one of the values allowed", _choices(annotation))
    if kind in _TYPES:
        zh, en, allowed = _TYPES[kind]
        return Remark(stem, inside, zh, en, _choices(annotation) or allowed)
    if kind in _LIMITS:
        zh, en = _LIMITS[kind]
        return Remark(stem, inside, zh.format(**context), en.format(**context))
    if kind == "value_error":  # our own validators: "Chinese / English"
        zh, _, en = str(context["error"]).partition(" / ")
        return Remark(stem, inside, zh, en)
    return Remark(stem, inside, "不符合格式", detail["msg"])


def _unknown_key(stem: str, inside: TomlPath, allowed: tuple[str, ...]) -> Remark:
    key = str(inside[-1])
    near = get_close_matches(key, allowed, n=1)
    zh = f"不认识的键“{key}”" + (f"，是否想写“{near[0]}”？" if near else "")
    en = f"unknown key “{key}”" + (f", did you mean “{near[0]}”?" if near else "")
    return Remark(stem, inside, zh, en, allowed)


def _follow(model: type[BaseModel], loc: tuple[str | int, ...]) -> tuple[Any, TomlPath]:
    """What the schema says at the end of the path, and the path without the names of a union's members.

    For a key that the schema doesn't know, the table that it stands in.
    """
    annotation: Any = model
    for at, step in enumerate(loc):
        inner = _step(annotation, step)
        if inner is None:
            known = isinstance(_bare(annotation), type) and issubclass(_bare(annotation), BaseModel)
            return annotation, loc if known else loc[:at]
        annotation = inner
    return annotation, loc


def schema_at(model: type[BaseModel], path: TomlPath) -> Any:
    """What the schema says of a place: a model or a plain type; None where it knows of no such place."""
    annotation: Any = model
    for step in path:
        annotation = _step(annotation, step)
    return _bare(annotation)


def _step(annotation: Any, step: str | int) -> Any:
    annotation = _bare(annotation)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        fields = {field.alias or name: field.annotation for name, field in annotation.model_fields.items()}
        return fields.get(str(step))
    arguments = get_args(annotation)
    if get_origin(annotation) is tuple and isinstance(step, int):
        return arguments[0]
    return arguments[1] if get_origin(annotation) is dict else None


def _bare(annotation: Any) -> Any:
    """Without Annotated, and without the None of an optional value."""
    while get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    members = [member for member in get_args(annotation) if member is not type(None)]
    if len(members) == 1 and type(None) in get_args(annotation):
        return _bare(members[0])
    return annotation


def _keys(annotation: Any) -> tuple[str, ...]:
    return tuple(field.alias or name for name, field in _bare(annotation).model_fields.items())


def _members(annotation: Any) -> tuple[str, ...]:
    """The plain types of a union."""
    members = (_bare(member) for member in get_args(_bare(annotation)))
    return tuple(member.__name__ for member in members if member is not type(None))


def _choices(annotation: Any) -> tuple[str, ...]:
    bare = _bare(annotation)
    return tuple(str(value) for value in get_args(bare)) if get_origin(bare) is Literal else ()
