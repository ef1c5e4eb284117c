"""What a sealed matter carries of its submission, or of who wrote it down, so that it can be brought back with it (process/sealed)."""

from collections.abc import Mapping
from typing import Any

_ENTRANCE, _MAY_SHOW = "entrance", "may_show"


_TAKEN_DOWN = "taken_down"
_COLUMNS = ("way", "host_id", "forum_id", "box_id", "batch_id", "reference", "by")


def written_down(row: Mapping[str, object]) -> dict[str, object]:
    """The columns of a TakenDown, so that it can be made anew."""
    return {_TAKEN_DOWN: {name: row[name] for name in _COLUMNS}}


def written_down_in(beside: dict[str, object]) -> dict[str, Any] | None:
    """Those columns as `written_down` wrote them; None for what nobody wrote down."""
    kept = beside.get(_TAKEN_DOWN)
    return {name: kept.get(name) for name in _COLUMNS} if isinstance(kept, dict) else None


def submitted(entrance: int, *, may_show: bool | None) -> dict[str, object]:
    return {_ENTRANCE: entrance, _MAY_SHOW: may_show}


def submission_in(beside: dict[str, object]) -> tuple[int, bool | None] | None:
    """(entrance, may_show) as `submitted` wrote them; None for what came through none."""
    entrance, may_show = beside.get(_ENTRANCE), beside.get(_MAY_SHOW)
    if not isinstance(entrance, int):
        return None
    return entrance, may_show if isinstance(may_show, bool) else None
