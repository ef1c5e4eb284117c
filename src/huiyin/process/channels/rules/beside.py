"""What a sealed matter carries of its submission, so that it can be brought back with it (process/sealed)."""

_ENTRANCE, _MAY_SHOW = "entrance", "may_show"


def submitted(entrance: int, *, may_show: bool | None) -> dict[str, object]:
    return {_ENTRANCE: entrance, _MAY_SHOW: may_show}


def submission_in(beside: dict[str, object]) -> tuple[int, bool | None] | None:
    """(entrance, may_show) as `submitted` wrote them; None for what came through none."""
    entrance, may_show = beside.get(_ENTRANCE), beside.get(_MAY_SHOW)
    if not isinstance(entrance, int):
        return None
    return entrance, may_show if isinstance(may_show, bool) else None
