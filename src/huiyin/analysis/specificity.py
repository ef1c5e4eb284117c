"""Is an opinion specific (SPEC section 5)? It names at least two of: when, where or which unit, who, what, how much.

Each kind is asked for something that could be checked: a time that is not "often", a place with a name, a role and not
"everybody", an event and not a wish, a number with its unit. Word lists are data (`SignWords`); the code holds only how
dates, names and amounts are built.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, cast

from huiyin.analysis.characters import fold
from huiyin.analysis.lookup import Span, Words

Kind = Literal["when", "where", "who", "what", "how_much"]

ENOUGH = 2
"""How many kinds make an opinion specific."""

_DIGIT = "[0-9〇零一二三四五六七八九十]"
_WHEN = re.compile(
    rf"(?:(?:19|20)[0-9]{{2}}|[二一][〇零一二三四五六七八九]{{3}})年(?:{_DIGIT}{{1,3}}月(?:份|{_DIGIT}{{1,3}}[日号])?)?"
    rf"|(?:19|20)[0-9]{{2}}[./-][0-9]{{1,2}}(?:[./-][0-9]{{1,2}})?"
    rf"|{_DIGIT}{{1,3}}月(?:{_DIGIT}{{1,3}}[日号]|份|初|底|中旬|上旬|下旬)"
    rf"|(?<![0-9个]){_DIGIT}{{1,3}}日(?![均常子])"
    r"|(?:周|星期|礼拜)[一二三四五六日天末1-7](?![次个节般定])"
    rf"|(?:早上|早晨|上午|中午|下午|晚上|凌晨|傍晚|夜里|晚)(?:{_DIGIT}{{1,3}}(?:点|时)半?|第{_DIGIT}节)"
    rf"|{_DIGIT}{{1,3}}点(?:半|钟|多|{_DIGIT}{{1,3}}分|以?前|以?后|才|就)"
    r"|(?<![0-9:])[0-2]?[0-9]:[0-5][0-9](?![0-9])"
)
_CLASS = re.compile(
    r"[初高][一二三1-3][年级]{0,2}\(?[0-9一二三四五六七八九十]{1,3}\)?班"
    r"|[一二三四五六七八九1-9]年级(?:\(?[0-9一二三四五六七八九十]{1,3}\)?班)?"
    r"|(?<![0-9])[0-9]{3,4}班"
)
# Runs are bounded: a page of one numeral (十十十…) would otherwise be tried from every place, at every length, for hours.
_DIGITS = r"[0-9]{1,15}(?:\.[0-9]{1,15})?"
_NUMBER = (
    rf"(?:{_DIGITS}[十百千万亿]{{0,2}}|(?=[一二两三四五六七八九]{{0,3}}[十百千万])[一二两三四五六七八九十百千万]{{1,16}}"
    r"|[二两三四五六七八九半]|[几数上近][十百千万]{1,4}|一(?=个?(?:小时|半|月|学期|星期|钟头)|[年天周元块万亿]))"
)
_SHARE = rf"{_DIGITS}[%‰]|百分之{_NUMBER}|[二三四五六七八九十]分之[一二三四五六七八九]"
_CLAUSE = re.compile(r"[^,。;!?\n]+")
_DONE = re.compile("[了过走掉](?![解程去路])")
_FRAME = re.compile(r"(?:被|把|让|叫|逼|要求|强迫|强制|不准|不许)(?P<rest>[^,。;!?\n]{1,12})")
_SPEECH = re.compile("(?:说|答复|回答|回复|骂|喊|问)(?:是|我们|我|他|她)?[:,]?[\"“「『']")
_NAME = 2  # characters of a name before the ending that makes it a unit's

_Sign = Literal["when", "where", "who", "people", "ending", "event"]


@dataclass(frozen=True, slots=True)
class SignWords:
    """The word lists. All are matched in simplified, half-width form, whatever form they are given in.

    times           words for a point or stretch of time that can be dated ("上学期")
    places          rooms, offices and spots ("食堂", "人事处")
    unit_endings    what the name of a unit or place ends with ("小学"); at least two characters of name before it
    not_names       what stands before such an ending without naming anything ("农村", "各")
    roles           posts and jobs that say who ("班主任")
    people          groups that say who only after a pointer ("老师" in "一位老师")
    pointers        what points ("一位", "我家", a surname)
    events          things that happened, by themselves ("停电", "没人接")
    verbs           verbs that tell an event when it is over ("收" in "收了") or done to somebody ("被收")
    hedges          words of wishing, supposing and generalising; nothing "happened" in a clause that has one
    measures        units of amounts ("元", "小时")
    """

    times: Sequence[str]
    places: Sequence[str]
    unit_endings: Sequence[str]
    not_names: Sequence[str]
    roles: Sequence[str]
    people: Sequence[str]
    pointers: Sequence[str]
    events: Sequence[str]
    verbs: Sequence[str]
    hedges: Sequence[str]
    measures: Sequence[str]


@dataclass(frozen=True, slots=True)
class Specifics:
    """Where the text names what: spans in code points of the text as given, end exclusive, by their start."""

    when: tuple[Span, ...] = ()
    where: tuple[Span, ...] = ()
    who: tuple[Span, ...] = ()
    what: tuple[Span, ...] = ()
    how_much: tuple[Span, ...] = ()

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds that the text names."""
        found: dict[Kind, tuple[Span, ...]] = {
            "when": self.when,
            "where": self.where,
            "who": self.who,
            "what": self.what,
            "how_much": self.how_much,
        }
        return tuple(kind for kind, spans in found.items() if spans)

    @property
    def specific(self) -> bool:
        return len(self.kinds) >= ENOUGH


class Signs:
    """Word lists and the names of known units, made ready for `specifics`; build it once for many texts.

    Raises ValueError for a listed time, place, unit, ending, role, group of people or event of fewer than two
    characters.
    """

    def __init__(self, words: SignWords, units: Iterable[str] = ()) -> None:
        self._signs: dict[str, _Sign] = {}
        for sign, listed in (
            ("ending", words.unit_endings),
            ("people", words.people),
            ("event", words.events),
            ("when", words.times),
            ("who", words.roles),
            ("where", (*words.places, *units)),
        ):
            self._signs |= dict.fromkeys(map(fold, listed), cast("_Sign", sign))
        self._words = Words(self._signs)
        self._not_names = tuple(map(fold, words.not_names))
        self._pointers = tuple(map(fold, words.pointers))
        self._verbs = tuple(map(fold, words.verbs))
        self._verb = re.compile(_any(words.verbs))
        self._hedge = re.compile(_any(words.hedges))
        self._amount = re.compile(
            f"(?<![第初高0-9.])(?:{_NUMBER})[多余来几]?(?:{_any(words.measures)})(?!级)|{_SHARE}"
        )

    def read(self, text: str) -> Specifics:
        """See `specifics`."""
        folded = fold(text)
        signs: dict[_Sign, list[Span]] = {
            "when": [],
            "where": [],
            "who": [],
            "people": [],
            "ending": [],
            "event": [],
        }
        for start, end in self._words.outermost(folded):
            signs[self._signs[folded[start:end]]].append((start, end))
        when = _outside((*_spans(_WHEN, folded), *signs["when"]), ())
        how_much = _outside(_spans(self._amount, folded), when)
        who = _outside((*signs["who"], *self._pointed_at(folded, signs["people"])), when)
        where = _outside(
            (*signs["where"], *_spans(_CLASS, folded), *self._named(folded, signs["ending"])), who
        )
        what = _outside(self._happened(folded, signs["event"]), (*when, *how_much))
        return Specifics(when, where, who, what, how_much)

    def _pointed_at(self, folded: str, people: Iterable[Span]) -> Iterator[Span]:
        return (span for span in people if folded.endswith(self._pointers, 0, span[0]))

    def _named(self, folded: str, endings: Iterable[Span]) -> Iterator[Span]:
        for start, end in endings:
            name = folded[max(start - _NAME, 0) : start]
            says_nothing = name.startswith(self._not_names) or name.endswith(self._not_names)
            if len(name) == _NAME and name.isalnum() and not says_nothing:
                yield start - _NAME, end

    def _happened(self, folded: str, events: Iterable[Span]) -> Iterator[Span]:
        told = sorted((*events, *self._done(folded), *self._done_to(folded), *_spans(_SPEECH, folded)))
        if not told:
            return
        for clause in _CLAUSE.finditer(folded):
            inside = [span for span in told if clause.start() <= span[0] < clause.end()]
            if inside and not self._hedge.search(clause.group()):
                yield from inside

    def _done(self, folded: str) -> Iterator[Span]:
        """A verb with the mark of something over: 收了, 去过."""
        for start, end in _spans(_DONE, folded):
            if folded.endswith(self._verbs, 0, start):
                yield start - 1, end

    def _done_to(self, folded: str) -> Iterator[Span]:
        """Somebody made to do something: 让家长买."""
        for frame in _FRAME.finditer(folded):
            if (verb := self._verb.search(frame.group("rest"))) is not None:
                yield frame.start(), frame.start("rest") + verb.end()


def specifics(text: str, signs: Signs) -> Specifics:
    """What the text names that could be checked; `.specific` says whether it is enough (SPEC section 5)."""
    return signs.read(text)


def _any(words: Iterable[str]) -> str:
    """An alternation, the longest first; of no words, one that never matches."""
    return "|".join(re.escape(word) for word in sorted(map(fold, words), key=len, reverse=True)) or r"(?!)"


def _spans(pattern: re.Pattern[str], text: str) -> Iterator[Span]:
    return (match.span() for match in pattern.finditer(text))


def _outside(spans: Iterable[Span], taken: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, sorted, without those that lie inside another of them or inside one already taken for another kind."""
    kept: list[Span] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        inside_own = bool(kept) and end <= kept[-1][1]
        if not inside_own and not any(at <= start and end <= to for at, to in taken):
            kept.append((start, end))
    return tuple(kept)
