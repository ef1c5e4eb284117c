"""What somebody looks for in the inbox, read from what stands in the address of the page."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from huiyin.kit.errors import BadInput
from huiyin.kit.ids import HIGHEST_ID
from huiyin.process.campaigns.rules.template import Template
from huiyin.process.opinions.rules.disposition import Disposition

YES, NO = "yes", "no"

_NAMES = {
    "text": "查找",
    "disposition": "去向",
    "unit": "单位",
    "channel": "收集渠道",
    "giver": "反映群体",
    "focus": "类别",
    "topic": "教育专题",
    "concern": "诉求类型",
    "specific": "是否具体",
    "triaged": "是否已梳理",
    "group": "归并号",
    "since": "起始日期",
    "until": "截止日期",
}


@dataclass(frozen=True)
class Wanted:
    """Filters, all of which must hold; "" and None ask for nothing.

    `unit` (a pk) means the unit and everything below it, `focus` a leaf or all leaves of a group, `specific` and `triaged`
    "yes" or "no", `group` a group's number, `since` and `until` the days on which it was said, both included.
    """

    text: str = ""
    disposition: str = ""
    unit: int | None = None
    channel: str = ""
    giver: str = ""
    focus: str = ""
    topic: str = ""
    concern: str = ""
    specific: str = ""
    triaged: str = ""
    group: int | None = None
    since: date | None = None
    until: date | None = None


def read_wanted(typed: Mapping[str, str]) -> Wanted:
    """The filters of an address, by the names of Wanted's fields; other names are left alone.

    BadInput for a number or a day that is none. Codes are looked at by `needs_known`.
    """
    given = {name: typed[name].strip() for name in _NAMES if typed.get(name, "").strip()}
    read: dict[str, str | int | date] = dict(given)
    for name in {"unit", "group"} & given.keys():
        read[name] = _number(name, given[name])
    for name in {"since", "until"} & given.keys():
        read[name] = _day(name, given[name])
    return Wanted(**read)  # type: ignore[arg-type]


def needs_known(wanted: Wanted, template: Template) -> None:
    """BadInput naming the filter, where a code is none of the campaign's: a forged or an outdated address."""
    known: dict[str, Collection[str]] = {
        "disposition": set(Disposition),
        "channel": {channel.code for channel in template.channels},
        "giver": {giver.code for giver in template.giver_kinds},
        "focus": template.focus_codes() | {group.code for group in template.focus_groups()},
        "topic": template.topic_codes(),
        "concern": template.concern_codes(),
        "specific": {YES, NO},
        "triaged": {YES, NO},
    }
    for name, codes in known.items():
        if getattr(wanted, name) and getattr(wanted, name) not in codes:
            raise _unknown(name, template.focus.zh if name == "focus" else "")
    for name in ("unit", "group"):
        number = getattr(wanted, name)
        if number is not None and not 0 <= number <= HIGHEST_ID:
            raise _unknown(name)


def focus_leaves(code: str, template: Template) -> tuple[str, ...]:
    """The leaves that a leaf's or a group's code stands for."""
    if code in template.focus_codes():
        return (code,)
    return tuple(leaf.code for leaf in template.focus_leaves() if leaf.group == code)


def _number(name: str, written: str) -> int:
    if not (written.isascii() and written.isdigit() and len(written) <= 19):
        raise _unknown(name)
    return int(written)


def _day(name: str, written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise _unknown(name) from None


def _unknown(name: str, whose: str = "") -> BadInput:
    return BadInput(
        f"筛选条件“{whose}{_NAMES[name]}”的值不认识，请在筛选栏中重新选择。",
        f"The filter '{name}' has a value that this campaign doesn't know; choose again.",
    )
