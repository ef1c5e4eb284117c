"""What the page of an opinion and the triage page show alike: the words with their marks, labels and their reasons."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from huiyin.process.opinions.models import Opinion
from huiyin.process.opinions.queries import Reading, Suggested
from huiyin.web.frame.marking import Piece, pieces
from huiyin.web.frame.names import Names
from huiyin.web.opinions.inbox import STATE_OF
from huiyin.web.templatetags.huiyin import listed

# Kinds of sign in the order of SPEC section 5; "what" is shown as it is counted.
KINDS = ("when", "where", "who", "what", "how_much")


@dataclass(frozen=True)
class Sign:
    """One of the five kinds of sign, and whether the words have it."""

    kind: str
    name: str
    there: bool


@dataclass(frozen=True)
class Proposed:
    """A suggested label with the words that led to it."""

    code: str
    name: str
    why: str


@dataclass(frozen=True)
class Words:
    """An opinion's words as they are read: pieces with marks, and which kinds of sign they have."""

    pieces: list[Piece]
    signs: list[Sign]
    gone: bool

    @property
    def count(self) -> int:
        return sum(sign.there for sign in self.signs)


def words_of(opinion: Opinion, reading: Reading) -> Words:
    """The whole text, marked where it is specific."""
    there = {kind for kind, *_place in reading.specific.why}
    names = {
        "when": _("何时"),
        "where": _("何地"),
        "who": _("何人"),
        "what": _("何事"),
        "how_much": _("多少"),
    }
    signs = [Sign(kind, names[kind], kind in there) for kind in KINDS]
    return Words(pieces(opinion.text, reading.specific.why), signs, gone=opinion.salt is None)


def proposed(suggested: tuple[Suggested, ...], names: Names, *, leaves: bool) -> list[Proposed]:
    """Suggestions by name, each with the words that led to it (SPEC rule 9)."""
    return [
        Proposed(
            found.code,
            names.leaf(found.code) if leaves else names.topic.get(found.code, found.code),
            listed(found.words),
        )
        for found in suggested
    ]


def about_line(opinion: Opinion, names: Names) -> Iterator[str]:
    """Who said it, by which channel, about whom: the line above the words."""
    yield names.giver.get(opinion.giver_kind, opinion.giver_as_written)
    yield names.channel.get(opinion.channel, opinion.channel_as_written)
    if opinion.about_as_written:
        yield _("对象：%(whom)s") % {"whom": opinion.about_as_written}


def state(opinion: Opinion) -> str:
    """The colour class of where it went."""
    return STATE_OF[opinion.disposition]
