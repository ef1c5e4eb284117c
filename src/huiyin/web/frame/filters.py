"""Filters and places in a list, as they stand in the address of a page."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.http import QueryDict

from huiyin.kit.errors import BadInput


def without_empty(query: QueryDict, *drop: str) -> dict[str, str]:
    """The filters that are set, without `drop`: what an address needs to show the same list again."""
    return {name: str(value) for name, value in query.items() if value and name not in drop}


def address(path: str, query: Mapping[str, object]) -> str:
    """`path` with the filters that are set."""
    kept = {name: value for name, value in query.items() if value not in ("", None)}
    return f"{path}?{urlencode(kept)}" if kept else path


def place(query: QueryDict, name: str) -> int | None:
    """A place in a list: a row's number, None when the address names none, BadInput when it names nonsense."""
    written = str(query.get(name, ""))
    if not written:
        return None
    if not (written.isascii() and written.isdigit() and len(written) <= 18):
        raise BadInput(
            "这个地址里的位置不对，请回到列表第一页。",
            "The address names no place of the list; go to its first page.",
        )
    return int(written)
