"""What a vote asks, in the language of the page: as it was frozen in Chinese, by the campaign's template in English."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from huiyin.process.ballots.models import Vote
from huiyin.process.ballots.rules.counting import OTHERS, Form
from huiyin.process.ballots.rules.forms import kind_of
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.rules.parts import Named
from huiyin.web.frame.language import in_english
from huiyin.web.frame.names import NameOf


@dataclass(frozen=True)
class FormNames:
    """The title of the vote; code → name of its items, levels and groups, in the order of the form."""

    title: str
    items: NameOf
    levels: NameOf
    groups: NameOf

    def sum_of(self, form: Form) -> str:
        """The levels that are summed: 优秀＋称职."""
        return "＋".join(self.levels[code] for code in form.summed)


def names_of_form(vote: Vote, form: Form) -> FormNames:
    """The names. In English one query where the campaign wasn't read yet; what the template doesn't name stays Chinese."""
    items, levels = dict(form.items), dict(form.levels)
    groups = dict(form.groups) | {OTHERS: _("其他群体合并")}
    kind = kind_of(template_of(vote.campaign), vote.kind) if in_english() else None
    if kind is None:
        return FormNames(form.title, items, levels, groups)
    template = template_of(vote.campaign)
    return FormNames(
        kind.en,
        _translated(items, kind.items),
        _translated(levels, template.lists[kind.levels].codes),
        _translated(groups, template.giver_kinds),
    )


def _translated(names: NameOf, things: Iterable[Named]) -> NameOf:
    english = {thing.code: thing.en for thing in things}
    return {code: english.get(code, name) for code, name in names.items()}
