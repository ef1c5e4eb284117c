"""What was done with a matter."""

from dataclasses import dataclass
from datetime import date

from huiyin.kit.enciphering import Unreadable
from huiyin.process.sealed.models import SealedMatter, SealedStep
from huiyin.process.sealed.queries.words import opened


@dataclass(frozen=True)
class Step:
    """One step, of a SealedStep.Kind; `said` None where the key at hand doesn't open it."""

    kind: str
    said: str | None
    by: str
    on: date


def steps_of(matter: SealedMatter) -> list[Step]:
    """The steps of a matter, the earliest first. One query."""
    rows = SealedStep.objects.filter(matter=matter).order_by("pk")
    return [Step(row.kind, _said(row.enciphered), row.by, row.on) for row in rows]


def _said(enciphered: str) -> str | None:
    try:
        return opened(enciphered)
    except Unreadable:
        return None


def sealed_state(matter: int) -> SealedMatter.State | None:
    """Where a sealed matter is, by its id, for whoever holds its receipt; None for what isn't one, or is an opinion again. One query."""
    rows = SealedMatter.objects.exclude(state=SealedMatter.State.HANDED_BACK).filter(pk=matter)
    state = rows.values_list("state", flat=True).first()
    return SealedMatter.State(state) if state is not None else None
