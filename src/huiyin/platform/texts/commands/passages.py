"""Keeping the index by which passages are found that formal texts share."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.db import transaction
from django.db.models import Count

from huiyin.analysis.copied import MOST_HOLDERS
from huiyin.analysis.fingerprints import Fingerprint, fingerprints
from huiyin.analysis.letters import letters_of
from huiyin.kit.blocks import in_blocks
from huiyin.platform.bulk import insert_many
from huiyin.platform.texts.models import FormalText, Mark
from huiyin.platform.texts.queries import KEYS_A_QUERY


class Worded(NamedTuple):
    """A formal text by its id in the room above, with the version of its words."""

    thing: int
    stamp: int
    words: str


@transaction.atomic
def index_passages(kind: str, texts: Iterable[Worded]) -> int:
    """Index the words of texts, in the place of what an earlier version said; how many were new or changed.

    `kind` is what the room above calls such texts. A fingerprint that MOST_HOLDERS texts have already isn't kept a further time, so
    what everybody copies costs no more than what thirty do. Queries: 4 a text and one a 400 fingerprints; growth with `texts` only.
    """
    return sum(_take_up(kind, text) for text in texts)


@transaction.atomic
def forget_passages(kind: str, thing: int) -> None:
    """Take a formal text out of the index, when its words must go or it is no source any more."""
    FormalText.objects.filter(kind=kind, thing=thing).delete()


def _take_up(kind: str, text: Worded) -> bool:
    known, made = FormalText.objects.get_or_create(
        kind=kind, thing=text.thing, defaults={"stamp": text.stamp}
    )
    if not made:
        if known.stamp == text.stamp:
            return False
        FormalText.objects.filter(pk=known.pk).update(stamp=text.stamp)
        Mark.objects.filter(text=known).delete()
    found = fingerprints(letters_of(text.words).text)
    insert_many(Mark, ("key", "at"), _not_too_common(found), {"text_id": known.pk})
    return True


def _not_too_common(found: list[Fingerprint]) -> Iterator[Fingerprint]:
    held = Counter[int]()
    for some in in_blocks(sorted({key for key, _ in found}), KEYS_A_QUERY):
        rows = Mark.objects.filter(key__in=some).order_by().values("key").annotate(n=Count("pk"))
        held.update({row["key"]: row["n"] for row in rows})
    return (one for one in found if held[one.key] < MOST_HOLDERS)
