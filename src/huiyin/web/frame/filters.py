"""Filters and places in a list, as they stand in the address of a page."""

import re
from collections.abc import Iterable, Mapping
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict

from huiyin.kit.errors import BadInput

_UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")


def needs_storable(request: HttpRequest) -> None:
    """BadInput for characters that no database keeps (NUL, halves of characters): nobody types them."""
    for given in (request.GET, request.POST):
        for name, values in given.lists():
            if any(_UNSTORABLE.search(part) for part in (name, *map(str, values))):
                raise BadInput(
                    "填写的内容里有不能保存的字符（多半是从别的软件粘贴来的），请删去后再试。",
                    "There is a character in it that can't be kept (often pasted from other software); delete it and try again.",
                )


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
        raise _nowhere()
    return int(written)


Pair = tuple[int, int]
Triple = tuple[int, int, int]


def pair_place(query: QueryDict, name: str) -> Pair | None:
    """A place in a list that two numbers tell, written `2014-37`; None and BadInput as `place`."""
    found = _numbers(query, name, 2)
    return (found[0], found[1]) if found else None


def triple_place(query: QueryDict, name: str) -> Triple | None:
    """A place in a list that three numbers tell, as `pair_place`."""
    found = _numbers(query, name, 3)
    return (found[0], found[1], found[2]) if found else None


def written(found: Iterable[int]) -> str:
    """What `pair_place` and `triple_place` read."""
    return "-".join(map(str, found))


def _numbers(query: QueryDict, name: str, count: int) -> list[int]:
    parts = str(query.get(name, "")).split("-")
    if parts == [""]:
        return []
    if len(parts) != count or not all(part.isascii() and part.isdigit() and len(part) <= 9 for part in parts):
        raise _nowhere()
    return [int(part) for part in parts]


def _nowhere() -> BadInput:
    return BadInput(
        "这个地址里的位置不对，请回到列表第一页。",
        "The address names no place of the list; go to its first page.",
    )
