"""The record: append-only, chained by hash, no foreign keys. Every room above records in it."""

from typing import ClassVar

from django.db import models

from huiyin.platform.audit.rules import GENESIS, Link


class Record(models.Model):
    """One act: who did what to which thing, when, with which facts. The database refuses UPDATE and DELETE.

    `by`, `act`, `subject` are plain codes ("office", "opinion.triaged", "opinion:81…"), so that a record outlives
    the row it speaks of. `facts` is canonical JSON and never holds an opinion's words (SPEC rule 1).
    """

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    act = models.CharField(max_length=60)
    subject = models.CharField(max_length=120)
    facts = models.TextField()
    prev = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    objects: ClassVar[models.Manager["Record"]] = models.Manager()

    class Meta:
        verbose_name = "审计记录"

    def as_link(self) -> Link:
        return Link(self.seq, self.at, self.by, self.act, self.subject, self.facts, self.prev, self.digest)


class Head(models.Model):
    """The end of the chain: one row, which whoever appends must change first, so that appends queue up."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    seq = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, default=GENESIS)

    objects: ClassVar[models.Manager["Head"]] = models.Manager()

    class Meta:
        verbose_name = "链头"
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="audit_head_one_row")]
