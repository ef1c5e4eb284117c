"""What the page of an opinion and the triage page show alike: the words with their marks, labels and their reasons."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from huiyin.analysis.learning import sureness
from huiyin.process.opinions.models import Opinion
from huiyin.process.opinions.queries import Reading, Suggested
from huiyin.process.opinions.queries.protection import Care, care_of
from huiyin.web.frame.marking import Piece, layers
from huiyin.web.frame.names import Names
from huiyin.web.opinions.inbox import STATE_OF
from huiyin.web.templatetags.huiyin import listed

# Kinds of sign in the order of SPEC section 5; "what" is shown as it is counted.
MOST_REASONS = 5

KINDS = ("when", "where", "who", "what", "how_much")


@dataclass(frozen=True)
class Sign:
    """One of the five kinds of sign, and whether the words have it."""

    kind: str
    name: str
    there: bool


@dataclass(frozen=True)
class Proposed:
    """A suggested label with the words that led to it, and how sure the machine is: `sure` names a class and a plain word."""

    code: str
    name: str
    why: str
    sure: str
    percent: int


@dataclass(frozen=True)
class Words:
    """An opinion's words as they are read: pieces with marks, which kinds of sign they have, and what is to be handled with care.

    `reasons`: whether words are marked that led to a suggestion. `told`: by kind the details by which the giver may be known.
    """

    pieces: list[Piece]
    signs: list[Sign]
    gone: bool
    reasons: bool
    accused: str
    told: list[tuple[str, str]]

    @property
    def count(self) -> int:
        return sum(sign.there for sign in self.signs)


def words_of(opinion: Opinion, reading: Reading) -> Words:
    """The whole text, marked where it is specific, where it led to a suggestion and where care is needed."""
    names = {
        "when": _("何时"),
        "where": _("何地"),
        "who": _("何人"),
        "what": _("何事"),
        "how_much": _("多少"),
    }
    there = {kind for kind, *_place in reading.specific.why}
    text, care = opinion.text, care_of(opinion.campaign, opinion.text)
    heads = (*reading.focus[:1], *reading.topic[:1], *reading.concern[:1])
    first = [found for found in heads if found.code]
    reasons = [("why", start, end) for found in first for _word, start, end in found.why]
    marks = [*reading.specific.why, *reasons]
    marks += [("tell", one.start, one.end) for one in care.tellings]
    marks += [("accuse", one.start, one.end) for one in care.accusations]
    return Words(
        layers(text, marks),
        [Sign(kind, names[kind], kind in there) for kind in KINDS],
        gone=opinion.salt is None,
        reasons=bool(reasons),
        accused=listed(_said(text, (span for one in care.accusations for span in one.words))),
        told=_told(text, care),
    )


def _said(text: str, spans: Iterable[tuple[int, int]]) -> list[str]:
    """The words at these places, each once."""
    return list(dict.fromkeys(text[start:end] for start, end in spans))


def _told(text: str, care: Care) -> list[tuple[str, str]]:
    names = {
        "name": _("姓名"),
        "phone": _("电话"),
        "identity": _("身份证号"),
        "account": _("微信、QQ、邮箱"),
        "plate": _("车牌"),
        "address": _("门牌、房号"),
        "number": _("学号、卡号"),
        "role": _("独一份的身份"),
    }
    spans = {kind: [(one.start, one.end) for one in care.tellings if one.kind == kind] for kind in names}
    return [(name, listed(_said(text, spans[kind]))) for kind, name in names.items() if spans[kind]]


def proposed(suggested: tuple[Suggested, ...], names: Names, *, leaves: bool) -> list[Proposed]:
    """Suggestions by name, each with the words that led to it (SPEC rule 9); "none" isn't among them."""
    return [
        _proposed(found, names.leaf(found.code) if leaves else names.topic.get(found.code, found.code))
        for found in suggested
        if found.code
    ]


def first_concern(reading: Reading, names: Names) -> Proposed | None:
    """What the giver is thought to want, or that the words don't say it; None where nothing is suggested."""
    return next(
        (_proposed(found, names.concern.get(found.code, found.code)) for found in reading.concern[:1]), None
    )


def none_proposed(suggested: tuple[Suggested, ...]) -> Proposed | None:
    """That no label fits, where the machine thinks so."""
    return next((_proposed(found, "") for found in suggested[:1] if not found.code), None)


def _proposed(found: Suggested, name: str) -> Proposed:
    sure = "" if found.chance is None else sureness(found.chance)
    return Proposed(
        found.code, name, listed(found.words[:MOST_REASONS]), sure, round((found.chance or 0) * 100)
    )


def about_line(opinion: Opinion, names: Names) -> Iterator[str]:
    """Who said it, by which channel, about whom: the line above the words."""
    yield names.giver.get(opinion.giver_kind, opinion.giver_as_written)
    yield names.channel.get(opinion.channel, opinion.channel_as_written)
    if opinion.about_as_written:
        yield _("对象：%(whom)s") % {"whom": opinion.about_as_written}


def state(opinion: Opinion) -> str:
    """The colour class of where it went."""
    return STATE_OF[opinion.disposition]
