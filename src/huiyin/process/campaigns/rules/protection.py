"""What protects givers and the accused (protection.toml): words by which a sentence seems to accuse, details by which givers are known."""

from pydantic import StrictBool

from huiyin.analysis.accusing import AccusingWords
from huiyin.analysis.identifying import IdentifyingWords
from huiyin.process.campaigns.rules.parts import Part
from huiyin.process.campaigns.rules.words import Phrase, WordList


class Telling(Part):
    """By what else than names and numbers a giver may be known; what each list does stands in analysis.identifying."""

    heads: tuple[Phrase, ...] = ()
    few: tuple[Phrase, ...] = ()
    alone: tuple[Phrase, ...] = ()


class Protection(Part):
    """protection.toml, which may be left out: without its words nothing is hinted at but numbers and names that say so.

    `titles` are what people are addressed by, `posts` those that one person holds, `breach` the words of law and discipline.
    """

    source: str = ""
    default: StrictBool = False
    titles: tuple[Phrase, ...] = ()
    posts: tuple[Phrase, ...] = ()
    breach: WordList = WordList()
    identifying: Telling = Telling()

    def accusing_words(self) -> AccusingWords:
        """For analysis.accusing."""
        return AccusingWords(self.breach.entry_of("breach"), self.titles, self.posts)

    def identifying_words(self) -> IdentifyingWords:
        """For analysis.identifying."""
        return IdentifyingWords(self.titles, **self.identifying.model_dump())
