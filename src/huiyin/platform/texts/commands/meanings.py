"""Keeping what a sentence encoder makes of texts."""

from collections.abc import Mapping

import numpy as np
from django.db import transaction
from numpy.typing import NDArray

from huiyin.platform.bulk import insert_many
from huiyin.platform.texts.models import Meaning


@transaction.atomic
def keep_meanings(corpus: int, encoder: str, vectors: Mapping[int, NDArray[np.float32]]) -> None:
    """Keep a vector for each text (id), in the place of an earlier one. Few queries, whatever the number."""
    Meaning.objects.filter(text__in=list(vectors)).delete()
    rows = ((text, corpus, encoder, vector.astype("<f2").tobytes()) for text, vector in vectors.items())
    insert_many(Meaning, ("text", "corpus", "encoder", "vector"), rows)
