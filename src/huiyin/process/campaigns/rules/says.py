"""A sentence in both languages of the product, as rules say why."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Says:
    """The same in Chinese and in English; pages pick one."""

    zh: str
    en: str


def day_said(day: date, on: date) -> Says:
    """A day as it is said on the day `on`: with its year only where that is another.

    >>> day_said(date(2014, 6, 3), date(2014, 5, 23))
    Says(zh='6 月 3 日', en='3 Jun')
    """
    if day.year == on.year:
        return Says(f"{day.month} 月 {day.day} 日", f"{day.day} {day:%b}")
    return Says(f"{day.year} 年 {day.month} 月 {day.day} 日", f"{day.day} {day:%b} {day.year}")
