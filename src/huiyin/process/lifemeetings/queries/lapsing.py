"""Whose words of a meeting are kept no longer: what one look says, one deletion does."""

from dataclasses import dataclass
from datetime import date

from huiyin.process.lifemeetings.models import Criticism, Turn


@dataclass(frozen=True, slots=True)
class Lapsed:
    """An entry whose time is over; `name` is what it is called in a list: its kind and its number, never a word of it."""

    name: str
    entry: Turn | Criticism


def lapsed_words(day: date) -> list[Lapsed]:
    """Turns, then criticisms, whose time was over before `day` and whose words are still there. 2 queries."""
    related = ("meeting__participation__campaign__root",)
    turns = Turn.objects.filter(retain_until__lt=day).exclude(words="").select_related(*related)
    criticisms = Criticism.objects.filter(retain_until__lt=day).exclude(words="").select_related(*related)
    return [
        *(Lapsed(f"meeting-{one.meeting_id}-speech-{one.pk}", one) for one in turns.order_by("pk")),
        *(Lapsed(f"meeting-{one.meeting_id}-criticism-{one.pk}", one) for one in criticisms.order_by("pk")),
    ]


def words_kept_too_long(day: date) -> bool:
    """Whether there are any. 2 queries at most."""
    return any(
        model._default_manager.filter(retain_until__lt=day).exclude(words="").exists()
        for model in (Turn, Criticism)
    )
