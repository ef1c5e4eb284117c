"""What a person says of a problem, held against the template's lists."""

from collections.abc import Collection
from dataclasses import dataclass

from huiyin.kit.errors import Refused
from huiyin.process.campaigns.models import Campaign
from huiyin.process.campaigns.queries import template_of


@dataclass(frozen=True)
class Wording:
    """What a person says of a problem. Codes are those of the campaign's template; "" is not said yet.

    `checked`: that `manifestation` is a summary without names and telling details, so that units may read it.
    """

    title: str
    source: str
    manifestation: str = ""
    focus: str = ""
    topic: str = ""
    cause: str = ""
    horizon: str = ""
    checked: bool = False


LONGEST_TITLE, LONGEST_SUMMARY = 200, 4000


def needs_room(text: str, longest: int, zh: str, en: str) -> None:
    """Refused for a text that is longer than its place."""
    if len(text.strip()) > longest:
        raise Refused(
            f"{zh}有 {len(text.strip())} 字，最多 {longest} 字，请写短一些。",
            f"The {en} has {len(text.strip())} characters; {longest} at most.",
        )


def check_wording(campaign: Campaign, wording: Wording) -> None:
    """Refused where the title is missing, a code isn't one of the template's, or nothing stands there to be checked."""
    template = template_of(campaign)
    if not wording.title.strip():
        raise Refused("请写明问题是什么。", "Say what the problem is.")
    needs_room(wording.title, LONGEST_TITLE, "题目", "title")
    needs_room(wording.manifestation, LONGEST_SUMMARY, "归纳", "summary")
    if wording.checked and not wording.manifestation.strip():
        raise Refused("请写出要核对的摘要。", "Write the summary that is to count as checked.")
    lists: list[tuple[str, str, Collection[str], bool]] = [
        ("问题来源", wording.source, [row.code for row in template.sources], True),
        ("问题类别", wording.focus, template.focus_codes(), False),
        ("教育专题", wording.topic, template.topic_codes(), False),
        ("产生原因", wording.cause, [row.code for row in template.causes], False),
        ("时限类型", wording.horizon, [row.code for row in template.horizons], False),
    ]
    for heading, code, codes, needed in lists:
        if code not in codes and (code or needed):
            known = "、".join(sorted(codes))
            raise Refused(
                f"“{heading}”没有“{code}”这一项。可填：{known}。",
                f"'{code}' is no code of {heading}. Known: {known}.",
            )
