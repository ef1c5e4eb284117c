"""The line finder keeps its place in whatever tomllib accepts."""

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.process.campaigns.rules.lines import TomlPath, line_map, line_of
from huiyin.process.campaigns.rules.loading import library_folder

TRICKY = (
    "# a comment with [brackets] and = signs\n"
    'title = "a # b = [c] \\" still"  # trailing\n'
    "\"quoted key\" = 'no \\ escape # here'\n"
    "a.b.c = 1\n"
    "dates = [ 1979-05-27, 07:32:00,\n"
    '  # a comment with ] and "quotes\n'
    "  1979-05-27 07:32:00 ]\n"
    "empty = []\n"
    "none = {}\n"
    "text = '''\n"
    "[not.a.table]\n"
    'key = "no"\n'
    "''''\n"  # ends with a quote of its own
    'more = """\n'
    "[[nor.an.array]]\n"
    'escaped \\""" quotes """""\n'
    "inline = { x = [1, { y = \"}\" , 'z z' = 2 }], w.v = true }\n"
    "\n"
    "[server]  # tables\n"
    "port=8080\n"
    '[server.deep."dotted.key"]\n'
    "on = true\n"
    "\n"
    "[[rows]]\n"
    'code = "A"\n'
    "list = [\n"
    '  "one",   # first\n'
    "\n"
    '  { word = "two", weight = 0.5 },\n'
    "  'three',\n"
    "]\n"
    "\n"
    "[[ rows ]]\n"
    'code = "B"\n'
    "  [rows.child]\n"
    "  n = 1\n"
    "  [[rows.grand]]\n"
    "  n = 2\n"
    "  [[rows.grand]]\n"
    "  n = 3"
)

PLACES: tuple[tuple[TomlPath, int], ...] = (
    (("title",), 2),
    (("quoted key",), 3),
    (("a", "b", "c"), 4),
    (("dates", 0), 5),
    (("dates", 1), 5),
    (("dates", 2), 7),
    (("empty",), 8),
    (("text",), 10),
    (("more",), 14),
    (("inline", "x", 1, "z z"), 17),
    (("inline", "w", "v"), 17),
    (("server",), 19),
    (("server", "port"), 20),
    (("server", "deep", "dotted.key"), 21),
    (("server", "deep", "dotted.key", "on"), 22),
    (("rows", 0), 24),
    (("rows", 0, "code"), 25),
    (("rows", 0, "list", 0), 27),
    (("rows", 0, "list", 1), 29),
    (("rows", 0, "list", 1, "weight"), 29),
    (("rows", 0, "list", 2), 30),
    (("rows", 1), 33),
    (("rows", 1, "code"), 34),
    (("rows", 1, "child", "n"), 36),
    (("rows", 1, "grand", 0, "n"), 38),
    (("rows", 1, "grand", 1), 39),
    (("rows", 1, "grand", 1, "n"), 40),
)


def paths(value: Any, path: TomlPath = ()) -> Iterator[TomlPath]:
    """Every path of a parsed TOML value."""
    children = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for key, inner in children:
        yield (*path, key)
        yield from paths(inner, (*path, key))


@pytest.mark.parametrize(("path", "line"), PLACES)
def test_finds_the_line_of(path: TomlPath, line: int) -> None:
    assert line_map(TRICKY)[path] == line


def test_knows_every_path_of_a_tricky_text_and_no_other() -> None:
    assert set(line_map(TRICKY)) == set(paths(tomllib.loads(TRICKY)))


def test_windows_line_ends_change_nothing() -> None:
    assert line_map(TRICKY.replace("\n", "\r\n")) == line_map(TRICKY)


def test_what_is_not_in_the_text_stands_where_its_table_does() -> None:
    lines = line_map(TRICKY)
    assert line_of(lines, ("rows", 1, "missing", "deeper")) == 33
    assert line_of(lines, ("missing",)) == 1


@pytest.mark.parametrize(
    "name", sorted(path.name for path in library_folder("mass-line-2014").glob("*.toml"))
)
def test_knows_every_path_of_a_shipped_file(name: str) -> None:
    text = (library_folder("mass-line-2014") / name).read_text(encoding="utf-8")
    assert set(line_map(text)) == set(paths(tomllib.loads(text)))


KEYS = st.text(alphabet="ab-_1", min_size=1, max_size=3)
STRINGS = st.text(alphabet="a\"'#[]{}=,\\ 四", max_size=6)


def written(value: Any) -> str:
    """A value as inline TOML."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {written(inner)}" for key, inner in value.items()) + " }"
    if isinstance(value, list):
        return "[\n" + "".join(f"  {written(inner)}, # ]\n" for inner in value) + "]"
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    return str(value)


VALUES = st.recursive(
    st.integers() | STRINGS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, st.integers() | STRINGS, max_size=3),
    max_leaves=6,
)


@given(st.lists(st.dictionaries(KEYS, VALUES, max_size=3), min_size=1, max_size=3))
def test_knows_every_path_of_any_table(tables: list[dict[str, Any]]) -> None:
    text = "".join(
        "\n[[t]] # ]]\n" + "".join(f"{key} = {written(value)}\n" for key, value in table.items())
        for table in tables
    )
    lines = line_map(text)
    assert set(lines) == set(paths(tomllib.loads(text)))
    for path, line in lines.items():
        if path[-1] != "t" and isinstance(path[-1], str) and len(path) == 3:
            assert text.split("\n")[line - 1].startswith(f"{path[-1]} =")
