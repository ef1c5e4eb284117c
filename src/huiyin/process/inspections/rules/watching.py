"""What is odd in looking: a search for who said something, filters that lead to few givers, exports of small cells (R39)."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from enum import StrEnum


class WatchKind(StrEnum):
    """What was noticed."""

    SEEKING = "seeking"
    NARROW = "narrow"
    EXPORT = "export"


WATCH_KINDS: Mapping[WatchKind, str] = {
    WatchKind.SEEKING: "搜索像是找反映人",
    WatchKind.NARROW: "反复筛选到不足规定人数",
    WatchKind.EXPORT: "导出不足规定人数的表",
}
# Digits enough for a telephone number or an identity card, as one writes them, or an address of mail.
_NUMBER = re.compile(
    r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d(?:[- ]?\d{4}){2}(?!\d)|(?<!\d)\d{17}[\dXx](?!\w)|[\w.+-]+@[\w-]+\.\w+"
)


def seeks_somebody(text: str, words: Iterable[str]) -> bool:
    """Whether a search looks for who said something: one of the template's words, or what names a person and no matter.

    >>> seeks_somebody("食堂", ["反映人"]), seeks_somebody("13800000000", []), seeks_somebody("反映人是谁", ["反映人"])
    (False, True, True)
    """
    return bool(_NUMBER.search(text)) or any(word in text for word in words)


def digest_of(filters: Mapping[str, object]) -> str:
    """What was asked for, as a digest: enough to tell two apart, and nothing of what was typed."""
    text = json.dumps({key: str(value) for key, value in filters.items()}, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
