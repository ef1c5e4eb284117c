"""Questions about opinions, across tables."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, F

from huiyin.analysis.normalise import Text
from huiyin.platform.audit.queries import Seal, facts_of, seals
from huiyin.platform.audit.rules import Fault, merkle_root
from huiyin.platform.texts.queries import near_duplicates
from huiyin.process.campaigns.models import Campaign
from huiyin.process.opinions.models import Decision, Group, Opinion, Placement, Suggestion, Tombstone
from huiyin.process.opinions.rules.disposition import OUT_OF_THE_MATTER, Disposition
from huiyin.process.opinions.rules.identity import sealed_digest

SEALING_ACTS = ("opinions.taken", "rows.sealed")


@dataclass(frozen=True)
class Balance:
    """The sum that must hold (SPEC rule 2): received, and its seven parts."""

    received: int
    parts: dict[Disposition, int]

    @property
    def holds(self) -> bool:
        return self.received == sum(self.parts.values())


def balance(campaign: Campaign) -> Balance:
    """Received and where they are now. 2 queries: the total is counted apart from its parts, or it could never fail to hold."""
    counted = Opinion.objects.of(campaign).values("disposition").annotate(n=Count("id")).order_by()
    parts = {row["disposition"]: row["n"] for row in counted}
    received = Opinion.objects.of(campaign).count()
    return Balance(received, {disposition: parts.get(disposition, 0) for disposition in Disposition})


@dataclass(frozen=True)
class Rate:
    """A rate with its n (SPEC rule 14): `k` of `n`. `suggested` when no person has decided on any of them."""

    k: int
    n: int
    suggested: bool

    @property
    def shown(self) -> float | None:
        """The rate, or None where n is too small for one."""
        return self.k / self.n if self.n >= SMALLEST_N else None


SMALLEST_N = 10


@dataclass(frozen=True)
class Labels:
    """What is known about one opinion: decided by a person, or else suggested by the machine."""

    focus: tuple[str, ...] = ()
    topic: str = ""
    specific: bool = False
    decided: bool = False


def labels(campaign: Campaign) -> dict[int, Labels]:
    """Labels of all opinions of a campaign: the last decision where there is one, else the suggestions. 2 queries, O(n)."""
    suggested: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    rows = Suggestion.objects.filter(opinion__campaign=campaign).order_by("opinion_id", "kind", "rank")
    for pk, kind, code in rows.values_list("opinion_id", "kind", "code").iterator():
        suggested[pk][kind].append(code)
    found = {pk: _suggested(kinds) for pk, kinds in suggested.items()}
    found.update(_decided(campaign))
    return found


def _suggested(kinds: dict[str, list[str]]) -> Labels:
    topics = kinds.get(Suggestion.Kind.TOPIC, [""])
    specific = kinds.get(Suggestion.Kind.SPECIFIC) == ["yes"]
    return Labels(tuple(kinds.get(Suggestion.Kind.FOCUS, ())), topics[0], specific)


def _decided(campaign: Campaign) -> dict[int, Labels]:
    last = Decision.objects.filter(opinion__campaign=campaign, round=F("opinion__triage_round"))
    last = last.exclude(taken_back=True, restores=0)  # taken back, and no earlier one counts
    rows = last.values_list("opinion_id", "focus", "topic", "specific")
    return {
        pk: Labels((focus,) if focus else (), topic, specific, decided=True)
        for pk, focus, topic, specific in rows.iterator()
    }


def in_scope_labels(campaign: Campaign, known: dict[int, Labels]) -> dict[int, Labels]:
    """Of `known`, those of the opinions that the campaign has to deal with. One query."""
    ids = set(Opinion.objects.of(campaign).in_scope().values_list("id", flat=True).iterator())
    return {pk: found for pk, found in known.items() if pk in ids}


def focus_rate(campaign: Campaign, known: dict[int, Labels]) -> Rate:
    """聚焦率 (SPEC section 5): in-scope triaged opinions with a focus label ÷ in-scope triaged opinions.

    While nobody has triaged any, the same over the suggestions, marked as suggested.
    """
    mine = list(in_scope_labels(campaign, known).values())
    triaged = [found for found in mine if found.decided]
    counted = triaged or mine
    return Rate(sum(bool(found.focus) for found in counted), len(counted), suggested=not triaged)


def specificity_rate(campaign: Campaign, known: dict[int, Labels]) -> Rate:
    """具体率 (SPEC section 5): opinions that name two of when, where, who, what, how much ÷ opinions with text.

    Suggested as long as a person hasn't decided on each of them.
    """
    with_text = set(Opinion.objects.of(campaign).with_text().values_list("id", flat=True).iterator())
    mine = [found for pk, found in known.items() if pk in with_text]
    suggested = not all(found.decided for found in mine)
    return Rate(sum(found.specific for found in mine), len(mine), suggested=suggested)


def overruled(campaign: Campaign) -> dict[str, int]:
    """How often a person decided otherwise than the first suggestion, by kind (SPEC rule 9). One query."""
    counted: Counter[str] = Counter()
    for kinds in (
        Decision.objects.filter(opinion__campaign=campaign).values_list("overruled", flat=True).iterator()
    ):
        counted.update(kinds)
    return dict(counted)


def in_order_said(campaign: Campaign) -> list[int]:
    """Ids of the opinions that still have words, the earliest said first (undated ones last). One query."""
    return list(
        Opinion.objects.of(campaign).with_text().in_order_said().values_list("id", flat=True).iterator()
    )


@dataclass(frozen=True)
class GroupedOpinions:
    """A group as lists and papers show it."""

    pk: int
    number: int
    title: str
    opinions: tuple[int, ...]
    givers: int
    typical: int | None
    first: date | None
    last: date | None
    units: tuple[int | None, ...] = field(default=())


def groups(campaign: Campaign) -> list[GroupedOpinions]:
    """Groups with members in scope, those of most givers first. 3 queries, O(n log n)."""
    twins = near_duplicates(campaign.pk)
    members: dict[int, list[tuple[int, bool, date | None, int | None]]] = defaultdict(list)
    placed = Placement.objects.filter(group__campaign=campaign).order_by("opinion_id")
    placed = placed.exclude(opinion__disposition__in=OUT_OF_THE_MATTER)
    rows = placed.values_list("group_id", "opinion_id", "typical", "opinion__raised_on", "opinion__about_id")
    for group, opinion, typical, raised, about in rows.iterator():
        members[group].append((opinion, typical, raised, about))
    found = [
        _grouped(pk, number, title, members[pk], twins)
        for pk, number, title in Group.objects.filter(campaign=campaign).values_list("pk", "number", "title")
        if pk in members
    ]
    return sorted(found, key=lambda group: (-group.givers, -len(group.opinions), group.number))


def _grouped(
    pk: int,
    number: int,
    title: str,
    members: list[tuple[int, bool, date | None, int | None]],
    twins: dict[int, int],
) -> GroupedOpinions:
    opinions = tuple(opinion for opinion, *_ in members)
    days = sorted(day for *_, day, _ in members if day is not None)
    return GroupedOpinions(
        pk=pk,
        number=number,
        title=title,
        opinions=opinions,
        givers=len({twins.get(opinion, opinion) for opinion in opinions}),
        typical=next((opinion for opinion, typical, *_ in members if typical), None),
        first=days[0] if days else None,
        last=days[-1] if days else None,
        units=tuple(sorted({about for *_, about in members}, key=lambda unit: (unit is None, unit))),
    )


def placements(campaign: Campaign) -> dict[int, int]:
    """Opinion → the number of its group. One query."""
    placed = Placement.objects.filter(group__campaign=campaign)
    return dict(placed.values_list("opinion_id", "group__number").iterator())


def sealed_faults() -> Iterator[Fault]:
    """Every opinion that differs from what was sealed, every one whose words went without a lawful end, and every seal whose
    rows don't make its root. O(n), two passes.
    """
    known: dict[int, Seal] = {}
    for act in SEALING_ACTS:
        known.update(seals(act))
    digests: dict[int, list[str]] = defaultdict(list)
    for opinion in Opinion.objects.order_by("pk").iterator(chunk_size=2000):
        if opinion.sealed_in is not None:
            digests[opinion.sealed_in].append(opinion.digest)
        if opinion.salt is not None and not _as_sealed(opinion):
            yield Fault(
                f"意见 {opinion.source_id}（{opinion.pk}）",
                f"意见 {opinion.source_id} 与收录时的摘要不符：原文，或日期、渠道、单位、编号被改过。",
                f"Opinion {opinion.source_id} differs from its digest: its words, day, channel, unit or number were changed.",
            )
    yield from _erasure_faults()
    yield from _seal_faults(known, digests)


def _as_sealed(opinion: Opinion) -> bool:
    try:
        return sealed_digest(opinion.salt or "", opinion.said()) == opinion.digest
    except ValueError:  # a salt that is no hex was tampered with
        return False


def _erasure_faults() -> Iterator[Fault]:
    """Words that are gone must have a tombstone and an erasure in the record; and where those are, words must be gone."""
    gone = set(Opinion.objects.filter(salt=None).values_list("pk", flat=True))
    buried = set(Tombstone.objects.values_list("opinion_id", flat=True))
    recorded = {subject for subject, _, _ in facts_of("opinion.erased")}
    for pk in sorted(
        gone | buried | {int(subject.split(":")[1]) for subject in recorded if _names_one(subject)}
    ):
        if not (pk in gone and pk in buried and f"opinion:{pk}" in recorded):
            yield Fault(
                f"意见 {pk}",
                f"意见 {pk} 的原文、删除标记和删除记录三者不符：原文不是依规删除的，或删除后又被改过。",
                f"Opinion {pk}: words, tombstone and the record of its erasure don't agree; the words didn't go by the rule.",
            )


def _names_one(subject: str) -> bool:
    return subject.removeprefix("opinion:").isdecimal()


def _seal_faults(known: dict[int, Seal], digests: dict[int, list[str]]) -> Iterator[Fault]:
    for seq, seal in sorted(known.items()):
        there = digests.get(seq, [])
        if len(there) != seal.rows or _root(there) != seal.root:
            yield Fault(
                f"记录 {seq}",
                f"第 {seq} 条记录封存了 {seal.rows} 条意见，现在属于它的有 {len(there)} 条，摘要之和不符：有意见被删、被换或被加进来。",
                f"Record {seq} sealed {seal.rows} opinions; {len(there)} are there now and don't make its root.",
            )
    for seq in sorted(digests.keys() - known.keys()):
        yield Fault(
            f"记录 {seq}",
            f"{len(digests[seq])} 条意见说自己封存在第 {seq} 条记录，那里却没有封存。",
            f"{len(digests[seq])} opinions claim to be sealed in record {seq}, which seals none.",
        )


def _root(digests: list[str]) -> str:
    try:
        return merkle_root(digests)
    except ValueError:  # a digest that is no hex was tampered with
        return ""


def unsealed() -> int:
    """Opinions that wait for the day's seal: until then a change of theirs can't be seen."""
    return Opinion.objects.filter(sealed_in=None).count()


def texts_of(campaign: Campaign) -> Iterator[tuple[int, Text]]:
    """(id, words) of every opinion in scope that still has words, the earliest said first. One query."""
    ordered = Opinion.objects.of(campaign).with_text().in_scope().in_order_said()
    for pk, title, body in ordered.values_list("id", "title", "body").iterator(chunk_size=2000):
        yield pk, Text(title or "", body or "")
