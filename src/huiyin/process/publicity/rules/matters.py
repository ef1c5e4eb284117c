"""What may be told to everybody: states of a matter, its lengths, what somebody says before it goes out, the figure beside it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from huiyin.kit.errors import BadInput, Refused

LONGEST = {"title": 100, "words": 1000, "answer": 2000, "why": 200}
_NAMES = {
    "title": ("题目", "title"),
    "words": ("反映的情况", "summary"),
    "answer": ("答复", "answer"),
    "why": ("理由", "reason"),
}

LONGEST_OWN_RUN = 12
"""So many letters in a row as a giver wrote them are a giver's words, and not the office's."""


class MatterState(StrEnum):
    """Where a row stands. Only a draft can change; what was published, then replaced or withdrawn, keeps its words."""

    DRAFT = "draft"
    RETURNED = "returned"
    PUBLISHED = "published"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"


MATTER_STATES = {
    MatterState.DRAFT: "待审批",
    MatterState.RETURNED: "已退回",
    MatterState.PUBLISHED: "已公示",
    MatterState.REPLACED: "已被新版代替",
    MatterState.WITHDRAWN: "已撤下",
}


@dataclass(frozen=True)
class Worded:
    """What is to be told: a title, what was said, in the office's words, and what is done about it or why not."""

    title: str
    words: str
    answer: str

    def texts(self) -> tuple[str, str, str]:
        return self.title, self.words, self.answer


@dataclass(frozen=True)
class Assured:
    """What the approver says after looking: that nobody can be told from a matter of few, and from the words that were pointed at."""

    nobody_known: bool = False
    looked: bool = False


def written(worded: Worded) -> Worded:
    """The same without blanks around. BadInput where a part is missing or longer than its place."""
    found = Worded(*(text.strip() for text in worded.texts()))
    for name, text in zip(("title", "words", "answer"), found.texts(), strict=True):
        zh, en = _NAMES[name]
        if not text:
            raise BadInput(f"请写{zh}。", f"Write the {en}.")
        needs_room(name, text)
    return found


def needs_room(name: str, text: str) -> None:
    """BadInput for a text that is longer than its place."""
    zh, en = _NAMES[name]
    if len(text) > LONGEST[name]:
        raise BadInput(
            f"{zh}有 {len(text)} 字，最多 {LONGEST[name]} 字，请写短一些。",
            f"The {en} has {len(text)} characters; {LONGEST[name]} at most.",
        )


def needs_assurance(givers: int | None, fewest: int, telling: Iterable[str], assured: Assured) -> None:
    """Refused until somebody says that nobody can be told: from a matter of few givers, or from words like names.

    `givers` None: nobody was counted, so they may be few.
    """
    few = givers is None or givers < fewest
    if few and not assured.nobody_known:
        counted = (
            "没有关联问题，数不出有多少人反映"
            if givers is None
            else f"反映这件事的有 {givers} 人，不足 {fewest} 人"
        )
        raise Refused(
            f"{counted}。请再看一遍题目、情况和答复；确认外人和本单位的人都看不出是谁反映的，勾选确认后再批准。",
            f"Fewer than {fewest} givers stand behind it, or nobody counted them. Read it once more; if nobody, inside the unit or "
            "outside, can tell who spoke, tick that and approve again.",
        )
    found = list(dict.fromkeys(telling))
    if found and not assured.looked:
        listed = "、".join(found)
        raise Refused(
            f"这些字谁都会看到，里面可能有姓名、能认出人的细节、指名的指责或反映人的原话：{listed}。请退回改写；看过了、没有问题的，"
            "勾选“看过了”后再批准。",
            f"Everybody will read this, and there may be names, telling details, accusations or a giver's own words in it: {listed}. "
            "Return it to be written anew; or, if you looked and nothing is wrong, tick that and approve again.",
        )


def figure(givers: int | None, before: int | None, fewest: int) -> int | None:
    """How many givers may be told: None below `fewest`; and where a figure stood there before, the same until `fewest` more came.

    Two figures that differ by one would tell of one giver (SPEC rule 5).
    """
    if givers is None or givers < fewest:
        return None
    return before if before is not None and before <= givers < before + fewest else givers


def own_runs(text: str, said: Iterable[str], longest: int = LONGEST_OWN_RUN) -> list[str]:
    """Runs of `longest` letters and more that `text` has in common with what was said, joined where they overlap. O(letters)."""
    letters, places = _letters(text)
    here = {letters[at : at + longest] for at in range(len(letters) - longest + 1)}
    theirs: set[str] = set()
    for words in said:
        other, _ = _letters(words)
        theirs |= here & {other[at : at + longest] for at in range(len(other) - longest + 1)}
    found: list[list[int]] = []
    for at in range(len(letters) - longest + 1):
        if letters[at : at + longest] in theirs:
            if found and at <= found[-1][1]:
                found[-1][1] = at + longest
            else:
                found.append([at, at + longest])
    return [text[places[start] : places[end - 1] + 1] for start, end in found]


def _letters(text: str) -> tuple[str, list[int]]:
    """The letters without signs and blanks, and the place of each in the text."""
    kept = [(letter, at) for at, letter in enumerate(text) if letter.isalnum()]
    return "".join(letter for letter, _ in kept), [at for _, at in kept]
