"""What in an opinion's words is to be handled with care. It is read anew each time and kept nowhere."""

from dataclasses import dataclass
from functools import lru_cache

from huiyin.analysis.accusing import Accusation, Accusing
from huiyin.analysis.identifying import Identifying, Telling
from huiyin.process.campaigns.models import Campaign
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.rules.protection import Protection


@dataclass(frozen=True)
class Care:
    """Sentences that seem to accuse a named person (SPEC rule 13), and details by which the giver may be known (rule 5)."""

    accusations: tuple[Accusation, ...]
    tellings: tuple[Telling, ...]


def care_of(campaign: Campaign, text: str) -> Care:
    """Hints for whoever reads `text`: the machine decides nothing. Some milliseconds at most."""
    accusing, identifying = _made(campaign.template_digest, _Words(template_of(campaign).protection))
    return Care(tuple(accusing.find(text)), tuple(identifying.find(text)))


class _Words:
    """The words of a template, which take no part in telling calls apart: its digest does."""

    def __init__(self, protection: Protection) -> None:
        self.protection = protection

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Words)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=8)
def _made(_digest: str, words: _Words) -> tuple[Accusing, Identifying]:
    protection = words.protection
    return Accusing(protection.accusing_words()), Identifying(protection.identifying_words())
