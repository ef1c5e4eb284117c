"""What is to be noted in a measure's words: hints beside it, never a block (R27)."""

import re
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from huiyin.analysis.normalise import normalise
from huiyin.process.campaigns.rules.life import MeasureWords
from huiyin.process.campaigns.rules.says import Says


@dataclass(frozen=True)
class Wanted:
    """A measure as it is written."""

    what: str
    doer: str = ""
    until: date | None = None
    result: str = ""


def shape_of(what: str) -> str:
    """SHA-256 of a measure's words in normal form without punctuation: equal measures have equal shapes."""
    return sha256(re.sub(r"[\W_]+", "", normalise(what)).encode()).hexdigest()


def hints(wanted: Wanted, words: MeasureWords, *, elsewhere: int = 0) -> tuple[Says, ...]:
    """What a reader would ask back: no deed, no date, no doer, no result that can be checked, or the words of `elsewhere` other units."""
    found = []
    what = wanted.what
    for attitude in sorted(words.attitudes, key=len, reverse=True):
        what = what.replace(attitude, "")
    if words.deeds and not any(deed in what for deed in words.deeds):
        found.append(
            Says(
                "看不出具体做什么：写一个做得到、看得见的动作。",
                "It doesn't say what is done: write a deed that can be seen.",
            )
        )
    if wanted.until is None:
        found.append(Says("没有写哪天前完成。", "It has no date."))
    if not wanted.doer.strip():
        found.append(Says("没有写由谁办。", "It doesn't say who does it."))
    if words.checkable and not any(sign in wanted.result for sign in words.checkable):
        found.append(
            Says(
                "没有写可检查的结果：改好以后能看到什么。",
                "No result that can be checked: what will be there to see.",
            )
        )
    if elsewhere:
        found.append(
            Says(
                f"和另外 {elsewhere} 个单位的措施一字不差。",
                f"It's word for word the measure of {elsewhere} other units.",
            )
        )
    return tuple(found)
