"""What the form of a paper sends, as its content."""

import json
from datetime import date

from django.http import QueryDict

from huiyin.process.campaigns.rules.selfchecks import PaperKind
from huiyin.process.campaigns.rules.template import Template
from huiyin.process.selfchecks.rules.content import MOST_ITEMS, Content, Item, plain
from huiyin.process.selfchecks.rules.pasting import Pasted, pasted_of

_LONGEST_TOLD = 50_000


def content_of(given: QueryDict, kind: PaperKind, template: Template) -> Content:
    """Blocks, problems and mirrors as they were typed; a day that is none counts as not given, so that no saving fails for it."""

    def words(name: str) -> str:
        return plain(str(given.get(name, "")))

    blocks = {block.code: words(f"block.{block.code}") for block in kind.blocks}
    nothing = {row.code: words(f"nothing.{row.code}") for row in template.mirrors}
    numbers = sorted(
        int(name.split(".")[1])
        for name in given
        if name.startswith("item.")
        and name.endswith(".fact")
        and name.split(".")[1].isdecimal()
        and len(name) < 20
    )
    items = tuple(
        Item(
            fact=words(f"item.{at}.fact"),
            focus=str(given.get(f"item.{at}.focus", "")),
            on=_day(str(given.get(f"item.{at}.on", ""))),
            cause=str(given.get(f"item.{at}.cause", "")),
            measure=words(f"item.{at}.measure"),
            mirror=str(given.get(f"item.{at}.mirror", "")),
        )
        for at in numbers[: MOST_ITEMS + 1]
    )
    return Content(blocks, items, nothing)


def pasted_in(given: QueryDict, least: int) -> tuple[Pasted, ...]:
    """What the page told of pasting."""
    told = str(given.get("pasted", ""))
    try:
        return pasted_of(json.loads(told), least) if 0 < len(told) <= _LONGEST_TOLD else ()
    except ValueError:
        return ()


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError:
        return None
