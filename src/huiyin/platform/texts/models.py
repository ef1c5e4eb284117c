"""The index by which texts find their near duplicates: rows in the database, the same on both engines."""

from typing import ClassVar

from django.db import models


class IndexedText(models.Model):
    """A text that the sweep has seen. `text` is the id that the room above gave it, `corpus` what it is compared within.

    `signature` (analysis.nearduplicates) is kept of originals only: later texts are compared with them.
    """

    text = models.BigIntegerField(primary_key=True)
    corpus = models.BigIntegerField(db_index=True)
    near_duplicate_of = models.BigIntegerField(null=True)
    jaccard_permille = models.PositiveSmallIntegerField(null=True)
    signature = models.BinaryField(null=True)

    objects: ClassVar[models.Manager["IndexedText"]] = models.Manager()

    class Meta:
        verbose_name = "已索引文本"


class Band(models.Model):
    """One band of a text's MinHash signature: two texts with a band in common are worth comparing."""

    key = models.BigIntegerField()
    text = models.BigIntegerField()

    objects: ClassVar[models.Manager["Band"]] = models.Manager()

    class Meta:
        verbose_name = "近重复索引"
        indexes = [
            models.Index(fields=["key", "text"], name="texts_band_key"),
            models.Index(fields=["text"], name="texts_band_text"),
        ]
