"""A speech that was pasted whole, laid into passages: 一、… becomes a demand with its heading, 一是…；二是… findings.

A proposal only: the person who records sees the passages and changes them before anything is kept.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from huiyin.kit.errors import BadInput
from huiyin.process.meetings.rules.records import PassageKind, Said

_NUMERALS = "一二三四五六七八九十"
_HEADING = re.compile(rf"^[（(]?[{_NUMERALS}]{{1,3}}(?:、|[）)])\s*(?P<heading>.+)$")
_ITEM = re.compile(rf"(?:^|(?<=[：:；;。，,]))(?P<mark>[{_NUMERALS}]{{1,2}}是)")
LONGEST_SPEECH = 50_000
"""The most characters of a speech that is pasted at once: three hours of talk."""
_LONGEST_HEADING = 40
_LEADS = ("：", ":")  # such a line leads to what comes next
_MARKED = 2  # one 一是 alone is no list


@dataclass(slots=True)
class _Laid:
    """A passage to which lines may still be added."""

    kind: PassageKind
    heading: str = ""
    lines: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, said: Said) -> "_Laid":
        return cls(said.kind, said.heading, [said.text] if said.text else [])

    def said(self) -> Said:
        return Said(self.kind, "\n".join(self.lines), self.heading)


def passages_of(text: str, kinds: Collection[PassageKind]) -> list[Said]:
    """The passages that a pasted speech seems to hold, in its order, only of `kinds`. Not a character is lost or changed
    but blank lines and the numerals that the record sets itself. BadInput for more than LONGEST_SPEECH characters. O(n).
    """
    if len(text) > LONGEST_SPEECH:
        raise BadInput(
            f"讲话稿有 {len(text)} 字，一次至多贴 {LONGEST_SPEECH} 字。请分成几段，一段一段贴进来拆。",
            f"The speech has {len(text)} characters; paste {LONGEST_SPEECH} at most at a time, part by part.",
        )
    found: list[_Laid] = []
    for line in (line.strip() for line in text.splitlines()):
        if not line:
            continue
        heading = _HEADING.match(line) if PassageKind.DEMAND in kinds else None
        if heading:
            found.append(_Laid.of(_demand(heading["heading"])))
        elif found and found[-1].kind is PassageKind.DEMAND and found[-1].heading:
            found[-1].lines.append(line)
        elif PassageKind.FINDING in kinds and len(_ITEM.findall(line)) >= _MARKED:
            found += map(_Laid.of, _findings(line))
        elif found and found[-1].kind is PassageKind.TEXT and not found[-1].lines[-1].endswith(_LEADS):
            found[-1].lines.append(line)
        else:
            found.append(_Laid(PassageKind.TEXT, lines=[line]))
    return [laid.said() for laid in found]


def _demand(rest: str) -> Said:
    """A heading stands alone on its line; a longer line is heading and words, parted by its first full stop."""
    rest = rest.strip()
    head, stop, words = rest.partition("。")
    if not stop and len(rest) <= _LONGEST_HEADING:
        return Said(PassageKind.DEMAND, "", rest)
    if words and len(head) <= _LONGEST_HEADING:
        return Said(PassageKind.DEMAND, words.strip(), head)
    return Said(PassageKind.DEMAND, rest)


def _findings(line: str) -> Iterator[Said]:
    """一是 A；二是 B。C → what stands before, A, B, and what stands behind the last item's first full stop."""
    marks = list(_ITEM.finditer(line))
    if before := line[: marks[0].start()]:
        yield Said(PassageKind.TEXT, before)
    ends = [*(mark.start() for mark in marks[1:]), len(line)]
    for mark, end in zip(marks, ends, strict=True):
        words = line[mark.end() : end]
        after = ""
        if end == len(line):
            words, _, after = words.partition("。")
        yield Said(PassageKind.FINDING, words.rstrip("；;。，,"))
        if after:
            yield Said(PassageKind.TEXT, after)
