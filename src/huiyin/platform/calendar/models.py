"""What people enter into the calendar: days that differ from what is shipped, and years that aren't shipped."""

from typing import ClassVar

from django.db import models


class Day(models.Model):
    """A day as this installation has it, whatever the shipped arrangement says. Who entered it and when is in the record."""

    day = models.DateField("日期", unique=True)
    works = models.BooleanField("上班")
    name = models.CharField("名称", max_length=40, blank=True)

    objects: ClassVar[models.Manager["Day"]] = models.Manager()

    class Meta:
        verbose_name = "年历日"


class Year(models.Model):
    """A year whose arrangement was entered in full: its Day rows alone count, and every other day goes by its weekday."""

    year = models.PositiveSmallIntegerField("年份", unique=True)
    source = models.CharField("依据", max_length=200)

    objects: ClassVar[models.Manager["Year"]] = models.Manager()

    class Meta:
        verbose_name = "年历年份"
