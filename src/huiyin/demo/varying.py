"""From a text written by hand to one that another person might have written: pure, and always the same for the same seed."""

import csv
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random

from huiyin.demo.library import Base, UnitLine, phrases, units

_WORDS = Path(__file__).parents[1] / "library" / "demo" / "other_words.csv"
_DAY = re.compile(r"(?<!\d)(\d{1,2})月(\d{1,2})([日号])")
_SUM = re.compile(r"(?<![\d.:：年月(（第])(\d{2,4})(?![\d.:：年月日号点届级班楼路%％(（)）度岁])")
_WEEKDAY = re.compile(r"\{日\}星期([一二三四五六天])")
_GUARD = re.compile(r"\(\?<?!.*?\)")
_YEARS = range(1900, 2100)
_SENTENCE = re.compile(r"[^。！？!?…]*[。！？!?…]+[”’）)]*|[^。！？!?…]+$")
_OWN = re.compile("[我她他你]|儿子|女儿|丫头|这[个是一]|那[个是一]|[“”]|[0-9０-９]月|日}")
_LONG, _SHORT = 150, 12
_FEWEST, _MOST = 8, 60  # characters of a sentence that is passed on
_GRADES = {
    "小学": "一二三四五六",
    "初中": "一二三",
    "高中": "一二三",
    "完全中学": "一二三",
    "职校": "一二三",
    "幼儿园": "小中大",
}
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_HALF_MARKS = str.maketrans("，。！？", ",.!?")
_TYPOS = (
    ("反映", "反应"), ("账", "帐"), ("登录", "登陆"), ("成绩", "成积"), ("再说", "在说"), ("像", "象"), ("做", "作"),
    ("的时候", "得时候"), ("跑得", "跑的"), ("哪里", "那里"), ("辛苦", "幸苦"), ("安排", "按排"), ("必须", "必需"),
    ("已经", "己经"), ("检查", "捡查"), ("以为", "已为"), ("部署", "布署"), ("座位", "坐位"), ("一直", "一值"),
)  # fmt: skip
_EMOJI = ("🙏", "😡", "😭", "😅", "👍", "😔", "🙏🙏", "😤")


@dataclass(frozen=True, slots=True)
class Scene:
    """Where a text is told again: about which unit, how many days later (whole weeks), with sums so much larger or smaller."""

    unit: UnitLine
    raised_on: date
    weeks: int = 0
    scale: float = 1.0


def as_written(base: Base, scene: Scene, random: Random) -> str:
    """The text itself with its slots filled."""
    return _filled(base.text, scene, random)


def told_again(base: Base, scene: Scene, random: Random, others: Sequence[Base] = ()) -> str:
    """The same matter by somebody else: other names, days and sums, other words, another beginning and end.

    `others` are texts of the same matter: neighbours talk, so a sentence of one finds its way into what another says.
    """
    text = _filled(_with_hearsay(base, others, random), scene, random)
    text = _elsewhere(text, base, scene.unit)
    text = _DAY.sub(lambda found: _shifted(found, scene.weeks), text)
    text = _SUM.sub(lambda found: _scaled(found, scene.scale), text)
    text = _regraded(text, scene.unit, random)
    text = _reworded(text, random)
    if not base.specific:
        text = _shuffled(text, random)
    return _framed(text, base, scene.unit, random)


def with_slips(text: str, channel: str, random: Random) -> str:
    """What fingers and keyboards do: typos, digits of full width, marks of half width, a sign from the telephone."""
    if random.random() < 0.07:
        wrong = [pair for pair in _TYPOS if pair[0] in text]
        text = text.replace(*random.choice(wrong), 1) if wrong else text
    if random.random() < 0.04:
        text = text.translate(_FULL_WIDTH)
    if random.random() < 0.03:
        text = text.translate(_HALF_MARKS)
    if random.random() < 0.06:
        text = text.rstrip("。")
    if channel == "网络" and random.random() < 0.04:
        text = text + random.choice(_EMOJI)
    return text


def sent_again(text: str, random: Random) -> str:
    """The same message once more with a small edit, as when somebody doubts that it arrived."""
    edits: list[Callable[[str], str]] = [
        lambda words: "再发一遍：" + words,
        lambda words: words.rstrip("。！？") + "！！",
        lambda words: words.replace("，", " ", 1),
        lambda words: words + "（第二次反映）",
        lambda words: words.replace("的", "", 1),
    ]
    random.shuffle(edits)
    return next((new for edit in edits if (new := edit(text)) != text), text + "。")


def day_in_words(day: date, raised_on: date, random: Random) -> str:
    """A day as people say it: 5月12日, 5月12号, 12号, 上周三, 前天."""
    ways = [f"{day.month}月{day.day}日", f"{day.month}月{day.day}号", f"{day.month}月{day.day}日"]
    if day.month == raised_on.month:
        ways.append(f"{day.day}号那天")
    if (
        (raised_on - timedelta(days=raised_on.weekday() + 7))
        <= day
        < raised_on - timedelta(raised_on.weekday())
    ):
        ways.append(f"上周{'一二三四五六日'[day.weekday()]}")
    if raised_on - day == timedelta(days=2):
        ways.append("前天")
    return random.choice(ways)


def _filled(text: str, scene: Scene, random: Random) -> str:
    day = scene.raised_on - timedelta(days=random.randint(1, 8))
    named = _WEEKDAY.search(text)
    if named:  # the day is that day of the week, as the text says
        day -= timedelta(days=(day.weekday() - "一二三四五六天".index(named[1])) % 7)
    text = text.replace("{校}", scene.unit.short)
    return text.replace("{日}", day_in_words(day, scene.raised_on, random))


def stem(unit: UnitLine) -> str:
    """What tells a school from the others: 柏渡 of 云河市柏渡小学."""
    return re.sub(
        r"(?:高级|初级|实验|中等|特殊|教育|专业|职业|完全)*(?:中学|小学|幼儿园|学校|高中|初中|中专|特校|实小)$",
        "",
        unit.short,
    )


def _with_hearsay(base: Base, others: Sequence[Base], random: Random) -> str:
    """The text with a sentence of another who is of the same kind; none that speaks of the other's own family."""
    heard: list[str] = [
        sentence
        for other in others
        if other.giver == base.giver and other.number != base.number
        for sentence in _SENTENCE.findall(other.text)
        if _FEWEST <= len(sentence) <= _MOST and not _OWN.search(sentence) and sentence[-1] in "。！？"
    ]
    if not heard or len(base.text) > _LONG or random.random() < 0.35:
        return base.text
    sentences: list[str] = _SENTENCE.findall(base.text)
    if len(sentences) >= 2 and not base.specific and random.random() < 0.5:
        sentences.pop()
    text = "".join(map(str, sentences))
    whole = text if text[-1] in "。！？!?…”" else text + "。"
    return whole + str(random.choice(heard))


def _elsewhere(text: str, base: Base, unit: UnitLine) -> str:
    """Call the unit of the base by this one's name."""
    if not base.unit or base.unit == unit.code:
        return text
    here = units()[base.unit]
    for name in sorted((here.name, *here.aliases), key=len, reverse=True):
        text = text.replace(name, unit.short)
    return text.replace(stem(here), stem(unit))


def _shifted(found: "re.Match[str]", weeks: int) -> str:
    day = date(2014, int(found[1]), int(found[2])) + timedelta(weeks=weeks)
    return f"{day.month}月{day.day}{found[3]}"


def _scaled(found: "re.Match[str]", scale: float) -> str:
    number = int(found[1])
    if number in _YEARS or number < 13:
        return found[1]
    new = number * scale
    return str(round(new) if number < 100 else round(new / 10) * 10)


def _regraded(text: str, unit: UnitLine, random: Random) -> str:
    grades = _GRADES.get(unit.kind, "")
    if unit.kind != "小学" or re.search("新生|报名|入学|毕业|插班", text) or random.random() < 0.4:
        return text
    told = random.choice(grades[1:5])
    return re.sub(r"[一二三四五六]年级", f"{told}年级", text) if text.count("年级") == 1 else text


@cache
def _other_words() -> tuple["re.Pattern[str]", Mapping[str, tuple[str, ...]]]:
    """A pattern of the words that can be exchanged (some not in every neighbourhood), and what each can become."""
    with _WORDS.open(encoding="utf-8", newline="") as file:
        rows = {row["word"]: tuple(row["others"].split("|")) for row in csv.DictReader(file)}
    pattern = re.compile("|".join(sorted(rows, key=len, reverse=True)))
    return pattern, {_GUARD.sub("", word): others for word, others in rows.items()}


def _reworded(text: str, random: Random) -> str:
    """Other words for some; one word is exchanged alike throughout a text, as one person speaks."""
    pattern, others = _other_words()
    chosen: dict[str, str] = {}

    def other(found: "re.Match[str]") -> str:
        word = found[0]
        if word not in chosen:
            chosen[word] = random.choice(others[word]) if random.random() < 0.6 else word
        return chosen[word]

    return pattern.sub(other, text)


def _shuffled(text: str, random: Random) -> str:
    """One sentence less, or the last two the other way round, where there are enough."""
    sentences = _SENTENCE.findall(text)
    if len(sentences) >= 3 and random.random() < 0.5:
        sentences.pop(random.randrange(1, len(sentences)))
    return "".join(sentences)


def _framed(text: str, base: Base, unit: UnitLine, random: Random) -> str:
    if len(text) > _LONG or base.kind == "vague":
        return text
    who = base.giver if ("openings", base.giver) in phrases() else "其他"
    before = _opening(text, who, unit, random) if random.random() < 0.4 else ""
    grown_up = who != "学生" and len(text) > _SHORT
    between = _one("asides", base.topic, random) if grown_up and random.random() < 0.28 else ""
    after = _one("endings", who, random) if random.random() < 0.45 else ""
    if (between or after) and text[-1] not in "。！？!?…”）😭😂🙏":
        text += "。"
    return before + text + between + after


def _opening(text: str, who: str, unit: UnitLine, random: Random) -> str:
    opening = _one("openings", who, random).replace("{校}", unit.short)
    grades = _GRADES.get(unit.kind)
    if "{years}" in opening:
        return "" if "年" in text else opening.replace("{years}", str(random.randint(4, 31)))
    if "{grade}" in opening:
        if not grades or re.search("年级|初[一二三]|高[一二三]|班", text):
            return ""
        return opening.replace("{grade}", _grade(unit.kind, random.choice(grades)))
    return opening


def _grade(kind: str, grade: str) -> str:
    if kind == "幼儿园":
        return f"{grade}班"
    return {"初中": f"初{grade}", "高中": f"高{grade}", "完全中学": f"初{grade}"}.get(kind, f"{grade}年级")


def _one(place: str, who: str, random: Random) -> str:
    return random.choice(phrases().get((place, who), ("",)))
