"""Whether sealed matters, too, are still what was sealed: opinions and they are verified together, for rows move between the two."""

from collections.abc import Iterator

from huiyin.kit.enciphering import Unreadable
from huiyin.platform.audit.queries import facts_of, seals
from huiyin.platform.audit.rules import Fault
from huiyin.process.opinions.models import Opinion
from huiyin.process.opinions.queries import sealed_faults
from huiyin.process.sealed.models import SealedMatter
from huiyin.process.sealed.queries.words import package_of

_IN_ITS_PLACE = SealedMatter.objects.exclude(state=SealedMatter.State.HANDED_BACK)


def matter_faults() -> Iterator[Fault]:
    """What opinions.queries.sealed_faults finds, with the rows that stand apart counted in, and whatever is wrong with those. O(n)."""
    rows = _IN_ITS_PLACE.exclude(sealed_in=None).values_list("sealed_in", "digest")
    yield from sealed_faults((seq, digest) for seq, digest in rows if seq is not None)
    yield from _word_faults()
    yield from _move_faults()
    yield from _erasure_faults()


def keyless() -> bool:
    """Whether there are words that the key at hand doesn't open: then it can't be said whether they are still the same."""
    first = SealedMatter.objects.exclude(enciphered=None).order_by("pk").first()
    return first is not None and not _opens()


def _opens() -> bool:
    return any(_digest(matter) is not None for matter in SealedMatter.objects.exclude(enciphered=None))


def _digest(matter: SealedMatter) -> str | None:
    """The digest of a matter's words as they are; "" for what is no package, None when they can't be opened."""
    try:
        return package_of(matter).digest()
    except Unreadable:
        return None
    except (ValueError, TypeError):
        return ""


def _word_faults() -> Iterator[Fault]:
    if not _opens():
        return
    for matter in SealedMatter.objects.exclude(enciphered=None).order_by("pk"):
        if _digest(matter) != matter.digest:
            yield Fault(
                f"密封件 {matter.pk}",
                f"密封件 {matter.pk} 与收录时的摘要不符，或不能解密：内容被改过。",
                f"Sealed matter {matter.pk} differs from its digest or can't be deciphered: it was changed.",
            )


def _move_faults() -> Iterator[Fault]:
    """A row under the other table's seal must have a record of how it came where it is."""
    own = seals("rows.sealed", "sealed").keys()
    split = {subject for subject, _, _ in facts_of("opinion.sealed")}
    back = {subject for subject, _, _ in facts_of("sealed.handed_back")}
    for pk, seq in _IN_ITS_PLACE.exclude(sealed_in=None).values_list("pk", "sealed_in"):
        if seq not in own and f"opinion:{pk}" not in split:
            yield Fault(
                f"密封件 {pk}",
                f"意见 {pk} 成了密封件，记录里却没有移交。",
                f"Opinion {pk} became a sealed matter, and no record says so.",
            )
    for pk in Opinion.objects.filter(sealed_in__in=list(own)).values_list("pk", flat=True):
        if f"sealed:{pk}" not in back:
            yield Fault(
                f"密封件 {pk}",
                f"密封件 {pk} 成了意见，记录里却没有退回。",
                f"Sealed matter {pk} became an opinion, and no record says so.",
            )


def _erasure_faults() -> Iterator[Fault]:
    """Words that are gone must have gone by the rule, and where that is recorded they must be gone."""
    recorded = {subject for subject, _, _ in facts_of("sealed.erased")}
    gone = {
        f"sealed:{pk}"
        for pk in SealedMatter.objects.filter(state=SealedMatter.State.ERASED).values_list("pk", flat=True)
    }
    for subject in sorted(recorded ^ gone):
        yield Fault(
            f"密封件 {subject.removeprefix('sealed:')}",
            f"密封件 {subject.removeprefix('sealed:')} 的内容与删除记录不符：不是依规删除的，或删除后又被改过。",
            f"Sealed matter {subject.removeprefix('sealed:')}: its words and the record of its erasure don't agree.",
        )
