"""What the visitor has judged in this session, so that the last word can be taken back by one key."""

from collections.abc import Collection, Iterable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from huiyin.process.opinions.models import OpinionQuerySet
from huiyin.process.opinions.queries import standing_judgements
from huiyin.web.frame.visit import Visit

_LATELY = "lately_judged"
_MOST_TAKEN_BACK = 50


def note_judged(request: HttpRequest, judgements: Iterable[int]) -> None:
    """Remember judgements (ids) as the last ones."""
    request.session[_LATELY] = [*request.session.get(_LATELY, []), *judgements][-_MOST_TAKEN_BACK:]


def forget_judged(request: HttpRequest, judgements: Collection[int]) -> None:
    """What was taken back isn't the last one any more."""
    kept = [pk for pk in request.session.get(_LATELY, []) if pk not in judgements]
    request.session[_LATELY] = kept


def lately(request: HttpRequest, visit: Visit, visible: OpinionQuerySet) -> dict[str, Any]:
    """The visitor's last judgement that still stands, for the button that takes it back. One query, none where nothing was judged."""
    noted = request.session.get(_LATELY, [])
    if not noted:
        return {"undo": ""}
    standing = standing_judgements(visit.running, visible).filter(pk__in=noted)
    found = standing.select_related("one", "other").first()
    if found is None:
        return {"undo": ""}
    return {"undo": reverse("undo_judgement", args=[visit.running.code, found.pk]), "undone": found}
