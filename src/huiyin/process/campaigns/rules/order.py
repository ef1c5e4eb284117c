"""No event before its cause."""

from collections.abc import Collection

from huiyin.kit.errors import Refused
from huiyin.process.campaigns.rules.dating import Schedule, rule_of
from huiyin.process.campaigns.rules.template import Template


def needs_order(template: Template, dates: Schedule, tier: str, moved: Collection[str]) -> None:
    """Refused where one of the `moved` events, or one that hangs on it, would lie on the wrong side of its cause.

    An event counted forwards from another can't come before it; one that is counted backwards, not after it.
    """
    events = {event.code: event for event in template.events}
    for event in template.events:
        rule = rule_of(event, tier)
        if rule is None or not {event.code, rule.event} & set(moved):
            continue
        here, cause = dates.events.get(event.code), dates.events.get(rule.event)
        if here is None or cause is None or here.day is None or cause.day is None:
            continue
        if here.day >= cause.day if rule.offset >= 0 else here.day <= cause.day:
            continue
        zh, en = ("早于", "before") if rule.offset >= 0 else ("晚于", "after")
        raise Refused(
            f"“{event.zh}”（{here.day:%Y-%m-%d}）不能{zh}它所依据的“{events[rule.event].zh}”（{cause.day:%Y-%m-%d}）。"
            "请换一个日期，或先调整另一个事件。",
            f"'{event.en}' on {here.day} can't come {en} '{events[rule.event].en}' on {cause.day}, on which it hangs: "
            "choose another date, or move that one first.",
        )
