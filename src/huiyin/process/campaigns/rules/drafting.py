"""What drafts are looked through for (drafting.toml), and what all campaigns share of it: repealed rules, names of places."""

import tomllib
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated

from pydantic import Field

from huiyin.process.campaigns.rules.parts import Named, Part, Sheet, Sourced, Text
from huiyin.process.campaigns.rules.words import Phrase

_FOLDER = Path(str(files("huiyin") / "library" / "drafting"))
_PLACE_ENDINGS = ("特别行政区", "自治区", "自治州", "地区", "省", "市", "盟")


class StockPhrases(Named):
    """Phrases that say nothing, for one reason; none counts inside an `unless` phrase. `instead` says what to write."""

    instead: Text
    phrases: Annotated[tuple[Phrase, ...], Field(min_length=1)]
    unless: tuple[Phrase, ...] = ()


class SetPhrases(Sourced):
    """Wordings from above that everybody uses: no copying."""

    phrases: Annotated[tuple[Phrase, ...], Field(min_length=1)]


class RepealedRule(Sourced):
    """A rule that holds no more from `repealed_on` on; `names` are what tells it in a text, `by` says what holds instead."""

    title: Text
    names: Annotated[tuple[Phrase, ...], Field(min_length=1)]
    repealed_on: date
    by: Text


class Drafting(Sheet):
    """drafting.toml; a template without one has nothing of its own to say. Units of the kinds `without_units` may be named by all."""

    without_units: tuple[Text, ...] = ()
    stock: tuple[StockPhrases, ...] = ()
    set_phrases: tuple[SetPhrases, ...] = ()
    repealed: tuple[RepealedRule, ...] = ()

    def settled(self) -> tuple[str, ...]:
        """All set phrases."""
        return tuple(phrase for listed in self.set_phrases for phrase in listed.phrases)


class _RepealedRules(Sheet):
    repealed: tuple[RepealedRule, ...]


class Province(Part):
    """A province with its cities, by full names."""

    name: Text
    cities: tuple[Text, ...] = ()

    def names(self) -> Iterator[str]:
        yield self.name
        yield from self.cities


class _Provinces(Sourced):
    provinces: tuple[Province, ...]


@cache
def repealed_rules() -> tuple[RepealedRule, ...]:
    """The rules that hold nowhere any more, whatever the campaign (library/drafting/repealed.toml)."""
    return _RepealedRules.model_validate(_values("repealed")).repealed


@cache
def provinces() -> tuple[Province, ...]:
    """All provinces (library/drafting/cities.toml)."""
    return _Provinces.model_validate(_values("cities")).provinces


def short_name(place: str) -> str:
    """常州市 → 常州: what people call a place, and what stands in the names of its units."""
    ending = next((ending for ending in _PLACE_ENDINGS if place.endswith(ending)), "")
    return place.removesuffix(ending)


def own_places(names: tuple[str, ...]) -> frozenset[str]:
    """Which places some names (of units, of who issues papers) are from: the cities named in them, with their provinces."""
    said = "".join(names)
    found: set[str] = set()
    for province in provinces():
        here = {city for city in province.cities if short_name(city) in said}
        if here or short_name(province.name) in said:
            found |= {province.name, *here}
    return frozenset(found)


def _values(stem: str) -> object:
    return tomllib.loads((_FOLDER / f"{stem}.toml").read_text(encoding="utf-8"))
