"""What a message says: sections of lines, several notices in the one message of the day."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from huiyin.kit.errors import BadInput

LONGEST_KEY = 80
LONGEST_TITLE = 120
LONGEST_LINE = 500
MOST_LINES = 100
_PATH = re.compile(r"/(?![/\\])[\x21-\x7e]{0,500}")


@dataclass(frozen=True)
class Line:
    """One line and the path of the page that it is about ("" for none), `/c/mass-line/problems/2014-037`."""

    text: str
    path: str = ""


@dataclass(frozen=True)
class Section:
    """One notice. `key` tells it from every other of the same person, for good (`weekly:2014-05-19`): given again, it is the
    same notice and not a second one.
    """

    key: str
    title: str
    lines: tuple[Line, ...] = ()


def check_sections(sections: Iterable[Section]) -> None:
    """BadInput for a section without key or title, for a text that is too long, for a path that leads out of this site."""
    for section in sections:
        if not 0 < len(section.key) <= LONGEST_KEY or not 0 < len(section.title) <= LONGEST_TITLE:
            raise BadInput(
                f"消息的每一段都要有编号（至多 {LONGEST_KEY} 字）和标题（至多 {LONGEST_TITLE} 字）。",
                f"Each section of a message has a key ({LONGEST_KEY} characters at most) and a title ({LONGEST_TITLE}).",
            )
        if len(section.lines) > MOST_LINES or any(not _fits(line) for line in section.lines):
            raise BadInput(
                f"一段至多 {MOST_LINES} 行，每行 1 至 {LONGEST_LINE} 字，链接只能指向本站。",
                f"A section has {MOST_LINES} lines at most, each of 1 to {LONGEST_LINE} characters; links stay on this site.",
            )


def _fits(line: Line) -> bool:
    return 0 < len(line.text) <= LONGEST_LINE and (not line.path or _PATH.fullmatch(line.path) is not None)


def merged(there: Sequence[Section], more: Iterable[Section]) -> tuple[Section, ...]:
    """Both together, each key once: what comes again takes the place of what was there (it is fresher), the rest follows."""
    by_key = {section.key: section for section in there}
    for section in more:
        by_key[section.key] = section
    return tuple(by_key.values())


def to_json(sections: Iterable[Section]) -> list[dict[str, object]]:
    """As the database keeps them."""
    return [
        {
            "key": section.key,
            "title": section.title,
            "lines": [{"text": line.text, "path": line.path} for line in section.lines],
        }
        for section in sections
    ]


def from_json(kept: Sequence[dict[str, object]]) -> tuple[Section, ...]:
    """What `to_json` made."""
    return tuple(
        Section(str(each["key"]), str(each["title"]), tuple(Line(**line) for line in each["lines"]))  # type: ignore[attr-defined]
        for each in kept
    )


def as_text(sections: Iterable[Section], address: str) -> str:
    """A message as plain text, for e-mail and group robots. `address`: where the site is ("" not known: no links)."""
    parts = []
    for section in sections:
        lines = [f"【{section.title}】"]
        for line in section.lines:
            lines.append(f"· {line.text}")
            if line.path and address:
                lines.append(f"  {address}{line.path}")
        parts.append("\n".join(lines))
    return "\n\n".join([*parts, "这是定时汇总的提醒，不用回复。"]) + "\n"
