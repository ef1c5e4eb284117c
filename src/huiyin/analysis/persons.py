"""Where a text names a person: by surname and title (王老师), title and name (校长王小明), by 某 (李某), or by saying so (我叫…).

No dictionary of names can be complete, and every surname is also a word: a surname says nothing here unless something beside
it says that a person is meant. Some names are missed so that few words are taken for one. All texts are folded
(characters.fold), and spans are of the folded text.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from huiyin.analysis.characters import fold
from huiyin.analysis.lookup import Span

# Surnames of nine in ten people. The doubtful ones are mostly another word before a title (向老师反映, 时任校长).
_SURE = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁沈姚卢姜崔钟谭陆汪范"
    "廖韦贾夏付傅邹熊孟秦邱侯江尹薛闫段雷龙史陶黎贺顾毛郝龚邵覃武钱戴莫孔汤康易乔赖庞樊殷施洪翟岳齐梅庄辛祝涂谷祁耿牟"
    "卜詹苗凌纪靳盛童欧甄项曲游阳裴席卫屈鲍霍翁隋植甘景薄柏宁柳蒲阮桂闵柴华冉"
)
_DOUBTFUL = "于向和时从任方高成石常安金文温水包全平明管强严白单关解车房边费左查万"
_DOUBLE = "欧阳|上官|司马|诸葛|皇甫|尉迟|公孙|慕容|令狐|司徒|端木"
_SURNAME = f"(?:{_DOUBLE}|[{_SURE}])"
_ANY = f"(?:{_DOUBLE}|[{_SURE}{_DOUBTFUL}])"

# A given name has no character that is mostly grammar.
_GIVEN = "[^\\W\\d_a-z的了是在有不没和与也都就要会来去说看到上下里外前后些多少时地个么什何们我你他她它这那只被把让叫对给从向当为得着过]"
_NAME = rf"{_SURNAME}{_GIVEN}{{1,2}}"
# What begins like a name and is a word.
_WORDS = (
    "(?!张口|张贴|张罗|许多|许可|曾经|周末|周边|周围|周[一二三四五六日]|马上|马路|郑重|谢谢|胡乱|胡说|胡扯|钟头|程序|程度|夏天|夏季|毛病|"
    "陈述|陈旧|田径|孙女|孙子|余下|黄色|戴口|陆续|康复|苏醒|童年|纪律|纪委|项目|游泳|游戏|华丽|江边|江湖|龙头|雷同|景色|宁愿|宁可|施工|何必|林立|钱款|易于)"
)
_ENDS = r"(?=[^\w]|$|[的在把收说让叫对被给拿用要打骂和与同从也就又还是总不没每因]|利用|经常|多次|长期|违规|私自|老师|同学|家长)"

_SAID = re.compile(
    rf"(?:我叫|名字(?:是|叫)|姓名(?:是|为)?[:\s]*|(?:联系人|反映人|举报人|投诉人|署名):\s*|"
    rf"(?:儿子|女儿|孩子|小孩|学生|女孩|男孩)(?:名)?叫)(?P<name>{_ANY}{_GIVEN}{{1,2}})"
)
# Whose or what somebody is, before the name: 初二三班的陈子涵, 他同桌陈子涵.
_WHO = "(?:[^,。;!?\\n]{0,10}?(?:班|年级|同桌|同学|室友|邻居|妈妈|爸爸|母亲|父亲|家长|学生|老师|教师|员工|职工|党员)的?)?"
_I_AM = re.compile(rf"(?:我是|本人是?){_WHO}(?P<name>{_WORDS}{_NAME})(?=[^\w]|$)")
_FULL = rf"{_WORDS}{_SURNAME}{_GIVEN}{{2}}"
_KIN = "妈妈|爸爸|母亲|父亲|家长|爷爷|奶奶|外公|外婆|同桌|室友"
# 陈子涵的妈妈; 有个叫赵敏的老师; and a name in brackets at the very end.
_BESIDE = (
    re.compile(rf"(?<![^\W\d_a-z])(?P<name>{_FULL})(?=的?(?:{_KIN}))"),
    re.compile(rf"[有一那这](?:个|位|名)(?:人)?叫(?:做|作)?(?P<name>{_ANY}{_GIVEN}{{1,2}}?)(?=[^\w]|$|的)"),
    re.compile(rf"\((?P<name>{_FULL})\)\s*[。.]?\s*$"),
)
_SOMEBODY = re.compile(rf"{_ANY}某{{1,2}}(?![些种个])")
_SIGNED = re.compile(
    rf"(?:\n|[—-]|此致|敬礼)\s*(?:(?P<name>{_ANY}{_GIVEN}{{1,2}})|"
    rf"(?:署名|[^\n]{{0,12}}(?:班|年级|家长|学生|教师))\s*(?P<after>{_WORDS}{_NAME}))\s*$"
)
_OWN = (_SAID, _I_AM, _SIGNED)
# Whom a letter is addressed to is named in it, and nothing is said of them.
_DEAR = ("尊敬的", "敬爱的", "亲爱的")
_GREETED = ("您好", "你好", ",您好", ",你好", ":您好", ":你好", ":\n")
_LONGEST_NAME = 4


class Names:
    """Titles made ready to find named people by; build it once for many texts.

    titles      what a person may be addressed by ("老师", "校长")
    heads       what else says that a name follows ("学生")
    """

    def __init__(self, titles: Sequence[str], heads: Sequence[str] = ()) -> None:
        title, head = any_of(titles), any_of([*titles, *heads])
        # 王老师 and 姓于的老师 anywhere; 王小明老师 and 于老师 where no word runs into the surname.
        free = r"(?<![^\W\d_a-z])|(?<=[的是和与找给被让叫对由跟])"
        self._titled = re.compile(
            rf"(?:{_SURNAME}|姓{_ANY}的?|(?:{free})(?:{_WORDS}{_NAME}|[{_DOUBTFUL}](?<![向和时从任])))(?:{title})"
        )
        self._named = re.compile(rf"(?:{head})(?P<name>{_WORDS}{_NAME}?){_ENDS}")

    def find(self, folded: str) -> list[Span]:
        """Every name, with the title behind it where there is one; sorted, none inside another. O(n)."""
        patterns = (self._named, *_BESIDE, *_OWN)
        named = [_name_in(match) for pattern in patterns for match in pattern.finditer(folded)]
        others = [match.span() for pattern in (self._titled, _SOMEBODY) for match in pattern.finditer(folded)]
        return [span for span in outermost([*named, *others]) if not addressed(folded, *span)]


def own_names(folded: str) -> list[Span]:
    """The names that givers give of themselves and of their children."""
    return list(outermost([_name_in(match) for pattern in _OWN for match in pattern.finditer(folded)]))


def _name_in(match: re.Match[str]) -> Span:
    return match.span(match.lastgroup or 0)


def addressed(folded: str, start: int, end: int) -> bool:
    """Whether the person named there is whom a letter is written to."""
    before = folded[max(start - _LONGEST_NAME - len(_DEAR[0]), 0) : start]
    return any(dear in before for dear in _DEAR) or folded.startswith(_GREETED, end)


def outermost(spans: Sequence[Span]) -> Iterator[Span]:
    """The spans by their start, without those that lie inside or begin inside an earlier one; of one start the longest."""
    reach = -1
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= reach:
            yield start, end
            reach = end


def any_of(words: Iterable[str]) -> str:
    """A pattern of any of the words, the longest first; of none, one that never matches."""
    folded = sorted(set(map(fold, words)), key=len, reverse=True)
    return "|".join(map(re.escape, folded)) or r"(?!)"
