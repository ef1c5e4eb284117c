"""Codes that text can be sorted under, with the words that speak for them."""

from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, model_validator

from huiyin.analysis.labels import Entry, Pair
from huiyin.analysis.specificity import SignWords
from huiyin.process.campaigns.rules.parts import Code, Named, Part, Sheet, Sourced, Text

Phrase = Annotated[Text, Field(min_length=2, max_length=40)]


class Word(Part):
    """A telling word or phrase; `weight` 1 is enough for a suggestion, less needs a second word beside it."""

    word: Phrase
    weight: Annotated[float, Field(gt=0, le=5)] = 1.0


def _spell_out(value: Any) -> Any:
    return {"word": value} if isinstance(value, str) else value


Side = Annotated[tuple[Phrase, ...], Field(min_length=1)]


class WordList(Part):
    """Words that speak for something; an occurrence of one inside one of the `unless` phrases says nothing.

    A pair `[[one, …], [other, …]]` is as good as a word of weight 1 where a word of each side stands in one sentence.
    """

    words: tuple[Annotated[Word, BeforeValidator(_spell_out)], ...] = ()
    pairs: tuple[tuple[Side, Side], ...] = ()
    unless: tuple[Phrase, ...] = ()

    @model_validator(mode="after")
    def excuses_its_own_words(self) -> Self:
        own = {word.word for word in self.words}.union(*(side for pair in self.pairs for side in pair))
        for phrase in self.unless:
            if not any(word in phrase for word in own):
                raise ValueError(
                    f"unless 的“{phrase}”里没有本条的词 / “{phrase}” of unless has none of the words in it"
                )
        return self

    def entry_of(self, code: str) -> Entry:
        """The list as analysis.labels reads it."""
        return Entry(
            code,
            tuple((word.word, word.weight) for word in self.words),
            self.unless,
            tuple(Pair(*pair) for pair in self.pairs),
        )


class Label(Named, WordList):
    """A leaf, a topic or a concern, with the words that are enough for a suggestion."""

    words: tuple[Annotated[Word, BeforeValidator(_spell_out)], ...]

    def entry(self) -> Entry:
        return self.entry_of(self.code)


class FocusGroup(Named):
    """The upper level of the focus: a wind, an aspect, a chapter of the rules."""


class FocusLeaf(Label):
    """The lower level of the focus: one concrete manifestation, of the group named."""

    group: Code


class Topic(Label):
    """A subject of opinions, the second axis beside the focus."""


class Concern(Label):
    """What a giver wants by an opinion (诉求类型), the third axis: advice taken, a claim settled, a question answered."""


class Focus(Sheet):
    """What the campaign is against (focus.toml); an opinion is in focus when it has one of the leaves' codes."""

    zh: Text
    en: Text
    groups: Annotated[tuple[FocusGroup, ...], Field(min_length=1)]
    leaves: Annotated[tuple[FocusLeaf, ...], Field(min_length=1)]


class Topics(Sheet):
    """topics.toml."""

    topics: Annotated[tuple[Topic, ...], Field(min_length=1)]


class Concerns(Sheet):
    """concerns.toml; a template without it doesn't ask what givers want."""

    concerns: tuple[Concern, ...] = ()


class Signs(Sourced):
    """Words that make an opinion specific (signs.toml); what each list does stands in analysis.specificity."""

    times: tuple[Phrase, ...]
    places: tuple[Phrase, ...]
    unit_endings: tuple[Phrase, ...]
    not_names: tuple[Text, ...]
    roles: tuple[Phrase, ...]
    people: tuple[Phrase, ...]
    pointers: tuple[Text, ...]
    events: tuple[Phrase, ...]
    verbs: tuple[Text, ...]
    hedges: tuple[Text, ...]
    measures: tuple[Text, ...]

    def words(self) -> SignWords:
        return SignWords(**self.model_dump(exclude={"source", "default"}))
