"""The record of a team's meeting as a paper and as rows (DOMAIN 2.7): each speech in its order, word for word; what was corrected stands beside.

The words as they were recorded always stay; a correction is marked with who made it, when and why (SPEC rule 1).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from huiyin.platform.accounts.models import Account
from huiyin.process.campaigns.rules.template import Template
from huiyin.process.lifemeetings.models import LifeMeeting, Recorder, Seat, WordsCorrection
from huiyin.process.lifemeetings.queries.circles import name_of, quorum
from huiyin.process.lifemeetings.queries.record import GONE, Criticised, Record, signings_of
from huiyin.process.lifemeetings.rules.states import PRESENCES, WERE_THERE, Presence, SeatKind
from huiyin.reports.layout.official import OfficialDocument, chinese_date

_PERSON = "account:"


@dataclass(frozen=True)
class Speech:
    """One entry of the record in its order: at which point, by whom, what kind of speech, the words with what was corrected."""

    point: str
    seat: int
    speaker: str
    kind: str
    words: str


class RecordPaper:
    """What the papers of one record are made of, read once. 3 queries beside the record's own."""

    def __init__(self, meeting: LifeMeeting, record: Record, template: Template) -> None:
        self.meeting, self.record, self.template = meeting, record, template
        self.groups = {group.code: group.zh for group in template.focus.groups}
        self.signings = signings_of(meeting)
        self.people = _people(_corrections(record))
        accounts = Recorder.objects.filter(meeting=meeting).order_by("pk")
        self.recorders = list(accounts.values_list("account__name", flat=True))

    def speeches(self) -> Iterator[Speech]:
        """Everything that was said, point by point as the agenda has them. What was struck out stays, marked."""
        names = {seat.pk: name_of(seat) for seat in self.record.seats}
        points = self.template.lifemeetings.agenda
        for point in points:
            for said in self.record.at(point.code):
                words = self.shown(said.turn.words, said.corrections)
                yield Speech(point.code, said.turn.seat_id, said.speaker, point.kind, words)
            for one in self.record.criticisms:
                if self.record.point_of(one, self.template) == point.code:
                    yield Speech(
                        point.code, one.row.from_seat_id, one.by, "批评", f"对{one.to}：{self.criticism(one)}"
                    )
                    if one.answer:
                        yield Speech(
                            point.code,
                            one.row.to_seat_id,
                            names[one.row.to_seat_id],
                            "回应",
                            self.answer(one),
                        )

    def criticism(self, one: Criticised) -> str:
        """A criticism with its kind and instance, and what was corrected."""
        if one.gone:
            return GONE
        beside = "；".join(part for part in (self.groups.get(one.row.wind, ""), one.row.fact) if part)
        words = f"{one.row.words}（{beside}）" if beside else one.row.words
        return self.shown(words, one.corrections)

    def answer(self, one: Criticised) -> str:
        """What the criticised answered, and what was corrected; "" for nothing."""
        return self.shown(one.answer.words, one.answer_corrections) if one.answer else ""

    def shown(self, words: str, corrections: Sequence[WordsCorrection]) -> str:
        """The words as recorded, and below them each correction with its author, day and reason."""
        if not words:
            return GONE
        return "\n".join([words, *(self._correction(one) for one in corrections)])

    def _correction(self, one: WordsCorrection) -> str:
        what = "误录，不算" if one.strikes else f"更正为：{one.text}"
        return f"〔{what}（{self.people.get(one.by, '记录人')}，{chinese_date(one.on)}，{one.reason}）〕"

    def signed(self, seat: Seat) -> str:
        """Since when somebody has signed the record as it stands, or that they signed before it was corrected; "" for who hasn't."""
        rows = self.signings.get(seat.pk, [])
        if not rows:
            return ""
        day = chinese_date(rows[-1].on)
        return f"已签阅（{day}）" if rows[-1].digest == self.record.digest else f"{day}签阅后有更正"

    def draw(self, paper: OfficialDocument) -> None:
        """Time and place, who was there, each speech in its order, and who read and signed it."""
        for line in self.opening():
            paper.paragraph(line)
        spoken = list(self.speeches())
        for point in self.template.lifemeetings.agenda:
            paper.heading(1, point.zh)
            here = [one for one in spoken if one.point == point.code]
            if not here:
                paper.paragraph("（没有记录）")
            for one in here:
                # Somebody's words: the checker asks nothing of their wording, and they stand in a letter of their own.
                paper.quote(f"{one.speaker}（{one.kind}）：{one.words}")
        paper.heading(1, "签阅")
        there = [seat for seat in self.record.seats if seat.account_id and seat.presence in WERE_THERE]
        rows = [(name_of(seat), self.signed(seat) or "未签阅", self._remark(seat)) for seat in there]
        if rows:
            paper.table(("姓名", "签阅", "本人意见"), rows, (32, 56, 68), aligns=("center", "center", "left"))
        if self.meeting.unsigned_why:
            paper.paragraph(f"未签阅的原因：{self.meeting.unsigned_why}")

    def opening(self) -> Iterator[str]:
        """时间, 地点, 主持, 应到, 实到, 列席, 上级派员, 记录人."""
        there = quorum(self.meeting, self.record.seats)
        held = self.meeting.held_on
        yield f"时间：{chinese_date(held) if held else ''}"
        yield f"地点：{self.meeting.place}"
        heads = [seat for seat in self.record.seats if seat.head and seat.presence in WERE_THERE]
        yield f"主持：{_names(heads)}"
        away = "；".join(
            f"{name_of(seat)}{PRESENCES[Presence(seat.presence)]}（{seat.reason}）"
            if seat.reason
            else f"{name_of(seat)}{PRESENCES[Presence(seat.presence)]}"
            for seat in self._of(SeatKind.MEMBER)
            if seat.presence not in {Presence.PRESENT, Presence.OFF}
        )
        yield f"应到{there.due}人，实到{there.present}人" + (f"（{away}）" if away else "")
        term = self.template.campaign.vocabulary.get("supervision_group")
        for label, kind in (
            ("列席", SeatKind.OBSERVER),
            (term.zh if term else "上级派员", SeatKind.INSPECTOR),
        ):
            if guests := self._of(kind):
                yield f"{label}：{_names(guests)}"
        yield f"记录人：{'、'.join(self.recorders)}"

    def _of(self, kind: SeatKind) -> list[Seat]:
        return [seat for seat in self.record.seats if seat.kind == kind]

    def _remark(self, seat: Seat) -> str:
        said = [one for one in self.signings.get(seat.pk, []) if one.remark or one.remark_digest]
        return (said[-1].remark or GONE) if said else ""


def _names(seats: Iterable[Seat]) -> str:
    return "、".join(name_of(seat) for seat in seats)


def _corrections(record: Record) -> Iterator[WordsCorrection]:
    for said in record.turns:
        yield from said.corrections
    for one in record.criticisms:
        yield from one.corrections
        yield from one.answer_corrections


def _people(corrections: Iterable[WordsCorrection]) -> Mapping[str, str]:
    """Names by the record's codes. One query, none where nothing was corrected."""
    pks = {one.by.removeprefix(_PERSON) for one in corrections if one.by.startswith(_PERSON)}
    if not pks:
        return {}
    known = Account.objects.filter(pk__in=[int(pk) for pk in pks if pk.isdecimal()])
    return {f"{_PERSON}{pk}": name for pk, name in known.values_list("pk", "name")}
