"""Texts as they come, and as nobody should send them: what bench/fuzz_analysis.py feeds to the analysis.

Pieces of ordinary opinions (the demo's, invented) between pieces of every kind of oddity, up to LONGEST characters; the same for the
same seed.
"""

import csv
import random
from functools import cache
from pathlib import Path

from huiyin.analysis.normalise import Text
from huiyin.analysis.traditional import TRADITIONAL

LONGEST = 7000
DEMO = Path(__file__).resolve().parent.parent / "src" / "huiyin" / "library" / "demo" / "opinions.csv"

# U+FDFA is one character whose compatibility form has eighteen; İ and ß grow by case folding; the rest combine, hide, turn
# around or aren't characters at all.
_GROWING = "ﷺİßﬃ㍿㈱Ǆ℡"
_HIDDEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f\u180e\ufe0f"
_TURNING = "\u202e\u202d\u2066\u2067\u2069\u061c"
_COMBINING = "\u0301\u0308\u0489\u20dd\u3099\u0e47"
_CONTROL = "".join(map(chr, (0, 1, 7, 8, 9, 10, 11, 12, 13, 27, 31, 127, 133, 0x2028, 0x2029)))
_EMOJI = ("😡", "👨‍👩‍👧‍👦", "👍🏽", "🇨🇳", "1️⃣", "❤️", "🏴󠁧󠁢󠁥󠁮󠁧󠁿")
_SCRIPTS = (
    "ئۇيغۇرچە مەكتەپ",
    "བོད་ཡིག་སློབ་གྲྭ",
    "ᠮᠣᠩᠭᠣᠯ",
    "مدرسة",
    "בית ספר",
    "школа",
    "σχολεῖον",
    "학교 급식",
    "がっこう",
    "विद्यालय",
    "โรงเรียน",
    "ZHONGWU mei ROU",
    "shitang饭菜tai gui",
)
_PUNCTUATION = "，。！？；：、…—《》（）“”〈〉【】·～.,!?;:()[]{}<>\"'`|\\/*+^$%&#@~_-="
_NUMBERS = (
    "2014年5月30日",
    "五月三十日下午三点",
    "１２３４５６",
    "3.5万元",
    "第十二中学",
    "三（2）班",
    "1e308",
    "〇零一二三四五六七八九十百千万亿",
    "13800000000",
    "０．５％",
    "二〇一四",
)
# What numbers, dates, classes, clauses and citations are made of.
_TELLING = (
    "019一二十百千万亿〇两几半多第初高年级月日号点时分周元个次%.,:-/()《》「」。，！的了过把被让说班校老师"
)
_FRAMES = (
    "希望学校",
    "让家长买",
    "某某老师",
    "《关于开展活动的通知》",
    "收了",
    "去过",
    "没人管",
    "王老师",
    "市第三中学",
)


@cache
def ordinary() -> tuple[str, ...]:
    """The demo's opinions."""
    with DEMO.open(encoding="utf-8-sig", newline="") as lines:
        return tuple(row[5] for row in csv.reader(lines) if len(row) > 5 and len(row[5]) > 8)


def odd(chance: random.Random) -> str:
    """A text of 0 to LONGEST characters."""
    how = chance.random()
    if how < 0.03:
        return chance.choice(("", " ", "\n", "\u3000", "\0", "的", "a", "\ud800", "。", "1", "😡", "\u200b"))
    if how < 0.20:
        # A few characters over and over: what patterns with repetitions inside repetitions go wrong on.
        size = chance.choice((1, 1, 2, 3, 12))
        few = "".join(chance.choices(_TELLING, k=size)) if chance.random() < 0.6 else _piece(chance)[:size]
        return (few * chance.choice((2, 50, LONGEST)))[:LONGEST]
    wanted = chance.choice((5, 30, 120, 400, 400, 1500, LONGEST))
    parts: list[str] = []
    while sum(map(len, parts)) < wanted:
        parts.append(_piece(chance))
    return _changed("".join(parts)[:wanted], chance)


def odd_text(chance: random.Random) -> Text:
    how = chance.random()
    title = "" if how < 0.3 else odd(chance)[:200]
    return Text(title, "" if 0.3 <= how < 0.4 else odd(chance))


def some_odd_texts(chance: random.Random, most: int) -> list[Text]:
    """0 to `most` texts, some of them copies or edits of one before."""
    texts: list[Text] = []
    for _ in range(chance.randint(0, most)):
        if texts and chance.random() < 0.4:
            title, body = chance.choice(texts)
            texts.append(Text(title, _changed(body, chance)))
        else:
            texts.append(odd_text(chance))
    return texts


def _piece(chance: random.Random) -> str:
    kind = chance.randrange(14)
    if kind < 5:
        text = chance.choice(ordinary())
        start = chance.randrange(len(text))
        return text[start : start + chance.randint(2, 200)]
    makers = (
        lambda: "".join(chr(chance.randrange(0x110000)) for _ in range(chance.randint(1, 30))),
        lambda: "".join(chr(chance.randrange(0xD800, 0xE000)) for _ in range(chance.randint(1, 4))),
        lambda: "".join(chr(chance.randrange(0x4E00, 0xA000)) for _ in range(chance.randint(1, 40))),
        lambda: _some(chance, chance.choice((_GROWING, _HIDDEN, _TURNING, _COMBINING, _CONTROL))),
        lambda: "".join(chance.choices(_EMOJI, k=chance.randint(1, 6))),
        lambda: chance.choice(_SCRIPTS),
        lambda: _some(chance, chance.choice((_PUNCTUATION, TRADITIONAL))),
        lambda: chance.choice(_NUMBERS) * chance.choice((1, 1, 1, 30)),
        lambda: chance.choice(_FRAMES) * chance.choice((1, 1, 20)),
    )
    return makers[kind - 5]()


def _some(chance: random.Random, letters: str) -> str:
    return "".join(chance.choices(letters, k=chance.randint(1, 20)))


def _changed(text: str, chance: random.Random) -> str:
    """A few characters dropped, doubled, or with something put before them."""
    letters = list(text)
    for _ in range(chance.choice((0, 0, 1, 3, 20)) if letters else 0):
        at = chance.randrange(len(letters))
        put = chance.choice(_HIDDEN + _COMBINING + "的了1 ，")
        letters[at] = chance.choice(("", letters[at] * 2, put + letters[at]))
    return "".join(letters)[:LONGEST]
