"""Whether what givers sent along is still what was sealed."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from huiyin.platform.audit.queries import seal_faults, seals
from huiyin.platform.audit.rules import Fault
from huiyin.process.channels.models import FileMark, GivenFile
from huiyin.process.channels.rules.marks import FILE


def file_faults() -> Iterator[Fault]:
    """Every kept file whose digest nobody marked when it came, and every seal whose marks don't make its root. O(files).

    That the bytes are those of the digest is compared whenever a file is opened (files.open_file).
    """
    digests: dict[int, list[str]] = defaultdict(list)
    marked = set()
    for digest, seq in FileMark.objects.order_by("pk").values_list("digest", "sealed_in").iterator():
        marked.add(digest)
        if seq is not None:
            digests[seq].append(digest)
    kept = GivenFile.objects.order_by("pk").values_list("pk", "attachment__file__digest")
    for pk, digest in kept.iterator():
        if digest not in marked:
            yield Fault(
                f"附件 {pk}",
                f"反映人所附文件 {pk} 的摘要不在收到时的记载里：它被换过或是后来加进去的。",
                f"File {pk} of a giver isn't among those that were marked when they came: it was replaced, or put there later.",
            )
    yield from seal_faults(seals("rows.sealed", FILE), digests, ("所附文件", "files"))


def unsealed_files() -> int:
    """Marks that wait for the day's seal."""
    return FileMark.objects.filter(sealed_in=None).count()


def files_wait_for_seal(today: date) -> bool:
    """Whether there are marks of days before `today` that no record seals yet."""
    return FileMark.objects.filter(sealed_in=None, on__lt=today).exists()
