"""What is to be looked at before a matter goes out: how many stand behind it, and by which of its words somebody may be known."""

from collections.abc import Iterable, Iterator

from huiyin.platform.orgs.rules.rights import Actor
from huiyin.process.campaigns.models import Campaign
from huiyin.process.opinions.models import Opinion
from huiyin.process.opinions.queries.protection import care_of
from huiyin.process.problems.models import Link, Problem
from huiyin.process.problems.queries.behind import homes, raw_reach_of, tallies
from huiyin.process.publicity.models import PublicMatter
from huiyin.process.publicity.rules.matters import own_runs

_SHOWN = 40  # letters of a sentence or run that is pointed at


def givers_behind(problem: Problem | None) -> int | None:
    """The givers of a problem, near duplicates once and with all that lives on in it; None without a problem. 2 queries."""
    if problem is None:
        return None
    return tallies([problem.pk], homes(problem.campaign), ())[problem.pk].givers


def summary_of(problem: Problem) -> str:
    """The checked summary; "" where nobody checked one."""
    return problem.manifestation if problem.checked_on else ""


def care_of_matter(matter: PublicMatter, actors: Iterable[Actor]) -> list[str]:
    """The parts of a matter's words by which somebody may be known, that accuse somebody, or that a giver wrote, each once.

    Given words are compared as far as one of the `actors` may read them, so that nobody learns of others. 3 queries.
    """
    texts = (matter.title, matter.words, matter.answer)
    found = [part for text in texts for part in _telling(matter.campaign, text)]
    said = list(_said(matter.problem, actors)) if matter.problem else []
    found += [_short(run) for text in texts for run in own_runs(text, said)]
    return list(dict.fromkeys(found))


def _telling(campaign: Campaign, text: str) -> Iterator[str]:
    care = care_of(campaign, text)
    for one in care.tellings:
        yield text[one.start : one.end]
    for sentence in care.accusations:
        yield _short(text[sentence.start : sentence.end])


def _said(problem: Problem, actors: Iterable[Actor]) -> Iterator[str]:
    home = homes(problem.campaign)
    members = {problem.pk, *(pk for pk, into in home.items() if into == problem.pk)}
    behind = Link.objects.filter(problem__in=members).values("opinion")
    readable = Opinion.objects.filter(pk__in=behind).within(raw_reach_of(actors, problem.campaign))
    for body in readable.values_list("body", flat=True):
        yield body or ""


def _short(text: str) -> str:
    text = text.strip()
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}……"
