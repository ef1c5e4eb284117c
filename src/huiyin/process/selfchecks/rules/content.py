"""What stands in a paper: free words by block, problems one by one, and what was found by each mirror. Plain values."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from huiyin.kit.errors import BadInput
from huiyin.process.campaigns.rules.selfchecks import PaperKind
from huiyin.process.campaigns.rules.template import Template

LONGEST = 60_000
"""Characters of a whole paper: what is longer is refused with a sentence, and nothing of it is lost."""

MOST_ITEMS = 60
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\u200b-\u200f\u2028\u2029\ufeff\ud800-\udfff]")
_NUMBERS = "一二三四五六七八九十"


@dataclass(frozen=True)
class Item:
    """A problem of the paper: wind (`focus`, a leaf), what happened, on which day, its cause, what is to be done, by which mirror."""

    fact: str
    focus: str = ""
    on: date | None = None
    cause: str = ""
    measure: str = ""
    mirror: str = ""

    @property
    def empty(self) -> bool:
        return not (self.fact or self.measure)


@dataclass(frozen=True)
class Content:
    """Block → words, the problems in order, mirror → why nothing was found by it."""

    blocks: Mapping[str, str] = field(default_factory=dict)
    items: tuple[Item, ...] = ()
    nothing: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """What is stored: nothing that is empty."""
        return {
            "blocks": {code: words for code, words in self.blocks.items() if words},
            "items": [{**asdict(one), "on": one.on.isoformat() if one.on else None} for one in self.items],
            "nothing": {code: words for code, words in self.nothing.items() if words},
        }

    @classmethod
    def of_json(cls, kept: Mapping[str, Any]) -> "Content":
        items = (
            Item(**{**one, "on": date.fromisoformat(one["on"]) if one["on"] else None})
            for one in kept.get("items", ())
        )
        return cls(dict(kept.get("blocks", {})), tuple(items), dict(kept.get("nothing", {})))

    @property
    def digest(self) -> str:
        """SHA-256, in hex, of the content as canonical JSON."""
        canonical = json.dumps(self.as_json(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()

    @property
    def size(self) -> int:
        """Characters that somebody wrote."""
        said = [*self.blocks.values(), *self.nothing.values()]
        return sum(map(len, said)) + sum(len(one.fact) + len(one.measure) for one in self.items)


def plain(typed: str) -> str:
    """What was typed or pasted, as plain lines: Word's soft breaks and bullets become lines and dots, what can't be seen goes.

    >>> plain("一、问题\\x0b\\uf0b7 会多\\u200b\\r\\n")
    '一、问题\\n· 会多'
    """
    lines = typed.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n").replace("\x0c", "\n")
    seen = _CONTROLS.sub("", lines).replace("\uf0b7", "·").replace("\uf06c", "·").replace("\xa0", " ")
    return "\n".join(line.rstrip() for line in seen.split("\n")).strip("\n")


def checked(content: Content, kind: PaperKind, template: Template) -> Content:
    """The content with only what the template knows, and no empty problem; BadInput where it is longer than its place."""
    if content.size > LONGEST or len(content.items) > MOST_ITEMS:
        raise BadInput(
            f"材料有 {content.size} 字、{len(content.items)} 个问题，最多 {LONGEST} 字、{MOST_ITEMS} 个问题。字都还在您的页面上，请删短后再存。",
            f"{content.size} characters and {len(content.items)} problems; at most {LONGEST} and {MOST_ITEMS}. Your words are still on your page.",
        )
    leaves, causes = template.focus_codes(), {row.code for row in template.causes}
    mirrors = {row.code for row in template.mirrors}
    blocks = {block.code for block in kind.blocks}
    return Content(
        {code: words for code, words in content.blocks.items() if code in blocks and words.strip()},
        tuple(
            Item(
                one.fact,
                one.focus if one.focus in leaves else "",
                one.on,
                one.cause if one.cause in causes else "",
                one.measure,
                one.mirror if one.mirror in mirrors else "",
            )
            for one in content.items
            if not one.empty
        ),
        {code: words for code, words in content.nothing.items() if code in mirrors and words.strip()},
    )


def lines_of(content: Content, kind: PaperKind, template: Template) -> Iterator[str]:
    """The paper as lines: headings 一、 and （一）, the author's own words under each, problems numbered through."""
    return (line for line, _ in _lines(content, kind, template))


def text_of(content: Content, kind: PaperKind, template: Template) -> str:
    """The whole paper as one text, a paragraph a line."""
    return "\n".join(lines_of(content, kind, template))


def placed(content: Content, kind: PaperKind, template: Template) -> str:
    """Those lines of the text that aren't its author's own words: headings, and which problem has which cause."""
    return "\n".join(line for line, own in _lines(content, kind, template) if not own)


def _lines(content: Content, kind: PaperKind, template: Template) -> Iterator[tuple[str, bool]]:
    """Each line, and whether its author wrote it."""
    for at, block in enumerate(kind.blocks):
        yield f"{number_in_words(at + 1)}、{block.zh}", False
        yield from ((line, True) for line in content.blocks.get(block.code, "").split("\n") if line.strip())
        if block.holds == "problems":
            yield from _problems(content.items, template)
        elif block.holds == "causes":
            yield from ((line, False) for line in _causes(content.items, template))
        elif block.holds == "measures":
            yield from ((line, True) for line in _measures(content.items))


def number_in_words(number: int) -> str:
    """一 to 十九: numbers of headings.

    >>> number_in_words(12)
    '十二'
    """
    return _NUMBERS[number - 1] if number <= 10 else f"十{_NUMBERS[number - 11]}"


def _problems(items: Sequence[Item], template: Template) -> Iterator[tuple[str, bool]]:
    of_leaf = {leaf.code: leaf.group for leaf in template.focus_leaves()}
    groups = [(group.code, group.zh) for group in template.focus_groups()]
    headed = 0
    for code, name in [*groups, ("", "")]:
        here = [(at, one) for at, one in enumerate(items, 1) if of_leaf.get(one.focus, "") == code]
        if here and name:
            headed += 1
            yield f"（{number_in_words(headed)}）{name}", False
        for at, one in here:
            yield f"{at}．{_dated(one)}", True


def _dated(one: Item) -> str:
    if one.on is None:
        return one.fact
    day = f"{one.on.year}年{one.on.month}月{one.on.day}日"
    return one.fact if f"{one.on.month}月{one.on.day}日" in one.fact else f"{day}，{one.fact}"


def _causes(items: Sequence[Item], template: Template) -> Iterator[str]:
    for row in template.causes:
        numbers = [str(at) for at, one in enumerate(items, 1) if one.cause == row.code]
        if numbers:
            yield f"{row.zh}：第{'、'.join(numbers)}个。"


def _measures(items: Sequence[Item]) -> Iterator[str]:
    for at, one in enumerate(items, 1):
        if one.measure:
            yield f"{at}．{one.measure}"
