"""Papers in the index of passages: what was handed in may have been copied from, and may be a copy (R23)."""

from collections.abc import Collection

from huiyin.analysis.specificity import Signs
from huiyin.platform.texts.queries import Source
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.queries.formal_texts import words_of as campaign_words
from huiyin.process.campaigns.rules.template import Template
from huiyin.process.selfchecks.models import SelfCheck, Version
from huiyin.process.selfchecks.rules.content import Content, text_of

KIND = "selfcheck"


def signs_of(template: Template) -> Signs:
    """What says when and where, by the template's words."""
    return Signs(template.signs.words())


def version_text(paper: SelfCheck, version: Version) -> str:
    """A version as one text."""
    template = template_of(paper.participation.campaign)
    return text_of(Content.of_json(version.content), template.selfchecks.kind(paper.kind), template)


def draft_text(paper: SelfCheck) -> str:
    """What is being written, as one text."""
    template = template_of(paper.participation.campaign)
    return text_of(Content.of_json(paper.content), template.selfchecks.kind(paper.kind), template)


def words_of(sources: Collection[Source]) -> dict[Source, str]:
    """What stands in some formal texts now, papers among them, whoever asks: for comparing, never for showing."""
    found = campaign_words(sources)
    things = [source.thing for source in sources if source.kind == KIND]
    if things:
        for paper, version in last_handed_in(things):
            found[Source(KIND, paper.pk)] = version_text(paper, version)
    return found


def last_handed_in(papers: Collection[int]) -> list[tuple[SelfCheck, Version]]:
    """Each paper with the last version that was handed in. One query."""
    if not papers:
        return []
    related = ("paper__participation__campaign__root", "paper__participation__unit", "paper__account")
    rows = Version.objects.filter(paper__in=papers, why=Version.Why.HANDED_IN).select_related(*related)
    last = {version.paper_id: version for version in rows.order_by("number")}
    return [(version.paper, version) for version in last.values()]
