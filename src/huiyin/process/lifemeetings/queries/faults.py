"""What the record of meetings says against the tables: words that were changed, entries that are missing, signatures under something else."""

from collections.abc import Iterator, Mapping

from django.db.models import Q

from huiyin.platform.audit.queries import facts_of
from huiyin.platform.audit.rules import Fault
from huiyin.process.lifemeetings.models import (
    Criticism,
    CriticismAnswer,
    LifeMeeting,
    MeetingJudgement,
    RecordEntry,
    ReholdOrder,
    Signing,
    Turn,
    WordsCorrection,
    WordsTombstone,
)
from huiyin.process.lifemeetings.queries.record import digest_at, record_of, report_digest
from huiyin.process.opinions.rules.identity import sealed_digest

_ACTS: Mapping[str, type[RecordEntry]] = {
    "lifemeeting.turn": Turn,
    "lifemeeting.criticism": Criticism,
    "lifemeeting.answer": CriticismAnswer,
    "lifemeeting.corrected": WordsCorrection,
}


def lifemeeting_faults() -> Iterator[Fault]:
    """Each entry against the record's digest and, while its words are there, against these; each signature against the record as it was then.

    No word is needed for the signatures: they stand on digests, which stay when words go. O(entries).
    """
    for act, model in _ACTS.items():
        yield from _entries(act, model)
    yield from _beside("lifemeeting.signed", Signing, "remark", "remark_digest")
    yield from _beside("lifemeeting.judged", MeetingJudgement, "text", "digest")
    yield from _beside("lifemeeting.rehold_ordered", ReholdOrder, "text", "digest")
    yield from _reports()
    meetings = LifeMeeting.objects.filter(pk__in=Signing.objects.exclude(said=0).values("meeting"))
    for meeting in meetings.select_related("participation__campaign", "participation__unit").order_by("pk"):
        whole = record_of(meeting)
        for one in Signing.objects.filter(meeting=meeting).exclude(said=0).order_by("pk"):
            if digest_at(meeting, whole, one.said) != one.digest:
                yield Fault(
                    f"班子会 {meeting.pk}",
                    f"第 {one.pk} 号签阅所签的记录与现存的不符：记录或签阅被改过。",
                    f"Signature {one.pk} isn't of the record that is there: one of them was changed.",
                )


def _entries(act: str, model: type[RecordEntry]) -> Iterator[Fault]:
    kept = {facts.get("row"): facts.get("digest") for _, _, facts in facts_of(act)}
    if not kept:
        return
    erased = _erased(model)
    there = set()
    for row in model._default_manager.order_by("pk").iterator():
        there.add(row.pk)
        if not row.digest:
            continue  # kept before entries had digests of their own
        if kept.get(row.pk) != row.digest or (
            row.salt and sealed_digest(row.salt, _words(row)) != row.digest
        ):
            yield _fault(model, row.pk)
        elif not row.salt and row.pk not in erased:
            yield _without_tombstone(row.pk)
    for pk in sorted(set(map(int, filter(None, kept))) - there):
        yield _fault(model, pk)


def _beside(
    act: str, model: type[Signing | MeetingJudgement | ReholdOrder], words: str, digest: str
) -> Iterator[Fault]:
    """What was written beside the record, against the digest that the record of acts has of it."""
    kept = {int(facts.get("row", 0)): facts["words"] for _, _, facts in facts_of(act) if facts.get("words")}
    if not kept:
        return
    place = {Signing: "signing", MeetingJudgement: "judgement", ReholdOrder: "order"}[model]
    erased = set(WordsTombstone.objects.exclude(**{place: None}).values_list(place, flat=True))
    rows = {row.pk: row for row in model._default_manager.filter(pk__in=kept)}
    for pk, told in sorted(kept.items()):
        row = rows.get(pk)
        whole = row is not None and getattr(row, digest) == told
        if row is not None and whole and row.salt:
            whole = sealed_digest(row.salt, (getattr(row, words),)) == told
        elif row is not None and whole and pk not in erased:
            yield _without_tombstone(pk)
        if not whole:
            name = model._meta.verbose_name
            yield Fault(
                f"班子会 {name} {pk}",
                f"第 {pk} 号{name}所写的与当时的不符，或不见了：被改过。",
                f"What {model.__name__} {pk} says isn't what was recorded, or is gone.",
            )


def _reports() -> Iterator[Fault]:
    """Each report that was signed, while its text is there, against what its head signed."""
    signed = LifeMeeting.objects.exclude(reported_on=None).select_related("participation")
    erased = set(WordsTombstone.objects.exclude(meeting=None).values_list("meeting", flat=True))
    for meeting in signed.order_by("pk"):
        if not meeting.report:
            if meeting.pk not in erased:
                yield _without_tombstone(meeting.pk)
        elif report_digest(meeting, record_of(meeting).digest) != meeting.reported_digest:
            yield Fault(
                f"班子会 {meeting.pk}",
                "情况报告与主要负责人所签的不符：被改过。",
                "The report isn't what its head signed: it was changed.",
            )


def _without_tombstone(pk: int) -> Fault:
    return Fault(
        f"班子会记录 {pk}", "原话没有了，却没有删除标记。", "The words are gone without a tombstone."
    )


def _words(row: RecordEntry) -> tuple[str, ...]:
    if isinstance(row, Criticism):
        return row.words, row.wind, row.fact
    if isinstance(row, WordsCorrection):
        return row.text, row.reason
    return (str(getattr(row, "words", "")),)


def _erased(model: type[RecordEntry]) -> set[int]:
    """The entries whose words went with a tombstone. One query."""
    turns = WordsTombstone.objects.exclude(turn=None).values("turn")
    criticisms = WordsTombstone.objects.exclude(criticism=None).values("criticism")
    if model is Turn:
        return set(turns.values_list("turn", flat=True))
    if model is Criticism:
        return set(criticisms.values_list("criticism", flat=True))
    if model is CriticismAnswer:
        answers = CriticismAnswer.objects.filter(criticism__in=criticisms)
        return set(answers.values_list("pk", flat=True))
    rows = WordsCorrection.objects.filter(
        Q(turn__in=turns) | Q(criticism__in=criticisms) | Q(answer__criticism__in=criticisms)
    )
    return set(rows.values_list("pk", flat=True))


def _fault(model: type[RecordEntry], pk: int) -> Fault:
    name = model._meta.verbose_name
    return Fault(
        f"班子会记录 {pk}",
        f"第 {pk} 号{name}与记录时的不符，或不见了：被改过。",
        f"Entry {pk} ({model.__name__}) isn't what was recorded, or is gone.",
    )
