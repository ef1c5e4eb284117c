"""What a giver is shown once before their words are kept. Nothing of it is kept."""

from dataclasses import dataclass
from functools import lru_cache

from huiyin.analysis.accusing import Accusation
from huiyin.analysis.identifying import Telling
from huiyin.analysis.specificity import Signs, specifics
from huiyin.process.campaigns.models import Campaign
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.rules.words import Signs as Listed
from huiyin.process.opinions.queries.protection import care_of


@dataclass(frozen=True)
class Hints:
    """`vague`: nothing in it could be checked. `tellings` and `accusations` as opinions.queries.protection finds them."""

    vague: bool
    tellings: tuple[Telling, ...]
    accusations: tuple[Accusation, ...]

    def __bool__(self) -> bool:
        return self.vague or bool(self.tellings or self.accusations)


def hints_for(campaign: Campaign, text: str, whole: str) -> Hints:
    """Hints on `text`, of which `whole` also has what was written beside it. Some milliseconds."""
    signs = _signs(campaign.template_digest, _Kept(template_of(campaign).signs))
    care = care_of(campaign, text)
    return Hints(not specifics(whole, signs).kinds, care.tellings, care.accusations)


class _Kept:
    """Word lists that take no part in telling calls apart: the template's digest does."""

    def __init__(self, listed: Listed) -> None:
        self.listed = listed

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Kept)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=8)
def _signs(_digest: str, kept: _Kept) -> Signs:
    return Signs(kept.listed.words())
