"""Names, numbers and details by which a giver could be known (SPEC rules 4 and 5), with their places, to be hidden.

How a number or an address is built is the same everywhere and stands here; which roles make somebody one of a few is data.
A hint for a person: some are missed, and some of what is found may stay.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from huiyin.analysis.characters import fold
from huiyin.analysis.persons import Names, any_of

Kind = Literal["name", "phone", "identity", "account", "plate", "address", "number", "role"]

KINDS: tuple[Kind, ...] = ("name", "phone", "identity", "account", "plate", "address", "number", "role")

# Of two that begin and end alike, which it is.
_FIRST: tuple[Kind, ...] = ("identity", "account", "phone", "plate", "number", "address", "role", "name")

_D = "[0-9〇零一二三四五六七八九十]"
_NO_DIGIT = r"(?<![0-9a-z])"
_PHONE = re.compile(
    rf"{_NO_DIGIT}(?:\+?86[- ]?)?1[3-9][0-9](?:[- ]?[0-9]{{4}}){{2}}(?![0-9])"
    rf"|{_NO_DIGIT}\(?0[1-9][0-9]{{1,2}}\)?[- ]?[2-9][0-9]{{6,7}}(?![0-9])"
    rf"|(?:电话|手机|联系方式|座机|小灵通)(?:号码?)?(?:是|为)?[:\s]*(?P<told>[0-9](?:[- ]?[0-9]){{6,11}})(?![0-9])"
    r"|[幺一][三五七八九](?:[〇零幺一二三四五六七八九]){9}"
)
_IDENTITY = re.compile(
    rf"{_NO_DIGIT}(?:[1-9][0-9]{{16}}[0-9x]|[1-9][0-9]{{7}}(?:0[1-9]|1[0-2])[0-3][0-9]{{4}})(?![0-9x])"
)
_ACCOUNT = re.compile(
    r"(?:微信|weixin|wechat|\bvx|\bwx|威信|薇信|v信)(?:号码?|id)?(?:是|为)?[:\s]*(?P<wechat>[a-z][-_a-z0-9]{4,19}|1[3-9][0-9]{9}|[0-9]{6,11})"
    r"|(?:qq|扣扣|企鹅)(?:号码?|群)?(?:是|为)?[:\s]*(?P<qq>[1-9][0-9]{4,10})"
    r"|(?P<mail>[a-z0-9][-._a-z0-9]{0,63}@[a-z0-9][-a-z0-9]{0,62}(?:\.[a-z]{2,})+)"
)  # what a mail's address may have at most; without a limit each digit of thousands would be read to the end
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][a-hj-z][ ·.]?[a-hj-np-z0-9]{5,6}(?![a-z0-9])"
)
_ADDRESS = re.compile(
    rf"{_D}{{1,4}}(?:栋|幢|号楼|#)(?:{_D}{{1,3}}(?:单元|门)(?:{_D}{{1,4}}(?:室|号|户)?)?|(?:[0-9]{{3,4}}|{_D}{{2,4}}(?=[室号户]))(?:室|号|户)?(?![0-9元人米平个楼层]))"
    rf"|{_D}{{1,3}}单元{_D}{{1,4}}(?:室|号|户)?"
    rf"|(?:路|街|巷|弄|村|组|里|胡同|大道){_D}{{1,4}}号(?![线车文])"
    r"|(?<![0-9])[0-9]{3,4}(?:室|寝室?|宿舍)"
)
_NUMBER = re.compile(
    r"(?:学号|工号|学籍号|准考证号?|报名号|考号|社保号|编号|证号|卡号|账号|帐号)(?:是|为)?[:\s]*(?P<told>[a-z]{0,4}[0-9][-0-9]{3,22}x?)"
    rf"|{_NO_DIGIT}(?P<card>[3-6][0-9]{{15,18}})(?![0-9])"
)
_CLASS = (
    r"(?:[初高小大][一二三四五六1-6]?|[一二三四五六七八九1-9]年级?|(?:20)?[0-9]{2}级)[年级]{0,2}"
    r"\(?[0-9一二三四五六七八九十]{1,3}\)?班(?:级)?"
)


@dataclass(frozen=True, slots=True)
class IdentifyingWords:
    """The word lists.

    titles      what a person is addressed by ("老师"): a name after or before one is a name
    heads       what else says that a name follows ("学生", "儿子")
    few         roles of which a class has one or few ("班长", "课代表")
    alone       phrases by which givers say that nobody else is like them ("只有我一个", "唯一的")
    """

    titles: Sequence[str]
    heads: Sequence[str]
    few: Sequence[str]
    alone: Sequence[str]


@dataclass(frozen=True, slots=True)
class Telling:
    """A telling detail `text[start:end]`, in code points, end exclusive."""

    kind: Kind
    start: int
    end: int


class Identifying:
    """The lists made ready for `find`; build it once for many texts."""

    def __init__(self, words: IdentifyingWords) -> None:
        self._names = Names(words.titles, words.heads)
        few, alone = any_of(words.few), any_of(words.alone)
        self._role = re.compile(rf"{_CLASS}的?[^,。;!?\n]{{0,4}}?(?:{few})|(?:{alone})")

    def find(self, text: str) -> list[Telling]:
        """What is telling in the text, by its start, nothing inside another. O(n)."""
        folded = fold(text)
        found = [
            *_all("identity", _IDENTITY, folded),
            *_all("phone", _PHONE, folded),
            *_all("account", _ACCOUNT, folded),
            *_all("plate", _PLATE, folded),
            *_all("number", _NUMBER, folded),
            *_all("address", _ADDRESS, folded),
            *_all("role", self._role, folded),
            *(Telling("name", *span) for span in self._names.find(folded)),
        ]
        return list(_apart(sorted(found, key=lambda one: (one.start, -one.end, _FIRST.index(one.kind)))))


def _all(kind: Kind, pattern: re.Pattern[str], folded: str) -> Iterator[Telling]:
    """Every match; where a pattern names the part that tells, that part alone."""
    for match in pattern.finditer(folded):
        part = match.lastgroup or 0
        yield Telling(kind, *match.span(part))


def _apart(found: Iterable[Telling]) -> Iterator[Telling]:
    reach = -1
    for one in found:
        if one.start >= reach:
            yield one
            reach = one.end
