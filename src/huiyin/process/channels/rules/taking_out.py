"""Names and telling details taken out of a text at its giver's wish, before it is sent."""

from collections.abc import Iterable

from huiyin.analysis.identifying import Telling

_PLACE = {"name": "某人"}
_ELSE = "（略）"


def without(text: str, tellings: Iterable[Telling]) -> str:
    """The text with 某人 for names and （略） for what else is telling; the rest stays as it was written. O(n)."""
    kept: list[str] = []
    at = 0
    for one in sorted(tellings, key=lambda one: one.start):
        kept += [text[at : one.start], _PLACE.get(one.kind, _ELSE)]
        at = one.end
    return "".join([*kept, text[at:]])
