"""Who said what, when and by which way: the demo's opinions as plain values. Pure; the same for the same scale and seed."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import chain, islice
from random import Random

from huiyin.demo.library import Base, UnitLine, asking, clerks_texts, settled_days, units, voices
from huiyin.demo.varying import Scene, as_written, sent_again, stem, told_again, with_slips

OPINIONS = 3000
"""How many there are at scale 1."""

FIRST, LAST = date(2014, 5, 9), date(2014, 5, 22)
"""The fourteen days of the first listening; letter boxes stood open from March on."""

UNFOCUSED = "YH4J"
"""The school whose opinions nearly all miss the four winds."""

_QUIET = frozenset({"YH29", "YH62", "YH24", "YH53", "YH4G", "YH17", "YH15", "YH16"})
_TOO_NEAR = 0.55  # Jaccard of character 3-grams: below what counts as the same text, edited
_TRIES = 8
_TOLD = (1, 2, 2, 3, 3, 4)  # by how many at one unit
_TOLD_IN_OFFICES = (0, 0, 1, 1, 2)
_SINGLES = 0.9  # single opinions for each matter of a wave
_RESENT, _UNDATED, _NO_UNIT, _ODD_UNIT = 0.025, 0.04, 0.05, 0.03
_SCHOOLS = ("高中", "完全中学", "初中", "小学", "幼儿园", "职校", "特教")
_NO_OTHER_DAY = ("端午", "六一", "高考", "中考", "儿童节", "清明", "五一", "毕业照", "期末", "暑假", "六月")


@dataclass(frozen=True, slots=True)
class Voice:
    """One opinion on its way to the clerk, with what its writer meant. `unit` is a code, "" where nobody's or not said.

    `matter` is the matter at one unit (`M01@YH41`), "" where nobody else speaks of it. `resent` is the number of the text
    that this one repeats. `day_written` and `unit_written` are the clerk's cells.
    """

    number: str
    base: str
    text: str
    raised_on: date
    day_written: str
    channel: str
    giver: str
    unit: str
    unit_written: str
    person: str
    matter: str
    leaf: str
    topic: str
    concern: str
    specific: bool
    kind: str
    resent: str = ""


def draw_voices(scale: float = 1.0, seed: int = 2014) -> tuple[Voice, ...]:
    """The opinions of the first listening, `OPINIONS * scale` of them, in the order in which they were said."""
    random = Random(seed)  # noqa: S311 - a play needs no secrets
    wanted = round(OPINIONS * scale)
    resent = round(wanted * _RESENT)
    said = list(_written_by_clerks(min(1.0, scale), random))
    draw = _Draw(random)
    said.extend(draw.until(max(0, wanted - resent - len(said)), scale))
    said.extend(_again(said, resent, random))
    said.sort(key=lambda voice: (voice.raised_on, voice.number))
    return tuple(_imperfect(voice, random) for voice in said)


def _written_by_clerks(share: float, random: Random) -> Iterator[Voice]:
    """What opinions.csv has up to the last day: whole matters, so that each stays as large as it was written."""
    left_out = {base.matter or base.number for base in clerks_texts() if random.random() >= share}
    for base in clerks_texts():
        if base.raised_on is None or base.raised_on > LAST or (base.matter or base.number) in left_out:
            continue
        row = base.row
        yield Voice(
            number=base.number,
            base=base.number,
            text=base.text,
            raised_on=base.raised_on,
            day_written=row["收集时间"],
            channel=base.channel,
            giver=base.giver,
            unit=base.unit,
            unit_written=row["单位"],
            person=row["对象（班子/个人）"],
            matter=f"{base.matter}@{base.unit}" if base.matter else "",
            leaf=base.leaf,
            topic=base.topic,
            concern=base.concern,
            specific=base.specific,
            kind=base.kind,
        )


@dataclass
class _Draw:
    """Draws sets of texts on one matter at one unit, and single ones between them."""

    random: Random
    sets: Mapping[str, Sequence[Base]] = field(default_factory=lambda: _sets())
    singles: Sequence[Base] = field(default_factory=lambda: _singles())
    used: Counter[str] = field(default_factory=Counter)
    told: dict[str, list[frozenset[str]]] = field(default_factory=lambda: defaultdict(list))
    places: Counter[tuple[str, str]] = field(default_factory=Counter)
    serial: int = 0

    def until(self, wanted: int, scale: float) -> Iterator[Voice]:
        """Yield `wanted` voices: first each text as it was written, then told again, wave after wave at other units."""
        rows = chain(self._first_round(min(1.0, scale)), self._waves())
        return islice(rows, wanted)

    def _waves(self) -> Iterator[Voice]:
        """Without end. In a wave a text is told again at one unit only, so that two schools never hear the same words."""
        while True:
            codes = sorted(self.sets)
            self.random.shuffle(codes)
            for code in codes:
                yield from self._set(code)
                single = self._single() if self.random.random() < _SINGLES else None
                if single is not None:
                    yield single

    def _first_round(self, share: float) -> Iterator[Voice]:
        for code in sorted(self.sets):
            bases = [base for base in self.sets[code] if not base.row]
            if not bases or self.random.random() >= share:
                continue
            unit = self._unit(bases[0], code)
            for base in bases:
                yield self._as_written(base, unit, code)
        for base in self.singles:
            if not base.row and self.random.random() < share:
                yield self._as_written(base, self._unit(base, ""), "")

    def _as_written(self, base: Base, unit: UnitLine, code: str) -> Voice:
        day = self._day()
        text = as_written(base, Scene(unit, day), self.random)
        self._note(base, text)
        return self._voice(base, text, unit, day, code)

    def _set(self, code: str) -> Iterator[Voice]:
        """A matter at two or three units, each with its own of the matter's texts, each told by a few people."""
        bases = list(self.sets[code])
        self.random.shuffle(bases)
        parts = max(1, min(3, len(bases) // 3))
        for part in range(parts):
            here = bases[part::parts]
            unit = self._unit(here[0], code)
            if unit.code == UNFOCUSED and any(base.leaf for base in here):
                continue
            self.places[code, unit.code] += 1
            factor = self.random.uniform(0.75, 1.35)
            for base in here:
                for _ in range(self.random.choice(_TOLD_IN_OFFICES if _is_office(base) else _TOLD)):
                    voice = self._told_again(base, unit, factor, code)
                    if voice is not None:
                        yield voice

    def _single(self) -> Voice | None:
        some = [base for base in self.singles if base.kind != "accusation"]
        least = min(self.used[base.number] for base in some)
        base = self.random.choice([base for base in some if self.used[base.number] <= least + 1])
        unit = self._unit(base, "")
        if unit.code == UNFOCUSED and base.leaf:
            return None
        return self._told_again(base, unit, self.random.uniform(0.75, 1.35), "")

    def _told_again(self, base: Base, unit: UnitLine, factor: float, code: str) -> Voice | None:
        """A telling that isn't too near to the others of the same base; None when none was found."""
        self.used[base.number] += 1
        for _ in range(_TRIES):
            weeks, day = self._when(base)
            text = told_again(base, Scene(unit, day, weeks, factor), self.random, self.sets.get(code, ()))
            text = with_slips(text, base.channel, self.random)
            if not self._too_near(base, text):
                self._note(base, text)
                return self._voice(base, text, unit, day, code)
        return None

    def _note(self, base: Base, text: str) -> None:
        self.used[base.number] += 1
        self.told[base.number].append(_grams(text))

    def _too_near(self, base: Base, text: str) -> bool:
        grams = _grams(text)
        others = self.told[base.number] + ([_grams(base.text)] if base.row else [])
        return any(len(grams & other) > _TOO_NEAR * len(grams | other) for other in others)

    def _when(self, base: Base) -> tuple[int, date]:
        """(whole weeks by which days in the text move, the new day): weekdays that a text names stay true."""
        if base.raised_on is None:
            return 0, self._day()
        fitting = [
            weeks for weeks in range(-8, 9) if FIRST <= base.raised_on + timedelta(weeks=weeks) <= LAST
        ]
        weeks = self.random.choice(fitting)
        later = base.raised_on + timedelta(weeks=weeks, days=self.random.choice((0, 0, 1, 2)))
        return weeks, min(later, LAST)

    def _day(self) -> date:
        """Few on the first days and at week-ends, most in the middle of both weeks, when the forums were."""
        days = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
        weights = [0.4 if day.weekday() >= 5 else 1.6 if day.weekday() in {1, 2, 3} else 1.0 for day in days]
        return self.random.choices(days, weights)[0]

    def _unit(self, base: Base, code: str) -> UnitLine:
        if _is_office(base):
            return units()[base.unit]
        kinds = set(base.kinds) | ({"完全中学"} if {"初中", "高中"} & set(base.kinds) else set())
        there = [unit for unit in units().values() if unit.kind in kinds and unit.code != base.unit]
        weights = [_weight(unit) / (1 + 3 * self.places[code, unit.code]) for unit in there]
        return self.random.choices(there, weights)[0]

    def _voice(self, base: Base, text: str, unit: UnitLine, day: date, code: str) -> Voice:
        self.serial += 1
        return Voice(
            number=f"G{self.serial:05d}",
            base=base.number,
            text=text,
            raised_on=day,
            day_written=self._written(day),
            channel=base.channel if self.random.random() < 0.8 else self.random.choice(("网络", "表格")),
            giver=base.giver,
            unit="" if base.kind == "out_of_scope" else unit.code,
            unit_written="" if base.kind == "out_of_scope" else unit.short,
            person="个人"
            if base.kind == "accusation"
            else "班子"
            if base.leaf[:1] in {"G", "X", "S"}
            else "",
            matter=f"{code}@{unit.code}" if code else "",
            leaf=base.leaf,
            topic=base.topic,
            concern=base.concern or _asked_for(text),
            specific=base.specific,
            kind=base.kind,
        )

    def _written(self, day: date) -> str:
        return self.random.choice(
            (
                f"{day.month}.{day.day}",
                f"{day.month}月{day.day}日",
                f"2014.{day.month}.{day.day}",
                day.isoformat(),
            )
        )


def _asked_for(text: str) -> str:
    """What the giver wants by the sentence with which the text ends."""
    return next((concern for ending, concern in asking().items() if text.endswith(ending)), "")


def _is_office(base: Base) -> bool:
    """Whether it speaks of a department or an institute: their work is their own, so the text goes to no other."""
    return bool(base.unit) and units()[base.unit].kind not in _SCHOOLS


def _weight(unit: UnitLine) -> float:
    """How much is said about a unit: a few hear nearly nothing, the school with the easy questions much."""
    if unit.code in _QUIET:
        return 0.03
    if unit.code == UNFOCUSED:
        return 2.5
    return 0.5 + (sum(map(ord, unit.name)) % 17) / 10


def _sets() -> dict[str, list[Base]]:
    found: dict[str, list[Base]] = defaultdict(list)
    for base in (*clerks_texts(), *voices()):
        if base.matter and _can_be_told_again(base):
            found[base.matter].append(base)
    return dict(found)


def _singles() -> list[Base]:
    return [
        base
        for base in (*clerks_texts(), *voices())
        if not base.matter and _can_be_told_again(base) and not (base.row and base.kind == "accusation")
    ]


def _can_be_told_again(base: Base) -> bool:
    """Whether a text may move to another day and place: it names no feast, no other school, and isn't a recurrence."""
    if not base.row:
        return True
    settled = settled_days().get(base.matter)
    if (settled and base.raised_on and base.raised_on > settled) or any(
        word in base.text for word in _NO_OTHER_DAY
    ):
        return False
    if base.raised_on and base.raised_on > date(2014, 5, 31) and "月" in base.text:
        return False
    schools = [unit for unit in units().values() if unit.kind in _SCHOOLS and unit.code != base.unit]
    return bool(base.unit) and not any(stem(unit) in base.text for unit in schools)


def _grams(text: str) -> frozenset[str]:
    return frozenset(text[at : at + 3] for at in range(max(1, len(text) - 2)))


def _again(said: Sequence[Voice], count: int, random: Random) -> Iterator[Voice]:
    """Messages sent again within three days, some of them by another way."""
    fitting = [
        voice
        for voice in said
        if len(voice.text) > 25 and voice.kind != "accusation" and voice.number[0] == "G"
    ]
    for serial, voice in enumerate(random.sample(fitting, min(count, len(fitting))), start=1):
        day = min(LAST, voice.raised_on + timedelta(days=random.randint(0, 3)))
        text = sent_again(voice.text, random)
        yield replace(
            voice,
            number=f"R{serial:05d}",
            text=text,
            raised_on=day,
            day_written=f"{day.month}.{day.day}",
            resent=voice.number,
        )


def _imperfect(voice: Voice, random: Random) -> Voice:
    """What clerks leave out or write in their own way; the rows of opinions.csv have their own faults."""
    if voice.number[0] == "Y":
        return voice
    day = "" if random.random() < _UNDATED else voice.day_written
    unit, dice = voice.unit_written, random.random()
    if voice.unit and dice < _NO_UNIT:
        unit = ""
    elif voice.unit and dice < _NO_UNIT + _ODD_UNIT:
        unit = random.choice(("我校", "本校", f"{unit}（补）", f" {unit} ", units()[voice.unit].name))
    return replace(voice, day_written=day, unit_written=unit)
