"""Whether the words are still those that were sealed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from huiyin.platform.audit.queries import facts_of, seal_faults, seals
from huiyin.platform.audit.rules import Fault
from huiyin.process.opinions.models import Opinion, Tombstone
from huiyin.process.opinions.rules.identity import sealed_digest


def sealed_faults(apart: Iterable[tuple[int, str]] = ()) -> Iterator[Fault]:
    """Every opinion that differs from what was sealed, every one whose words went without a lawful end, and every seal whose
    rows don't make its root. `apart` are (record, digest) of rows under the same seals that stand in another table. O(n), two passes.
    """
    known = {**seals("opinions.taken"), **seals("rows.sealed", "opinion"), **seals("rows.sealed", "sealed")}
    digests: dict[int, list[str]] = defaultdict(list)
    for seq, digest in apart:
        digests[seq].append(digest)
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
    yield from seal_faults(known, digests, ("意见", "opinions"))


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


def unsealed() -> int:
    """Opinions that wait for the day's seal: until then a change of theirs can't be seen."""
    return Opinion.objects.filter(sealed_in=None).count()
