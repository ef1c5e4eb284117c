"""Whose words of a meeting are kept no longer, or are to go again: what one look says, one deletion does."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from django.db.models import Q, QuerySet

from huiyin.process.lifemeetings.models import (
    Criticism,
    LifeMeeting,
    MeetingJudgement,
    ReholdOrder,
    Signing,
    Turn,
)

Wordy: TypeAlias = Turn | Criticism | Signing | MeetingJudgement | ReholdOrder | LifeMeeting
"""What words hang on that go one day; the meeting itself holds those of its report."""

PLACE: Mapping[type[Wordy], str] = {
    Turn: "turn",
    Criticism: "criticism",
    Signing: "signing",
    MeetingJudgement: "judgement",
    ReholdOrder: "order",
    LifeMeeting: "meeting",
}
"""By which column a tombstone is of which."""

KINDS: Mapping[str, type[Wordy]] = {
    "speech": Turn,
    "criticism": Criticism,
    "remark": Signing,
    "judgement": MeetingJudgement,
    "order": ReholdOrder,
    "report": LifeMeeting,
}
"""What each is called in lists and addresses, in the order of the lists."""

_WORDS = {
    Turn: "words",
    Criticism: "words",
    Signing: "remark",
    MeetingJudgement: "text",
    ReholdOrder: "text",
    LifeMeeting: "report",
}
_UNTIL = dict.fromkeys(_WORDS, "retain_until") | {LifeMeeting: "report_until"}
_MARK = dict.fromkeys(_WORDS, "digest") | {Signing: "remark_digest", LifeMeeting: "reported_digest"}


@dataclass(frozen=True, slots=True)
class Lapsed:
    """Words whose time is over; `name` is what they are called in a list: kind and number, never a word of them."""

    name: str
    entry: Wordy


def meeting_of(entry: Wordy) -> LifeMeeting:
    return entry if isinstance(entry, LifeMeeting) else entry.meeting


def kept_until(entry: Wordy) -> date | None:
    """Until when its words are kept; None for no end."""
    found: date | None = getattr(entry, _UNTIL[type(entry)])
    return found


def mark_of(entry: Wordy) -> str:
    """Its digest, which is in the record, stays and names no words; "" for what was kept before there were any."""
    return str(getattr(entry, _MARK[type(entry)]))


def there(model: type[Wordy]) -> QuerySet[Wordy]:
    """Those of a kind whose words are there, with what a deletion asks for."""
    path = "" if model is LifeMeeting else "meeting__"
    related = (f"{path}participation__campaign__root", f"{path}participation__unit")
    rows: QuerySet[Wordy] = model._default_manager.exclude(**{_WORDS[model]: ""})
    return rows.select_related(*related).order_by("pk")


def lapsed_words(day: date) -> list[Lapsed]:
    """Speeches, criticisms, remarks, judgements, orders and reports whose time was over before `day` and whose words are still there. 6 queries."""
    return list(_named({model: Q(**{f"{_UNTIL[model]}__lt": day}) for model in KINDS.values()}))


def words_brought_back(marks: Collection[str]) -> list[Lapsed]:
    """Those of some that had gone lawfully whose words are there, as an older backup brings them back. 6 queries, none for none."""
    if not marks:
        return []
    return list(_named({model: Q(**{f"{_MARK[model]}__in": marks}) for model in KINDS.values()}))


def _named(wanted: Mapping[type[Wordy], Q]) -> Iterator[Lapsed]:
    for kind, model in KINDS.items():
        for one in there(model).filter(wanted[model]):
            yield Lapsed(f"meeting-{meeting_of(one).pk}-{kind}-{one.pk}", one)


def words_kept_too_long(day: date) -> bool:
    """Whether there are any. 6 queries at most."""
    return any(there(model).filter(**{f"{_UNTIL[model]}__lt": day}).exists() for model in KINDS.values())
