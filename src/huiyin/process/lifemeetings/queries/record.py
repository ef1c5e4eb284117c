"""The record of a meeting as it is read: in the order in which it was written down, with what was corrected beside it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from huiyin.process.campaigns.rules.template import Template
from huiyin.process.lifemeetings.models import (
    Criticism,
    CriticismAnswer,
    LifeMeeting,
    RecordEntry,
    Seat,
    Signing,
    Turn,
    WordsCorrection,
)
from huiyin.process.lifemeetings.queries.circles import name_of, seats_of
from huiyin.process.lifemeetings.rules.shown import Line, digest_of
from huiyin.process.lifemeetings.rules.states import WERE_THERE

GONE = "（原话已按规定删去）"
"""What stands for words whose time is over (SPEC rule 1)."""


@dataclass(frozen=True, slots=True)
class Said:
    """A turn with what was corrected in it, the latest last."""

    turn: Turn
    speaker: str
    corrections: tuple[WordsCorrection, ...]

    @property
    def struck(self) -> bool:
        return _struck(self.corrections)

    @property
    def gone(self) -> bool:
        return not self.turn.words

    @property
    def text(self) -> str:
        """What it says now: as corrected last, "" where it was struck out."""
        return _text(self.turn.words, self.corrections)


@dataclass(frozen=True, slots=True)
class Criticised:
    """A criticism with names, its answer, and what was corrected in both."""

    row: Criticism
    by: str
    to: str
    answer: CriticismAnswer | None
    corrections: tuple[WordsCorrection, ...]
    answer_corrections: tuple[WordsCorrection, ...]

    @property
    def struck(self) -> bool:
        return _struck(self.corrections)

    @property
    def gone(self) -> bool:
        return not self.row.words

    @property
    def text(self) -> str:
        """What it says now: as corrected last, "" where it was struck out."""
        return _text(self.row.words, self.corrections)

    @property
    def answered(self) -> str:
        """What the answer says now; "" where there is none, or it was struck out."""
        return _text(self.answer.words, self.answer_corrections) if self.answer else ""


def _struck(corrections: Sequence[WordsCorrection]) -> bool:
    return bool(corrections) and corrections[-1].strikes


def _text(words: str, corrections: Sequence[WordsCorrection]) -> str:
    if not words:
        return GONE
    return corrections[-1].text if corrections else words


@dataclass(frozen=True, slots=True)
class Record:
    """The whole record; `digest` is that of exactly what is shown."""

    seats: tuple[Seat, ...]
    turns: tuple[Said, ...]
    criticisms: tuple[Criticised, ...]
    digest: str
    said: int

    def at(self, point: str) -> tuple[Said, ...]:
        """What was said at a point of the agenda."""
        return tuple(said for said in self.turns if said.turn.point == point)

    def point_of(self, one: Criticised, template: Template) -> str:
        """Under which point of the agenda a criticism stands: by whom it is of."""
        head = next((seat.head for seat in self.seats if seat.pk == one.row.to_seat_id), False)
        return template.lifemeetings.criticised_at("head" if head else "member", one.row.point)

    @property
    def counted(self) -> tuple[Criticised, ...]:
        """Without what was struck out."""
        return tuple(one for one in self.criticisms if not one.struck)


def record_of(meeting: LifeMeeting) -> Record:
    """The record. 5 queries, however much was said."""
    seats = seats_of(meeting)
    names = {seat.pk: name_of(seat) for seat in seats}
    turns = list(Turn.objects.filter(meeting=meeting).order_by("pk"))
    rows = list(Criticism.objects.filter(meeting=meeting).select_related("problem").order_by("pk"))
    answers = {one.criticism_id: one for one in CriticismAnswer.objects.filter(criticism__meeting=meeting)}
    beside = _corrections(meeting)
    said = tuple(Said(turn, names[turn.seat_id], beside["turn", turn.pk]) for turn in turns)
    criticised = tuple(
        Criticised(
            row,
            names[row.from_seat_id],
            names[row.to_seat_id],
            answers.get(row.pk),
            beside["criticism", row.pk],
            beside["answer", answers[row.pk].pk] if row.pk in answers else (),
        )
        for row in rows
    )
    digest = _digest(meeting, seats, said, criticised)
    entries: list[RecordEntry] = [
        *turns,
        *rows,
        *answers.values(),
        *(fix for of in beside.values() for fix in of),
    ]
    return Record(tuple(seats), said, criticised, digest, max((one.number for one in entries), default=0))


def _corrections(meeting: LifeMeeting) -> Mapping[tuple[str, int], tuple[WordsCorrection, ...]]:
    found: dict[tuple[str, int], tuple[WordsCorrection, ...]] = defaultdict(tuple)
    for one in WordsCorrection.objects.filter(meeting=meeting).order_by("pk"):
        for kind in ("turn", "criticism", "answer"):
            if (pk := getattr(one, f"{kind}_id")) is not None:
                found[kind, pk] += (one,)
    return found


def digest_at(meeting: LifeMeeting, record: Record, said: int) -> str:
    """The digest of a record as it stood when it had so many entries: what somebody signed then."""
    return _digest(meeting, record.seats, record.turns, record.criticisms, upto=said)


def _digest(
    meeting: LifeMeeting,
    seats: Sequence[Seat],
    said: Sequence[Said],
    criticised: Sequence[Criticised],
    upto: int | None = None,
) -> str:
    """People and units go in by what doesn't change, and words by their digests: a new name or a deletion leaves it as it is."""

    def there(entry: RecordEntry) -> bool:
        return upto is None or entry.number <= upto

    def fixes(corrections: Sequence[WordsCorrection]) -> tuple[str, ...]:
        return tuple(_mark(one, one.text, one.reason) for one in corrections if there(one))

    held = meeting.held_on.isoformat() if meeting.held_on else ""
    head = [str(meeting.participation.unit_id), str(meeting.number), held, meeting.place]
    head += [f"{seat.pk}:{seat.account_id or seat.office}:{seat.presence}" for seat in seats]
    lines = [
        Line(
            "turn",
            one.turn.pk,
            str(one.turn.seat_id),
            one.turn.point,
            _mark(one.turn, one.turn.words),
            fixes(one.corrections),
        )
        for one in said
        if there(one.turn)
    ]
    for one in criticised:
        by, to = str(one.row.from_seat_id), str(one.row.to_seat_id)
        if there(one.row):
            mark = _mark(one.row, one.row.words, one.row.wind, one.row.fact)
            lines.append(Line("criticism", one.row.pk, by, to, mark, fixes(one.corrections)))
        if one.answer and there(one.answer):
            mark = _mark(one.answer, one.answer.words)
            lines.append(Line("answer", one.answer.pk, to, by, mark, fixes(one.answer_corrections)))
    return digest_of(head, lines)


def _mark(entry: RecordEntry, *words: str) -> str:
    """An entry's own digest; of one that was kept before entries had any, its words."""
    return entry.digest or "|".join(words)


def signed_seats(meeting: LifeMeeting, record: Record | None = None) -> tuple[set[int], set[int]]:
    """The seats that have signed the record as it stands, and all of who was there with an account. One query beside the record's."""
    record = record or record_of(meeting)
    there = {seat.pk for seat in record.seats if seat.account_id and seat.presence in WERE_THERE}
    signed = Signing.objects.filter(meeting=meeting, digest=record.digest).values_list("seat_id", flat=True)
    return set(signed) & there, there


def signings_of(meeting: LifeMeeting) -> dict[int, list[Signing]]:
    """Seat → its signings, the latest last. One query."""
    found: dict[int, list[Signing]] = defaultdict(list)
    for one in Signing.objects.filter(meeting=meeting).order_by("pk"):
        found[one.seat_id].append(one)
    return found


def report_digest(meeting: LifeMeeting, record: str) -> str:
    """Of what the head sees when signing the report: its text and the record that it stands on."""
    unit = meeting.participation.unit_id if meeting.participation_id else ""
    told = "\x1f".join([str(unit), str(meeting.number), record, meeting.report])
    return sha256(told.encode()).hexdigest()
