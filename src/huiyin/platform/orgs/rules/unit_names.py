"""A unit's name as people write it, matched to the unit that it names; never a wild guess."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from huiyin.kit.errors import BadInput

_NOISE = re.compile(r"[\s\u3000\u200b\ufeff\"'“”‘’·•.。,，、;；:：\-—_]+")
_MARKS = str.maketrans({"【": "(", "】": ")", "[": "(", "]": ")", "〔": "(", "〕": ")"})
# What may be left out in front of a school's name: 市第三中学 and 第三中学, never 十三中 and 三中.
_PLACE = re.compile(r"(?:[\u4e00-\u9fff]{0,8}[省市区县旗州镇乡])+")
_SHORTEST = 3  # characters that both names share; 「中学」 names nothing


@dataclass(frozen=True, slots=True)
class UnitNames:
    """The known units by every name that they have. Build it with `of`."""

    by_name: Mapping[str, frozenset[str]]
    formal: Mapping[str, str]
    cache: dict[str, "UnitMatch"] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, units: Iterable[tuple[str, Iterable[str]]]) -> "UnitNames":
        """Build from (key, names) pairs; a unit's first name is the formal one."""
        by_name: dict[str, set[str]] = {}
        formal: dict[str, str] = {}
        for key, names in units:
            for name in names:
                formal.setdefault(key, name)
                by_name.setdefault(plain_name(name), set()).add(key)
        by_name.pop("", None)
        return cls({name: frozenset(keys) for name, keys in by_name.items()}, formal)


@dataclass(frozen=True, slots=True)
class UnitMatch:
    """The unit's key, or None; `zh` and `en` are the remark to show: why not, or that only the ends of the names agree."""

    key: str | None = None
    zh: str = ""
    en: str = ""


def plain_name(text: str) -> str:
    """Return a name in half width without spaces and punctuation: 「市第三 中学」 is 「市第三中学」."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", text).translate(_MARKS)).lower()


def match_unit(raw: str, names: UnitNames) -> UnitMatch:
    """Find the unit that a cell names: by name or alias, else by a name that differs only in the place before it.

    Either must be one unit's alone; otherwise None with a remark that names those that it could be.
    """
    plain = plain_name(raw)
    if not plain:
        return UnitMatch()
    if plain not in names.cache:
        names.cache[plain] = _match(raw.strip(), plain, names)
    return names.cache[plain]


def certain_unit(raw: str, names: UnitNames) -> str:
    """The key of the unit that a text names; BadInput where that takes a guess, for rights hang on it."""
    match = match_unit(raw, names)
    if match.key is not None and not match.zh:
        return match.key
    if match.key is not None:
        formal = names.formal[match.key]
        raise BadInput(
            f"单位“{raw.strip()}”可能是“{formal}”，这里不作猜测，请写全称。",
            f"The unit '{raw.strip()}' may be '{formal}'; it isn't guessed here, so write the full name.",
        )
    raise BadInput(
        f"{match.zh or '没有填单位'}，请先导入单位或更正名称。",
        f"{match.en or 'No unit is given'}: import the unit first or correct the name.",
    )


def _match(raw: str, plain: str, names: UnitNames) -> UnitMatch:
    shown = raw if len(raw) <= 40 else raw[:40] + "…"
    exact = names.by_name.get(plain, frozenset())
    if len(exact) == 1:
        return UnitMatch(next(iter(exact)))
    near = exact or {
        key for name, keys in names.by_name.items() if _differ_by_place(plain, name) for key in keys
    }
    if not near:
        return UnitMatch(None, f"单位“{shown}”不在单位名单中", f"the unit “{shown}” is not in the list")
    could_be = sorted(names.formal[key] for key in near)
    if len(near) == 1:
        return UnitMatch(
            next(iter(near)),
            f"单位“{shown}”按“{could_be[0]}”处理，请核对",
            f"the unit “{shown}” was taken for “{could_be[0]}”, please check",
        )
    listed = "、".join(could_be[:5])
    return UnitMatch(
        None,
        f"单位“{shown}”可能是{listed}，未认定",
        f"the unit “{shown}” could be any of {listed} and was left open",
    )


def _differ_by_place(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if len(short) < _SHORTEST or not long.endswith(short):
        return False
    place = long.removesuffix(short)
    # The shorter one may keep the last character of the place: 市第三中学 and 某某市第三中学.
    return bool(_PLACE.fullmatch(place) or _PLACE.fullmatch(place + short[0]))
