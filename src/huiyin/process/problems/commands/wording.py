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


def check_wording(campaign: Campaign, wording: Wording) -> None:
    """Refused where the title is missing, a code isn't one of the template's, or nothing stands there to be checked."""
    template = template_of(campaign)
    if not wording.title.strip():
        raise Refused("请写明问题是什么。", "Say what the problem is.")
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
