"""What templates can say beside Django's own words."""

import html
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from huiyin.analysis.certainty import Certainty
from huiyin.kit.clock import day_in_china
from huiyin.process.campaigns.rules.plans import ASK_ORIGINS, AskOrigin
from huiyin.web.frame.language import in_english, pick
from huiyin.web.frame.names import Names

register = template.Library()

_HAN = r"\u3000-\u303f\u3400-\u9fff\uff01-\uff5e"
_CHINESE = re.compile(rf"[{_HAN}][{_HAN}\u2014\u201c\u201d\u00d7]*")


@register.filter
def day(value: date | None) -> str:
    """6 月 3 日 / 3 Jun; nothing for no day. Quicker than Django's own, which hot lists feel."""
    if value is None:
        return ""
    return pick(f"{value.month} 月 {value.day} 日", f"{value.day} {value:%b}")


@register.filter
def on_day(value: datetime | None) -> date | None:
    """The day of a moment in China."""
    return day_in_china(value) if value else None


@register.filter
def month(value: date | None) -> str:
    """5 月 / May."""
    return pick(f"{value.month} 月", f"{value:%B}") if value else ""


@register.filter
def year_day(value: date | None) -> str:
    """2014 年 6 月 3 日 / 3 Jun 2014."""
    if value is None:
        return ""
    return pick(f"{value.year} 年 {day(value)}", f"{day(value)} {value.year}")


@register.filter
def named(thing: object) -> str:
    """The name of something that has one in each language."""
    return pick(str(getattr(thing, "zh", "")), str(getattr(thing, "en", "")))


@register.filter
def certainty_means(certainty: Certainty) -> str:
    """What a word for how sure the machine is says, with what it was checked by (docs/performance.md)."""
    means = {
        Certainty.VERY_LIKELY: gettext(
            "很可能：用词相近的程度，是系统自动归到一起所要求的一倍半以上。拿人工标注过的意见核对，这样说的一百对里有九十八对以上确实是同一件事。"
        ),
        Certainty.LIKELY: gettext("可能：用词相近的程度，够得上系统自动归到一起。"),
        Certainty.PERHAPS: gettext("也许：用词不太相近。换个说法讲同一件事也会这样，所以不能凭它说不是。"),
    }
    return means[certainty]


@register.filter
def listed(words: Iterable[object]) -> str:
    """Several things in a row: 甲、乙 / a, b."""
    return pick("、", ", ").join(map(str, words))


@register.filter
def of(code: object, names: Mapping[str, str]) -> str:
    """The name of a code; the code itself where it has none."""
    return names.get(str(code), str(code))


@register.filter
def options(names: Mapping[str, str], chosen: object = "") -> SafeString:
    """An `<option>` for each code, the chosen one selected: a loop in a template takes ten times as long."""
    now = "" if chosen is None else str(chosen)
    return mark_safe(  # noqa: S308 - escaped
        "".join(
            f'<option value="{html.escape(code)}"{" selected" if code == now else ""}>{html.escape(name)}</option>'
            for code, name in names.items()
        )
    )


@register.filter
def leaf(code: str, names: Names) -> str:
    """A focus leaf with its group."""
    return names.leaf(code)


@register.filter
def side(text: str) -> str:
    """The half of a text that a template writes in both languages: “甲 / a” is 甲 or a."""
    zh, slash, en = text.partition(" / ")
    return pick(zh, en) if slash else text


@register.filter
def origin(code: str) -> str:
    """Who asks, by the code of an ask's origin."""
    return gettext(ASK_ORIGINS[AskOrigin(code)])


@register.filter
def mixed(said: object) -> str:
    """A sentence of the page's language about Chinese data: on an English page its Chinese words are marked as such, so that a
    screen reader speaks them rightly."""
    text = str(escape(said))
    return mark_safe(_CHINESE.sub(r'<span lang="zh">\g<0></span>', text) if in_english() else text)  # noqa: S308 - escaped


_SPOKEN = re.compile(r"meeting:(\d+):(\d+)\.(\d+)")


@register.filter
def spoken(source: str) -> tuple[str, ...]:
    """Where an ask was spoken, as meetings write it: the meeting's id, the point of its agenda, the demand's number; () elsewhere."""
    found = _SPOKEN.fullmatch(source)
    return found.groups() if found else ()
