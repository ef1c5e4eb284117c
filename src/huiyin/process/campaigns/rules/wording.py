"""What a template's rules say, in words: when something is due, what a gate asks, how a date came to be.

The template viewer, the page of a date, `huiyin template show` and the column 依据 of a plan all say it with these sentences.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from huiyin.process.campaigns.rules.dating import Dated, Moved
from huiyin.process.campaigns.rules.gates import Condition, Fact, Op
from huiyin.process.campaigns.rules.judging import Known
from huiyin.process.campaigns.rules.schedule import Event, Pause, Stage, Tier, When
from huiyin.process.campaigns.rules.template import Template

FEWEST_FOR_A_SHARE = 10


class Said(NamedTuple):
    """The same in Chinese and in English, without a full stop."""

    zh: str
    en: str


class Told(NamedTuple):
    """A step by which a date came to be: the day reached, and why, in Chinese and in English."""

    day: date
    zh: str
    en: str


@dataclass(frozen=True)
class Names:
    """What the codes of a template are called; a code that it doesn't know is shown as it is."""

    events: Mapping[str, Said]
    tiers: Mapping[str, Said]
    pauses: Mapping[str, Said]
    stages: Mapping[str, Said]
    steps: Mapping[str, Said]
    documents: Mapping[str, Said]
    terms: Mapping[str, Said]
    facts: Mapping[str, Fact]

    def event(self, code: str) -> Said:
        return self.events.get(code, Said(code, code))


def names_in(template: Template) -> Names:
    """The names of a template's codes."""
    return Names(
        events={one.code: Said(one.zh, one.en) for one in template.events},
        tiers={one.code: Said(one.zh, one.en) for one in template.tiers},
        pauses={one.code: Said(one.zh, one.en) for one in template.pauses},
        stages={one.code: Said(one.zh, one.en) for one in template.stages},
        steps={step.code: Said(step.zh, step.en) for _, step in template.steps()},
        documents={code: Said(form.title, form.en) for code, form in template.forms.items()},
        terms={code: Said(term.zh, term.en) for code, term in template.campaign.vocabulary.items()},
        facts={fact.name: fact for fact in template.facts},
    )


def _quoted(name: str) -> str:
    """A name in quotation marks; those inside it become single ones."""
    return "“" + name.replace("“", "‘").replace("”", "’") + "”"


# ── When ──


def when_in_words(rule: When, names: Names) -> Said:
    """“专题民主生活会”前 10 个日历日；遇休息日提前到上一工作日."""
    distance, rolls = _distance(rule, names.event(rule.event)), _rolls(rule, names)
    return Said(distance.zh + rolls.zh, distance.en + rolls.en)


def _distance(rule: When, event: Said) -> Said:
    if rule.offset == 0:
        return Said(f"{_quoted(event.zh)}当天", f"on the day of “{event.en}”")
    count = abs(rule.offset)
    after = rule.offset > 0
    kind_zh = "个工作日" if rule.days == "working" else "个日历日"
    kind_en = f"{rule.days} day{'' if count == 1 else 's'}"
    return Said(
        f"{_quoted(event.zh)}{'后' if after else '前'} {count} {kind_zh}",
        f"{count} {kind_en} {'after' if after else 'before'} “{event.en}”",
    )


def _rolls(rule: When, names: Names) -> Said:
    """Where it goes from a day on which nothing can be asked; counting working days, only a pause can be in the way."""
    if rule.roll == "none":
        return Said("", "")
    reasons = [] if rule.days == "working" and rule.offset else [Said("休息日", "a day off")]
    if names.pauses:
        reasons.append(Said("停办期", "a pause"))
    if not reasons:
        return Said("", "")
    zh, en = "或".join(reason.zh for reason in reasons), " or ".join(reason.en for reason in reasons)
    if rule.roll == "next":
        return Said(f"；遇{zh}顺延到下一工作日", f"; from {en} on to the next working day")
    return Said(f"；遇{zh}提前到上一工作日", f"; from {en} back to the working day before")


def event_in_words(event: Event, names: Names) -> Said:
    """When an event is, as long as nobody gives it a date; for each tier that differs, too."""
    if event.occasional:
        return Said(
            "随时发生，每发生一次单独计时", "happens any number of times; each time starts its own clock"
        )
    if event.after is None:
        return Said(
            "启动活动时给定日期，其余日期由它推算", "given when the campaign starts; every date hangs on it"
        )
    rule = when_in_words(event.after, names)
    zh, en = f"没有给定日期时，取{rule.zh}", f"unless a date is given: {rule.en}"
    for code, own in event.tiers.items():
        tier, said = names.tiers.get(code, Said(code, code)), when_in_words(own, names)
        zh, en = f"{zh}。{tier.zh}：{said.zh}", f"{en}. {tier.en}: {said.en}"
    return Said(zh, en)


def window_in_words(stage: Stage, names: Names) -> Said:
    """From when until when a stage goes; "" where it has no window."""
    starts = when_in_words(stage.starts, names) if stage.starts else None
    ends = when_in_words(stage.ends, names) if stage.ends else None
    zh = [f"起：{starts.zh}" if starts else "", f"止：{ends.zh}" if ends else ""]
    en = [f"from {starts.en}" if starts else "", f"until {ends.en}" if ends else ""]
    return Said("。".join(filter(None, zh)), "; ".join(filter(None, en)))


def pause_in_words(pause: Pause, names: Names) -> Said:
    """每年 6 月 7 日至 6 月 9 日；高中、完全中学."""
    since, until = _month_day(pause.since), _month_day(pause.until)
    who = who_in_words(pause.tiers, pause.kinds, names)
    return Said(
        f"每年 {since}至 {until}；{who.zh}", f"each year from {pause.since} to {pause.until}; {who.en}"
    )


def tier_in_words(tier: Tier) -> Said:
    """Which units move together: 主办单位自己；机关处室、直属单位；其余单位."""
    kinds_zh, kinds_en = "、".join(tier.kinds), ", ".join(tier.kinds)
    if tier.root:
        return Said("主办单位自己", "the organiser's own team")
    return Said(kinds_zh, kinds_en) if kinds_zh else Said("其余单位", "all other units")


_BODIES: Mapping[str, tuple[str, Said]] = {
    "office": ("activity_office", Said("活动办", "the activity office")),
    "leader": ("leading_group", Said("领导小组", "the leading group")),
    "supervision": ("supervision_group", Said("督导组", "the supervision group")),
}


def body_in_words(code: str, names: Names) -> Said:
    """Who decides or judges, in the campaign's own vocabulary: a role ("office") or a word of it ("leading_group")."""
    word, usual = _BODIES.get(code, (code, Said(code, code)))
    return names.terms.get(word, usual)


def who_in_words(tiers: Iterable[str], kinds: Iterable[str], names: Names) -> Said:
    """The units that something is for: those of these tiers that are of these kinds; neither named, all."""
    found, kinds = [names.tiers.get(code, Said(code, code)) for code in tiers], tuple(kinds)
    zh, en = "、".join(tier.zh for tier in found), ", ".join(tier.en for tier in found)
    if kinds:
        zh = f"{zh}中的{'、'.join(kinds)}" if zh else "、".join(kinds)
        en = f"{en}, of the kinds {', '.join(kinds)}" if en else ", ".join(kinds)
    return Said(zh, en) if zh else Said("全部单位", "all units")


def _month_day(text: str) -> str:
    month, day = text.split("-")
    return f"{int(month)} 月 {int(day)} 日"


# ── Conditions ──

_NUMBER: Mapping[Op, Said] = {
    "eq": Said("等于", "is"),
    "ne": Said("不等于", "is not"),
    "lt": Said("少于", "is less than"),
    "le": Said("不超过", "is at most"),
    "gt": Said("多于", "is more than"),
    "ge": Said("不少于", "is at least"),
}
_DATE: Mapping[Op, Said] = {
    "eq": Said("是", "is"),
    "ne": Said("不是", "is not"),
    "lt": Said("早于", "is before"),
    "le": Said("不晚于", "is not after"),
    "gt": Said("晚于", "is after"),
    "ge": Said("不早于", "is not before"),
}


def condition_in_words(condition: Condition, facts: Mapping[str, Fact]) -> Said:
    """What a condition asks: 意见聚焦率不少于 50%；同时满足（…；…）. English knows a fact by its name in facts.toml."""
    if condition.fact is not None and condition.op is not None and condition.value is not None:
        return _comparison(condition.fact, condition.op, condition.value, facts)
    if condition.not_ is not None:
        inner = condition_in_words(condition.not_, facts)
        return Said(f"不是（{inner.zh}）", f"not ({inner.en})")
    parts = [condition_in_words(part, facts) for part in condition.all or condition.any or ()]
    joined = Said("；".join(part.zh for part in parts), "; ".join(part.en for part in parts))
    if condition.all is not None:
        return Said(f"同时满足（{joined.zh}）", f"all of ({joined.en})")
    return Said(f"满足其一（{joined.zh}）", f"one of ({joined.en})")


def _comparison(name: str, op: Op, value: bool | float | str, facts: Mapping[str, Fact]) -> Said:  # noqa: FBT001
    fact = facts.get(name)
    zh = _quoted(fact.zh if fact else name)
    if isinstance(value, bool):
        holds = value == (op == "eq")
        return Said(f"{zh}：{'是' if holds else '否'}", f"{name}: {'yes' if holds else 'no'}")
    verb = (_DATE if isinstance(value, str) else _NUMBER)[op]
    shown = value_in_words(value, fact.type if fact else "")
    return Said(f"{zh}{verb.zh} {shown.zh}", f"{name} {verb.en} {shown.en}")


def value_in_words(value: bool | float | str, kind: str) -> Said:  # noqa: FBT001 - any value of a fact
    """A fact's value by its type: a share as per cent, days with their word."""
    if isinstance(value, bool):
        return Said("是", "yes") if value else Said("否", "no")
    if isinstance(value, str):
        return Said(f"“{value}”", f"“{value}”") if kind == "text" else Said(value, value)
    if kind == "share":
        return Said(f"{value * 100:.4g}%", f"{value * 100:.4g}%")
    return Said(f"{value:g} 天", f"{value:g} days") if kind == "days" else Said(f"{value:g}", f"{value:g}")


def known_in_words(known: Known, kind: str) -> Said:
    """What is known of a fact: a share with its n, of fewer than ten as how many of how many (SPEC rule 14)."""
    said = value_in_words(known.value, kind)
    if kind != "share" or known.n is None or not isinstance(known.value, float):
        return said
    if known.n < FEWEST_FOR_A_SHARE:
        k = round(known.value * known.n)
        return Said(f"{known.n} 项中的 {k} 项", f"{k} of {known.n}")
    share = f"{known.value * 100:.0f}%"
    return Said(f"{share}（n = {known.n}）", f"{share} (n = {known.n})")


# ── A date ──


def trail_in_words(dated: Dated, names: Names, of: str = "") -> tuple[Told, ...]:
    """How a date came to be, step by step, the earliest cause first. `of` is the event's code where it is an event's own date."""
    told: list[Told] = []
    for at, step in enumerate(dated.trail):
        event = next((later.when.event for later in dated.trail[at + 1 :] if later.when), of)
        before = dated.trail[at - 1].day if at else step.day
        said = _step(step, before, names.event(event) if event else None, names)
        told.append(Told(step.day, said.zh, said.en))
    return tuple(told)


def _step(step: Moved, before: date, event: Said | None, names: Names) -> Said:
    """Why it is on this day; `event` is whose date this is, None for the item's own."""
    if step.why in ("day_off", "pause"):
        return _rolled(step, before, names)
    if step.when is None:
        return Said(
            f"{_quoted(event.zh)}的日期，已给定" if event else "已给定的日期",
            f"the date of “{event.en}”, as given" if event else "as given",
        )
    distance = _distance(step.when, names.event(step.when.event))
    if event is not None:
        return Said(
            f"{_quoted(event.zh)}没有给定日期，按模板取{distance.zh}",
            f"“{event.en}” has no date of its own: by the template {distance.en}",
        )
    return distance


def _rolled(step: Moved, before: date, names: Names) -> Said:
    later = step.day > before
    zh, en = ("顺延", "on") if later else ("提前", "back")
    if step.why == "day_off":
        return Said(f"遇休息日{zh}", f"a day off: {en}")
    pause = names.pauses.get(step.pause, Said(step.pause, step.pause))
    return Said(f"遇{_quoted(pause.zh)}停办{zh}", f"the pause “{pause.en}”: {en}")


def missing_in_words(dated: Dated) -> Said | None:
    """Why a date can't be told; None where there is one."""
    if dated.day is not None:
        return None
    if dated.missing is not None:
        return Said(
            f"{dated.missing} 年的年历未录入，算不出日期",
            f"the calendar of {dated.missing} hasn't been entered, so it can't be counted",
        )
    return Said("所依据的事件还没有日期", "the event that it hangs on has no date yet")


def rule_in_words(dated: Dated, names: Names) -> Said:
    """By which rule an item has its date, in a short line with the day of its event: the column 依据 of a plan.

    “动员大会”（2014-03-17，按模板推算）后 5 个工作日，遇休息日顺延
    """
    steps = dated.trail
    counted = [at for at, step in enumerate(steps) if step.when is not None]
    missing = missing_in_words(dated)
    if not counted or (dated.day is None and steps[-1].why != "counted"):
        return missing or basis_in_words(dated, names)
    at = counted[-1]
    rule, base = steps[at].when, steps[at - 1]
    if rule is None:  # pragma: no cover - it was looked for
        return basis_in_words(dated, names)
    event = names.event(rule.event)
    causes = [step.why for step in steps[:at] if step.why in ("given", "default")]
    own = causes[-1] == "given" if causes else True
    distance = _distance(rule, Said("\0", "\0"))
    zh = _quoted(event.zh) + f"（{base.day}{'' if own else '，按模板推算'}）"
    en = f"“{event.en}” ({base.day}{'' if own else ', by the template'})"
    said = [Said(distance.zh.replace("“\0”", zh), distance.en.replace("“\0”", en))]
    for before, step in pairwise(steps[at:]):
        said.append(_rolled(step, before.day, names))
    said += [missing] if missing else []
    return Said("，".join(one.zh for one in said), ", ".join(one.en for one in said))


def basis_in_words(dated: Dated, names: Names, of: str = "") -> Said:
    """The whole trail in a line, each step with its day, and what is missing at its end."""
    steps = trail_in_words(dated, names, of)
    zh, en = [f"{step.zh} {step.day}" for step in steps], [f"{step.en} {step.day}" for step in steps]
    if (missing := missing_in_words(dated)) is not None:
        zh, en = [*zh, missing.zh], [*en, missing.en]
    return Said(" → ".join(zh), " → ".join(en))
