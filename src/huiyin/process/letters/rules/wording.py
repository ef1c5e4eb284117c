"""What a letter, an answer and a look may say: pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from huiyin.kit.errors import BadInput
from huiyin.process.letters.rules.states import LONGEST, MOST_FINDINGS, MOST_TIES

_NAMES = {
    "judgement": ("总体评价", "judgement"),
    "praise": ("逐项肯定", "praise"),
    "demand": ("下一步要求", "demand"),
    "text": ("一条意见", "finding"),
    "answer": ("答复", "answer"),
    "done": ("做了什么", "what was done"),
    "where": ("在哪里看", "where to see it"),
    "words": ("意见", "remark"),
    "reason": ("理由", "reason"),
}


@dataclass(frozen=True)
class Pointed:
    """A point of a draft: its words, its leaf, the meeting's finding that it is (`passage`), and what it is tied to by number or id."""

    text: str
    focus: str = ""
    passage: int | None = None
    problems: tuple[str, ...] = ()
    items: tuple[int, ...] = ()


@dataclass(frozen=True)
class Words:
    """All words of a draft."""

    judgement: str
    findings: tuple[Pointed, ...]
    demand: str = ""
    praised: Mapping[str, str] = field(default_factory=dict)
    answer_by: date | None = None


def needs_words(words: Words) -> None:
    """BadInput for a letter without a judgement or a finding, or with a text that is too long."""
    if not words.judgement.strip():
        raise BadInput("请写总体评价。", "Write the judgement of the whole.")
    if not words.findings or not all(one.text.strip() for one in words.findings):
        raise BadInput("请至少写一条需要改进的问题。", "Write one finding at least.")
    if len(words.findings) > MOST_FINDINGS:
        raise BadInput(
            f"一份反馈意见书最多 {MOST_FINDINGS} 条。", f"A letter has {MOST_FINDINGS} findings at most."
        )
    needs_room("judgement", words.judgement)
    needs_room("demand", words.demand)
    for text in words.praised.values():
        needs_room("praise", text)
    for one in words.findings:
        needs_room("text", one.text)
        if len(one.problems) + len(one.items) > MOST_TIES:
            raise BadInput(
                f"一条意见最多对应 {MOST_TIES} 项。", f"A finding is tied to {MOST_TIES} things at most."
            )
    passages = [one.passage for one in words.findings if one.passage is not None]
    if len(passages) != len(set(passages)):
        raise BadInput("会上的同一条意见只能写成一条。", "The same finding of a meeting stands here twice.")


def needs_room(name: str, text: str) -> None:
    """BadInput for a text that is longer than its place."""
    if len(text.strip()) > LONGEST[name]:
        zh, en = _NAMES[name]
        raise BadInput(
            f"{zh}有 {len(text.strip())} 字，最多 {LONGEST[name]} 字，请写短一些。",
            f"The {en} has {len(text.strip())} characters; {LONGEST[name]} at most.",
        )


def ordinal(number: int) -> str:
    """一是、二是…… up to 二十.

    >>> ordinal(12)
    '十二是'
    """
    return f"{_numeral(number)}是"


def _numeral(number: int) -> str:
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    if not tens:
        return digits[ones]
    return ("" if tens == 1 else digits[tens]) + "十" + (digits[ones] if ones else "")


def manifestation(day: date, stage: str, number: int, text: str) -> str:
    """What a finding is in the ledger: the letter's day and stage, then its words."""
    about = f"“{stage}”" if stage else ""
    return f"{day.year}年{day.month}月{day.day}日反馈意见书{about}第{_numeral(number)}条：{text.strip()}"


def letter_text(judgement: str, praised: Sequence[str], findings: Sequence[str], demand: str) -> str:
    """A letter as one text, as it is looked through and put into the index of passages."""
    pointed = [f"{ordinal(number)}{text}" for number, text in enumerate(findings, start=1)]
    return "\n".join(part.strip() for part in (judgement, *praised, *pointed, demand) if part.strip())


def answer_text(text: str, done: str) -> str:
    """An answer as one text."""
    return "\n".join(part.strip() for part in (text, done) if part.strip())
