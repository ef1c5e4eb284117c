"""On which line of a TOML text a key, a table or an array's element stands.

The standard library's `tomllib` gives values without positions. This finder walks a text that `tomllib` has already
accepted, so it need not judge: it only has to keep its place among strings, comments, arrays and inline tables.
"""

import re
import tomllib
from bisect import bisect_right

TomlPath = tuple[str | int, ...]

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?"""(?:"{0,2})' r"|'''.*?'''(?:'{0,2})" r'|"(?:[^"\\]|\\.)*"' r"|'[^']*'",
    re.DOTALL,
)
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_BARE_VALUE = re.compile(r"[^,\]}\n#]+")
_AROUND_KEY = re.compile(r"[ \t]*")
_OPAQUE = re.compile(
    r'"""(?:[^\\]|\\.)*?(?:"{3,5}|\Z)'
    r"|'''.*?(?:'{3,5}|\Z)"
    r'|"(?:[^"\\\n]|\\.)*"?'
    r"|'[^'\n]*'?|#[^\n]*",
    re.DOTALL,
)
"""Strings and comments of any text, ended or not: each character is looked at once. As tomllib has it, so that nothing hides."""
_MOST_DOTS, _MOST_DIGITS = 12, 20
_LONG_NUMBER = re.compile(rf"\b\d[0-9A-Fa-f_xo]{{{_MOST_DIGITS},}}")


def too_much(text: str) -> tuple[int, str, str] | None:
    """The first line that no parser should be given, with why (zh, en), or None.

    The time of a key grows with the square of its parts, and a number of thousands of digits isn't turned into one.
    """
    plain = _OPAQUE.sub(lambda found: "\n" * found.group().count("\n"), text)
    for number, line in enumerate(plain.split("\n"), start=1):
        if line.count(".") > _MOST_DOTS:
            return (
                number,
                f"这一行的点太多：引号之外至多 {_MOST_DOTS} 个，请分成几行写",
                f"has too many dots in this line: at most {_MOST_DOTS} outside of quotes; write it in several lines",
            )
        if _LONG_NUMBER.search(line):
            return (
                number,
                f"这一行的数太长：至多 {_MOST_DIGITS} 位",
                f"has too long a number in this line: at most {_MOST_DIGITS} digits",
            )
    return None


def line_map(text: str) -> dict[TomlPath, int]:
    """Every path of a valid TOML text → the line, from 1, on which it begins."""
    return _Walk(text).run()


def line_of(lines: dict[TomlPath, int], path: TomlPath) -> int:
    """The line of the path, or of the nearest table above it that the text names (1 for the file itself)."""
    for length in range(len(path), 0, -1):
        if (line := lines.get(path[:length])) is not None:
            return line
    return 1


class _Walk:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self.lines: dict[TomlPath, int] = {}
        self.lengths: dict[TomlPath, int] = {}  # arrays of tables: how many tables so far

    def run(self) -> dict[TomlPath, int]:
        table: TomlPath = ()
        self.skip(_BLANK)
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                table = self.header()
            else:
                self.pair(table)
            self.skip(_BLANK)
        return self.lines

    def header(self) -> TomlPath:
        line = self.line()
        double = self.text.startswith("[[", self.at)
        self.at += 2 if double else 1
        keys = self.keys()
        self.at += 2 if double else 1
        path: TomlPath = ()
        for key in keys[:-1]:
            path = self.inside((*path, key), line)
        path = (*path, keys[-1])
        self.lines.setdefault(path, line)
        if double:
            index = self.lengths.get(path, 0)
            self.lengths[path] = index + 1
            path = (*path, index)
            self.lines[path] = line
        return path

    def inside(self, path: TomlPath, line: int) -> TomlPath:
        """A header's parent: of an array of tables, the table opened last."""
        self.lines.setdefault(path, line)
        return (*path, self.lengths[path] - 1) if path in self.lengths else path

    def pair(self, table: TomlPath) -> None:
        line = self.line()
        path = table
        for key in self.keys():
            path = (*path, key)
            self.lines.setdefault(path, line)
        self.at += 1  # the equals sign
        self.skip(_AROUND_KEY)
        self.value(path)

    def value(self, path: TomlPath) -> None:
        opening = self.text[self.at]
        if opening == "[":
            self.members(path, "]")
        elif opening == "{":
            self.members(path, "}")
        elif (string := _STRING.match(self.text, self.at)) is not None:
            self.at = string.end()
        else:
            self.skip(_BARE_VALUE)

    def members(self, path: TomlPath, closing: str) -> None:
        self.at += 1
        index = 0
        self.skip(_BLANK)
        while self.text[self.at] != closing:
            if closing == "]":
                self.lines[(*path, index)] = self.line()
                self.value((*path, index))
                index += 1
            else:
                self.pair(path)
            self.skip(_BLANK)
            if self.text[self.at] == ",":
                self.at += 1
            self.skip(_BLANK)
        self.at += 1

    def keys(self) -> list[str]:
        found = [self.key()]
        while self.text[self.at] == ".":
            self.at += 1
            found.append(self.key())
        return found

    def key(self) -> str:
        self.skip(_AROUND_KEY)
        match = _BARE_KEY.match(self.text, self.at) or _STRING.match(self.text, self.at)
        assert match is not None  # noqa: S101 - tomllib has accepted the text
        self.at = match.end()
        self.skip(_AROUND_KEY)
        raw = match.group()
        return next(iter(tomllib.loads(f"{raw} = 0"))) if raw[0] in "\"'" else raw

    def skip(self, pattern: re.Pattern[str]) -> None:
        match = pattern.match(self.text, self.at)
        self.at = match.end() if match else self.at

    def line(self) -> int:
        return bisect_right(self.starts, self.at)
