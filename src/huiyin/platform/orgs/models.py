"""The unit tree."""

from typing import ClassVar

from django.db import models


class UnitQuerySet(models.QuerySet["Unit"]):
    def under(self, path: str) -> "UnitQuerySet":
        """The unit at `path` and everything below it: one prefix range, the same on both engines."""
        return self.filter(path__gte=path, path__lt=path + "~")

    def roots(self) -> "UnitQuerySet":
        return self.filter(parent=None)


class Unit(models.Model):
    """A unit of the organisation: a bureau, a department, a school. Four base-36 characters of `path` a level."""

    code = models.CharField("单位代码", max_length=40, blank=True)
    name = models.CharField("单位名称", max_length=100, unique=True)
    kind = models.CharField("类别", max_length=40, blank=True)
    aliases = models.JSONField("简称", default=list, blank=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    path = models.CharField("路径", max_length=80, unique=True)

    objects: ClassVar["UnitQuerySet"] = UnitQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "单位"
        ordering = ["path"]
        indexes = [models.Index(fields=["parent"], name="orgs_unit_parent")]
