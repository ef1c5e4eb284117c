"""From a template's kind of vote to the form that a vote freezes."""

from huiyin.process.ballots.rules.counting import Form
from huiyin.process.campaigns.rules.template import Template
from huiyin.process.campaigns.rules.votes import VoteKind


def kind_of(template: Template, code: str) -> VoteKind | None:
    """The kind of vote of that code; None where the template has none."""
    return next((kind for kind in template.votes if kind.code == code), None)


def form_of(template: Template, kind: VoteKind) -> Form:
    """Items, levels, kinds of givers as groups, summed levels and the line's value, all as they are now."""
    levels = template.lists[kind.levels].codes
    return Form(
        title=kind.zh,
        items=tuple((item.code, item.zh) for item in kind.items),
        levels=tuple((level.code, level.zh) for level in levels),
        groups=tuple((giver.code, giver.zh) for giver in template.giver_kinds),
        summed=kind.summed,
        line=None if kind.line is None else float(template.parameter(kind.line)),
        again=kind.again,
    )
