"""The indexes by which texts find their near duplicates, words find texts, and formal texts the passages that they share: all in the
database."""

from typing import Any, ClassVar

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Q
from django.db.models.sql.compiler import SQLCompiler

from huiyin.platform.texts.rules import Sought

Sql = tuple[str, list[Any]]


class IndexedText(models.Model):
    """A text that the sweep has seen. `text` is the id that the room above gave it, `corpus` what it is compared within.

    `signature` (analysis.nearduplicates) is kept of originals only: later texts are compared with them. `pieces` (analysis.pieces, after a
    stamp that says how the words were read) are kept of texts that were weighed against others; they go with the row when the words go.
    """

    text = models.BigIntegerField(primary_key=True)
    corpus = models.BigIntegerField(db_index=True)
    near_duplicate_of = models.BigIntegerField(null=True, db_index=True)
    jaccard_permille = models.PositiveSmallIntegerField(null=True)
    signature = models.BinaryField(null=True)
    pieces = models.BinaryField(null=True)

    objects: ClassVar[models.Manager["IndexedText"]] = models.Manager()

    class Meta:
        verbose_name = "已索引文本"
        indexes = [
            # Those whose words have yet to be read into pieces: few, and found without walking past the others.
            models.Index(
                fields=["corpus", "text"],
                condition=Q(pieces=None, near_duplicate_of=None),
                name="texts_unread",
            )
        ]


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


class Vocabulary(models.Model):
    """How many texts of a corpus use each piece (analysis.vectors.Frequencies), as last counted: what pieces are weighed with.

    A snapshot: between two counts every text is weighed alike. `digest` is that of the blob, by which a process knows whether its copy
    holds; `shelves` says how many texts each shelf held then.
    """

    corpus = models.BigIntegerField(primary_key=True)
    digest = models.CharField("摘要", max_length=32)
    texts = models.PositiveIntegerField("文本数")
    frequencies = models.BinaryField()
    shelves = models.JSONField("各架文本数", default=dict)

    objects: ClassVar[models.Manager["Vocabulary"]] = models.Manager()

    class Meta:
        verbose_name = "词频"


class Posting(models.Model):
    """The texts of a shelf that are listed under one of their telling pieces; texts are compared within a shelf only.

    `key` is rules.posting_key; `holders` are the texts' ids as little-endian 64-bit numbers. A piece of too many texts tells nothing: `full`,
    and no holders.
    """

    key = models.BigIntegerField(primary_key=True)
    holders = models.BinaryField()
    full = models.BooleanField(default=False)

    objects: ClassVar[models.Manager["Posting"]] = models.Manager()

    class Meta:
        verbose_name = "相近文本索引"


class Pairs(models.TextField):  # type: ignore[type-arg] # not generic when it runs
    """The column by which words find texts: FTS5 on SQLite, tsvector on PostgreSQL. Only `holds` and `spells` may be asked of it."""


@Pairs.register_lookup
class Holds(models.Lookup):  # type: ignore[type-arg]
    """`pairs__holds=Sought(…)`: the text holds every term, wherever it stands."""

    lookup_name = "holds"
    prepare_rhs = False
    rhs: Sought

    def as_sql(self, _compiler: SQLCompiler, _connection: BaseDatabaseWrapper) -> Sql:
        raise NotImplementedError("the search index is known on SQLite and PostgreSQL")

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Sql:
        column, parameters = self.process_lhs(compiler, connection)
        return f"{column} MATCH %s", [*parameters, self.rhs.as_fts5()]

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Sql:
        column, parameters = self.process_lhs(compiler, connection)
        words = column.replace('"pairs"', '"words"')
        beside = "".join(f" AND strpos({words}, %s) > 0" for _ in self.rhs.longer)
        return f"({column} @@ %s::tsquery{beside})", [*parameters, self.rhs.as_tsquery(), *self.rhs.longer]


@Pairs.register_lookup
class Spells(Holds):
    """The same, asked of each text that is walked past: for words that so many texts hold that looking them up costs more."""

    lookup_name = "spells"

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Sql:
        column, parameters = self.process_lhs(compiler, connection)
        words = column.replace('"pairs"', '"words"')
        asked = " AND ".join(f"strpos({words}, %s) > 0" for _ in self.rhs.terms)
        return f"({asked})", [*parameters, *self.rhs.terms]


class SearchableText(models.Model):
    """A text's row in the search index (docs/decisions/0006). The room above joins it by a model of its own on this table.

    Which columns there are beside `pairs` depends on the engine, so no row is ever read, only joined.
    """

    text = models.BigIntegerField(primary_key=True, db_column="rowid")
    pairs = Pairs()

    objects: ClassVar[models.Manager["SearchableText"]] = models.Manager()

    class Meta:
        verbose_name = "检索索引"
        managed = False
        db_table = "texts_search"


class FormalText(models.Model):
    """A formal text in the index of passages: `kind` and `thing` are what the room above calls it, `stamp` the version of its words."""

    kind = models.CharField("种类", max_length=20)
    thing = models.BigIntegerField("编号")
    stamp = models.BigIntegerField("版本")

    objects: ClassVar[models.Manager["FormalText"]] = models.Manager()

    class Meta:
        verbose_name = "已索引文稿"
        constraints = [models.UniqueConstraint(fields=["kind", "thing"], name="texts_formal_once")]


class Mark(models.Model):
    """A fingerprint of a formal text (analysis.fingerprints) and the letter at which it begins."""

    key = models.BigIntegerField()
    text = models.ForeignKey(FormalText, on_delete=models.CASCADE, related_name="+")
    at = models.PositiveIntegerField()

    objects: ClassVar[models.Manager["Mark"]] = models.Manager()

    class Meta:
        verbose_name = "文稿指纹"
        indexes = [models.Index(fields=["key"], name="texts_mark_key")]


class Meaning(models.Model):
    """A text as a sentence encoder sees it (analysis.encoder): a vector of half floats. `encoder` is the digest of its file.

    Kept of one encoder at a time: another one's vectors can't be compared with these.
    """

    text = models.BigIntegerField(primary_key=True)
    corpus = models.BigIntegerField()
    encoder = models.CharField("编码器", max_length=32)
    vector = models.BinaryField()

    objects: ClassVar[models.Manager["Meaning"]] = models.Manager()

    class Meta:
        verbose_name = "语义向量"
        indexes = [models.Index(fields=["corpus", "encoder"], name="texts_meaning_encoder")]
