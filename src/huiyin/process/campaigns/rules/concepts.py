"""What people of a place speak of, each with its words (concepts.toml): what all campaigns share of it, and a template's own."""

import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, model_validator

from huiyin.analysis.concepts import Concept as Entry
from huiyin.analysis.concepts import Thesaurus, thesaurus_of
from huiyin.process.campaigns.rules.parts import Named, Sheet, Text

_SHARED = Path(str(files("huiyin") / "library" / "concepts" / "concepts.toml"))

Said = Annotated[Text, Field(max_length=40)]


class Concept(Named):
    """Something that people speak of, with the words by which they do; a word may be of one character."""

    words: Annotated[tuple[Said, ...], Field(min_length=1)]


class Concepts(Sheet):
    """concepts.toml. A concept that has the code of a shared one takes its place; a word inside one of `unless` doesn't count."""

    unless: tuple[Annotated[str, Field(min_length=2, max_length=40)], ...] = ()
    concepts: tuple[Concept, ...] = ()

    @model_validator(mode="after")
    def excuses_what_is_no_word(self) -> Self:
        for concept in self.concepts:
            if empty := next((word for word in concept.words if not any(map(str.isalnum, word))), None):
                raise ValueError(
                    f"“{concept.code}”里的“{empty}”没有字 / “{empty}” of “{concept.code}” has no letters"
                )
        return self

    def all(self) -> tuple[Concept, ...]:
        """The shared ones and these, each code once."""
        own = {concept.code for concept in self.concepts}
        return (*(one for one in shared_concepts().concepts if one.code not in own), *self.concepts)

    def thesaurus(self) -> Thesaurus:
        """All of them, ready for texts. The same words are made ready once."""
        entries = tuple(Entry(concept.code, concept.words) for concept in self.all())
        return thesaurus_of(entries, (*shared_concepts().unless, *self.unless))


@cache
def shared_concepts() -> Concepts:
    """What people of schools and offices speak of, whatever the campaign (library/concepts/concepts.toml)."""
    return Concepts.model_validate(tomllib.loads(_SHARED.read_text(encoding="utf-8")))
