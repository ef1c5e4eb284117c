"""Places in lists that go by the tree."""

from django.http import QueryDict

from huiyin.kit.errors import BadInput

_LONGEST = 80


def path_place(query: QueryDict, name: str) -> str:
    """The path from behind which a page goes on, "" for its beginning; BadInput when the address names nonsense."""
    written = str(query.get(name, ""))
    if len(written) > _LONGEST or (written and not (written.isascii() and written.isalnum())):
        raise BadInput(
            "这个地址里的位置不对，请回到列表第一页。",
            "The address names no place of the list; go to its first page.",
        )
    return written
