"""What templates can say beside Django's own words."""

from datetime import date

from django import template

from huiyin.web.frame.language import in_english, pick

register = template.Library()


@register.filter
def day(value: date | None) -> str:
    """6 月 3 日 / 3 Jun; nothing for no day. Quicker than Django's own, which hot lists feel."""
    if value is None:
        return ""
    if in_english():
        return f"{value.day} {value:%b}"
    return f"{value.month} 月 {value.day} 日"


@register.filter
def year_day(value: date | None) -> str:
    """2014 年 6 月 3 日 / 3 Jun 2014."""
    if value is None:
        return ""
    return f"{day(value)} {value.year}" if in_english() else f"{value.year} 年 {day(value)}"


@register.filter
def named(thing: object) -> str:
    """The name of something that has one in each language."""
    return pick(str(getattr(thing, "zh", "")), str(getattr(thing, "en", "")))
