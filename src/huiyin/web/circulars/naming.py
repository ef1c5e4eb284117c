"""What lengths of time are called on a page."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.process.campaigns.rules.cascade import HOURS_A_DAY


def duration(hours: float | None) -> str:
    """Working hours in words: up to a day in hours, more in working days of eight; "" for none."""
    if hours is None:
        return ""
    if hours < 1:
        return _("不到 1 小时")
    if hours < HOURS_A_DAY:
        whole = round(hours)
        return ngettext("%(n)s 小时", "%(n)s 小时", whole) % {"n": whole}
    days = round(hours / HOURS_A_DAY, 1)
    return _("%(n)s 个工作日") % {"n": f"{days:g}"}


def within(hours: float | None) -> str:
    """Within how long; "" for none."""
    said = duration(hours)
    return said if hours is None or hours < 1 else _("%(time)s以内") % {"time": said}
