"""Kept files: what lies in the folder, and each act of giving that points at it."""

import secrets
from typing import ClassVar

from django.db import models
from django.db.models import Q

from huiyin.platform.files.rules.kinds import Kind
from huiyin.platform.files.rules.names import LONGEST_NAME


def random_id() -> int:
    """53 random bits (what JavaScript can count): ids that say nothing about the order in which things came."""
    return secrets.randbelow(2**53 - 1) + 1


class StoredFile(models.Model):
    """Bytes in the folder, under their digest (rules.digests). The same evidence is one row, however often it comes.

    A giver's file has a salt of its own and no size here, so that no two rows say that they hold the same.
    """

    id = models.BigIntegerField(primary_key=True, default=random_id)
    kind = models.CharField("来路", max_length=10, choices=[(kind.value, kind.value) for kind in Kind])
    digest = models.CharField("摘要", max_length=64, unique=True)
    salt = models.CharField(max_length=64, blank=True)
    media_type = models.CharField("类型", max_length=100)
    size = models.PositiveIntegerField("字节数", null=True)

    objects: ClassVar[models.Manager["StoredFile"]] = models.Manager()

    class Meta:
        verbose_name = "文件"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=Kind.EVIDENCE.value, salt="", size__isnull=False)
                | (Q(kind=Kind.GIVEN.value, size__isnull=True) & ~Q(salt="")),
                name="files_storedfile_given_is_salted",
            )
        ]


class Attachment(models.Model):
    """One file given once: under which name, by whom ("" for a giver), on which day (never a time: SPEC rule 5).

    What it belongs to is said by the room above, whose row points here.
    """

    id = models.BigIntegerField(primary_key=True, default=random_id)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name="文件")
    name = models.CharField("文件名", max_length=LONGEST_NAME)
    by = models.CharField("经办", max_length=80, blank=True)
    on = models.DateField("日期")

    objects: ClassVar[models.Manager["Attachment"]] = models.Manager()

    class Meta:
        verbose_name = "附件"
