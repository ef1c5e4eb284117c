"""What the codes of a campaign are called in the language of the page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from django.utils.translation import gettext

from huiyin.process.campaigns.models import Campaign
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.rules.template import Template
from huiyin.process.opinions.rules.disposition import DISPOSITION_NAMES
from huiyin.web.frame.language import in_english

NameOf = Mapping[str, str]


class _Named(Protocol):
    @property
    def code(self) -> str: ...
    @property
    def zh(self) -> str: ...
    @property
    def en(self) -> str: ...


@dataclass(frozen=True)
class Names:
    """Code → name, in the order of the template; `wind_of` is leaf → group.

    `focus_name` is what the campaign is against (四风, 八项规定), `term` its own words for who and what takes part,
    `rating` the levels by which givers rate a fix.
    """

    focus_name: str
    term: NameOf
    wind: NameOf
    focus: NameOf
    wind_of: NameOf
    topic: NameOf
    concern: NameOf
    source: NameOf
    cause: NameOf
    key_work: NameOf
    horizon: NameOf
    channel: NameOf
    giver: NameOf
    disposition: NameOf
    rating: NameOf

    def leaf(self, code: str) -> str:
        """A leaf with its group: 官僚主义 · 漠视诉求."""
        return f"{self.wind[self.wind_of[code]]} · {self.focus[code]}" if code in self.focus else code


def names_of(campaign: Campaign) -> Names:
    """The names of a campaign's codes. Made once a template and language: the template can't change."""
    return _names(campaign.template_digest, in_english(), _Kept(template_of(campaign)))


def form_names(campaign: Campaign) -> NameOf:
    """Code of a form of the template → its title in the language of the page."""
    forms = template_of(campaign).forms
    return {code: form.en if in_english() else form.title for code, form in forms.items()}


class _Kept:
    """A template that takes no part in telling calls apart: its digest does."""

    def __init__(self, template: Template) -> None:
        self.template = template

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Kept)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=16)
def _names(_digest: str, english: bool, kept: _Kept) -> Names:  # noqa: FBT001 - a part of the key
    def named(things: Iterable[_Named]) -> NameOf:
        return {thing.code: thing.en if english else thing.zh for thing in things}

    template = kept.template
    return Names(
        focus_name=template.focus.en if english else template.focus.zh,
        term={code: term.en if english else term.zh for code, term in template.campaign.vocabulary.items()},
        wind=named(template.focus_groups()),
        focus=named(template.focus_leaves()),
        wind_of={leaf.code: leaf.group for leaf in template.focus_leaves()},
        topic=named(template.topics),
        concern=named(template.concerns),
        source=named(template.sources),
        cause=named(template.causes),
        key_work=named(template.key_works()),
        horizon=named(template.horizons),
        channel=named(template.channels),
        giver=named(template.giver_kinds),
        disposition={code.value: gettext(name) for code, name in DISPOSITION_NAMES.items()},
        rating=named(template.lists[template.life.voices.levels].codes) if template.life.voices else {},
    )
