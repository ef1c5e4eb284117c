"""Questions about a paper."""

from django.db.models import Q

from huiyin.process.campaigns.models import Paper, PaperVersion
from huiyin.process.campaigns.queries.running import template_of

MOST_VERSIONS = 30


def versions_of(paper: Paper) -> list[PaperVersion]:
    """What it was, the newest first, thirty at most. One query."""
    return list(PaperVersion.objects.filter(paper=paper).order_by("-version")[:MOST_VERSIONS])


def longest_of(paper: Paper) -> int | None:
    """From how many characters on a paper that comes out in issues is called long: the template's `briefing_length`, if it has one."""
    template = template_of(paper.campaign)
    form = template.forms.get(paper.kind)
    line = {parameter.code: parameter.value for parameter in template.parameters}.get("briefing_length")
    return int(line) if line is not None and form is not None and form.head is not None else None


def given_in(paper: Paper) -> str:
    """What the machine wrote when the paper was drafted on facts: the sentences in which the figures stand. One query."""
    if not paper.facts:
        return ""
    first = PaperVersion.objects.filter(paper=paper, version=1).values_list("body", flat=True).first()
    return first or ""


def stand_ins(paper: Paper) -> list[int]:
    """The papers that this one stands in for, or that stand in for it or for the same one. One query."""
    near = Q(supersedes=paper.pk)
    if paper.supersedes_id:
        near |= Q(pk=paper.supersedes_id) | Q(supersedes=paper.supersedes_id)
    return list(Paper.objects.filter(near).exclude(pk=paper.pk).values_list("pk", flat=True))
