"""Opinions as a sentence encoder sees them, for suggestions; only where somebody has laid an encoder beside (docs/encoder.md)."""

from collections.abc import Callable, Mapping
from datetime import datetime

import numpy as np
from django.db import transaction
from numpy.typing import NDArray

from huiyin.analysis.encoder import Encoder
from huiyin.analysis.normalise import Text
from huiyin.kit.blocks import in_blocks
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.platform.texts.commands import keep_meanings
from huiyin.platform.texts.queries import without_meaning
from huiyin.process.campaigns.models import Campaign
from huiyin.process.opinions.models import Opinion

BLOCK = 200

Progress = Callable[[int, int], None]


def encode_opinions(
    campaign: Campaign, encoder: Encoder, *, by: Actor, at: datetime, progress: Progress | None = None
) -> int:
    """Let an encoder read every swept opinion that it hasn't read yet; how many. Stopped and started again, it goes on.

    Another encoder's vectors are replaced as it goes. One transaction and one record a block; the reading happens before it opens.
    """
    by.needs(Right.OPINION_TRIAGE, campaign.root.path)
    waiting = without_meaning(campaign.pk, encoder.digest)
    done = 0
    for block in in_blocks(waiting, BLOCK):
        rows = Opinion.objects.with_text().filter(pk__in=block).values_list("pk", "title", "body")
        texts = {pk: Text(title or "", body or "").whole for pk, title, body in rows}
        vectors = dict(zip(texts, encoder.encode(list(texts.values())), strict=True))
        done += _write(campaign, encoder.digest, vectors, by=by, at=at)
        if progress is not None:
            progress(done, len(waiting))
    return done


@transaction.atomic
def _write(
    campaign: Campaign, encoder: str, vectors: Mapping[int, NDArray[np.float32]], *, by: Actor, at: datetime
) -> int:
    """Keep them, but for opinions whose words are gone since."""
    take_turn()
    there = set(Opinion.objects.with_text().filter(pk__in=list(vectors)).values_list("pk", flat=True))
    kept = {pk: vector for pk, vector in vectors.items() if pk in there}
    if kept:
        keep_meanings(campaign.pk, encoder, kept)
        facts = {"opinions": len(kept), "encoder": encoder}
        record(act="opinions.encoded", subject=f"campaign:{campaign.code}", by=by.code, at=at, facts=facts)
    return len(kept)
