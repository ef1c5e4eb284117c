"""What the visitor has judged in this session, so that the last words can be taken back by one key: a pair's, or a whole list's."""

from collections.abc import Collection, Iterable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from huiyin.process.opinions.models import Judgement, OpinionQuerySet
from huiyin.process.opinions.queries import standing_judgements
from huiyin.web.frame.visit import Visit

_LATELY = "judged_together_lately"
_MOST_TAKEN_BACK = 50


def note_judged(request: HttpRequest, judgements: Iterable[int], back: str = "") -> None:
    """Remember judgements (ids) that were made together as the last ones; `back`: where they were made."""
    made = list(judgements)
    if made:
        request.session[_LATELY] = [*_noted(request), [made, back]][-_MOST_TAKEN_BACK:]


def forget_judged(request: HttpRequest, judgements: Collection[int]) -> None:
    """What was taken back isn't the last one any more."""
    kept = [[[pk for pk in made if pk not in judgements], back] for made, back in _noted(request)]
    request.session[_LATELY] = [[made, back] for made, back in kept if made]


def judged_with(request: HttpRequest, judgement: int) -> tuple[list[int], str]:
    """What was made together with a judgement in this session, itself among them, and where; itself and "" where that isn't known."""
    return next(((made, back) for made, back in _noted(request) if judgement in made), ([judgement], ""))


def lately(request: HttpRequest, visit: Visit, visible: OpinionQuerySet) -> dict[str, Any]:
    """The visitor's last words that still stand, for the button that takes them back. One query, none where nothing was said."""
    noted = [pk for made, _ in _noted(request) for pk in made]
    if not noted:
        return {"undo": ""}
    standing = standing_judgements(visit.running, visible).filter(pk__in=noted).select_related("one", "other")
    found: list[Judgement] = list(standing)
    if not found:
        return {"undo": ""}
    together = set(judged_with(request, found[0].pk)[0])
    return {
        "undo": reverse("undo_judgement", args=[visit.running.code, found[0].pk]),
        "undone": found[0],
        "undone_together": sum(judgement.pk in together for judgement in found),
    }


def _noted(request: HttpRequest) -> list[tuple[list[int], str]]:
    return [(made, back) for made, back in request.session.get(_LATELY, [])]
